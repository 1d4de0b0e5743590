"""The policy cycle: its moments with their windows, and the meetings and decisions that serve them (S10)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Name, Text
from rso_core.domain.concept import concept
from rso_core.domain.decision.state import Decision
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.meeting.state import Meeting
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, CycleId, DecisionId, MeetingId, MomentId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, Period, period, require_id, require_new_part
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, quoted

CYCLE_MOMENT_SERVED = Rule(
    id="cycle.moment_served",
    source="S10",
    en="A moment of the policy cycle is served by a meeting or decision of its body, each named once, as it asks.",
    nl="Een moment van de beleidscyclus wordt bediend door een vergadering of besluit van zijn overleg, elk één keer "
    "genoemd, zoals het moment vraagt.",
    remedy_en="Name a meeting for a moment that asks a meeting, a decision for one that asks a decision, of its body.",
    remedy_nl="Noem een vergadering waar een vergadering wordt gevraagd, een besluit waar een besluit wordt gevraagd, "
    "van het overleg van dat moment.",
)


class Needs(StrEnum):
    """What a moment asks for before its window closes."""

    MEETING = "meeting"
    DECISION = "decision"


@attrs.frozen(kw_only=True)
class Moment:
    """A moment of the cycle: its window, the body that serves it, and what it was served by."""

    id: MomentId
    window: Period
    body: BodyId
    needs: Needs
    served_by: tuple[str, ...] = ()


@concept("cycle")
@attrs.frozen(kw_only=True)
class Cycle:
    """State of one policy cycle."""

    id: CycleId
    moments: Mapping[MomentId, Moment] = attrs.field(factory=dict)

    def moment(self, moment: MomentId) -> Moment:
        """One of its moments.

        Raises:
            Refused: RECORD_KNOWN.
        """
        if moment not in self.moments:
            raise RECORD_KNOWN.refused(unknown_moment=moment, moments=list(self.moments))
        return self.moments[moment]

    def with_moment(self, moment: Moment) -> "Cycle":
        """The cycle with this of one of its moments."""
        return attrs.evolve(self, moments={**self.moments, moment.id: moment})


@event("cycle.moment_set")
class MomentSet(Event):
    """The cycle has a moment, with a window that includes both days."""

    cycle: CycleId = subject()
    moment: MomentId
    name: str
    opens: date
    closes: date
    body: BodyId
    needs: Needs

    def apply(self, state: Cycle | None) -> Cycle:
        """One moment more."""
        window = Period(self.opens, self.closes)
        moment = Moment(id=self.moment, window=window, body=self.body, needs=self.needs)
        return (state or Cycle(id=self.cycle)).with_moment(moment)

    def sentence(self, names: NameIndex) -> str:
        """A moment of the cycle."""
        needs = "een vergadering" if self.needs is Needs.MEETING else "een besluit"
        return in_sentences(
            f"in {names.cycle(self.cycle)} staat het moment {quoted(self.name)}, van {in_words(self.opens)} tot en met "
            f"{in_words(self.closes)}; dat vraagt {needs} van {names.body(self.body)}"
        )


@act("set-moment", source="S10")
class SetMoment(Act):
    """Set a moment of a policy cycle, with the window in which it is due."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment, unique within the cycle")
    name: Name = field("name, such as monitoring")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    body: BodyId = field("body that serves it")
    needs: Needs = field("meeting or decision", default=Needs.MEETING)

    def decide(self, cycle: Cycle | None, today: date) -> Effective:
        """The first moment brings its cycle along; it holds from the day of recording, or from its window."""
        require_id(self.cycle, "cycle")
        period(self.opens, self.closes)
        require_new_part(self.moment, cycle.moments if cycle else (), "moment")
        moment = MomentSet(
            cycle=self.cycle,
            moment=self.moment,
            name=self.name,
            opens=self.opens,
            closes=self.closes,
            body=self.body,
            needs=self.needs,
        )
        return Effective(moment, on=min(today, self.opens))


@event("cycle.moment_moved")
class MomentMoved(Event):
    """The window of a moment is another."""

    cycle: CycleId = subject()
    moment: MomentId
    opens: date
    closes: date
    reason: str

    def apply(self, state: Cycle) -> Cycle:
        """The moment has another window."""
        return state.with_moment(attrs.evolve(state.moments[self.moment], window=Period(self.opens, self.closes)))

    def sentence(self, names: NameIndex) -> str:
        """Another window."""
        moment = names.part("moment", self.cycle, self.moment)
        return in_sentences(
            f"het moment {moment} in {names.cycle(self.cycle)} loopt nu van {in_words(self.opens)} tot en met "
            f"{in_words(self.closes)}",
            because(self.reason),
        )


@act("move-moment", source="S10")
class MoveMoment(Act):
    """Give a moment of a policy cycle another window."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment")
    opens: date = field("first day of the window")
    closes: date = field("last day of the window")
    on: date = effective("day on which this was decided")
    reason: Text = field("why")

    def decide(self, cycle: Cycle) -> MomentMoved:
        """Its days are in order."""
        period(self.opens, self.closes)
        cycle.moment(self.moment)
        return MomentMoved(
            cycle=self.cycle, moment=self.moment, opens=self.opens, closes=self.closes, reason=self.reason
        )


@event("cycle.moment_linked")
class MomentLinked(Event):
    """A meeting or decision serves a moment."""

    cycle: CycleId = subject()
    moment: MomentId
    meeting: MeetingId | None
    decision: DecisionId | None
    on: date = context()

    def apply(self, state: Cycle) -> Cycle:
        """The moment is served once more."""
        known = state.moments[self.moment]
        served_by = (*known.served_by, self.meeting or self.decision or "")
        return state.with_moment(attrs.evolve(known, served_by=served_by))

    def sentence(self, names: NameIndex) -> str:
        """It was served."""
        moment = names.part("moment", self.cycle, self.moment)
        by = names.meeting(self.meeting) if self.meeting else ""
        by = by or (names.decision(self.decision) if self.decision else "een vergadering of besluit")
        return in_sentences(f"het moment {moment} in {names.cycle(self.cycle)} kreeg zijn invulling met {by}")


@act("serve-moment", source="S10")
class ServeMoment(Act):
    """Link a meeting or a decision to the moment of the policy cycle that it serves."""

    cycle: CycleId = field("identifier of the policy cycle, such as 2026")
    moment: MomentId = field("identifier of the moment")
    meeting: MeetingId | None = field("meeting that serves it", default=None)
    decision: DecisionId | None = field("decision that serves it", default=None)

    def decide(self, cycle: Cycle, meeting: Meeting | None, decision: Decision | None, today: date) -> Effective:
        """One of its body, of the kind that the moment asks; a planned meeting is linked from the day of recording."""
        moment = cycle.moment(self.moment)
        serving, other = (meeting, decision) if moment.needs is Needs.MEETING else (decision, meeting)
        if serving is None or other is not None or serving.body != moment.body or serving.id in moment.served_by:
            raise CYCLE_MOMENT_SERVED.refused(
                moment=self.moment,
                needs=moment.needs,
                of_body=moment.body,
                meeting=meeting and f"{meeting.id} ({meeting.body})",
                decision=decision and f"{decision.id} ({decision.body})",
                served_by=moment.served_by,
            )
        on = serving.on if isinstance(serving, Meeting) else serving.taken_on
        linked = MomentLinked(cycle=self.cycle, moment=self.moment, meeting=self.meeting, decision=self.decision, on=on)
        return Effective(linked, on=min(today, on))
