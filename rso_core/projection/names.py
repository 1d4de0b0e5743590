"""Names of parties, persons, bodies, roles and themes, for registers that show them.

A register stores identifiers; the names stand in one small table per read model, so that a corrected name
shows everywhere and a person's name stands in one place.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from rso_core.domain.body.setting_up import BodyRenamed, BodyRepositioned, BodySetUp
from rso_core.domain.event import Event
from rso_core.domain.party.joining import PartyRegistered
from rso_core.domain.person import PersonCorrected, PersonErased, PersonRegistered
from rso_core.domain.role.establishing import RoleEstablished
from rso_core.domain.theme import ThemeNamed
from rso_core.projection.read_model import Handler
from rso_core.projection.register_row import RegisterRow
from rso_core.projection.rows import Rows
from rso_core.store.recorded import RecordedEvent


def unreadable_name(person: str) -> str:
    """What stands in place of a name that cannot be read, though the person was not erased: ``p-0001 (naam onleesbaar)``."""
    return f"{person} (naam onleesbaar)"


class Names:
    """A table of names with its handlers, to be taken up in a read model.

    Args:
        read_model: name of the read model; the table is called ``<read_model>_names``.
        metadata: where the read model's tables are declared.
    """

    def __init__(self, read_model: str, metadata: sa.MetaData) -> None:
        self.table = sa.Table(
            f"{read_model}_names",
            metadata,
            sa.Column("kind", sa.String, primary_key=True, comment="party, person, body, role or theme"),
            sa.Column("id", sa.String, primary_key=True, comment="identifier"),
            sa.Column("name", sa.String, nullable=False, comment="name as last recorded"),
            comment="names that the register shows for identifiers",
        )
        self.handlers: Mapping[type[Event], Handler] = {
            PartyRegistered: self._party,
            PersonRegistered: self._person,
            PersonCorrected: self._person,
            PersonErased: self._erased,
            BodySetUp: self._body,
            BodyRepositioned: self._body,
            BodyRenamed: self._body,
            RoleEstablished: self._role,
            ThemeNamed: self._theme,
        }

    def of(self, kind: str, identifier: Any) -> "sa.ColumnElement[str]":
        """The name that belongs to an identifier column, or the identifier itself where none is known.

        Args:
            kind: ``party``, ``person``, ``body``, ``role`` or ``theme``.
            identifier: column or expression with the identifier.
        """
        # An alias of its own, so that a select on the names table itself is not taken for the outer one.
        names = self.table.alias()
        found = sa.select(names.c.name).where(names.c.kind == kind, names.c.id == identifier).scalar_subquery()
        return sa.func.coalesce(found, identifier)

    def columns(self, row: type[RegisterRow], table: sa.Table) -> "list[sa.Label[str]]":
        """The names that the class of a register's rows asks for, of what a table identifies; for a select on it."""
        asked = {name: column.names for name, column in row.declared.items() if column.names is not None}
        return [self.of(kind, table.c[of]).label(name) for name, (kind, of) in asked.items() if of in table.c]

    def _put(self, rows: Rows, kind: str, identifier: str, name: str) -> None:
        rows.put(self.table, {"kind": kind, "id": identifier, "name": name})

    def _party(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, PartyRegistered)
        self._put(rows, "party", event.party, event.name)

    def _person(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, PersonRegistered | PersonCorrected)
        # An event of a person who was erased later no longer tells a name.
        if event.name is not None:
            self._put(rows, "person", event.person, event.name)
        elif recorded.unreadable:
            self._put(rows, "person", event.person, unreadable_name(event.person))

    def _erased(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, PersonErased)
        rows.remove(self.table, {"kind": "person", "id": event.person})

    def _body(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, BodySetUp | BodyRepositioned | BodyRenamed)
        said = event.profile if isinstance(event, BodySetUp) else event.change
        if said.name is not None:
            self._put(rows, "body", event.body, said.name)

    def _role(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, RoleEstablished)
        self._put(rows, "role", event.role, event.name)

    def _theme(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, ThemeNamed)
        self._put(rows, "theme", event.theme, event.name)
