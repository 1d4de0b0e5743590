"""The end of a body: it is closed, or goes up into another, to which members, seats and open matters move along (S3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.body.profile import ProfileChange
from rso_core.domain.body.seats import SeatTaken
from rso_core.domain.body.setting_up import changes_with, members_of
from rso_core.domain.body.state import BODY_OPEN, Body
from rso_core.domain.checked_types import RhythmRule, Text
from rso_core.domain.docket import Docket, require_nothing_open
from rso_core.domain.event import Effective, Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party
from rso_core.domain.references import BodyId, EmptyIsNone, NotChecked, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, Period
from rso_core.dutch.sentences import because, in_sentences

BODY_CONFIDENTIAL = Rule(
    id="body.confidential",
    source="S12",
    en="What a confidential body leaves behind does not come to lie at a body that is not confidential.",
    nl="Wat een vertrouwelijk overleg nalaat komt niet te liggen bij een overleg dat niet vertrouwelijk is.",
    remedy_en="Make the body that takes over confidential first, or decide that this one no longer is.",
    remedy_nl="Maak eerst het overleg dat het overneemt vertrouwelijk, of besluit dat dit overleg het niet meer is.",
)


@event("body.closed")
class BodyClosed(Event):
    """The body no longer exists from ``closed_on``; it may have gone up into another."""

    body: BodyId = subject()
    closed_on: date
    merged_into: BodyId | None
    reason: str

    def apply(self, state: Body) -> Body:
        """A body that is closed."""
        return attrs.evolve(state, closed_on=self.closed_on, merged_into=self.merged_into)

    def sentence(self, names: NameIndex) -> str:
        """It ended, and went up into another."""
        into = f" en ging op in {names.body(self.merged_into)}" if self.merged_into else ""
        return in_sentences(f"{names.body(self.body)} werd opgeheven{into}", because(self.reason))


def _require_may_close(body: Body, on: date, into: Body | None) -> None:
    """A body closes once; ``into`` is the body it goes up into, which exists that day and is not to end itself (S3).

    What is confidential stays so: a body that is not confidential does not take it over (S12).
    """
    body.profile_on(on)
    for ended in (body, into):
        if ended is not None and ended.closed_on is not None:
            raise BODY_OPEN.refused(body=ended.id, on=on, closed_on=ended.closed_on, merged_into=ended.merged_into)
    changes = max(since for since, _ in body.profiles)
    BODY_OPEN.unless(changes <= on, body=body.id, closed_on=on, changed_on=changes)
    if into is not None:
        RECORD_KNOWN.unless(into.id != body.id, body=body.id, merged_into=into.id)
        there = into.profile_on(on)
        if body.profile_on(on).confidential and not there.confidential:
            raise BODY_CONFIDENTIAL.refused(body=body.id, merged_into=into.id, on=on)


@act("close-body", source="S3", known_ahead=True)
class CloseBody(Act):
    """Close a body, which may go up into another."""

    body: BodyId = field("identifier of the body")
    on: date = effective("first day on which it no longer exists")
    reason: Text = field("why it is closed")
    merged_into: Annotated[BodyId, EmptyIsNone()] | None = field("body it goes up into", default=None)

    def decide(
        self, body: Body, merged_into: Body | None, docket: Docket | None = needed(lambda act: act.body)
    ) -> BodyClosed:
        """What is open moves along with it, or nothing is open."""
        _require_may_close(body, self.on, merged_into)
        if merged_into is None:
            require_nothing_open(docket, self.body)
        return BodyClosed(body=self.body, closed_on=self.on, merged_into=self.merged_into, reason=self.reason)


@event("body.merged_in", version=2)
class BodyMergedIn(Event):
    """Another body went up into this one: members, and a rhythm where this one had none, came along."""

    body: BodyId = subject()
    merged: BodyId
    change: ProfileChange
    since: date

    def apply(self, state: Body) -> Body:
        """One change more."""
        return state.with_change(self.change, self.since)

    def sentence(self, names: NameIndex) -> str:
        """Which body went up into it, and what that changed."""
        joined = self.change.joined
        came = f"daarmee werden lid: {names.parties(joined)}" if joined else ""
        changes = changes_with(self, self.body, self.change, self.since, names)
        rest = [change for change in changes if not change.startswith("lid ")]
        return in_sentences(f"{names.within(None).body(self.merged)} ging op in {names.body(self.body)}", came, *rest)


@act("merge-body", source="S3", known_ahead=True)
class MergeBody(Act):
    """Let a body go up into another: members, seats, open matters and rhythm move along."""

    body: BodyId = field("body that goes up", told="merged")
    into: BodyId = field("body that takes it in", told="merged_into")
    on: date = effective("first day on which it no longer exists on its own")
    reason: Text = field("why they merge")
    rhythm: RhythmRule | None = field(
        "RFC 5545 rule from then on; left out, the receiving body keeps its own or takes that of the other",
        default=None,
    )
    staying_out: tuple[Annotated[PartyId, NotChecked()], ...] = field(
        "member parties that do not move along", default=()
    )

    def decide(
        self,
        body: Body,
        into: Body,
        parties: Mapping[PartyId, Party] = needed(
            lambda act, body, into: members_of(into.profiles_with(act.change(body, into), act.on)),
        ),
    ) -> list[Event | Effective]:
        """The other takes it in, with members and seats, and stays composed as the covenant says."""
        _require_may_close(body, self.on, into)
        change = self.change(body, into)
        profiles = into.profiles_with(change, self.on)
        for profile in profiles:
            profile.require_valid()
            profile.require_composition(parties)
        return [
            BodyMergedIn(body=self.into, merged=self.body, change=change, since=self.on),
            *self._seats_that_move(body, into, profiles[0].members),
            BodyClosed(body=self.body, closed_on=self.on, merged_into=self.into, reason=self.reason),
        ]

    @classmethod
    def told_before(cls, events: Sequence[Event], before: Callable[[str], Any]) -> Mapping[str, Any]:
        """Who stayed out was a member of the one that went up, and of the other neither before nor after."""
        merged, *_, closed = (each for each in events if isinstance(each, BodyMergedIn | BodyClosed))
        assert isinstance(merged, BodyMergedIn)
        members, of_other = (before(each.stream).profile_on(merged.since).members for each in (closed, merged))
        there = {*of_other, *merged.change.joined}
        return {"staying_out": tuple(party for party in members if party not in there)}

    def change(self, body: Body, into: Body) -> ProfileChange:
        """What becomes otherwise of the other, once it has taken this body in.

        Where no rhythm is named from then on, it keeps its own, or takes that of this body where it has none.
        """
        theirs, mine = body.profile_on(self.on), into.profile_on(self.on)
        joined = tuple(p for p in theirs.members if p not in mine.members and p not in self.staying_out)
        if mine.rhythm and not self.rhythm:
            return ProfileChange(joined=joined)
        return ProfileChange(joined=joined, rhythm=self.rhythm or theirs.rhythm, cleared=("rhythm_start",))

    def _seats_that_move(self, body: Body, into: Body, parties: tuple[PartyId, ...]) -> Iterator[Effective]:
        """Those that run on, of persons without a seat in the other body.

        A seat whose identifier is taken there gets that of the body that went up before it.
        """
        running = Period(self.on)
        seated = {seat.person for seat in into.seats if seat.period.overlaps(running)}
        moving = [
            seat
            for seat in body.seats
            if seat.period.overlaps(running) and seat.person not in seated and seat.party in parties
        ]
        taken = {seat.id for seat in into.seats}
        names = {seat.id: seat.id if seat.id not in taken else f"{body.id}-{seat.id}" for seat in moving}
        for seat in moving:
            moved = SeatTaken(
                body=into.id,
                seat=names[seat.id],
                party=seat.party,
                person=seat.person,
                start=max(seat.period.start, self.on),
                until=seat.period.until,
                rank=seat.rank,
                deputy_of=names.get(seat.deputy_of or ""),
            )
            yield Effective(moved, moved.start)
