"""The life of a covenant after its draft: opened for signing, in force, ended (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.covenant.state import COVENANT_ADOPTED_FIRST, Covenant, Stage
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import CovenantId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import share
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences

COVENANT_ENTRY_QUORUM = Rule(
    id="covenant.entry_quorum",
    source="S2",
    en="A covenant enters into force when the share of its parties that it names has signed without reservation.",
    nl="Een convenant treedt in werking als het deel van de partijen dat het noemt zonder voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures or the lifting of reservations first, or choose a later date.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen of het vervallen van voorbehouden vast, of kies een latere datum.",
)


@event("covenant.opened_for_signing")
class CovenantOpenedForSigning(Event):
    """From this day parties may sign."""

    covenant: CovenantId = subject()
    opened_on: date
    sentence = "{covenant} werd opengesteld voor ondertekening"

    def apply(self, state: Covenant) -> Covenant:
        """A covenant that may be signed."""
        return attrs.evolve(state, stage=Stage.OPEN_FOR_SIGNING, stage_since=self.opened_on, opened_on=self.opened_on)


@act("open-signing", source="S1", known_ahead=True)
class OpenSigning(Act):
    """Open a covenant for signing."""

    covenant: CovenantId = field("identifier of the covenant")
    on: date = effective("first day on which parties may sign")

    def decide(self, covenant: Covenant) -> CovenantOpenedForSigning:
        """A draft opens; where it has versions, once one was adopted."""
        covenant.require_stage((Stage.DRAFTED,), self.on)
        COVENANT_ADOPTED_FIRST.unless(
            not covenant.versions or covenant.adopted is not None,
            covenant=self.covenant,
            versions=list(covenant.versions),
        )
        return CovenantOpenedForSigning(covenant=self.covenant, opened_on=self.on)


@event("covenant.entered_into_force")
class CovenantEnteredIntoForce(Event):
    """From this day the covenant binds those who signed."""

    covenant: CovenantId = subject()
    in_force_on: date
    sentence = "{covenant} trad in werking"

    def apply(self, state: Covenant) -> Covenant:
        """A covenant that is in force."""
        return attrs.evolve(state, stage=Stage.IN_FORCE, stage_since=self.in_force_on, in_force_on=self.in_force_on)


@act("enter-into-force", source="S1", known_ahead=True)
class EnterIntoForce(Act):
    """Bring a covenant into force."""

    covenant: CovenantId = field("identifier of the covenant")
    on: date = effective("first day on which it is in force")

    def decide(self, covenant: Covenant) -> CovenantEnteredIntoForce:
        """Where the covenant names a quorum, it has been met by then; parties may still sign afterwards, visibly late."""
        covenant.require_stage((Stage.OPEN_FOR_SIGNING,), self.on)
        if covenant.entry_quorum is not None:
            parties = covenant.bound_on(self.on)
            signed = [p for p, s in covenant.signatures.items() if p in parties and s.counts_on(self.on)]
            COVENANT_ENTRY_QUORUM.unless(
                len(signed) >= share(covenant.entry_quorum) * len(parties),
                covenant=self.covenant,
                on=self.on,
                quorum=covenant.entry_quorum,
                parties=len(parties),
                signed=len(signed),
            )
        return CovenantEnteredIntoForce(covenant=self.covenant, in_force_on=self.on)


@event("covenant.ended")
class CovenantEnded(Event):
    """``last_day`` is the last day on which the covenant holds."""

    covenant: CovenantId = subject()
    last_day: date
    reason: str

    def apply(self, state: Covenant) -> Covenant:
        """A covenant that has ended."""
        return attrs.evolve(state, stage=Stage.ENDED, stage_since=self.last_day)

    def sentence(self, names: NameIndex) -> str:
        """It ended."""
        return in_sentences(
            f"{names.covenant(self.covenant)} eindigde; de laatste dag was {in_words(self.last_day)}",
            because(self.reason),
        )


@act("end-covenant", source="S1")
class EndCovenant(Act):
    """End a covenant."""

    covenant: CovenantId = field("identifier of the covenant")
    last_day: date = effective("last day on which it is in force")
    reason: Text = field("why it ends")

    def decide(self, covenant: Covenant) -> CovenantEnded:
        """It ends once, at the end of its last day."""
        covenant.require_stage((Stage.DRAFTED, Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE), self.last_day)
        return CovenantEnded(covenant=self.covenant, last_day=self.last_day, reason=self.reason)
