"""The monitoring figures themselves, counted over the year up to and including a day (S14)."""

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from rso_core.calendar_days import shifted
from rso_core.events import Rhythm, dates_in_turn

Row = dict[str, Any]


@attrs.frozen(kw_only=True)
class Facts:
    """What the figures are counted from: the rows of the tables."""

    profiles: list[Row]
    closed: dict[str, date]
    meetings: list[Row]
    attendance: list[Row]
    signals: list[Row]
    decisions: list[Row]
    actions: list[Row]
    projects: list[Row]
    profiles_of: dict[str, list[Row]] = attrs.field(init=False)
    meetings_of: dict[str, list[Row]] = attrs.field(init=False)
    signals_at: dict[str, list[Row]] = attrs.field(init=False)
    decisions_of: dict[str, list[Row]] = attrs.field(init=False)
    actions_of: dict[str, list[Row]] = attrs.field(init=False)
    carried_out_by: dict[str, list[Row]] = attrs.field(init=False)

    @profiles_of.default
    def _profiles_of(self) -> dict[str, list[Row]]:
        return _grouped(self.profiles, "body")

    @meetings_of.default
    def _meetings_of(self) -> dict[str, list[Row]]:
        return _grouped(self.meetings, "body")

    @signals_at.default
    def _signals_at(self) -> dict[str, list[Row]]:
        return _grouped(self.signals, "raised_at")

    @decisions_of.default
    def _decisions_of(self) -> dict[str, list[Row]]:
        return _grouped(self.decisions, "body")

    @actions_of.default
    def _actions_of(self) -> dict[str, list[Row]]:
        return _grouped(self.actions, "body")

    @carried_out_by.default
    def _carried_out_by(self) -> dict[str, list[Row]]:
        return _grouped(self.actions, "decision")


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    """The rows by what a column holds, so that a figure does not read those of every body for each."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[column], []).append(row)
    return grouped


@attrs.frozen
class Year:
    """The year up to and including ``last``; as long as the body or party was there, for each."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether the day lies in it."""
        return day is not None and self.first <= day <= self.last


def year_until(last: date) -> Year:
    """The year up to and including a day; less of it where there were no days before."""
    before = shifted(last, relativedelta(years=-1))
    return Year(before if before == date.min else before + timedelta(days=1), last)


def subjects(facts: Facts) -> list[Row]:
    """What the figures are of, each to be told by itself: every body, and the attendance of the parties."""
    return [*({"body": body} for body in facts.profiles_of), {"figure": "attendance"}]


def figures_of(subject: Row, facts: Facts, year: Year) -> Iterator[Row]:
    """A row per body or party and figure.

    Each has ``about`` (body or party) and ``id``, ``figure`` and its Dutch name, ``value``, ``out_of`` where it is a
    part of something, and ``percentage``. Days are counted in days.
    """
    of_subject = _of_body(subject["body"], facts, year) if "body" in subject else _of_parties(facts, year)
    for row in of_subject:
        out_of = row["out_of"]
        percentage = round(100 * row["value"] / out_of) if out_of else None
        yield {**row, "percentage": percentage, "period": f"{year.first} t/m {year.last}"}


def _figure(about: str, identifier: str, figure: str, value: Any, out_of: int | None = None) -> Row:
    body = identifier if about == "body" else None
    facts = {"about": about, "id": identifier, "body": body, "party": identifier if about == "party" else None}
    return {**facts, "figure": figure, "figure_nl": FIGURES[figure], "value": value, "out_of": out_of}


FIGURES = {
    "meetings_held": "gehouden vergaderingen tegenover het ritme",
    "days_to_answer": "dagen van signaal tot antwoord (mediaan)",
    "signals_answered": "beantwoorde signalen",
    "decisions_carried_out": "besluiten met alle actiepunten gereed",
    "actions_on_time": "actiepunten op tijd gereed",
    "portfolio_load": "lopende projecten tegenover het maximum",
    "attendance": "aanwezigheid",
}


def _of_body(body: str, facts: Facts, year: Year) -> Iterator[Row]:
    profiles, closed_on = facts.profiles_of[body], facts.closed.get(body)
    if profiles[0]["since"] > year.last or (closed_on is not None and closed_on <= year.first):
        return
    held = [m for m in facts.meetings_of.get(body, ()) if m["state"] == "held" and year.has(m["on"])]
    expected = _expected(profiles, closed_on, year)
    if expected or held:
        yield _figure("body", body, "meetings_held", len(held), expected or None)
    yield from _answers(facts, body, year)
    yield from _follow_up(facts, body, year)
    limit = profiles[-1]["portfolio_limit"]
    running = sum(p["body"] == body and p["kind"] == "project" and p["state"] == "running" for p in facts.projects)
    if closed_on is None and (limit is not None or running):
        yield _figure("body", body, "portfolio_load", running, limit)


def _expected(profiles: list[Row], closed_on: date | None, year: Year) -> int:
    """How many meetings the rhythms of a body give in the year."""
    rhythms = [Rhythm(since=p["since"], rule=p["rhythm"], anchor=p["anchor"]) for p in profiles]
    last = min(year.last, shifted(closed_on, timedelta(days=-1))) if closed_on else year.last
    return len(dates_in_turn(rhythms, year.first, last))


def _answers(facts: Facts, body: str, year: Year) -> Iterator[Row]:
    raised = [s for s in facts.signals_at.get(body, ()) if year.has(s["raised_on"])]
    answered = [s for s in raised if s["answered_on"] is not None and s["answered_on"] <= year.last]
    if raised:
        yield _figure("body", body, "signals_answered", len(answered), len(raised))
    if answered:
        yield _figure(
            "body", body, "days_to_answer", median((s["answered_on"] - s["raised_on"]).days for s in answered)
        )


def _follow_up(facts: Facts, body: str, year: Year) -> Iterator[Row]:
    decided = {d["decision"] for d in facts.decisions_of.get(body, ()) if year.has(d["taken_on"])}
    of_decision = {decision: facts.carried_out_by[decision] for decision in decided if decision in facts.carried_out_by}
    if of_decision:
        done = sum(all(a["state"] != "open" for a in actions) for actions in of_decision.values())
        yield _figure("body", body, "decisions_carried_out", done, len(of_decision))
    due = [a for a in facts.actions_of.get(body, ()) if a["state"] != "dropped" and year.has(a["due"])]
    if due:
        on_time = sum(a["state"] == "done" and a["ended_on"] <= a["due"] for a in due)
        yield _figure("body", body, "actions_on_time", on_time, len(due))


def _of_parties(facts: Facts, year: Year) -> Iterator[Row]:
    present = {(row["meeting"], row["party"]) for row in facts.attendance}
    invited: dict[str, int] = {}
    came: dict[str, int] = {}
    for meeting in facts.meetings:
        if meeting["state"] == "held" and year.has(meeting["on"]):
            for party in _members_on(facts.profiles, meeting["body"], meeting["on"]):
                invited[party] = invited.get(party, 0) + 1
                came[party] = came.get(party, 0) + ((meeting["meeting"], party) in present)
    for party in sorted(invited):
        yield _figure("party", party, "attendance", came[party], invited[party])


def _members_on(profiles: list[Row], body: str, on: date) -> list[str]:
    members = [p["members"] for p in profiles if p["body"] == body and p["since"] <= on]
    return [party for party in members[-1].split("; ") if party] if members else []
