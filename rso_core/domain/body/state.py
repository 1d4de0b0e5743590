"""What a body is: every profile it has had, its seats and themes, until it is closed.

Which bodies there are, who belongs to them and what they may do is data of a covenant, not code.
"""

from datetime import date

import attrs

from rso_core.domain.body.profile import Profile, ProfileChange
from rso_core.domain.concept import concept
from rso_core.domain.references import BodyId, PartyId, PersonId, SeatId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import Period, Rank

BODY_OPEN = Rule(
    id="body.open",
    source="S3",
    en="A body acts from the day it is set up until the day it is closed.",
    nl="Een overleg handelt vanaf de dag van instelling tot de dag van opheffing.",
    remedy_en="Correct the date, or name the body that took over.",
    remedy_nl="Verbeter de datum, of noem het overleg dat ervoor in de plaats kwam.",
)


@attrs.frozen(kw_only=True)
class Seat:
    """A person takes part in the body for a party; a deputy stands in for the seat ``deputy_of``."""

    id: SeatId
    party: PartyId
    person: PersonId
    period: Period
    rank: Rank | None = None
    deputy_of: SeatId | None = None
    ended: bool = False


@concept("body", dated=True)
@attrs.frozen(kw_only=True)
class Body:
    """State of one body, with every profile it has had.

    Attributes:
        profiles: each with the day from which it holds, in order of these days; of one day, in recorded order.
        changes: what made each of them out of the one before; the first profile is that of the set-up.
    """

    id: BodyId
    profiles: tuple[tuple[date, Profile], ...]
    changes: tuple[tuple[date, ProfileChange], ...] = ()
    closed_on: date | None = None
    merged_into: BodyId | None = None
    seats: tuple[Seat, ...] = ()
    themes: tuple[ThemeId, ...] = ()

    def seats_of(self, party: PartyId, day: date) -> list[Seat]:
        """The seats that a party has in the body on a day, those of deputies included."""
        return [seat for seat in self.seats if seat.party == party and seat.period.covers(day)]

    def profile_on(self, day: date) -> Profile:
        """The profile that holds on the day: of those that started by then, the latest to start.

        Raises:
            Refused: BODY_OPEN, when the body did not exist that day.
        """
        if self.closed_on is not None and day >= self.closed_on:
            raise BODY_OPEN.refused(body=self.id, on=day, closed_on=self.closed_on, merged_into=self.merged_into)
        started = [profile for since, profile in self.profiles if since <= day]
        if not started:
            raise BODY_OPEN.refused(body=self.id, on=day, set_up_on=self.profiles[0][0])
        return started[-1]

    def with_change(self, change: ProfileChange, since: date) -> "Body":
        """The body with one change more; what a change leaves out stays as it was on its day, whatever came in first."""
        changes = sorted((*self.changes, (since, change)), key=lambda each: each[0])
        profiles = [self.profiles[0]]
        for day, each in changes:
            profiles.append((day, each.applied_to(profiles[-1][1])))
        return attrs.evolve(self, changes=tuple(changes), profiles=tuple(profiles))

    def profiles_with(self, change: ProfileChange, since: date) -> list[Profile]:
        """The profiles from a day on, the one of that day first, if they change so from then on.

        Raises:
            Refused: BODY_OPEN, when the body did not exist that day.
        """
        self.profile_on(since)
        changed = self.with_change(change, since)
        return [changed.profile_on(since), *(profile for day, profile in changed.profiles if day > since)]
