"""The acts that can be recorded: one immutable value per act, the same for library, command line and dossier.

Every field is an identifier, a date (Europe/Amsterdam), a text or a choice; the field descriptions are the
documentation of the dossier format and of the command line. What an act needs to be allowed is in the domain.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import attrs

from rso_core.domain.covenant import GroundKind
from rso_core.domain.decision import Choice, Vote
from rso_core.domain.meeting import Attendee
from rso_core.domain.party import Scope
from rso_core.domain.values import DecisionKind, Level, PartyKind

__all__ = ["Act", "Attendee", "Choice", "Vote", "act_classes", "field_help"]


class Act:
    """Base of every act; ``act_name`` is its name in dossiers and on the command line."""

    __slots__ = ()
    act_name: ClassVar[str]


A = TypeVar("A", bound=type[Act])
_ACTS: dict[str, type[Act]] = {}


def _act(name: str) -> Callable[[A], A]:
    def register(cls: A) -> A:
        cls.act_name = name
        _ACTS[name] = cls
        return cls

    return register


def act_classes() -> Mapping[str, type[Act]]:
    """Every act by its name (read-only view)."""
    return MappingProxyType(_ACTS)


def field_help(field: "attrs.Attribute[Any]") -> str:
    """What a field of an act means, in one line."""
    return str(field.metadata.get("help", ""))


def _field(text: str, **options: Any) -> Any:
    return attrs.field(metadata={"help": text}, **options)


@_act("register-party")
@attrs.frozen(kw_only=True)
class RegisterParty(Act):
    """Register a party of the cooperation."""

    party: str = _field("identifier of the party, such as gm0344")
    name: str = _field("name of the party")
    kind: PartyKind = _field("what kind of government it is")
    on: date = _field("day from which the party takes part")
    code: str | None = _field("TOOI code, where the party has one", default=None)


@_act("register-person")
@attrs.frozen(kw_only=True)
class RegisterPerson(Act):
    """Register a person; all other acts name the person by this identifier."""

    person: str = _field("identifier that does not reveal who it is, such as p-0001")
    name: str = _field("name of the person")
    on: date = _field("day from which the person is known to the cooperation")
    email: str | None = _field("address under which the person is known in Pleio", default=None)


@_act("correct-person")
@attrs.frozen(kw_only=True)
class CorrectPerson(Act):
    """Correct the name or address of a person; what is left out stays as it was."""

    person: str = _field("identifier of the person")
    on: date = _field("day from which the correction holds")
    name: str | None = _field("name as it should be", default=None)
    email: str | None = _field("address as it should be", default=None)


@_act("grant-mandate")
@attrs.frozen(kw_only=True)
class GrantMandate(Act):
    """A party mandates a person to sign, to represent it, or both."""

    party: str = _field("party that gives the mandate")
    mandate: str = _field("identifier of the mandate, unique within the party")
    person: str = _field("person who receives it")
    start: date = _field("first day of the mandate")
    ground: str = _field("decision or regulation it rests on")
    scopes: tuple[Scope, ...] = _field("what it allows: sign, represent", default=(Scope.REPRESENT,))
    until: date | None = _field("last day, left out for an open end", default=None)


@_act("withdraw-mandate")
@attrs.frozen(kw_only=True)
class WithdrawMandate(Act):
    """A party ends a mandate before its time."""

    party: str = _field("party that gave the mandate")
    mandate: str = _field("identifier of the mandate")
    last_day: date = _field("last day on which it holds")
    reason: str = _field("why it ends", default="")


@_act("draft-covenant")
@attrs.frozen(kw_only=True)
class DraftCovenant(Act):
    """Draft a covenant between registered parties."""

    covenant: str = _field("identifier of the covenant")
    title: str = _field("title of the covenant")
    parties: tuple[str, ...] = _field("parties of the covenant")
    drafted_on: date = _field("day of the draft")
    concerns: str = _field("what it is about: form and structure of the cooperation", default="")
    signing_deadline: date | None = _field("last day on which a signature is in time", default=None)
    predecessor: str | None = _field("agreement that it succeeds", default=None)


@_act("open-signing")
@attrs.frozen(kw_only=True)
class OpenSigning(Act):
    """Open a covenant for signing."""

    covenant: str = _field("identifier of the covenant")
    on: date = _field("first day on which parties may sign")


@_act("enter-into-force")
@attrs.frozen(kw_only=True)
class EnterIntoForce(Act):
    """Bring a covenant into force."""

    covenant: str = _field("identifier of the covenant")
    on: date = _field("first day on which it is in force")


@_act("end-covenant")
@attrs.frozen(kw_only=True)
class EndCovenant(Act):
    """End a covenant."""

    covenant: str = _field("identifier of the covenant")
    last_day: date = _field("last day on which it is in force")
    reason: str = _field("why it ends")


@_act("commit")
@attrs.frozen(kw_only=True)
class Commit(Act):
    """A party commits itself to signing the covenant (toezegging); not a signature."""

    covenant: str = _field("identifier of the covenant")
    party: str = _field("party that gives its word")
    given_on: date = _field("day on which it did")
    ground: str = _field("where it did so, such as a decision of a body")


@_act("sign")
@attrs.frozen(kw_only=True)
class Sign(Act):
    """A person signs the covenant for a party, on a mandate or on a decision of the party's board."""

    covenant: str = _field("identifier of the covenant")
    party: str = _field("party for which is signed")
    person: str = _field("person who signs")
    signed_on: date = _field("day of the signature")
    ground: GroundKind = _field("mandate or college_decision", default=GroundKind.MANDATE)
    document: str = _field("mandate regulation or board decision, by name or number", default="")
    decided_on: date | None = _field("day of the board decision", default=None)


@_act("set-up-body")
@attrs.frozen(kw_only=True)
class SetUpBody(Act):
    """Set up a body of the cooperation."""

    body: str = _field("identifier of the body, such as b-pso")
    name: str = _field("name of the body")
    kind: str = _field("its sort in the covenant's own words, such as algemeen bestuur")
    level: Level = _field("strategic, tactical or operational")
    place: int = _field("rank in the order of bodies, 1 first")
    members: tuple[str, ...] = _field("member parties")
    on: date = _field("day from which it exists")
    scope: tuple[str, ...] = _field("fields it deals with, such as VTH and RO", default=())
    rhythm: str | None = _field("RFC 5545 rule, such as FREQ=MONTHLY;INTERVAL=3", default=None)
    chair: str | None = _field("party that chairs it", default=None)
    quorum: str = _field("share of the members needed for a decision, such as 1/2", default="1/2")
    mandate: tuple[DecisionKind, ...] = _field("kinds of decision it may take", default=())
    unanimity: tuple[DecisionKind, ...] = _field("kinds that need every vote in favour", default=())


@_act("reposition-body")
@attrs.frozen(kw_only=True)
class RepositionBody(Act):
    """Change place, name, composition, rhythm, chair or powers of a body; what is left out stays."""

    body: str = _field("identifier of the body")
    since: date = _field("day from which the change holds")
    name: str | None = _field("name", default=None)
    kind: str | None = _field("sort", default=None)
    level: Level | None = _field("level", default=None)
    place: int | None = _field("rank in the order", default=None)
    members: tuple[str, ...] | None = _field("all member parties from then on", default=None)
    rhythm: str | None = _field("RFC 5545 rule", default=None)
    chair: str | None = _field("party that chairs it", default=None)
    quorum: str | None = _field("share of the members", default=None)
    mandate: tuple[DecisionKind, ...] | None = _field("kinds of decision it may take", default=None)
    unanimity: tuple[DecisionKind, ...] | None = _field("kinds that need every vote", default=None)


@_act("rescope-body")
@attrs.frozen(kw_only=True)
class RescopeBody(Act):
    """Widen or narrow the fields a body deals with."""

    body: str = _field("identifier of the body")
    scope: tuple[str, ...] = _field("all fields from then on")
    since: date = _field("day from which they hold")


@_act("close-body")
@attrs.frozen(kw_only=True)
class CloseBody(Act):
    """Close a body, which may go up into another."""

    body: str = _field("identifier of the body")
    on: date = _field("first day on which it no longer exists")
    reason: str = _field("why it is closed")
    merged_into: str | None = _field("body it goes up into", default=None)


@_act("establish-role")
@attrs.frozen(kw_only=True)
class EstablishRole(Act):
    """Establish a role of the covenant."""

    role: str = _field("identifier of the role")
    name: str = _field("name of the role")
    on: date = _field("day from which the role exists")
    body: str | None = _field("body in which the role is held", default=None)
    parties: tuple[str, ...] = _field("parties that may hold it; empty for any", default=())
    holders: int = _field("how many may hold it at a time", default=1)


@_act("assign-role")
@attrs.frozen(kw_only=True)
class AssignRole(Act):
    """Assign a role to a party and, on its behalf, to a person."""

    role: str = _field("identifier of the role")
    assignment: str = _field("identifier of the assignment, unique within the role")
    party: str = _field("party that holds the role")
    person: str = _field("person who fulfils it on the party's behalf")
    start: date = _field("first day")
    until: date | None = _field("last day, left out for an open end", default=None)


@_act("end-assignment")
@attrs.frozen(kw_only=True)
class EndAssignment(Act):
    """End a role assignment."""

    role: str = _field("identifier of the role")
    assignment: str = _field("identifier of the assignment")
    last_day: date = _field("last day on which it holds")
    reason: str = _field("why it ends")


@_act("plan-meeting")
@attrs.frozen(kw_only=True)
class PlanMeeting(Act):
    """Plan a meeting of a body; times of day are those of Europe/Amsterdam."""

    meeting: str = _field("identifier of the meeting, such as b-pso-2026-03-12")
    body: str = _field("body that meets")
    on: date = _field("day of the meeting")
    starts: time = _field("start, such as 10:00")
    ends: time = _field("end, such as 12:00")
    place: str = _field("where it is held", default="")
    title: str = _field("title; the name of the body when left out", default="")


@_act("hold-meeting")
@attrs.frozen(kw_only=True)
class HoldMeeting(Act):
    """Record that a planned meeting took place, and who was present on whose behalf."""

    meeting: str = _field("identifier of the meeting")
    held_on: date = _field("day on which it took place")
    attendance: tuple[Attendee, ...] = _field("persons present, the party of each, and whether a guest")
    chair: str | None = _field("person who chaired", default=None)


@_act("cancel-meeting")
@attrs.frozen(kw_only=True)
class CancelMeeting(Act):
    """Cancel a planned meeting."""

    meeting: str = _field("identifier of the meeting")
    on: date = _field("day of the cancellation")
    reason: str = _field("why it is cancelled")


@_act("decide")
@attrs.frozen(kw_only=True)
class Decide(Act):
    """Record a decision of a body, taken in a held meeting: consult, advise, agree or decide."""

    decision: str = _field("identifier of the decision")
    meeting: str = _field("meeting in which it was taken")
    kind: DecisionKind = _field("consult, advise, agree or decide")
    title: str = _field("title of the decision")
    text: str = _field("what was decided", default="")
    unanimous: bool = _field("every party present voted in favour; then votes may be left out", default=False)
    votes: tuple[Vote, ...] = _field("party, person and choice (for, against, abstain)", default=())
