"""The course of a handover: it is announced, started, gone through, and accepted or called off (S6)."""

from datetime import date, timedelta

import attrs

from rso_core.calendar_days import shifted
from rso_core.domain.act import Act, act, effective, field, needed, new
from rso_core.domain.checked_types import Remark, Text
from rso_core.domain.docket import Docket, MatterInWords, MatterKind
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.handover.state import Handover, HandoverStage
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.person import Person, require_not_erased
from rso_core.domain.references import AssignmentId, HandoverId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.role.assigning import assign, end
from rso_core.domain.role.state import Role
from rso_core.domain.values import RECORD_KNOWN
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, labelled

HANDOVER_SUCCESSOR = Rule(
    id="handover.successor",
    source="S6",
    en="The successor is someone else than the holder, and starts after the holder did.",
    nl="De opvolger is een ander dan de houder, en begint later dan de houder begon.",
    remedy_en="Name another person, or another first day.",
    remedy_nl="Noem een andere persoon, of een andere eerste dag.",
)
HANDOVER_CHECKLIST = Rule(
    id="handover.checklist",
    source="S6",
    en="A successor accepts a role when every matter of the checklist has been handed over.",
    nl="Een opvolger aanvaardt een rol als elk punt van de overdrachtslijst is overgedragen.",
    remedy_en="Hand over the open matters first ('hand-over-matter').",
    remedy_nl="Draag eerst de openstaande zaken over.",
)


@event("handover.announced")
class HandoverAnnounced(Event):
    """The holder of a role will be succeeded; ``takes_over_on`` is the first day of the successor."""

    handover: HandoverId = subject()
    role: RoleId
    assignment: AssignmentId
    holder: PersonId = context()
    party: PartyId
    successor: PersonId
    takes_over_on: date
    announced_on: date
    reason: str

    def apply(self, state: Handover | None) -> Handover:
        """A handover that is announced."""
        return Handover(
            id=self.handover,
            role=self.role,
            assignment=self.assignment,
            party=self.party,
            successor=self.successor,
            takes_over_on=self.takes_over_on,
        )

    def sentence(self, names: NameIndex) -> str:
        """A succession."""
        return in_sentences(
            f"aangekondigd werd dat {names.person(self.successor)} vanaf {in_words(self.takes_over_on)} namens "
            f"{names.party(self.party)} {names.role(self.role)} overneemt van {names.person(self.holder)}",
            because(self.reason),
        )


@act("announce-handover", source="S6")
class AnnounceHandover(Act):
    """Announce that the holder of a role will be succeeded."""

    handover: HandoverId = new("identifier of the handover")
    role: RoleId = field("identifier of the role")
    assignment: AssignmentId = field("assignment that is handed over")
    successor: PersonId = field("person who takes over")
    takes_over_on: date = field("first day of the successor")
    on: date = effective("day of the announcement")
    reason: Text = field("why")
    party: PartyId | None = field("party of the successor; that of the holder when left out", default=None)

    def decide(self, role: Role, successor: Person) -> HandoverAnnounced:
        """Who holds the role now is succeeded by another."""
        require_not_erased(successor)
        held = role.running(self.assignment, self.on)
        HANDOVER_SUCCESSOR.unless(
            self.successor != held.person and self.takes_over_on > held.period.start,
            role=self.role,
            holder=held.person,
            since=held.period.start,
            successor=self.successor,
            on=self.takes_over_on,
        )
        return HandoverAnnounced(
            handover=self.handover,
            role=self.role,
            assignment=self.assignment,
            holder=held.person,
            party=self.party or held.party,
            successor=self.successor,
            takes_over_on=self.takes_over_on,
            announced_on=self.on,
            reason=self.reason,
        )


@event("handover.started")
class HandoverStarted(Event):
    """Holder and successor go through the checklist: the open matters of the body, and what the holder added."""

    handover: HandoverId = subject()
    role: RoleId = context()
    checklist: tuple[MatterInWords, ...]
    started_on: date

    def apply(self, state: Handover) -> Handover:
        """All of the checklist is still open."""
        return attrs.evolve(state, stage=HandoverStage.IN_PROGRESS, open=self.checklist)

    def sentence(self, names: NameIndex) -> str:
        """The checklist."""
        matters = names.matters(_kind_and_id(matter) for matter in self.checklist)
        over = f"over te dragen: {matters}" if matters else "er zijn geen openstaande zaken over te dragen"
        return in_sentences(f"{names.handover(self.handover, self.role)} begon", over)


def _kind_and_id(matter: str) -> tuple[str, str]:
    """A matter of a checklist taken apart; no kind for one that the holder added in words."""
    kind, _, identifier = matter.partition(" ")
    return (kind, identifier) if kind in ("action", "signal", "project", "place") and identifier else ("", matter)


@act("start-handover", source="S6")
class StartHandover(Act):
    """Start a handover: the open matters of the body become its checklist."""

    handover: HandoverId = field("identifier of the handover")
    on: date = effective("day on which it starts")
    matters: tuple[str, ...] = field("further matters for the checklist", default=(), told="checklist")

    def decide(
        self,
        handover: Handover,
        role: Role = needed(lambda handover: handover.role),
        docket: Docket | None = needed(lambda role: role.body),
    ) -> HandoverStarted:
        """The places that projects take are no matters; what is blank, or named twice, is left out."""
        handover.require_stage(HandoverStage.ANNOUNCED)
        of_body = [str(matter) for matter in docket.open if matter.kind is not MatterKind.PLACE] if docket else []
        named = [matter for matter in (*of_body, *self.matters) if matter.strip()]
        return HandoverStarted(
            handover=self.handover, role=role.id, checklist=tuple(dict.fromkeys(named)), started_on=self.on
        )


@event("handover.matter_handed_over", never_precedes=("handover.started",))
class MatterHandedOver(Event):
    """The successor knows where this matter stands."""

    handover: HandoverId = subject()
    role: RoleId = context()
    matter: MatterInWords
    on: date
    note: str

    def apply(self, state: Handover) -> Handover:
        """One matter less that is open."""
        return attrs.evolve(state, open=tuple(matter for matter in state.open if matter != self.matter))

    def sentence(self, names: NameIndex) -> str:
        """A matter of the checklist."""
        own = names.own == self.stream
        where = "" if own else f", bij {names.handover(self.handover, self.role)}"
        matter = names.matter(*_kind_and_id(self.matter))
        return in_sentences(f"overgedragen werd {matter}{where}", labelled("toelichting", self.note))


@act("hand-over-matter", source="S6")
class HandOverMatter(Act):
    """Tick a matter of the checklist of a handover."""

    handover: HandoverId = field("identifier of the handover")
    matter: str = field("the matter, as it stands on the checklist")
    on: date = effective("day on which it was handed over")
    note: Remark = field("where it stands", default="")

    def decide(self, handover: Handover) -> MatterHandedOver:
        """Each matter is ticked once."""
        handover.require_stage(HandoverStage.IN_PROGRESS)
        if self.matter not in handover.open:
            raise RECORD_KNOWN.refused(unknown_matter=self.matter, open_matters=handover.open)
        return MatterHandedOver(
            handover=self.handover, role=handover.role, matter=self.matter, on=self.on, note=self.note
        )


@event("handover.accepted", never_precedes=("handover.started",))
class HandoverAccepted(Event):
    """The successor accepts the role."""

    handover: HandoverId = subject()
    role: RoleId = context()
    accepted_on: date

    def apply(self, state: Handover) -> Handover:
        """A handover that is accepted."""
        return attrs.evolve(state, stage=HandoverStage.ACCEPTED)

    def sentence(self, names: NameIndex) -> str:
        """The successor accepts."""
        return in_sentences(f"{names.handover(self.handover, self.role)} werd aanvaard door de opvolger")


@act("accept-handover", source="S6")
class AcceptHandover(Act):
    """The successor accepts the role: the old assignment ends and the new one starts."""

    handover: HandoverId = field("identifier of the handover")
    assignment: AssignmentId = field("identifier of the new assignment", told="role.assigned:assignment")
    on: date = effective("day of the acceptance")
    deputy: PersonId | None = field("person who stands in for the successor", default=None)

    def decide(
        self,
        handover: Handover,
        role: Role = needed(lambda handover: handover.role),
        party: Party = needed(lambda handover: handover.party),
    ) -> list[Event | Effective]:
        """The old assignment ends the day before the new one starts, unless it had ended by then."""
        handover.require_stage(HandoverStage.IN_PROGRESS)
        HANDOVER_CHECKLIST.unless(not handover.open, handover=self.handover, not_handed_over=handover.open)
        first_day = handover.takes_over_on
        require_representation(party, handover.successor, first_day)
        events: list[Event | Effective] = [
            HandoverAccepted(handover=self.handover, role=handover.role, accepted_on=self.on)
        ]
        before = role.assignment(handover.assignment)
        if before is not None and before.period.covers(first_day):
            last_day = shifted(first_day, timedelta(days=-1))
            ended = end(role, assignment=before.id, last_day=last_day, reason=f"Overdracht {self.handover}")
            events.append(Effective(ended, on=last_day))
            role = ended.apply(role)
        assigned = assign(
            role,
            party,
            assignment=self.assignment,
            person=handover.successor,
            start=first_day,
            until=None,
            deputy=self.deputy,
        )
        return [*events, Effective(assigned, on=first_day)]


@event("handover.called_off", never_precedes=("handover.started",))
class HandoverCalledOff(Event):
    """The handover will not take place; the holder stays."""

    handover: HandoverId = subject()
    role: RoleId = context()
    called_off_on: date
    reason: str

    def apply(self, state: Handover) -> Handover:
        """A handover that is called off."""
        return attrs.evolve(state, stage=HandoverStage.CALLED_OFF)

    def sentence(self, names: NameIndex) -> str:
        """It will not happen."""
        handover = names.handover(self.handover, self.role)
        return in_sentences(f"{handover} gaat niet door; de houder blijft", because(self.reason))


@act("call-off-handover", source="S6")
class CallOffHandover(Act):
    """Call a handover off; the holder stays."""

    handover: HandoverId = field("identifier of the handover")
    on: date = effective("day")
    reason: Text = field("why")

    def decide(self, handover: Handover) -> HandoverCalledOff:
        """What was accepted is not called off."""
        handover.require_stage(HandoverStage.ANNOUNCED, HandoverStage.IN_PROGRESS)
        return HandoverCalledOff(handover=self.handover, role=handover.role, called_off_on=self.on, reason=self.reason)
