"""Rows of registers as the plugins give them, with what a test says."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def _row(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    unknown = given.keys() - defaults.keys()
    assert not unknown, f"no register has {unknown}"
    return {**defaults, **given}


def body(body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
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
        "reports_to": None,
        "overview_first": False,
        "portfolio_limit": None,
        "signal_answer_days": None,
        "members": 2,
        "member_ids": "prov; gem",
        "confidential": False,
        "votes_shown": "counts",
        "closed": False,
        "former_names": "",
        "themes": "",
    }
    return _row(defaults, given)


def role(role: str, body: str | None = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "role": role,
        "role_name": role.capitalize(),
        "body": body,
        "body_name": f"Overleg {body}",
        "party": "prov",
        "party_name": "Provincie",
        "person": "p1",
        "person_name": "P. Een",
        "deputy": None,
        "deputy_name": None,
        "start": date(2026, 1, 1),
        "until": None,
        "vacant_since": None,
        "holder_left_on": None,
        "state_nl": "vervuld",
    }
    return _row(defaults, given)


def seat(seat: str, person: str | None, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "body": body,
        "body_name": f"Overleg {body}",
        "seat": seat,
        "party": "gem",
        "party_name": "Gemeente",
        "person": person,
        "person_name": f"P. {person}",
        "rank": "board",
        "rank_nl": "bestuurlijk",
        "deputy_of": None,
        "part_nl": "deelnemer",
    }
    return _row(defaults, given)


def person(person: str, **given: Any) -> dict[str, Any]:
    return _row({"person": person, "name": f"P. {person}", "email": f"{person}@x.example"}, given)


def meeting(meeting: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "meeting": meeting,
        "body": body,
        "body_name": f"Overleg {body}",
        "title": f"Overleg {body}",
        "on": date(2026, 3, 12),
        "starts": time(10),
        "ends": time(12),
        "place": "Zaal 1",
        "extra": False,
        "state": "held",
        "reason": None,
        "former_day": None,
        "chair": None,
        "chair_name": None,
        "parties_present": 2,
        "persons_present": 3,
        "opened_with_overview": False,
        "without_overview": None,
        "minutes": None,
        "minutes_on": None,
        "approved_in": None,
        "correction": None,
    }
    return _row(defaults, given)


def agenda_item(item: str, meeting: str, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "item": item,
        "meeting": meeting,
        "place": 1,
        "kind": "discuss",
        "kind_nl": "ter bespreking",
        "title": f"Punt {item}",
        "at": time(10),
        "papers": "",
        "confidential": False,
    }
    return _row(defaults, given)


def decision(decision: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "decision": decision,
        "body": body,
        "body_name": f"Overleg {body}",
        "meeting": None,
        "item": None,
        "kind": "decide",
        "kind_nl": "besluit",
        "title": f"Besluit {decision}",
        "text": "",
        "taken_on": date(2026, 3, 12),
        "asked_on": None,
        "outcome": "adopted",
        "unanimous": False,
        "votes_for": 0,
        "votes_against": 0,
        "abstentions": 0,
        "absent": 0,
        "condition": None,
        "condition_due": None,
        "fulfilled_on": None,
        "standing": "stands",
        "ended_on": None,
        "ended_by": None,
        "confidential": False,
        "source": None,
        "votes": [],
        "dissent": "",
        "follows": [],
        "followed_by": [],
    }
    return _row(defaults, given)


def vote(party: str, choice: str, statement: str | None = None) -> dict[str, Any]:
    return {"party": party, "party_name": party.capitalize(), "person": None, "choice": choice, "statement": statement}


def action(action: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "action": action,
        "body": body,
        "body_name": f"Overleg {body}",
        "title": f"Actie {action}",
        "party": "gem",
        "party_name": "Gemeente",
        "person": None,
        "person_name": None,
        "agreed_on": date(2026, 3, 12),
        "due": date(2026, 5, 1),
        "meeting": None,
        "decision": None,
        "state": "new",
        "ended_on": None,
        "result": None,
        "from_body": None,
        "overdue": False,
    }
    return _row(defaults, given)


def progress(subject: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "body": body,
        "body_name": f"Overleg {body}",
        "since": date(2026, 1, 8),
        "next_meeting": None,
        "next_on": None,
        "section": "1. Besloten",
        "subject": subject,
        "on": date(2026, 3, 12),
        "title": f"Zaak {subject}",
        "who": "Gemeente",
        "state_nl": "besluit, aangenomen",
    }
    return _row(defaults, given)


def signal(signal: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "signal": signal,
        "kind_nl": "knelpunt",
        "title": f"Signaal {signal}",
        "text": "",
        "party_name": "Gemeente",
        "theme": None,
        "theme_name": None,
        "raised_at": body,
        "raised_at_name": f"Overleg {body}",
        "body": body,
        "body_name": f"Overleg {body}",
        "raised_on": date(2026, 2, 1),
        "answer_due": date(2026, 7, 1),
        "state": "open",
        "under": None,
        "rank": None,
        "ranked_by": None,
        "answered_on": None,
        "answer": None,
        "decision": None,
        "overdue": False,
        "supporters": "",
        "path": f"Overleg {body}",
        "path_bodies": [body],
    }
    return _row(defaults, given)


def project(project: str, body: str = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "project": project,
        "kind": "project",
        "name": f"Project {project}",
        "goal": "Doel",
        "body": body,
        "owner": "gem",
        "owner_name": "Gemeente",
        "themes_nl": "",
        "state": "running",
        "state_since": date(2026, 1, 1),
        "reason": None,
        "decision": None,
        "motive": None,
        "limit": None,
        "load": 1,
        "over_limit": False,
    }
    return _row(defaults, given)


def milestone(milestone: str, project: str, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "milestone": milestone,
        "project": project,
        "title": f"Mijlpaal {milestone}",
        "due": date(2026, 7, 1),
        "reached_on": None,
        "state_nl": "open",
    }
    return _row(defaults, given)


def effort(effort: str, role: str | None = None, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
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
        "grounds": "",
    }
    return _row(defaults, given)


def moment(moment: str, body: str | None = "a", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "cycle": "2026",
        "moment": moment,
        "name": f"Moment {moment}",
        "opens": date(2026, 2, 1),
        "closes": date(2026, 3, 31),
        "body": body,
        "needs_nl": "besluit",
        "linked": [],
        "state_nl": "bediend",
    }
    return _row(defaults, given)


def step(kind: str, title: str, on: date, identifier: str = "", **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "covenant": "conv",
        "step": f"{kind}:{identifier}",
        "kind": kind,
        "title": title,
        "on": on,
        "until": None,
        "closed_on": None,
        "result": None,
        "party": None,
        "party_name": None,
        "sha256": None,
        "asked": [],
        "answers": [],
        "unanswered": [],
    }
    return _row(defaults, given)


def signature(party: str, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "covenant": "conv",
        "amendment": "",
        "title": "Convenant",
        "stage": "in_force",
        "deadline": date(2025, 12, 31),
        "party": party,
        "party_name": party.capitalize(),
        "committed_on": None,
        "college_on": None,
        "college": None,
        "signed_on": None,
        "person": None,
        "person_name": None,
        "ground_nl": "",
        "document": None,
        "reservation": None,
        "lifted_on": None,
        "reason": None,
        "left_on": None,
        "state": "unsigned",
        "state_nl": "nog niet ondertekend",
    }
    return _row(defaults, given)


def recommendation(recommendation: str | None, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "evaluation": "ev",
        "covenant": "conv",
        "title": "Eerste evaluatie",
        "evaluator": "Bureau",
        "opened_on": date(2026, 4, 1),
        "closed_on": None,
        "conclusion": None,
        "inputs": 1,
        "findings_made": 2,
        "recommendation": recommendation,
        "text": "Vergader minder.",
        "response": None,
        "motive": None,
        "result": None,
        "due": None,
        "done_on": None,
        "how": None,
        "overdue": False,
    }
    return _row(defaults, given)


def in_the_order(bodies: Rows) -> list[dict[str, Any]]:
    """The order of bodies as its plugin draws it: each below the one it reports to."""
    rows: list[dict[str, Any]] = []

    def walk(above: str | None, depth: int) -> None:
        for row in bodies:
            if row["reports_to"] == above and not row["closed"]:
                facts = {name: row[name] for name in ("body", "name", "kind", "level_nl", "reports_to")}
                rows.append({**facts, "depth": depth})
                walk(row["body"], depth + 1)

    walk(None, 0)
    return rows
