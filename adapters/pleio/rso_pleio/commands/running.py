"""``rso pleio watch`` and ``rso pleio status``."""

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.session import json_for, of, out, print_json
from rso_pleio.commands.opening import pleio, require_record, settings_of, syncing

if TYPE_CHECKING:
    from types import FrameType

Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Every = Annotated[float, typer.Option("--every", min=0.1, help="seconds between two looks at the record")]
Full = Annotated[
    float, typer.Option("--full-every", min=1, help="seconds between two looks at the whole site, for people's changes")
]


@pleio.command()
def watch(context: typer.Context, every: Every = 2.0, full_every: Full = 3600.0) -> None:
    """Follow the record and bring the groups that something changed for up to date, until Ctrl-C or SIGTERM.

    One line of JSON per happening goes to the error channel. What asks for a confirmation is held back and told.

    Example: rso pleio watch
    """
    from rso_pleio.watch import Watcher  # noqa: PLC0415 - most commands of `rso` talk to no site

    stop = threading.Event()
    with _told_to_stop(stop), syncing(context, stopping=stop) as (sync, _):
        Watcher(sync=sync, every=every, full_every=full_every, stop=stop, log=_logger()).run()


@pleio.command()
def status(context: typer.Context, json_: Json = False) -> None:
    """Tell how far the site is behind the record, without asking the site.

    Example: rso pleio status
    """
    from rso_pleio.client.transport import site_address  # noqa: PLC0415
    from rso_pleio.ledger import Ledger  # noqa: PLC0415
    from rso_pleio.status import sync_status  # noqa: PLC0415

    session = of(context)
    site = site_address(settings_of(context).url)
    require_record(session.settings().store)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        ledger = Ledger(application.store.url, site)
        try:
            told = sync_status(ledger, projector)
        finally:
            ledger.close()
    if json_:
        print_json(told)
    else:
        for name, value in told.items():
            out.print(f"{name.replace('_', ' '):<16}{_shown(value)}", markup=False, soft_wrap=True)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dict):
        return ", ".join(f"{number} {name}" for name, number in value.items()) or "-"
    return "-" if value in (None, "") else str(value)


@contextmanager
def _told_to_stop(stop: threading.Event) -> Iterator[None]:
    """Set the event on SIGTERM and Ctrl-C; what is under way is finished first."""

    def handle(_number: int, _frame: "FrameType | None") -> None:
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_json(told: Any, **options: Any) -> str:
    text: str = json_for(sys.stderr, json.dumps(told, **options))
    return text


def _logger() -> Any:
    import structlog  # noqa: PLC0415

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(_in_json, ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    return structlog.get_logger(started=datetime.now(UTC).isoformat(timespec="seconds"))
