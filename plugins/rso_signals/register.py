"""Tables and handlers of the register of signals."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    RecordedEvent,
    SignalAnswered,
    SignalBundled,
    SignalEscalated,
    SignalMovedAlong,
    SignalRaised,
    SignalRanked,
    SignalSupported,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of, text, where
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class SignalRow(
    RegisterRow, columns="rank kind_nl title party_name supporters path raised_on answer_due state_nl answer"
):
    """A signal."""

    signal: str = column("identifier of the signal", key=True)
    kind: str = column("opportunity or bottleneck")
    title: str = column("what is signalled", heading="Signaal")
    text: str = column("what is signalled, in full")
    party: str = column("party that raised it")
    person: str | None = column("person who raised it")
    theme: str | None = column("content theme")
    raised_at: str = column("body at which it was raised")
    body: str = column("body where it lies now")
    raised_on: date = column("day on which it was raised", heading="Sinds")
    answer_due: date | None = column("last day for an answer", heading="Antwoord voor")
    moved_on: date = column("day on which it came to the body where it lies")
    state: str = column("open, bundled or answered")
    under: str | None = column("signal under which it was bundled")
    rank: int | None = column("place on the list of priorities, 1 first", heading="Prioriteit")
    ranked_by: str | None = column("decision that ranked it")
    answered_on: date | None = column("day of the answer")
    answer: str | None = column("the answer", heading="Antwoord")
    decision: str | None = column("decision that the answer rests on")
    body_name: str = named("body")
    raised_at_name: str = named("body", "name of the body at which it was raised", of="raised_at")
    party_name: str = named("party", heading="Van")
    theme_name: str | None = named("theme", "name of the content theme")
    overdue: bool = derived("whether its day is past")
    supporters: str = derived("names of the parties that support it", heading="Gesteund door")
    path: str = derived("names of the bodies that it went to in turn", heading="Weg")
    # Two bodies may have one name; what may be shown of the path is decided on these.
    path_bodies: list[str] = derived("identifiers of the bodies that it went to in turn")
    kind_nl: str = derived("its kind, in words", heading="Soort")
    state_nl: str = derived("how it stands, in words", heading="Stand")


SIGNALS_TABLE = table_of(SignalRow, "signals_register", _METADATA, "a row per signal")
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


def _passed_on(rows: Rows, recorded: RecordedEvent) -> None:
    event: Any = recorded.event
    before = rows.get(SIGNALS_TABLE, {"signal": event.signal}) or {}
    on = event.escalated_on if isinstance(event, SignalEscalated) else event.since
    reason = event.reason if isinstance(event, SignalEscalated) else "overleg opgegaan in een ander"
    due = before.get("answer_due") or getattr(event, "answer_due", None)
    patch(SIGNALS_TABLE, moved_on=on, answer_due=due)(rows, recorded)
    put(PATH, step=f"{on} {event.body}", from_body=before.get("body"), on=on, reason=reason)(rows, recorded)


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
    query = sa.select(signals, *NAMES.columns(SignalRow, signals)).order_by(
        signals.c.rank.is_(None), signals.c.rank, signals.c.raised_on, signals.c.signal
    )

    def tell(row: dict[str, Any]) -> SignalRow:
        answered = row["state"] == "answered"
        overdue = not answered and row["answer_due"] is not None and row["answer_due"] < valid_on
        path = [(row["raised_at"], row["raised_at_name"]), *paths.get(row["signal"], [])]
        return SignalRow(
            **row,
            overdue=overdue,
            supporters=", ".join(supporters.get(row["signal"], [])),
            path=" → ".join(name for _, name in path),
            path_bodies=[body for body, _ in path],
            kind_nl=dutch(row["kind"]),
            state_nl=dutch(row["state"]) + (", te laat" if overdue else ""),
        )

    return told_register(SignalRow, SIGNALS.title, found(connection, query), tell)


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
            SignalMovedAlong: where(SIGNALS_TABLE, "body", of("from_body"), _passed_on),
            SignalRanked: patch(SIGNALS_TABLE, ranked_by=of("decision"), decision=None),
            SignalAnswered: patch(SIGNALS_TABLE, state="answered"),
        },
        NAMES.handlers,
    ),
    register=_register,
)
