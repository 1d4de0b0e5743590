"""Words for what is recorded of a person: one modest Dutch sentence per kind of involvement, naming nobody else."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from rso_core.domain.action.course import ActionAgreed, ActionDone, ActionDropped, ActionHandedOn
from rso_core.domain.body.profile import Profile, ProfileChange
from rso_core.domain.body.seats import SeatLeft, SeatTaken
from rso_core.domain.body.setting_up import BodyRenamed, BodyRepositioned, BodySetUp
from rso_core.domain.certificate import CertificateRecorded
from rso_core.domain.covenant.certified import short, trust_told
from rso_core.domain.covenant.drafting import CovenantDrafted
from rso_core.domain.covenant.signing import CovenantSigned
from rso_core.domain.decision.taking import DecisionTaken
from rso_core.domain.event import Event
from rso_core.domain.handover.course import HandoverAccepted, HandoverAnnounced, HandoverCalledOff
from rso_core.domain.meeting.holding import MeetingHeld
from rso_core.domain.meeting.minutes import MinutesCorrected
from rso_core.domain.meeting.planning import MeetingPlanned
from rso_core.domain.party.joining import PartyRegistered
from rso_core.domain.party.mandates import MandateGranted, MandateWithdrawn, PersonLeft
from rso_core.domain.role.assigning import DeputyNamed, RoleAssigned, RoleAssignmentEnded
from rso_core.domain.role.establishing import RoleEstablished
from rso_core.domain.signal.raising import SignalRaised
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital
from rso_core.dutch.vocabulary import dutch, fact_in_dutch
from rso_core.store.recorded import RecordedEvent

OTHER = "een ander"
"""In place of anybody else."""
RECORDED = "Wat u zelf hebt vastgelegd"
ELSE = "Overig"


class Titles(dict[tuple[str, str], str]):
    """What things are called: by concept and identifier the last name or title; persons are not among them.

    Attributes:
        body_of_role: body by role that belongs to one.
        confidential: bodies that are confidential now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body_of_role: dict[str, str] = {}
        self.confidential: set[str] = set()

    def of(self, concept: str, identifier: str) -> str:
        """What it is called; the identifier itself where nothing says so."""
        return self.get((concept, identifier), identifier)


def titles_of(events: Iterable[RecordedEvent]) -> Titles:
    """What everything in the record is called; of what events say of one thing, the last counts."""
    titles = Titles()
    for recorded in events:
        _learn(titles, recorded.event)
    return titles


def _learn(titles: Titles, event: Event) -> None:
    match event:
        case PartyRegistered():
            titles["party", event.party] = event.name
        case RoleEstablished():
            titles["role", event.role] = event.name
            if event.body is not None:
                titles.body_of_role[event.role] = event.body
        case CovenantDrafted():
            titles["covenant", event.covenant] = event.title
        case MeetingPlanned():
            titles["meeting", event.meeting] = event.title
        case DecisionTaken():
            titles["decision", event.decision] = event.title
        case ActionAgreed():
            titles["action", event.action] = event.title
        case SignalRaised():
            titles["signal", event.signal] = event.title
        case BodySetUp():
            _learn_body(titles, event.body, event.profile)
        case BodyRepositioned() | BodyRenamed():
            _learn_body(titles, event.body, event.change)


def _learn_body(titles: Titles, body: str, said: Profile | ProfileChange) -> None:
    if said.name is not None:
        titles["body", body] = said.name
    if said.confidential is not None:
        (titles.confidential.add if said.confidential else titles.confidential.discard)(body)


def _period(start: date, until: date | None) -> str:
    return f"vanaf {in_words(start)}" + (f" tot en met {in_words(until)}" if until else "")


def _mandate(event: MandateGranted, person: str, titles: Titles) -> str:
    scopes = " en ".join({"sign": "ondertekenen", "represent": "vertegenwoordigen"}[s] for s in event.scopes)
    party = titles.of("party", event.party)
    return f"U kreeg van {party} een mandaat ({scopes}) {_period(event.start, event.until)}, grond: {event.ground}."


def _withdrawn(event: MandateWithdrawn, person: str, titles: Titles) -> str:
    party = titles.of("party", event.party)
    return f"Uw mandaat van {party} eindigde; laatste dag {in_words(event.last_day)}, reden: {event.reason}."


def _left(event: PersonLeft, person: str, titles: Titles) -> str:
    party = titles.of("party", event.party)
    return f"U vertrok bij {party}; laatste dag {in_words(event.last_day)}, reden: {event.reason}."


def _assigned(event: RoleAssigned, person: str, titles: Titles) -> str:
    role, party = titles.of("role", event.role), titles.of("party", event.party)
    what = "U kreeg de rol" if event.person == person else "U werd plaatsvervanger in de rol"
    return f"{what} {role} namens {party}, {_period(event.start, event.until)}."


def _role_ended(event: RoleAssignmentEnded, person: str, titles: Titles) -> str:
    role = titles.of("role", event.role)
    return f"Uw taak in de rol {role} eindigde; laatste dag {in_words(event.last_day)}, reden: {event.reason}."


def _deputy(event: DeputyNamed, person: str, titles: Titles) -> str:
    return f"U werd plaatsvervanger in de rol {titles.of('role', event.role)}, {_period(event.since, None)}."


def _handover(event: HandoverAnnounced, person: str, titles: Titles) -> str:
    role, per = titles.of("role", event.role), in_words(event.takes_over_on)
    if event.holder == person:
        return f"U draagt de rol {role} per {per} over aan {OTHER}, reden: {event.reason}."
    return f"U neemt de rol {role} per {per} over van {OTHER}."


def _handed_over(event: HandoverAccepted | HandoverCalledOff, person: str, titles: Titles) -> str:
    role = titles.of("role", event.role)
    if isinstance(event, HandoverAccepted):
        return f"De overdracht van de rol {role} werd aanvaard op {in_words(event.accepted_on)}."
    return f"De overdracht van de rol {role} werd afgeblazen op {in_words(event.called_off_on)}, reden: {event.reason}."


def _seat_left(event: SeatLeft, person: str, titles: Titles) -> str:
    body = titles.of("body", event.body)
    return f"Uw deelname aan {body} eindigde; laatste dag {in_words(event.last_day)}, reden: {event.reason}."


def _seat(event: SeatTaken, person: str, titles: Titles) -> str:
    body, party = titles.of("body", event.body), titles.of("party", event.party)
    how = " als plaatsvervanger" if event.deputy_of else ""
    rank = f" ({dutch(event.rank.value)})" if event.rank else ""
    return f"U neemt{how} deel aan {body} namens {party}{rank}, {_period(event.start, event.until)}."


def _held(event: MeetingHeld, person: str, titles: Titles) -> str:
    body = titles.of("body", event.body)
    what = "U zat voor" if event.chair == person else "U was aanwezig"
    return f"{what} bij de vergadering van {body} op {in_words(event.held_on)}."


def _missed(event: MinutesCorrected, person: str, titles: Titles) -> str:
    meeting = titles.of("meeting", event.meeting)
    return f"U bent als aanwezige toegevoegd aan het verslag van {titles.of('body', event.body)} ({meeting})."


def _voted(event: DecisionTaken, person: str, titles: Titles) -> str:
    votes = ", ".join(
        f"{dutch(vote.choice.value)} namens {titles.of('party', vote.party)}"
        for vote in event.votes
        if vote.person == person
    )
    return f"U stemde {votes} bij het besluit „{event.title}” van {titles.of('body', event.body)}."


def _signed(event: CovenantSigned, person: str, titles: Titles) -> str:
    what = f"wijziging {event.amendment} van " if event.amendment else ""
    signed = f"U ondertekende {what}{titles.of('covenant', event.covenant)} namens {titles.of('party', event.party)}"
    told = f"{signed} op {in_words(event.signed_on)}, grond: {dutch(event.ground.kind.value)} {event.ground.document}."
    trust = trust_told(event.certificate, event.issuer, event.trusted_root, event.root_name, event.day_from)
    return f"{told} {capital(trust)}." if trust else told


def _certificate(event: CertificateRecorded, person: str, titles: Titles) -> str:
    which = f"U ondertekent met het certificaat {short(event.certificate)}"
    if event.signer is None:
        return f"{which}; de naam erin is niet meer te lezen."
    return f"{which} op naam van {event.signer}, uitgegeven door {event.issuer}."


def _action(event: ActionAgreed | ActionHandedOn, person: str, titles: Titles) -> str:
    action, party = titles.of("action", event.action), titles.of("party", event.party)
    if event.person != person:
        return f"Het actiepunt „{action}” ging van u naar {OTHER}."
    return f"U kreeg het actiepunt „{action}” namens {party}."


def _action_ended(event: ActionDone | ActionDropped, person: str, titles: Titles) -> str:
    action = titles.of("action", event.action)
    if isinstance(event, ActionDone):
        return f"Uw actiepunt „{action}” was gereed op {in_words(event.done_on)}."
    return f"Uw actiepunt „{action}” verviel op {in_words(event.dropped_on)}, reden: {event.reason}."


def _signal(event: SignalRaised, person: str, titles: Titles) -> str:
    return f"U bracht namens {titles.of('party', event.party)} het signaal „{event.title}” in."


_WORDS: dict[type[Event], tuple[str, Callable[[Any, str, Titles], str]]] = {
    MandateGranted: ("Mandaten", _mandate),
    MandateWithdrawn: ("Mandaten", _withdrawn),
    PersonLeft: ("Mandaten", _left),
    RoleAssigned: ("Rollen", _assigned),
    RoleAssignmentEnded: ("Rollen", _role_ended),
    DeputyNamed: ("Rollen", _deputy),
    HandoverAnnounced: ("Rollen", _handover),
    HandoverAccepted: ("Rollen", _handed_over),
    HandoverCalledOff: ("Rollen", _handed_over),
    SeatTaken: ("Deelname aan overleggen", _seat),
    SeatLeft: ("Deelname aan overleggen", _seat_left),
    MeetingHeld: ("Vergaderingen", _held),
    MinutesCorrected: ("Vergaderingen", _missed),
    DecisionTaken: ("Stemmen", _voted),
    CovenantSigned: ("Handtekeningen", _signed),
    CertificateRecorded: ("Handtekeningen", _certificate),
    ActionAgreed: ("Actiepunten", _action),
    ActionHandedOn: ("Actiepunten", _action),
    ActionDone: ("Actiepunten", _action_ended),
    ActionDropped: ("Actiepunten", _action_ended),
    SignalRaised: ("Signalen", _signal),
}
HEADINGS = (*dict.fromkeys(heading for heading, _ in _WORDS.values()), ELSE, RECORDED)
"""The headings, in the order in which they are told."""


def heading_of(event: Event, *, about: bool) -> str:
    """Under which heading an event stands; ``about`` as for a mention."""
    if not about:
        return RECORDED
    return _WORDS[type(event)][0] if type(event) in _WORDS else ELSE


def told(recorded: RecordedEvent, person: str, titles: Titles, *, about: bool) -> str:
    """An event in a Dutch sentence to the person whom it is about."""
    event = recorded.event
    if about and type(event) in _WORDS:
        return _WORDS[type(event)][1](event, person, titles)
    concept, _, identifier = recorded.originator_id.partition(":")
    what = OTHER if concept == "person" else f"{fact_in_dutch(concept)} {titles.of(concept, identifier)}"
    return f"U wordt genoemd bij {what}." if about else f"U legde iets vast over {what}."
