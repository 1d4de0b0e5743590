"""Completion of values on the command line: registers, and what is on record, by identifier or by name.

Nothing is recorded or made for it, and it never raises: without a store, or with one that cannot be read, it is silent.
"""

import contextlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum

import typer

from rso_core.dutch.spelling import folded
from rso_core.visible_text import visible_in_a_line

Completion = Callable[[typer.Context, str], list[tuple[str, str]]]
REGISTERS = {
    "action": ("actions", "title"),
    "body": ("bodies", "name"),
    "covenant": ("covenants", "title"),
    "decision": ("decisions", "title"),
    "meeting": ("calendar", "title"),
    "party": ("parties", "name"),
    "person": ("persons", "name"),
    "project": ("portfolio", "name"),
    "role": ("roles", "role_name"),
    "signal": ("signals", "title"),
}
"""Per kind of thing the register that lists it, and the key of its name there; its identifier is under its kind."""


class Found(str):
    """A value that is offered for what was typed, also when it starts otherwise: its name was typed."""

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        """So that typer does not leave it out."""
        return True


def registers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The registers whose name starts so."""
    return _silently(lambda: [(name, title) for name, title in _registers(ctx) if name.startswith(incomplete)])


def choices(kind: type[StrEnum]) -> Completion:
    """The values of a choice."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        return [(str(value), "") for value in kind if value.startswith(incomplete)]

    return complete


def things(kind: str) -> Completion:
    """What is on record of a kind (see `REGISTERS`), by identifier or by a word of its name."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        return _silently(lambda: _matching(_on_record(ctx, kind), incomplete))

    return complete


def _silently(found: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(Exception):
        return found()
    return []


def _matching(known: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """By identifier; where none starts so, by a word of the name."""
    known = list(known)
    wanted = folded(incomplete)
    by_name = (
        (Found(identifier), name)
        for identifier, name in known
        if any(part.startswith(wanted) for part in (folded(name), *folded(name).split()))
    )
    return [each for each in known if each[0].startswith(incomplete)] or list(by_name)


def _registers(ctx: typer.Context) -> Iterator[tuple[str, str]]:
    from rso_core.hooks import Plugins

    yield from sorted((model.name, model.title) for model in Plugins().read_models())


def _on_record(ctx: typer.Context, kind: str) -> Iterator[tuple[str, str]]:
    """Identifiers and names; who was erased is not offered."""
    from rso_core.database import parse_url
    from rso_core.hooks import Plugins
    from rso_core.projection import Projector
    from rso_core.settings import load_settings
    from rso_core.store import EventStore
    from rso_core.time_zone import AMSTERDAM

    given = ctx.find_root().params
    settings = load_settings(given.get("config"), given.get("store"))
    parsed = parse_url(settings.store)
    if parsed.get_backend_name() == "sqlite" and not os.path.exists(parsed.database or ""):  # noqa: PTH110
        return  # opening it would make it
    register, name = REGISTERS[kind]
    with EventStore.open(settings.store, settings.keys) as store:
        projector = Projector(store, Plugins().read_models())
        try:
            if projector.is_prepared():
                found = projector.register(register, datetime.now(AMSTERDAM).date()).rows
                known = {row[kind]: row[name] or "" for row in found if row.get("erased_on", None) is None}
                yield from (
                    (each, visible_in_a_line(told)) for each, told in known.items() if visible_in_a_line(each) == each
                )
        finally:
            projector.close()
