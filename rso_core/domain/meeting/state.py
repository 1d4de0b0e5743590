"""What a meeting is: its day, who was present, what is on its agenda, and its minutes."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import AgendaItemId, BodyId, MeetingId, PartyId, PersonId
from rso_core.domain.refusal import Rule

MEETING_OPEN = Rule(
    id="meeting.open",
    source="S5",
    en="Only a meeting that was planned and neither held nor cancelled is held, moved or cancelled.",
    nl="Alleen een geplande vergadering die niet is gehouden of geannuleerd, wordt gehouden, verzet of geannuleerd.",
    remedy_en="Plan another meeting, or correct the identifier.",
    remedy_nl="Plan een andere vergadering, of verbeter het kenmerk.",
)
MEETING_OVERVIEW_FIRST = Rule(
    id="meeting.overview_first",
    source="S4",
    en="A meeting of this body opens with the progress overview; starting without it needs a motive.",
    nl="Een vergadering van dit overleg begint met het voortgangsoverzicht; anders beginnen vraagt een motivering.",
    remedy_en="Put the progress overview first on the agenda, or record why the meeting started without it.",
    remedy_nl="Zet het voortgangsoverzicht als eerste op de agenda, of leg vast waarom zonder is begonnen.",
)


class ItemKind(StrEnum):
    """What a body does with an item of the agenda; the overview is the progress overview that opens it."""

    OVERVIEW = "overview"
    INFORM = "inform"
    DISCUSS = "discuss"
    ADVISE = "advise"
    DECIDE = "decide"


@attrs.frozen(kw_only=True)
class AgendaItem:
    """An item of the agenda: its place (1 first), what is asked, how long, with which papers."""

    id: AgendaItemId
    place: int
    kind: ItemKind
    title: str
    minutes: int | None = None
    papers: tuple[str, ...] = ()
    confidential: bool = False


@attrs.frozen(kw_only=True)
class Attendee:
    """A person present on behalf of a party; a guest takes no part in decisions."""

    person: PersonId
    party: PartyId
    guest: bool = False


class MeetingState(StrEnum):
    """Where a meeting is in its life."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@attrs.frozen(kw_only=True)
class Minutes:
    """The minutes of a meeting: the document, and in which later meeting they were approved."""

    document: str
    sha256: str | None
    drawn_up_on: date
    approved_in: MeetingId | None = None


@concept("meeting")
@attrs.frozen(kw_only=True)
class Meeting:
    """State of one meeting; days and times of day are those of Europe/Amsterdam."""

    id: MeetingId
    body: BodyId
    on: date
    state: MeetingState = MeetingState.PLANNED
    chair: PersonId | None = None
    attendance: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    minutes: Minutes | None = None

    @property
    def opens_with_overview(self) -> bool:
        """Whether the first item of the agenda is the progress overview."""
        first = min(self.agenda, key=lambda item: item.place, default=None)
        return first is not None and first.kind is ItemKind.OVERVIEW

    @property
    def parties_present(self) -> tuple[PartyId, ...]:
        """Member parties that were represented, in order of attendance, each once."""
        return tuple(dict.fromkeys(a.party for a in self.attendance if not a.guest))

    def require_planned(self) -> None:
        """Refuse what happens only to a meeting that still has to be held.

        Raises:
            Refused: MEETING_OPEN.
        """
        if self.state is not MeetingState.PLANNED:
            raise MEETING_OPEN.refused(meeting=self.id, state=self.state, on=self.on)


def persons_of(attendance: Iterable[Attendee]) -> list[PersonId]:
    """Who was present."""
    return [attendee.person for attendee in attendance]


def parties_of(attendance: Iterable[Attendee]) -> list[PartyId]:
    """On whose behalf."""
    return [attendee.party for attendee in attendance]
