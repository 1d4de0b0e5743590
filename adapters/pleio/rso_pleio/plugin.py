"""The adapter as a plugin: its read model, its commands, its own hook for pages, and the pages it brings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rso_core.hooks import Plugins, hookimpl, hookspec

# A hook imports what it needs: every command of `rso` that reads registers loads this module.
if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rso_core import Application, EventStore
    from rso_core.derived.deviation import Deviation
    from rso_core.projection import ReadModel
    from rso_pleio.model import DesiredItem, Registers, Row


class PleioSpecification:
    """The hooks that the adapter calls; a plugin implements them to show something of its own on the site."""

    @hookspec
    def rso_pleio_pages(self, body: "Row", registers: "Registers") -> "Iterable[DesiredItem]":  # type: ignore[empty-body]
        """Give items for the group of a body (a row of its register); `registers` gives any by name, without secrets."""


@hookimpl
def rso_add_hookspecs(plugins: Plugins) -> None:
    """The hook for pages."""
    plugins.add_hookspecs(PleioSpecification)


@hookimpl
def rso_read_models() -> "Iterable[ReadModel]":
    """Addresses of persons."""
    from rso_pleio.people import ADDRESSES  # noqa: PLC0415

    return [ADDRESSES]


@hookimpl
def rso_pleio_pages(body: "Row", registers: "Registers") -> "Iterable[DesiredItem]":
    """Meetings, decisions, action items, overviews, and the pages of the registers."""
    from rso_pleio.registers import OpenRegisters  # noqa: PLC0415
    from rso_pleio.texts import pages  # noqa: PLC0415

    # Its texts decide themselves what may be named, and where.
    return list(pages(body, registers.everything if isinstance(registers, OpenRegisters) else registers))


@hookimpl
def rso_person_erased(application: "Application", person: str) -> Iterable[str]:
    """The ledger forgets what it keeps of the person's address."""
    from rso_core.database import engine_for  # noqa: PLC0415
    from rso_pleio.ledger_erasure import forget_person  # noqa: PLC0415

    engine = engine_for(application.store.url)
    try:
        return list(forget_person(engine, person))
    finally:
        engine.dispose()


@hookimpl
def rso_check_derived(store: "EventStore", connection: "Connection") -> "Iterable[Deviation]":
    """What the ledger says that the record does not allow."""
    from rso_pleio.ledger_check import has_ledger, ledger_deviations  # noqa: PLC0415

    if not has_ledger(connection):
        return []
    return list(ledger_deviations(connection, {entry.stream for entry in store.entries()}, store.head()))
