"""Edges of the rules, asked of the pure decisions themselves."""

import ast
import importlib
import pkgutil
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import get_args

import attrs
import pytest

import rso_core.domain
from rso_core import acts
from rso_core.acts import CloseBody, RescopeBody
from rso_core.domain.body.closing import BODY_CONFIDENTIAL, BodyClosed
from rso_core.domain.body.profile import Profile
from rso_core.domain.body.state import BODY_OPEN, Body
from rso_core.domain.checked_types import Text
from rso_core.domain.covenant.signing import SIGNING_GROUND, SIGNING_ONCE
from rso_core.domain.covenant.state import Covenant, Stage
from rso_core.domain.decision import taking, voting
from rso_core.domain.decision.state import DecisionOutcome
from rso_core.domain.meeting.state import MEETING_OPEN, Attendee, Meeting, MeetingState
from rso_core.domain.party.joining import PARTY_PLATFORM_GROUND, PlatformChoice
from rso_core.domain.party.state import PARTY_REPRESENTED, Mandate, Party, Scope, require_representation
from rso_core.domain.person import Person
from rso_core.domain.references import field_types
from rso_core.domain.refusal import Refused, Rule
from rso_core.domain.role.assigning import ROLE_HOLDERS, AssignRole, RoleAssigned
from rso_core.domain.role.state import Assignment, Role
from rso_core.domain.values import DecisionKind, Level, PartyKind, Period, share
from rso_core.dutch.vocabulary import WORDS, fact_in_dutch
from rso_core.events import CovenantSigned, GroundKind
from rules_of_the_domain import all_rules

DAY = date(2026, 3, 12)
DOMAIN = Path(__file__).parents[2] / "rso_core"
TODAY = date(2026, 11, 24)


def a_party(identifier: str = "gem", *mandates: Mandate) -> Party:
    return Party(id=identifier, name="Gemeente", kind=PartyKind.MUNICIPALITY, code=None, mandates=mandates)


def a_mandate(person: str = "p-1", start: date = DAY, until: date | None = None, *scopes: Scope) -> Mandate:
    given = scopes or (Scope.REPRESENT, Scope.SIGN)
    return Mandate(id=f"m-{person}", person=person, scopes=given, period=Period(start, until), ground="g")


def a_body(**more: object) -> Body:
    profile = Profile(
        name="Overleg",
        kind="overleg",
        level=Level.STRATEGIC,
        place=1,
        members=("a", "b", "c", "d"),
        mandate=tuple(DecisionKind),
        unanimity=(DecisionKind.AGREE,),
    )
    return Body(id="overleg", profiles=((date(2025, 1, 1), attrs.evolve(profile, **more)),))  # type: ignore[arg-type]


def a_held_meeting(*parties: str) -> Meeting:
    attendance = tuple(Attendee(person=f"p-{p}", party=p) for p in parties)
    return Meeting(id="v1", body="overleg", on=DAY, state=MeetingState.HELD, attendance=attendance)


def voters(*parties: str) -> dict[str, Party]:
    return {p: a_party(p, a_mandate(f"p-{p}", date(2025, 1, 1))) for p in parties}


def take(meeting: Meeting, kind: DecisionKind = DecisionKind.DECIDE, /, **votes: str) -> taking.DecisionTaken:
    """What is decided: unanimously, or with these votes."""
    act = taking.Decide(
        decision="d1",
        meeting="v1",
        kind=kind,
        title="T",
        unanimous=not votes,
        votes=tuple(voting.Vote(party=p, person=f"p-{p}", choice=voting.Choice(choice)) for p, choice in votes.items()),
    )
    decided = act.decide(meeting, {}, {}, a_body(), voters("a", "b", "c", "d"), {})
    taken = decided[0].event
    assert isinstance(taken, taking.DecisionTaken)
    return taken


def test_every_rule_speaks_both_languages_and_names_its_source() -> None:
    rules = list(all_rules())
    assert len(rules) > 20
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert all(text.strip().endswith(".") for text in (rule.en, rule.nl, rule.remedy_en, rule.remedy_nl)), rule.id
        assert rule.source.startswith("S"), rule.id
        assert rule.source[1:].isdecimal(), rule.id


def test_a_refusal_names_rule_facts_and_remedy_in_the_language_asked_for() -> None:
    refused = SIGNING_ONCE.refused(party="gem", signed_on=DAY)
    assert str(refused) == (
        "Refused: A party signs the covenant once. [signing.once, S2] Facts: party: gem; signed on: 2026-03-12. "
        "To mend it: Leave this signature out; the first one stands."
    )
    assert refused.message("nl").startswith(
        "Geweigerd: Een partij ondertekent het convenant één keer. [signing.once, S2]"
    )
    assert "Zo wel: Laat deze handtekening weg" in refused.message("nl")


@pytest.mark.parametrize(
    ("start", "until", "day", "covered"),
    [
        (DAY, DAY, DAY, True),
        (DAY, None, date(2099, 1, 1), True),
        (DAY, None, DAY - timedelta(days=1), False),
        (DAY, DAY, DAY + timedelta(days=1), False),
    ],
)
def test_both_ends_of_a_period_belong_to_it(start: date, until: date | None, day: date, covered: bool) -> None:
    assert Period(start, until).covers(day) is covered


def test_a_mandate_holds_on_its_last_day_and_not_after() -> None:
    party = a_party("gem", a_mandate("p-1", DAY, DAY))
    assert require_representation(party, "p-1", DAY).person == "p-1"
    with pytest.raises(Refused) as refused:
        require_representation(party, "p-1", DAY + timedelta(days=1))
    assert refused.value.rule is PARTY_REPRESENTED
    assert refused.value.facts["mandates_held"] == ["2026-03-12..2026-03-12 (represent+sign)"]


def test_a_board_decision_after_the_signature_is_no_ground() -> None:
    covenant = Covenant(
        id="c",
        title="C",
        parties=frozenset({"gem"}),
        signing_deadline=None,
        stage=Stage.OPEN_FOR_SIGNING,
        stage_since=date(2025, 11, 1),
        opened_on=date(2025, 11, 1),
    )
    party = a_party("gem", a_mandate("p-1", date(2025, 1, 1), None, Scope.REPRESENT))

    def sign(decided_on: date) -> CovenantSigned:
        act = acts.Sign(
            covenant="c",
            party="gem",
            person="p-1",
            signed_on=DAY,
            ground=GroundKind.COLLEGE_DECISION,
            document="B-1",
            decided_on=decided_on,
        )
        return act.decide(covenant, party, TODAY)

    assert sign(DAY).party == "gem"
    with pytest.raises(Refused) as refused:
        sign(DAY + timedelta(days=1))
    assert refused.value.rule is SIGNING_GROUND


def a_role(holders: int, *periods: tuple[date, date | None]) -> Role:
    assignments = tuple(
        Assignment(id=f"t{n}", party="gem", person=f"p-{n}", period=Period(*period)) for n, period in enumerate(periods)
    )
    return Role(
        id="r",
        name="Rol",
        body=None,
        parties=(),
        holders=holders,
        established_on=date(2025, 1, 1),
        assignments=assignments,
    )


def assign(role: Role, start: date, until: date | None = None) -> RoleAssigned:
    party = a_party("gem", a_mandate("p-1", date(2025, 1, 1)))
    person = Person(id="p-1", name="A. Voorbeeld", email=None)
    act = AssignRole(role="r", assignment="new", party="gem", person="p-1", start=start, until=until)
    return act.decide(role, party, person, None)


def test_two_holders_may_overlap_where_two_are_allowed_and_a_third_may_not() -> None:
    role = a_role(2, (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 4, 1), None))
    assert assign(role, date(2026, 7, 1)).start == date(2026, 7, 1)
    assert assign(role, date(2025, 2, 1), date(2026, 3, 31)).until == date(2026, 3, 31)
    with pytest.raises(Refused) as refused:
        assign(role, date(2026, 6, 30))
    assert refused.value.rule is ROLE_HOLDERS


def test_one_after_the_other_is_one_holder_at_a_time() -> None:
    role = a_role(1, (date(2026, 1, 1), date(2026, 6, 30)))
    assert assign(role, date(2026, 7, 1))
    with pytest.raises(Refused):
        assign(role, date(2026, 6, 30))


def test_quorum_is_met_by_exactly_its_share() -> None:
    assert take(a_held_meeting("a", "b")).outcome is DecisionOutcome.ADOPTED
    with pytest.raises(Refused) as refused:
        take(a_held_meeting("a"))
    assert refused.value.rule is voting.DECISION_QUORUM


@pytest.mark.parametrize(
    ("kind", "choices", "outcome"),
    [
        (DecisionKind.DECIDE, {"a": "for", "b": "for", "c": "against"}, "adopted"),
        (DecisionKind.DECIDE, {"a": "for", "b": "against", "c": "abstain"}, "rejected"),
        (DecisionKind.AGREE, {"a": "for", "b": "for", "c": "for"}, "adopted"),
        (DecisionKind.AGREE, {"a": "for", "b": "for", "c": "abstain"}, "rejected"),
        (DecisionKind.ADVISE, {"a": "for", "b": "abstain", "c": "abstain"}, "adopted"),
    ],
)
def test_the_outcome_follows_from_the_votes(kind: DecisionKind, choices: dict[str, str], outcome: str) -> None:
    taken = take(a_held_meeting("a", "b", "c"), kind, **choices)
    assert taken.outcome == outcome
    assert taken.unanimous is (set(choices.values()) == {"for"})
    assert taken.absent == ("d",)


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        ({"a": "for"}, voting.DECISION_VOTES_COMPLETE),
        ({"a": "for", "b": "for", "d": "for"}, voting.DECISION_VOTE),
    ],
)
def test_votes_are_those_of_the_parties_present(choices: dict[str, str], rule: Rule) -> None:
    with pytest.raises(Refused) as refused:
        take(a_held_meeting("a", "b"), **choices)
    assert refused.value.rule is rule


def test_a_later_recorded_but_earlier_starting_profile_does_not_hide_the_newer_one() -> None:
    body = a_body()
    wider = RescopeBody(body="overleg", scope=("VTH", "RO"), since=date(2026, 1, 1))
    later = wider.decide(body).apply(body)
    narrower = RescopeBody(body="overleg", scope=("VTH",), since=date(2025, 6, 1))
    corrected = narrower.decide(later).apply(later)
    assert corrected.profile_on(date(2026, 2, 1)).scope == ("VTH", "RO")
    assert corrected.profile_on(date(2025, 7, 1)).scope == ("VTH",)
    assert corrected.profile_on(date(2025, 2, 1)).scope == ()


def close(body: Body, on: date = DAY, into: Body | None = None) -> BodyClosed:
    act = CloseBody(body=body.id, on=on, reason="r", merged_into=into.id if into else None)
    return act.decide(body, into, docket=None)


def test_a_closed_body_does_not_act_from_the_day_of_closing() -> None:
    body = close(a_body()).apply(a_body())
    assert body.profile_on(DAY - timedelta(days=1)).name == "Overleg"
    with pytest.raises(Refused) as refused:
        body.profile_on(DAY)
    assert refused.value.rule is BODY_OPEN


@pytest.mark.parametrize(
    ("mine", "theirs", "allowed"), [(True, True, True), (True, False, False), (False, False, True)]
)
def test_a_confidential_body_goes_up_only_into_one_that_is_so_on_that_day(
    mine: bool, theirs: bool, allowed: bool
) -> None:
    into = attrs.evolve(a_body(confidential=theirs), id="ander")
    # What holds from a later day says nothing about this one.
    opened = attrs.evolve(a_body().profiles[0][1], confidential=not theirs)
    into = attrs.evolve(into, profiles=(*into.profiles, (DAY + timedelta(days=1), opened)))
    if allowed:
        assert close(a_body(confidential=mine), into=into).merged_into == "ander"
        return
    with pytest.raises(Refused) as refused:
        close(a_body(confidential=mine), into=into)
    assert refused.value.rule is BODY_CONFIDENTIAL


def test_a_body_does_not_go_up_into_one_that_does_not_exist_yet() -> None:
    later = attrs.evolve(a_body(), id="ander", profiles=((date(2027, 1, 1), a_body().profiles[0][1]),))
    with pytest.raises(Refused) as refused:
        close(a_body(), into=later)
    assert refused.value.rule is BODY_OPEN


def test_adding_people_without_a_document_is_refused_and_told_in_dutch() -> None:
    with pytest.raises(Refused) as refused:
        acts.ChoosePlatform(party="gem", choice=PlatformChoice.ADD, on=DAY, ground=" ").decide()
    assert refused.value.rule is PARTY_PLATFORM_GROUND
    told = refused.value.message("nl")
    assert "keuze voor de gezamenlijke omgeving: toevoegen" in told
    assert "AVG" in told
    chosen = acts.ChoosePlatform(party="gem", choice=PlatformChoice.INVITE, on=DAY).decide()
    assert (chosen.choice, chosen.ground, chosen.since) == (PlatformChoice.INVITE, None, DAY)


@pytest.mark.parametrize("text", ["3/2", "-1/2", "half", "1/0", ""])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="share"):
        share(text)


def test_a_dutch_refusal_is_dutch_to_the_last_fact() -> None:
    refused = MEETING_OPEN.refused(meeting="v1", state=MeetingState.CANCELLED, held_on=DAY, extra=True)
    assert "Feiten: vergadering: v1; stand: geannuleerd; gehouden op: 2026-03-12; extra: ja." in refused.message("nl")
    assert "Facts: meeting: v1; state: cancelled; held on: 2026-03-12; extra: yes." in refused.message("en")


def test_every_fact_that_a_refusal_names_has_a_dutch_name() -> None:
    named = {keyword for path in DOMAIN.rglob("*.py") for keyword in facts_named_in(path)}
    assert len(named) > 100
    assert {name for name in named if fact_in_dutch(name) == name.replace("_", " ")} <= {
        "agenda",
        "hash",
        "moment",
        "project",
        "quorum",
    }


def facts_named_in(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    refusals = (c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in ("refused", "unless"))
    fields = (c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id == "FieldName")
    return {keyword.arg for call in refusals for keyword in call.keywords if keyword.arg} | {
        field.value for field in fields if isinstance(field, ast.Constant) and isinstance(field.value, str)
    }


def test_every_text_of_an_act_has_a_dutch_name_for_when_it_is_missing() -> None:
    fields = [each for act in acts.act_classes().values() for each in field_types(act).items()]
    texts = {name for name, kind in fields if get_args(Text)[1] in kind.marks}
    assert {"title", "reason"} <= texts
    assert {name for name in texts if fact_in_dutch(name) == name.replace("_", " ")} == set()


def test_every_choice_of_the_record_has_a_dutch_word() -> None:
    choices = {
        member.value
        for module in pkgutil.walk_packages(rso_core.domain.__path__, "rso_core.domain.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, type) and issubclass(value, StrEnum)
        for member in value
    }
    assert len(choices) > 70
    assert choices - set(WORDS) <= {"sign", "represent", "place", "signal"}


def test_a_body_does_not_end_before_what_is_recorded_of_it_begins() -> None:
    body = a_body()
    later = attrs.evolve(body, profiles=(*body.profiles, (date(2026, 6, 1), body.profiles[0][1])))
    assert close(later, on=date(2026, 6, 1)).closed_on == date(2026, 6, 1)
    with pytest.raises(Refused) as refused:
        close(later, on=date(2026, 5, 31))
    assert refused.value.rule is BODY_OPEN
