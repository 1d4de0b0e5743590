"""Tables and handlers of the body register: a row per body and profile, with the day each profile starts."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.events import BodyClosed, BodyRepositioned, BodyRescoped, BodySetUp, Profile, Recorded
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.dutch import dutch, rhythm_in_words

_METADATA = sa.MetaData()
PROFILES = sa.Table(
    "bodies_profiles",
    _METADATA,
    sa.Column("body", sa.String, primary_key=True),
    sa.Column("since", sa.Date, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("rhythm", sa.String),
    sa.Column("chair", sa.String),
    sa.Column("quorum", sa.String, nullable=False),
    sa.Column("members", sa.Integer, nullable=False),
)
CLOSED = sa.Table(
    "bodies_closed",
    _METADATA,
    sa.Column("body", sa.String, primary_key=True),
    sa.Column("closed_on", sa.Date, nullable=False),
    sa.Column("merged_into", sa.String),
    sa.Column("reason", sa.String, nullable=False),
)
MEMBERS = sa.Table(
    "bodies_members",
    _METADATA,
    sa.Column("body", sa.String, primary_key=True),
    sa.Column("since", sa.Date, primary_key=True),
    sa.Column("party", sa.String, primary_key=True),
)
NAMES = Names("bodies", _METADATA)


def _profile(rows: Rows, body: str, since: date, profile: Profile) -> None:
    rows.put(
        PROFILES,
        {
            "body": body,
            "since": since,
            "name": profile.name,
            "kind": profile.kind,
            "level": profile.level.value,
            "place": profile.place,
            "scope": " & ".join(profile.scope),
            "rhythm": profile.rhythm,
            "chair": profile.chair,
            "quorum": profile.quorum,
            "members": len(profile.members),
        },
    )
    for party in profile.members:
        rows.put(MEMBERS, {"body": body, "since": since, "party": party})


def _set_up(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, BodySetUp)
    _profile(rows, event.body, event.set_up_on, event.profile)


def _changed(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, BodyRepositioned | BodyRescoped)
    _profile(rows, event.body, event.since, event.profile)


def _closed(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, BodyClosed)
    rows.put(
        CLOSED,
        {
            "body": event.body,
            "closed_on": event.closed_on,
            "merged_into": event.merged_into,
            "reason": event.reason,
        },
    )


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            PROFILES,
            CLOSED.c.closed_on,
            CLOSED.c.merged_into,
            NAMES.of("party", PROFILES.c.chair).label("chair_name"),
            NAMES.of("body", CLOSED.c.merged_into).label("merged_into_name"),
        )
        .outerjoin(CLOSED, CLOSED.c.body == PROFILES.c.body)
        .where(PROFILES.c.since <= valid_on)
        .order_by(PROFILES.c.since)
    )
    latest = {row["body"]: row for row in connection.execute(query).mappings()}
    rows: list[dict[str, Any]] = []
    for row in sorted(latest.values(), key=lambda r: (r["place"], r["body"])):
        closed = row["closed_on"] is not None and row["closed_on"] <= valid_on
        gone_to = f"opgegaan in {row['merged_into_name']}" if row["merged_into"] else "opgeheven"
        rows.append(
            {
                **row,
                "closed": closed,
                "level_nl": dutch(row["level"]),
                "rhythm_nl": rhythm_in_words(row["rhythm"]),
                "state_nl": gone_to if closed else "actief",
            }
        )
    return Register(title=BODIES.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("place", "Plaats"),
    Column("name", "Overleg"),
    Column("kind", "Soort"),
    Column("level_nl", "Niveau"),
    Column("scope", "Reikwijdte"),
    Column("rhythm_nl", "Ritme"),
    Column("chair_name", "Voorzitter"),
    Column("members", "Partijen"),
    Column("state_nl", "Stand"),
)
BODIES = ReadModel(
    name="bodies",
    version=1,
    title="Overlegregister",
    tables=(PROFILES, CLOSED, MEMBERS, NAMES.table),
    handlers=merge_handlers(
        {BodySetUp: _set_up, BodyRepositioned: _changed, BodyRescoped: _changed, BodyClosed: _closed},
        NAMES.handlers,
    ),
    register=_register,
)
