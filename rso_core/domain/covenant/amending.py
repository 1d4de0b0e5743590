"""Amending a covenant in force: a change is proposed, and holds once it was signed again (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Sha256, Title
from rso_core.domain.covenant.state import Amendment, Covenant, Stage
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import AmendmentId, CovenantId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import period, require_new_part
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, in_sentences, quoted

AMENDMENT_IN_FORCE = Rule(
    id="amendment.in_force",
    source="S1",
    en="Only a covenant in force is amended.",
    nl="Alleen een convenant dat van kracht is wordt gewijzigd.",
    remedy_en="Draft another version while it is a draft, or correct the date.",
    remedy_nl="Stel een nieuwe versie op zolang het een concept is, of verbeter de datum.",
)
AMENDMENT_SIGNED_AGAIN = Rule(
    id="amendment.signed_again",
    source="S1",
    en="An amendment enters into force once, when every party that the covenant names for it has signed it without "
    "reservation.",
    nl="Een wijziging treedt één keer in werking, als elke partij die het convenant daarvoor noemt haar zonder "
    "voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures under the amendment first.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen onder de wijziging vast.",
)


@event("covenant.amendment_proposed")
class AmendmentProposed(Event):
    """A new version of a covenant in force, to be signed by ``signers``."""

    covenant: CovenantId = subject()
    amendment: AmendmentId
    title: str
    document: str
    sha256: str
    proposed_on: date
    signers: tuple[PartyId, ...]
    deadline: date | None

    def apply(self, state: Covenant) -> Covenant:
        """One amendment more."""
        return state.with_amendment(
            Amendment(id=self.amendment, signers=self.signers, proposed_on=self.proposed_on, sha256=self.sha256)
        )

    def sentence(self, names: NameIndex) -> str:
        """A change of the text."""
        deadline = f", uiterlijk op {in_words(self.deadline)}" if self.deadline else ""
        return in_sentences(
            f"een wijziging van {names.covenant(self.covenant)} werd voorgesteld: {quoted(self.title)}, "
            f"in het stuk {quoted(self.document)}",
            f"{capital(names.parties(self.signers))} ondertekenen haar{deadline}" if self.signers else "",
        )


@act("propose-amendment", source="S1")
class ProposeAmendment(Act):
    """Propose a new version of a covenant in force, to be signed again by whom the covenant says."""

    covenant: CovenantId = field("identifier of the covenant")
    amendment: AmendmentId = field("identifier of the amendment")
    title: Title = field("what changes")
    document: Title = field("name of the document")
    sha256: Sha256 = field("SHA-256 of the document")
    on: date = effective("day of the proposal")
    deadline: date | None = field("last day on which a signature is in time", default=None)

    def decide(self, covenant: Covenant) -> AmendmentProposed:
        """Who signs it are those whom the covenant names for it, as far as they are bound that day."""
        period(self.on, self.deadline)
        require_new_part(self.amendment, covenant.amendments, "amendment")
        AMENDMENT_IN_FORCE.unless(
            covenant.stage is Stage.IN_FORCE and self.on >= covenant.stage_since,
            covenant=self.covenant,
            stage=covenant.stage,
            since=covenant.stage_since,
            date=self.on,
        )
        bound = covenant.bound_on(self.on)
        return AmendmentProposed(
            covenant=self.covenant,
            amendment=self.amendment,
            title=self.title,
            document=self.document,
            sha256=self.sha256,
            proposed_on=self.on,
            signers=tuple(sorted(bound & set(covenant.amendment_signers or bound))),
            deadline=self.deadline,
        )


@event("covenant.amendment_entered_into_force")
class AmendmentEnteredIntoForce(Event):
    """From this day the covenant holds as amended."""

    covenant: CovenantId = subject()
    amendment: AmendmentId
    in_force_on: date

    def apply(self, state: Covenant) -> Covenant:
        """The amendment is in force."""
        return state.with_amendment(attrs.evolve(state.amendments[self.amendment], in_force_on=self.in_force_on))

    def sentence(self, names: NameIndex) -> str:
        """The change holds."""
        return in_sentences(f"{names.text_signed(self.covenant, self.amendment)} trad in werking")


@act("amend-covenant", source="S1", known_ahead=True)
class AmendCovenant(Act):
    """Bring an amendment into force that was signed by all who must."""

    covenant: CovenantId = field("identifier of the covenant")
    amendment: AmendmentId = field("identifier of the amendment")
    on: date = effective("first day on which it is in force")

    def decide(self, covenant: Covenant) -> AmendmentEnteredIntoForce:
        """Who left the covenant by then need not sign it."""
        known = covenant.amendment(self.amendment)
        signers = [party for party in known.signers if party in covenant.bound_on(self.on)]
        signed = [party for party, signature in known.signatures.items() if signature.counts_on(self.on)]
        missing = [party for party in signers if party not in signed]
        proposed = known.in_force_on is None and self.on >= known.proposed_on
        AMENDMENT_SIGNED_AGAIN.unless(
            not missing and proposed and covenant.stage is Stage.IN_FORCE,
            amendment=self.amendment,
            on=self.on,
            proposed_on=known.proposed_on,
            in_force_on=known.in_force_on,
            missing=missing,
        )
        return AmendmentEnteredIntoForce(covenant=self.covenant, amendment=self.amendment, in_force_on=self.on)
