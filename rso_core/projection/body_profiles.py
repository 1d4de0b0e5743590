"""What describes each body from which day, for registers that show it.

Events say of a body only what becomes otherwise; the profile of a day is built from what each of them says. A change that
comes late changes what follows it too, as far as that was not said anew.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from rso_core.domain.body.closing import BodyMergedIn
from rso_core.domain.body.profile import Profile, ProfileChange
from rso_core.domain.body.setting_up import BodyRenamed, BodyRepositioned, BodyRescoped, BodySetUp
from rso_core.domain.body.state import Body
from rso_core.domain.event import Event
from rso_core.projection.read_model import Handler
from rso_core.projection.rows import Rows
from rso_core.store.recorded import RecordedEvent

Write = Callable[[Rows, str, date, Profile], None]
"""Writes the row of a body from a day on: its rows, the body, the day from which the profile holds, the profile."""


class BodyProfiles:
    """A table of what was said of each body, with its handlers, to be taken up in a read model.

    Args:
        read_model: name of the read model; the table is called ``<read_model>_body_changes``.
        metadata: where the read model's tables are declared.
        write: called for the day from which an event says something, and for every later day on which the body changed.
    """

    def __init__(self, read_model: str, metadata: sa.MetaData, write: Write) -> None:
        self.table = sa.Table(
            f"{read_model}_body_changes",
            metadata,
            sa.Column("body", sa.String, primary_key=True, comment="identifier of the body"),
            sa.Column("set_up_on", sa.Date, nullable=False, comment="day from which it exists"),
            sa.Column("profile", sa.String, nullable=False, comment="what described it then (JSON)"),
            sa.Column("changes", sa.String, nullable=False, comment="what changed, each with its day, in order (JSON)"),
            comment="a row per body: what was said of it, from which its profile of a day is built",
        )
        self._write = write
        self.handlers: Mapping[type[Event], Handler] = {
            BodySetUp: self._set_up,
            **dict.fromkeys((BodyRepositioned, BodyRescoped, BodyRenamed, BodyMergedIn), self._changed),
        }

    def _set_up(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, BodySetUp)
        self._keep(rows, event.apply(None), event.set_up_on)

    def _changed(self, rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, BodyRepositioned | BodyRescoped | BodyRenamed | BodyMergedIn)
        row = rows.get(self.table, {"body": event.body})
        if row is not None:
            self._keep(rows, event.apply(_body(row)), event.since)

    def _keep(self, rows: Rows, body: Body, since: date) -> None:
        (set_up_on, profile), changes = body.profiles[0], _JSON.encode(body.changes)
        facts = {"profile": _JSON.encode(profile).decode(), "changes": changes.decode()}
        rows.put(self.table, {"body": body.id, "set_up_on": set_up_on, **facts})
        for day, each in dict(body.profiles).items():
            if day >= since:
                self._write(rows, body.id, day, each)


_JSON = msgspec.json.Encoder()
_PROFILE = msgspec.json.Decoder(Profile)
_CHANGES = msgspec.json.Decoder(tuple[tuple[date, ProfileChange], ...])


def _body(row: Mapping[str, Any]) -> Body:
    changes = _CHANGES.decode(row["changes"])
    body = Body(id=row["body"], profiles=((row["set_up_on"], _PROFILE.decode(row["profile"])),))
    for since, change in changes:
        body = body.with_change(change, since)
    return body
