"""Tables and handlers of the register of signals."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    Recorded,
    SignalAnswered,
    SignalBundled,
    SignalEscalated,
    SignalMovedAlong,
    SignalRaised,
    SignalRanked,
    SignalSupported,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, number, of, patch, put, table, text

_METADATA = sa.MetaData()
SIGNALS_TABLE = table(
    "signals_register",
    _METADATA,
    "a row per signal",
    key("signal", "identifier of the signal"),
    text("kind", "opportunity or bottleneck"),
    text("title", "what is signalled"),
    text("text", "what is signalled, in full"),
    text("party", "party that raised it"),
    text("person", "person who raised it"),
    text("theme", "content theme"),
    text("raised_at", "body at which it was raised"),
    text("body", "body where it lies now"),
    day("raised_on", "day on which it was raised"),
    day("answer_due", "last day for an answer"),
    day("moved_on", "day on which it came to the body where it lies"),
    text("state", "open, bundled or answered"),
    text("under", "signal under which it was bundled"),
    number("rank", "place on the list of priorities, 1 first"),
    text("ranked_by", "decision that ranked it"),
    day("answered_on", "day of the answer"),
    text("answer", "the answer"),
    text("decision", "decision that the answer rests on"),
)
SUPPORT = table(
    "signals_support",
    _METADATA,
    "a row per party that supports a signal",
    key("signal", "identifier of the signal"),
    key("party", "party that supports it"),
    day("supported_on", "day on which it did"),
)
PATH = table(
    "signals_path",
    _METADATA,
    "a row per step of a signal from body to body",
    key("signal", "identifier of the signal"),
    key("step", "day and body of the step"),
    text("from_body", "body that passed it on"),
    text("body", "body that it went to"),
    day("on", "day of the step"),
    text("reason", "why it was passed on"),
)
NAMES = Names("signals", _METADATA)


def _passed_on(rows: Rows, recorded: Recorded) -> None:
    event: Any = recorded.event
    on = event.escalated_on if isinstance(event, SignalEscalated) else event.since
    reason = event.reason if isinstance(event, SignalEscalated) else "overleg opgegaan in een ander"
    patch(SIGNALS_TABLE, moved_on=on)(rows, recorded)
    put(PATH, step=f"{on} {event.body}", on=on, reason=reason)(rows, recorded)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    supporters: dict[str, list[str]] = {}
    query = sa.select(SUPPORT, NAMES.of("party", SUPPORT.c.party).label("party_name")).order_by(SUPPORT.c.party)
    for row in found(connection, query):
        supporters.setdefault(row["signal"], []).append(row["party_name"])
    paths: dict[str, list[tuple[str, str]]] = {}
    query = sa.select(PATH, NAMES.of("body", PATH.c.body).label("body_name")).order_by(PATH.c.on, PATH.c.step)
    for row in found(connection, query):
        paths.setdefault(row["signal"], []).append((row["body"], row["body_name"]))
    signals = SIGNALS_TABLE
    rows = found(
        connection,
        sa.select(
            signals,
            NAMES.of("body", signals.c.body).label("body_name"),
            NAMES.of("body", signals.c.raised_at).label("raised_at_name"),
            NAMES.of("party", signals.c.party).label("party_name"),
            NAMES.of("theme", signals.c.theme).label("theme_name"),
        ).order_by(signals.c.rank.is_(None), signals.c.rank, signals.c.raised_on, signals.c.signal),
    )
    for row in rows:
        answered = row["state"] == "answered"
        row["overdue"] = not answered and row["answer_due"] is not None and row["answer_due"] < valid_on
        row["supporters"] = ", ".join(supporters.get(row["signal"], []))
        path = [(row["raised_at"], row["raised_at_name"]), *paths.get(row["signal"], [])]
        row["path"] = " → ".join(name for _, name in path)
        # Two bodies may have one name; what may be shown of the path is decided on these.
        row["path_bodies"] = [body for body, _ in path]
        row["kind_nl"] = dutch(row["kind"])
        row["state_nl"] = dutch(row["state"]) + (", te laat" if row["overdue"] else "")
    return Register(title=SIGNALS.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("rank", "Prioriteit"),
    Column("kind_nl", "Soort"),
    Column("title", "Signaal"),
    Column("party_name", "Van"),
    Column("supporters", "Gesteund door"),
    Column("path", "Weg"),
    Column("raised_on", "Sinds"),
    Column("answer_due", "Antwoord voor"),
    Column("state_nl", "Stand"),
    Column("answer", "Antwoord"),
)
SIGNALS = ReadModel(
    name="signals",
    version=1,
    title="Signalenregister",
    tables=(SIGNALS_TABLE, SUPPORT, PATH, NAMES.table),
    handlers=merge_handlers(
        {
            SignalRaised: put(SIGNALS_TABLE, state="open", raised_at=of("body"), moved_on=of("raised_on")),
            SignalSupported: put(SUPPORT),
            SignalBundled: patch(SIGNALS_TABLE, state="bundled"),
            SignalEscalated: _passed_on,
            SignalMovedAlong: _passed_on,
            SignalRanked: patch(SIGNALS_TABLE, ranked_by=of("decision"), decision=None),
            SignalAnswered: patch(SIGNALS_TABLE, state="answered"),
        },
        NAMES.handlers,
    ),
    register=_register,
)
