"""Tables and handlers of the body register: a row per body and profile, with the day each profile starts."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    BodyClosed,
    BodyThemesSet,
    Profile,
)
from rso_core.projection import BodyProfiles, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, day_key, found, key, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class BodyRow(
    RegisterRow, columns="place name kind level_nl scope themes rhythm_nl chair_name members former_names state_nl"
):
    """A body, as its profile of the day describes it."""

    body: str = column("identifier of the body", key=True)
    since: date = column("day from which the profile holds", key=True)
    name: str = column("name", heading="Overleg")
    kind: str = column("its sort in the covenant's own words", heading="Soort")
    level: str = column("strategic, tactical or operational")
    place: int = column("rank in the order of bodies, 1 first", heading="Plaats")
    scope: str = column("fields it deals with", heading="Reikwijdte")
    rhythm: str | None = column("RFC 5545 rule")
    chair: str | None = column("party that chairs it")
    quorum: str | None = column("share of the members needed for a decision")
    reports_to: str | None = column("body one step up the order")
    overview_first: bool = column("whether its meetings open with the progress overview")
    portfolio_limit: int | None = column("how many projects may run at a time")
    signal_answer_days: int | None = column("within how many days a signal is answered")
    members: int = column("how many member parties", heading="Partijen")
    member_ids: str = column("the member parties")
    confidential: bool = column("whether it and all that is its own stay out of the shared environment of the members")
    votes_shown: str = column("how much of a vote readers see: none, counts or parties")
    closed_on: date | None = derived("first day on which it no longer exists")
    merged_into: str | None = derived("body it went up into")
    chair_name: str | None = named("party", "name of the party that chairs it", of="chair", heading="Voorzitter")
    merged_into_name: str | None = named("body", "name of the body it went up into", of="merged_into")
    reports_to_name: str | None = named("body", "name of the body one step up", of="reports_to")
    closed: bool = derived("whether it no longer exists")
    level_nl: str = derived("its level, in words", heading="Niveau")
    rhythm_nl: str = derived("its rhythm, in words", heading="Ritme")
    votes_shown_nl: str = derived("how much of a vote readers see, in words")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    former_names: str = derived("the names it had before", heading="Eerder")
    themes: str = derived("names of the content themes that hang on it", heading="Thema's")


PROFILES = table_of(
    BodyRow, "bodies_profiles", _METADATA, "a row per body and profile: what describes it from a day on"
)
CLOSED = table(
    "bodies_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
    text("merged_into", "body it went up into"),
    text("reason", "why"),
)
MEMBERS = table(
    "bodies_members",
    _METADATA,
    "a row per member party of a profile",
    key("body", "identifier of the body"),
    day_key("since", "day from which the profile holds"),
    key("party", "member party"),
)
THEMES = table(
    "bodies_themes",
    _METADATA,
    "a row per body and day on which its content themes changed",
    key("body", "identifier of the body"),
    day_key("since", "day from which these themes hang on it"),
    text("themes", "identifiers of the themes"),
)
NAMES = Names("bodies", _METADATA)


def _profile(rows: Rows, body: str, since: date, profile: Profile) -> None:
    before = rows.get(PROFILES, {"body": body, "since": since})
    for party in (before["member_ids"] or "").split("; ") if before else ():
        rows.remove(MEMBERS, {"body": body, "since": since, "party": party})
    facts = {c.name: getattr(profile, c.name) for c in PROFILES.columns if hasattr(profile, c.name)}
    rows.put(
        PROFILES,
        {
            **facts,
            "body": body,
            "since": since,
            "level": profile.level.value,
            "scope": " & ".join(profile.scope),
            "members": len(profile.members),
            "member_ids": "; ".join(profile.members),
            "votes_shown": profile.votes_shown.value,
        },
    )
    for party in profile.members:
        rows.put(MEMBERS, {"body": body, "since": since, "party": party})


CHANGES = BodyProfiles("bodies", _METADATA, _profile)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            PROFILES,
            CLOSED.c.closed_on,
            CLOSED.c.merged_into,
            *NAMES.columns(BodyRow, PROFILES),
            *NAMES.columns(BodyRow, CLOSED),
        )
        .outerjoin(CLOSED, CLOSED.c.body == PROFILES.c.body)
        .where(PROFILES.c.since <= valid_on)
        .order_by(PROFILES.c.since)
    )
    latest: dict[str, dict[str, Any]] = {}
    former: dict[str, list[str]] = {}
    for row in found(connection, query):
        former.setdefault(row["body"], []).append(row["name"])
        latest[row["body"]] = row
    themes = _themes(connection, valid_on)

    def tell(row: dict[str, Any]) -> BodyRow:
        closed = row["closed_on"] is not None and row["closed_on"] <= valid_on
        gone_to = f"opgegaan in {row['merged_into_name']}" if row["merged_into"] else "opgeheven"
        names = [name for name in dict.fromkeys(former[row["body"]]) if name != row["name"]]
        return BodyRow(
            **row,
            closed=closed,
            level_nl=dutch(row["level"]),
            rhythm_nl=rhythm_in_words(row["rhythm"]),
            votes_shown_nl=dutch(row["votes_shown"]),
            state_nl=gone_to if closed else "actief",
            former_names=", ".join(names),
            themes=themes.get(row["body"], ""),
        )

    return told_register(BodyRow, BODIES.title, sorted(latest.values(), key=lambda r: (r["place"], r["body"])), tell)


def _themes(connection: sa.Connection, valid_on: date) -> dict[str, str]:
    names = {
        row["id"]: row["name"] for row in found(connection, sa.select(NAMES.table).where(NAMES.table.c.kind == "theme"))
    }
    latest = {
        row["body"]: row["themes"]
        for row in found(connection, sa.select(THEMES).where(THEMES.c.since <= valid_on).order_by(THEMES.c.since))
    }
    return {body: ", ".join(names.get(t, t) for t in themes.split("; ") if t) for body, themes in latest.items()}


BODIES = ReadModel(
    name="bodies",
    version=4,
    title="Overlegregister",
    tables=(PROFILES, CLOSED, MEMBERS, THEMES, CHANGES.table, NAMES.table),
    handlers=merge_handlers(
        {
            BodyClosed: put(CLOSED),
            BodyThemesSet: put(THEMES),
        },
        CHANGES.handlers,
        NAMES.handlers,
    ),
    register=_register,
)
