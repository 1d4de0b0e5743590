"""A signal is raised, supported, and goes on under another (S8)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Remark, Title
from rso_core.domain.docket import MatterClosed, MatterOpened
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, PartyId, PersonId, SignalId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.signal.state import SIGNAL_OPEN, Signal, SignalKind, SignalState, answer_due, joins_docket
from rso_core.domain.theme import Theme, require_running
from rso_core.domain.values import require_happened
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, labelled, quoted

SIGNAL_SUPPORTED_ONCE = Rule(
    id="signal.supported_once",
    source="S8",
    en="A party supports a signal of another party, once.",
    nl="Een partij steunt een signaal van een andere partij, één keer.",
    remedy_en="Leave the support out.",
    remedy_nl="Laat de steunbetuiging weg.",
)


@event("signal.raised")
class SignalRaised(Event):
    """A party signals something at a body; ``answer_due`` is the last day for an answer."""

    signal: SignalId = subject()
    kind: SignalKind
    title: str
    text: str
    party: PartyId
    person: PersonId | None
    body: BodyId
    raised_on: date
    answer_due: date | None
    theme: ThemeId | None

    def apply(self, state: Signal | None) -> Signal:
        """A signal that is open."""
        return Signal(
            id=self.signal, party=self.party, body=self.body, raised_on=self.raised_on, answer_due=self.answer_due
        )

    def sentence(self, names: NameIndex) -> str:
        """A signal."""
        kind = "een kans" if self.kind is SignalKind.OPPORTUNITY else "een knelpunt"
        who = f" ({names.person(self.person)})" if self.person else ""
        theme = f", bij {names.theme(self.theme)}" if self.theme else ""
        text = self.text.strip().removeprefix(self.title).lstrip(": ")
        raised = f"{names.party(self.party)}{who} signaleerde bij {names.body(self.body)} {kind}"
        return in_sentences(
            f"{raised}: {quoted(self.title)}{theme}",
            labelled("toelichting", text),
            f"antwoord volgt uiterlijk op {in_words(self.answer_due)}" if self.answer_due else "",
        )


@act("raise-signal", source="S8")
class RaiseSignal(Act):
    """Raise a signal at a body: a chance or a bottleneck."""

    signal: SignalId = new("identifier of the signal")
    kind: SignalKind = field("opportunity or bottleneck")
    title: Title = field("what is signalled, in one line")
    party: PartyId = field("party that raises it")
    body: BodyId = field("body at which it is raised")
    on: date = effective("day on which it is raised")
    text: Remark = field("what is signalled", default="")
    person: PersonId | None = field("person who raises it", default=None)
    theme: ThemeId | None = field("content theme it belongs to", default=None)

    def decide(self, body: Body, theme: Theme | None, today: date) -> list[SignalRaised | MatterOpened]:
        """The covenant names within how many days the body answers."""
        if theme is not None:
            require_running([theme], self.on)
        require_happened(self.on, today, "signal")
        raised = SignalRaised(
            signal=self.signal,
            kind=self.kind,
            title=self.title,
            text=self.text,
            party=self.party,
            person=self.person,
            body=self.body,
            raised_on=self.on,
            answer_due=answer_due(body, self.on),
            theme=self.theme,
        )
        return [raised, joins_docket(self.signal, self.body)]


@event("signal.supported")
class SignalSupported(Event):
    """Another party recognises it."""

    signal: SignalId = subject()
    party: PartyId
    supported_on: date
    sentence = "{party} steunde {signal}."

    def apply(self, state: Signal) -> Signal:
        """One supporter more."""
        return attrs.evolve(state, supporters=(*state.supporters, self.party))


@act("support-signal", source="S8")
class SupportSignal(Act):
    """A party recognises the signal of another."""

    signal: SignalId = field("identifier of the signal")
    party: PartyId = field("party that supports it")
    on: date = effective("day")

    def decide(self, signal: Signal, today: date) -> SignalSupported:
        """Once, and not its own."""
        signal.require_open(self.on, today)
        SIGNAL_SUPPORTED_ONCE.unless(
            self.party not in (signal.party, *signal.supporters),
            signal=self.signal,
            party=self.party,
            raised_by=signal.party,
            supporters=signal.supporters,
        )
        return SignalSupported(signal=self.signal, party=self.party, supported_on=self.on)


@event("signal.bundled")
class SignalBundled(Event):
    """It goes on under another signal, whose answer will be its answer."""

    signal: SignalId = subject()
    under: SignalId
    bundled_on: date
    sentence = "{signal} gaat verder onder {under}."

    def apply(self, state: Signal) -> Signal:
        """What rode along with it goes over too."""
        return attrs.evolve(state, state=SignalState.BUNDLED, bundle=())


@event("signal.bundle_grew")
class BundleGrew(Event):
    """Another signal, with what rode along with it, goes on under this one."""

    signal: SignalId = subject()
    took_up: tuple[SignalId, ...]
    bundled_on: date

    def apply(self, state: Signal) -> Signal:
        """More rides along."""
        return attrs.evolve(state, bundle=(*state.bundle, *self.took_up))

    def sentence(self, names: NameIndex) -> str:
        """It took others up."""
        verb = "gaat" if len(self.took_up) == 1 else "gaan"
        return in_sentences(
            f"onder {names.signal(self.signal)} {verb} voortaan ook {names.signals(self.took_up)} verder"
        )


@act("bundle-signal", source="S8")
class BundleSignal(Act):
    """Let a signal go on under another; the answer to that one will be its answer."""

    signal: SignalId = field("identifier of the signal")
    under: SignalId = field("signal under which it goes on")
    on: date = effective("day")

    def decide(self, signal: Signal, under: Signal, today: date) -> tuple[SignalBundled, BundleGrew, MatterClosed]:
        """From then on the other one is the open matter."""
        signal.require_open(self.on, today)
        under.require_open(self.on, today)
        SIGNAL_OPEN.unless(self.signal != self.under, signal=self.signal, under=self.under)
        return (
            SignalBundled(signal=self.signal, under=self.under, bundled_on=self.on),
            BundleGrew(signal=self.under, took_up=(self.signal, *signal.bundle), bundled_on=self.on),
            signal.leaves_docket,
        )
