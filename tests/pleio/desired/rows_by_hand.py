"""Rows of registers, of the classes that the plugins declare, with what a test says."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_type_hints

from rso_actions.register import ActionRow
from rso_bodies.register import BodyRow
from rso_bodies.seats import SeatRow
from rso_calendar.agenda import AgendaItemRow
from rso_calendar.register import MeetingRow
from rso_core.projection import RegisterRow
from rso_covenants.register import CovenantStepRow
from rso_cycle.register import MomentRow
from rso_decisions.register import DecisionRow, Vote
from rso_evaluations.register import RecommendationRow
from rso_order.register import PlaceRow
from rso_pleio.people import AddressRow
from rso_portfolio.milestones import MilestoneRow
from rso_portfolio.register import ProjectRow
from rso_progress.register import ProgressRow
from rso_resources.register import EffortRow
from rso_roles.register import RoleRow
from rso_signals.register import SignalRow
from rso_signatures.register import SignatureRow

Rows = Sequence[Mapping[str, Any]]
R = TypeVar("R", bound=RegisterRow)
_PLAIN: Mapping[Any, Any] = {str: "", int: 0, bool: False, date: date(2026, 3, 12), time: time(10), Decimal: Decimal(0)}


def row(kind: type[R], defaults: Mapping[str, Any], given: Mapping[str, Any]) -> R:
    """A row with what is given, else what is usual, else the plainest value that its column can hold."""
    hints = get_type_hints(kind)
    plain = {name: _plainest(hints[name]) for name in kind.declared if name not in kind.defaults}
    return kind(**{**plain, **defaults, **given})


def _plainest(hint: Any) -> Any:
    if isinstance(hint, UnionType):
        return None
    return _PLAIN.get(hint, [])


def body(body: str = "a", **given: Any) -> BodyRow:
    defaults = {
        "body": body,
        "name": f"Overleg {body}",
        "kind": "algemeen bestuur",
        "level": "strategic",
        "level_nl": "strategisch",
        "place": 1,
        "scope": "VTH",
        "rhythm_nl": "elke 3 maanden",
        "chair": "prov",
        "chair_name": "Provincie",
        "members": 2,
        "member_ids": "prov; gem",
        "votes_shown": "counts",
    }
    return row(BodyRow, defaults, given)


def role(role: str, body: str | None = "a", **given: Any) -> RoleRow:
    defaults = {
        "role": role,
        "role_name": role.capitalize(),
        "body": body,
        "body_name": f"Overleg {body}",
        "party": "prov",
        "party_name": "Provincie",
        "person": "p1",
        "person_name": "P. Een",
        "start": date(2026, 1, 1),
        "state_nl": "vervuld",
    }
    return row(RoleRow, defaults, given)


def seat(seat: str, person: str | None, body: str = "a", **given: Any) -> SeatRow:
    defaults = {
        "body": body,
        "seat": seat,
        "party": "gem",
        "party_name": "Gemeente",
        "person": person,
        "person_name": f"P. {person}",
        "rank_nl": "bestuurlijk",
    }
    return row(SeatRow, defaults, given)


def person(person: str, **given: Any) -> AddressRow:
    return row(AddressRow, {"person": person, "name": f"P. {person}", "email": f"{person}@x.example"}, given)


def meeting(meeting: str, body: str = "a", **given: Any) -> MeetingRow:
    defaults = {
        "meeting": meeting,
        "body": body,
        "title": f"Overleg {body}",
        "starts": time(10),
        "ends": time(12),
        "place": "Zaal 1",
        "state": "held",
        "parties_present": 2,
        "persons_present": 3,
    }
    return row(MeetingRow, defaults, given)


def agenda_item(item: str, meeting: str, **given: Any) -> AgendaItemRow:
    defaults = {
        "item": item,
        "meeting": meeting,
        "kind_nl": "ter bespreking",
        "title": f"Punt {item}",
        "at": time(10),
    }
    return row(AgendaItemRow, defaults, given)


def decision(decision: str, body: str = "a", **given: Any) -> DecisionRow:
    defaults = {
        "decision": decision,
        "body": body,
        "kind_nl": "besluit",
        "title": f"Besluit {decision}",
        "outcome": "adopted",
        "standing": "stands",
    }
    return row(DecisionRow, defaults, given)


def vote(party: str, choice: str, statement: str | None = None) -> Vote:
    return Vote(party=party, party_name=party.capitalize(), person=None, choice=choice, statement=statement)


def action(action: str, body: str = "a", **given: Any) -> ActionRow:
    defaults = {
        "action": action,
        "body": body,
        "title": f"Actie {action}",
        "party": "gem",
        "party_name": "Gemeente",
        "due": date(2026, 5, 1),
        "state": "new",
    }
    return row(ActionRow, defaults, given)


def progress(subject: str, body: str = "a", **given: Any) -> ProgressRow:
    defaults = {
        "body": body,
        "since": date(2026, 1, 8),
        "section": "1. Besloten",
        "subject": subject,
        "title": f"Zaak {subject}",
        "who": "Gemeente",
        "state_nl": "besluit, aangenomen",
    }
    return row(ProgressRow, defaults, given)


def signal(signal: str, body: str = "a", **given: Any) -> SignalRow:
    defaults = {
        "signal": signal,
        "kind_nl": "knelpunt",
        "title": f"Signaal {signal}",
        "party_name": "Gemeente",
        "raised_at": body,
        "body": body,
        "answer_due": date(2026, 7, 1),
        "state": "open",
        "path": f"Overleg {body}",
        "path_bodies": [body],
    }
    return row(SignalRow, defaults, given)


def project(project: str, body: str = "a", **given: Any) -> ProjectRow:
    defaults = {
        "project": project,
        "kind": "project",
        "name": f"Project {project}",
        "goal": "Doel",
        "body": body,
        "owner": "gem",
        "owner_name": "Gemeente",
        "state": "running",
        "state_since": date(2026, 1, 1),
        "load": 1,
    }
    return row(ProjectRow, defaults, given)


def milestone(milestone: str, project: str, **given: Any) -> MilestoneRow:
    defaults = {
        "milestone": milestone,
        "project": project,
        "title": f"Mijlpaal {milestone}",
        "due": date(2026, 7, 1),
        "state_nl": "open",
    }
    return row(MilestoneRow, defaults, given)


def effort(effort: str, role: str | None = None, **given: Any) -> EffortRow:
    defaults = {
        "effort": effort,
        "role": role,
        "role_name": role,
        "party_name": "Provincie",
        "unit_nl": "uur",
        "amount": Decimal("1200.50"),
        "committed": Decimal(1200),
        "gap": Decimal("0.50"),
        "start": date(2026, 1, 1),
        "until": date(2026, 12, 31),
        "purpose": "Coördinatie",
    }
    return row(EffortRow, defaults, given)


def moment(moment: str, body: str | None = "a", **given: Any) -> MomentRow:
    defaults = {
        "cycle": "2026",
        "moment": moment,
        "name": f"Moment {moment}",
        "opens": date(2026, 2, 1),
        "closes": date(2026, 3, 31),
        "body": body,
        "needs_nl": "besluit",
        "state_nl": "bediend",
    }
    return row(MomentRow, defaults, given)


def step(kind: str, title: str, on: date, identifier: str = "", **given: Any) -> CovenantStepRow:
    defaults = {"covenant": "conv", "step": f"{kind}:{identifier}", "kind": kind, "title": title, "on": on}
    return row(CovenantStepRow, defaults, given)


def signature(party: str, **given: Any) -> SignatureRow:
    defaults = {
        "covenant": "conv",
        "title": "Convenant",
        "stage": "in_force",
        "deadline": date(2025, 12, 31),
        "party": party,
        "party_name": party.capitalize(),
        "state": "unsigned",
        "state_nl": "nog niet ondertekend",
    }
    return row(SignatureRow, defaults, given)


def recommendation(recommendation: str | None, **given: Any) -> RecommendationRow:
    defaults = {
        "evaluation": "ev",
        "covenant": "conv",
        "title": "Eerste evaluatie",
        "evaluator": "Bureau",
        "opened_on": date(2026, 4, 1),
        "inputs": 1,
        "findings_made": 2,
        "recommendation": recommendation,
        "text": "Vergader minder.",
    }
    return row(RecommendationRow, defaults, given)


def in_the_order(bodies: Sequence[BodyRow]) -> list[PlaceRow]:
    """The order of bodies as its plugin draws it: each below the one it reports to."""
    rows: list[PlaceRow] = []

    def walk(above: str | None, depth: int) -> None:
        for each in bodies:
            if each.reports_to == above and not each.closed:
                facts = {name: each[name] for name in ("body", "name", "kind", "level_nl", "reports_to")}
                rows.append(row(PlaceRow, facts, {"depth": depth}))
                walk(each.body, depth + 1)

    walk(None, 0)
    return rows
