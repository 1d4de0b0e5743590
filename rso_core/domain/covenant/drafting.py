"""Drafting a covenant: its parties and terms, the versions of its text, and the adoption of one (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field, new
from rso_core.domain.checked_types import EvaluationRhythm, Remark, Sha256, Share, Title
from rso_core.domain.covenant.state import (
    COVENANT_ADOPTED_FIRST,
    COVENANT_LIFE_IN_ORDER,
    Covenant,
    Stage,
    Version,
)
from rso_core.domain.decision.state import Decision, require_in_force
from rso_core.domain.event import Effective, Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import CovenantId, DecisionId, PartyId, VersionId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_new_part, require_share
from rso_core.dutch.days import in_words
from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.dutch.sentences import in_sentences, quoted, share_of

COVENANT_HAS_PARTIES = Rule(
    id="covenant.has_parties",
    source="S1",
    en="A covenant has at least two parties, each named once.",
    nl="Een convenant heeft ten minste twee partijen, elk één keer genoemd.",
    remedy_en="Name the parties of the covenant.",
    remedy_nl="Noem de partijen van het convenant.",
)
COVENANT_TERMS = Rule(
    id="covenant.terms",
    source="S1",
    en="The quorum for entry into force is a share of the parties from 0 to 1; who signs amendments are its parties.",
    nl="Het quorum voor inwerkingtreding is een deel van de partijen van 0 tot 1; wijzigingen worden getekend door "
    "partijen van het convenant.",
    remedy_en="Write the quorum as a fraction such as '2/3', and name parties of the covenant.",
    remedy_nl="Schrijf het quorum als breuk, zoals '2/3', en noem partijen van het convenant.",
)


@event("covenant.drafted")
class CovenantDrafted(Event):
    """The covenant exists as a draft; ``concerns`` says what it is about (form and structure only).

    ``entry_quorum`` is the share of the parties that must have signed before it enters into force;
    ``amendment_signers`` are the parties that sign an amendment, all when empty; ``evaluation_rhythm`` is the
    RFC 5545 rule by which an evaluation falls due, counted from the entry into force.
    """

    covenant: CovenantId = subject()
    title: str
    concerns: str
    parties: tuple[PartyId, ...]
    drafted_on: date
    signing_deadline: date | None = None
    predecessor: str | None = None
    entry_quorum: str | None = None
    amendment_signers: tuple[PartyId, ...] = ()
    evaluation_rhythm: str | None = None

    def apply(self, state: Covenant | None) -> Covenant:
        """A covenant that is a draft."""
        return Covenant(
            id=self.covenant,
            title=self.title,
            parties=frozenset(self.parties),
            signing_deadline=self.signing_deadline,
            stage=Stage.DRAFTED,
            stage_since=self.drafted_on,
            entry_quorum=self.entry_quorum,
            amendment_signers=self.amendment_signers,
        )

    def sentence(self, names: NameIndex) -> str:
        """A covenant as a draft."""
        concerns = self.concerns.strip()
        about = f" Het gaat over: {quoted(concerns)}." if concerns and concerns != self.title else ""
        rhythm = rhythm_in_words(self.evaluation_rhythm)
        return in_sentences(
            f"er kwam een concept van {names.within(None).covenant(self.covenant)}.{about}",
            f"Partij zijn {names.parties(self.parties)}" if self.parties else "",
            f"het volgt op {quoted(self.predecessor)}" if self.predecessor else "",
            f"ondertekend wordt uiterlijk op {in_words(self.signing_deadline)}" if self.signing_deadline else "",
            f"het treedt pas in werking als {share_of(self.entry_quorum, 'partijen', 'heeft', 'hebben')} ondertekend"
            if self.entry_quorum
            else "",
            f"een wijziging wordt ondertekend door {names.parties(self.amendment_signers)}"
            if self.amendment_signers
            else "",
            f"na de inwerkingtreding wordt het geëvalueerd: {rhythm}" if rhythm else "",
        )


@act("draft-covenant", source="S1")
class DraftCovenant(Act):
    """Draft a covenant between registered parties."""

    covenant: CovenantId = new("identifier of the covenant")
    title: Title = field("title of the covenant")
    parties: tuple[PartyId, ...] = field("parties of the covenant")
    drafted_on: date = effective("day of the draft")
    concerns: Remark = field("what it is about: form and structure of the cooperation", default="")
    signing_deadline: date | None = field("last day on which a signature is in time", default=None)
    predecessor: str | None = field("agreement that it succeeds", default=None)
    entry_quorum: Share | None = later_field(
        "share of the parties that must have signed before it enters into force", default=None
    )
    amendment_signers: tuple[PartyId, ...] = later_field("parties that sign an amendment; all when empty", default=())
    evaluation_rhythm: EvaluationRhythm | None = later_field(
        "RFC 5545 rule by which an evaluation falls due, from the entry into force", default=None
    )

    def decide(self) -> CovenantDrafted:
        """It is between two parties or more, on terms that can be met."""
        if len(set(self.parties)) != len(self.parties) or len(self.parties) < 2:
            raise COVENANT_HAS_PARTIES.refused(covenant=self.covenant, parties=self.parties)
        if self.signing_deadline is not None and self.signing_deadline < self.drafted_on:
            raise COVENANT_LIFE_IN_ORDER.refused(drafted_on=self.drafted_on, signing_deadline=self.signing_deadline)
        self._require_terms()
        return CovenantDrafted(
            covenant=self.covenant,
            title=self.title,
            concerns=self.concerns,
            parties=self.parties,
            drafted_on=self.drafted_on,
            signing_deadline=self.signing_deadline,
            predecessor=self.predecessor,
            entry_quorum=self.entry_quorum,
            amendment_signers=self.amendment_signers,
            evaluation_rhythm=self.evaluation_rhythm or None,
        )

    def _require_terms(self) -> None:
        try:
            require_share(self.entry_quorum or "0")
        except ValueError:
            raise COVENANT_TERMS.refused(entry_quorum=self.entry_quorum) from None
        strangers = [party for party in self.amendment_signers if party not in self.parties]
        COVENANT_TERMS.unless(not strangers, amendment_signers_who_are_no_party=strangers)


@event("covenant.version_drafted")
class VersionDrafted(Event):
    """A version of the text exists; ``sha256`` is the hash of the document."""

    covenant: CovenantId = subject()
    version: VersionId
    document: str
    sha256: str
    drafted_on: date
    sentence = "Versie {version} van {covenant} werd vastgelegd, in het stuk {document}"

    def apply(self, state: Covenant) -> Covenant:
        """One version more."""
        version = Version(id=self.version, document=self.document, sha256=self.sha256, drafted_on=self.drafted_on)
        return attrs.evolve(state, versions={**state.versions, version.id: version})


@act("draft-version", source="S1")
class DraftVersion(Act):
    """Record a version of the text of a covenant, by the hash of its document."""

    covenant: CovenantId = field("identifier of the covenant")
    version: VersionId = field("identifier of the version, such as concept-2")
    document: Title = field("name of the document")
    sha256: Sha256 = field("SHA-256 of the document, 64 hexadecimal digits")
    on: date = effective("day of the version")

    def decide(self, covenant: Covenant) -> VersionDrafted:
        """Only a draft has new versions."""
        covenant.require_draft(self.on)
        require_new_part(self.version, covenant.versions, "version")
        return VersionDrafted(
            covenant=self.covenant,
            version=self.version,
            document=self.document,
            sha256=self.sha256,
            drafted_on=self.on,
        )


@event("covenant.adopted")
class CovenantAdopted(Event):
    """A body adopted a version of the text, to be signed by the parties."""

    covenant: CovenantId = subject()
    version: VersionId
    decision: DecisionId
    adopted_on: date
    sentence = "Versie {version} van {covenant} werd vastgesteld, met {decision}"

    def apply(self, state: Covenant) -> Covenant:
        """The version is the text that is signed."""
        return attrs.evolve(state, adopted=self.version)


@act("adopt-covenant", source="S1")
class AdoptCovenant(Act):
    """Adopt a version of the text by a decision, to be signed by the parties."""

    covenant: CovenantId = field("identifier of the covenant")
    version: VersionId = field("version that is adopted")
    decision: DecisionId = field("decision by which it is adopted")

    def decide(self, covenant: Covenant, decision: Decision) -> Effective:
        """One version is adopted, by a decision that stands, from the day of that decision."""
        covenant.require_draft(decision.taken_on)
        covenant.version(self.version)
        COVENANT_ADOPTED_FIRST.unless(covenant.adopted is None, covenant=self.covenant, adopted_before=covenant.adopted)
        require_in_force(decision)
        adopted = CovenantAdopted(
            covenant=self.covenant, version=self.version, decision=self.decision, adopted_on=decision.taken_on
        )
        return Effective(adopted, on=decision.taken_on)
