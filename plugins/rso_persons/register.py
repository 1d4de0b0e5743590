"""The register of persons, at any moment: terms are worked out when it is asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.calendar_days import shifted
from rso_core.events import BodyClosed, PersonErased, PersonLeft, PersonRegistered, RecordedEvent, RetentionSet
from rso_core.projection import ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import found, put
from rso_core.projection.register_row import told_register
from rso_persons.involvement import INVOLVEMENT
from rso_persons.tables import (
    CLOSED,
    HELD,
    INVOLVED,
    LEFT,
    MEETINGS,
    NAMES,
    RECORDED,
    REGISTER,
    TERMS,
    Involvement,
    PersonRow,
)
from rso_persons.terms import GENERAL, Kept, kept, runs, terms_on

KINDS = {
    "mandate": "mandaat",
    "role": "rol",
    "deputy": "plaatsvervanging",
    "seat": "deelname",
    "attendance": "aanwezigheid",
    "vote": "stem",
    "signature": "handtekening",
    "handover": "overdracht",
    "action": "actiepunt",
    "signal": "signaal",
    "recording": "vastlegging",
}
"""Kinds of involvement, and what they are called."""


def _known(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, PersonRegistered)
    rows.put(REGISTER, {"person": event.person, "known_since": recorded.meta.effective})


def _erased(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, PersonErased)
    rows.patch(REGISTER, {"person": event.person}, erased_on=recorded.meta.effective, ground=event.ground)


def _term(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, RetentionSet)
    put(TERMS, role=event.role or GENERAL, since=recorded.meta.effective)(rows, recorded)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    terms = terms_on(found(connection, sa.select(TERMS)), valid_on)
    involved = _involvement(connection)
    names = {
        (row["kind"], row["id"]): row["name"]
        for row in found(connection, sa.select(NAMES.table).where(NAMES.table.c.kind.in_(("person", "role"))))
    }

    def tell(person: dict[str, Any]) -> PersonRow:
        own = involved.get(person["person"], [])
        term = kept(own, person["known_since"], terms, valid_on)
        erased = person["erased_on"] is not None
        over = not erased and term.over_on is not None and term.over_on <= valid_on
        name = names.get(("person", person["person"]))
        involvement = _per_kind(own, valid_on)
        return PersonRow(
            **person,
            name=name,
            name_nl="gewist" if erased else name or "",
            involvement=involvement,
            involvement_nl="; ".join(_told(kind) for kind in involvement),
            running=[_running(row, names) for row in own if runs(row, valid_on)],
            term=_term_in_words(term, names),
            over_on=term.over_on,
            over=over,
            state_nl=_state(person, over=over),
        )

    return told_register(
        PersonRow, PERSONS.title, found(connection, sa.select(REGISTER).order_by(REGISTER.c.person)), tell
    )


def _involvement(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """What each person did, with mandates ended by who left, and seats by the end of their body."""
    left: dict[tuple[str, str], list[date]] = {}
    for row in found(connection, sa.select(LEFT)):
        left.setdefault((row["party"], row["person"]), []).append(row["last_day"])
    closed = {
        row["body"]: shifted(row["closed_on"], timedelta(days=-1)) for row in found(connection, sa.select(CLOSED))
    }
    involved: dict[str, list[dict[str, Any]]] = {}
    query = sa.select(INVOLVED).order_by(INVOLVED.c.person, INVOLVED.c.kind, INVOLVED.c.subject)
    for row in found(connection, query):
        ends = [row["until"]] if row["until"] is not None else []
        if row["kind"] == "mandate":
            ends += [day for day in left.get((row["party"], row["person"]), ()) if row["start"] <= day]
        if row["kind"] == "seat" and row["body"] in closed:
            ends.append(closed[row["body"]])
        involved.setdefault(row["person"], []).append({**row, "until": min(ends, default=None)})
    days = sa.func.min(RECORDED.c.on).label("start"), sa.func.max(RECORDED.c.on).label("until")
    recorded = sa.select(RECORDED.c.person, *days).group_by(RECORDED.c.person)
    for row in found(connection, recorded):
        about = {"kind": "recording", "subject": "", "role": "", "party": None, "body": None}
        involved.setdefault(row["person"], []).append({**about, **row})
    return involved


def _per_kind(own: list[dict[str, Any]], day: date) -> list[Involvement]:
    involvement = []
    for kind in KINDS:
        of_kind = [row for row in own if row["kind"] == kind]
        if of_kind:
            running = any(runs(row, day) for row in of_kind)
            last = None if running else max(row["until"] for row in of_kind)
            involvement.append(Involvement(kind=kind, number=len(of_kind), running=running, last_day=last))
    return involvement


def _told(kind: Involvement) -> str:
    until = "loopt" if kind["running"] else f"tot en met {kind['last_day']}"
    return f"{KINDS[kind['kind']]} {until}"


def _term_in_words(kept_: Kept, names: Mapping[tuple[str, str], str]) -> str:
    if kept_.term is None:
        return "loopt nog" if kept_.running else "geen termijn"
    role = kept_.term["role"]
    after = f" na de rol {names.get(('role', role), role)}" if role else ""
    return f"{kept_.term['years']} jaar{after} ({kept_.term['ground']})"


def _state(person: Mapping[str, Any], *, over: bool) -> str:
    if person["erased_on"] is not None:
        return f"gewist per {person['erased_on']}, op grond van: {person['ground']}"
    return "termijn voorbij" if over else ""


def _running(row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
    """Something that runs on, by what it is: ``rol Voorzitter (vz/t1)``."""
    role = f" {names.get(('role', row['role']), row['role'])}" if row["role"] else ""
    until = f", tot en met {row['until']}" if row["until"] else ""
    return f"{KINDS[row['kind']]}{role} ({row['subject'] or row['person']}){until}"


PERSONS = ReadModel(
    name="persons",
    version=3,
    title="Personenregister",
    tables=(REGISTER, INVOLVED, HELD, MEETINGS, RECORDED, LEFT, CLOSED, TERMS, NAMES.table),
    handlers=merge_handlers(
        {
            PersonRegistered: _known,
            PersonErased: _erased,
            PersonLeft: put(LEFT),
            BodyClosed: put(CLOSED),
            RetentionSet: _term,
        },
        INVOLVEMENT,
        NAMES.handlers,
    ),
    register=_register,
)
