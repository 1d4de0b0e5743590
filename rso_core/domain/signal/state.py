"""What a signal is: where it lies now, who supports it, and what rides along with it."""

from datetime import date, timedelta
from enum import StrEnum

import attrs

from rso_core.calendar_days import shifted
from rso_core.domain.body.state import Body
from rso_core.domain.concept import concept
from rso_core.domain.docket import Matter, MatterClosed, MatterKind, MatterOpened
from rso_core.domain.references import BodyId, PartyId, SignalId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened

SIGNAL_OPEN = Rule(
    id="signal.open",
    source="S8",
    en="Only an open signal that is not bundled under another is supported, bundled, escalated, ranked or answered.",
    nl="Alleen een open signaal dat niet onder een ander is gebundeld, wordt gesteund, gebundeld, doorgezet, geordend of "
    "beantwoord.",
    remedy_en="Name an open signal, or the one under which it was bundled.",
    remedy_nl="Noem een open signaal, of het signaal waaronder het is gebundeld.",
)


class SignalKind(StrEnum):
    """What is signalled."""

    OPPORTUNITY = "opportunity"
    BOTTLENECK = "bottleneck"


class SignalState(StrEnum):
    """Where the signal is in its life."""

    OPEN = "open"
    BUNDLED = "bundled"
    ANSWERED = "answered"


@concept("signal")
@attrs.frozen(kw_only=True)
class Signal:
    """State of one signal; ``body`` is where it lies now, ``bundle`` what rides along with it."""

    id: SignalId
    party: PartyId
    body: BodyId
    raised_on: date
    answer_due: date | None = None
    state: SignalState = SignalState.OPEN
    supporters: tuple[PartyId, ...] = ()
    bundle: tuple[SignalId, ...] = ()

    def require_open(self, on: date, today: date) -> None:
        """Refuse what is not done to an open signal, or lies after the day of recording.

        Raises:
            Refused: SIGNAL_OPEN, RECORD_NOT_YET.
        """
        require_happened(on, today, "signal")
        if self.state is not SignalState.OPEN or on < self.raised_on:
            raise SIGNAL_OPEN.refused(signal=self.id, state=self.state, raised_on=self.raised_on, date=on)

    @property
    def leaves_docket(self) -> MatterClosed:
        """It is no open matter of the body any more where it lies."""
        return MatterClosed(body=self.body, matter=Matter(kind=MatterKind.SIGNAL, id=self.id))


def joins_docket(signal: SignalId, body: BodyId) -> MatterOpened:
    """A signal is an open matter of a body."""
    return MatterOpened(body=body, matter=Matter(kind=MatterKind.SIGNAL, id=signal))


def answer_due(body: Body, on: date) -> date | None:
    """The last day for an answer to what reaches a body on this day; None where the covenant names no term."""
    days = body.profile_on(on).signal_answer_days
    return shifted(on, timedelta(days=days)) if days is not None else None
