"""The life of a covenant, from predecessor to end (S1)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, later_field, named
from rso_core.domain.covenant_events import Answer


@named("draft-covenant")
@attrs.frozen(kw_only=True)
class DraftCovenant(Act):
    """Draft a covenant between registered parties."""

    covenant: str = field("identifier of the covenant")
    title: str = field("title of the covenant")
    parties: tuple[str, ...] = field("parties of the covenant")
    drafted_on: date = field("day of the draft")
    concerns: str = field("what it is about: form and structure of the cooperation", default="")
    signing_deadline: date | None = field("last day on which a signature is in time", default=None)
    predecessor: str | None = field("agreement that it succeeds", default=None)
    entry_quorum: str | None = later_field(
        "share of the parties that must have signed before it enters into force", default=None
    )
    amendment_signers: tuple[str, ...] = later_field("parties that sign an amendment; all when empty", default=())
    evaluation_rhythm: str | None = later_field(
        "RFC 5545 rule by which an evaluation falls due, from the entry into force", default=None
    )


@named("inherit-matter")
@attrs.frozen(kw_only=True)
class InheritMatter(Act):
    """Record what the predecessor leaves behind for this covenant to settle."""

    covenant: str = field("identifier of the covenant")
    matter: str = field("identifier of the matter, unique within the covenant")
    title: str = field("what is left behind")
    on: date = field("day on which it passes over")


@named("settle-matter")
@attrs.frozen(kw_only=True)
class SettleMatter(Act):
    """Record that something the predecessor left behind is settled."""

    covenant: str = field("identifier of the covenant")
    matter: str = field("identifier of the matter")
    on: date = field("day on which it was settled")
    how: str = field("how it was settled")


@named("draft-version")
@attrs.frozen(kw_only=True)
class DraftVersion(Act):
    """Record a version of the text of a covenant, by the hash of its document."""

    covenant: str = field("identifier of the covenant")
    version: str = field("identifier of the version, such as concept-2")
    document: str = field("name of the document")
    sha256: str = field("SHA-256 of the document, 64 hexadecimal digits")
    on: date = field("day of the version")


@named("open-consultation")
@attrs.frozen(kw_only=True)
class OpenConsultation(Act):
    """Ask parties for their answer on a version of the covenant."""

    covenant: str = field("identifier of the covenant")
    consultation: str = field("identifier of the round")
    asked: tuple[str, ...] = field("parties that are asked")
    on: date = field("day on which the round opens")
    question: str = field("what is asked", default="")
    version: str | None = field("version that is asked about", default=None)
    closes_on: date | None = field("last day for an answer", default=None)


@named("answer-consultation")
@attrs.frozen(kw_only=True)
class AnswerConsultation(Act):
    """Record what a party answered in a consultation round."""

    covenant: str = field("identifier of the covenant")
    consultation: str = field("identifier of the round")
    party: str = field("party that answers")
    answer: Answer = field("in_favour, with_remarks or objects")
    on: date = field("day of the answer")
    text: str = field("remarks or objection", default="")


@named("close-consultation")
@attrs.frozen(kw_only=True)
class CloseConsultation(Act):
    """Close a consultation round with what was done with the answers."""

    covenant: str = field("identifier of the covenant")
    consultation: str = field("identifier of the round")
    on: date = field("day on which it closes")
    conclusion: str = field("what was done with the answers")


@named("adopt-covenant")
@attrs.frozen(kw_only=True)
class AdoptCovenant(Act):
    """Adopt a version of the text by a decision, to be signed by the parties."""

    covenant: str = field("identifier of the covenant")
    version: str = field("version that is adopted")
    decision: str = field("decision by which it is adopted")


@named("open-signing")
@attrs.frozen(kw_only=True)
class OpenSigning(Act):
    """Open a covenant for signing."""

    covenant: str = field("identifier of the covenant")
    on: date = field("first day on which parties may sign")


@named("enter-into-force")
@attrs.frozen(kw_only=True)
class EnterIntoForce(Act):
    """Bring a covenant into force."""

    covenant: str = field("identifier of the covenant")
    on: date = field("first day on which it is in force")


@named("propose-amendment")
@attrs.frozen(kw_only=True)
class ProposeAmendment(Act):
    """Propose a new version of a covenant in force, to be signed again by whom the covenant says."""

    covenant: str = field("identifier of the covenant")
    amendment: str = field("identifier of the amendment")
    title: str = field("what changes")
    document: str = field("name of the document")
    sha256: str = field("SHA-256 of the document")
    on: date = field("day of the proposal")
    deadline: date | None = field("last day on which a signature is in time", default=None)


@named("amend-covenant")
@attrs.frozen(kw_only=True)
class AmendCovenant(Act):
    """Bring an amendment into force that was signed by all who must."""

    covenant: str = field("identifier of the covenant")
    amendment: str = field("identifier of the amendment")
    on: date = field("first day on which it is in force")


@named("accede")
@attrs.frozen(kw_only=True)
class Accede(Act):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party that joins")
    on: date = field("day from which it is a party")
    ground: str = field("decision on which it joins")


@named("withdraw-party")
@attrs.frozen(kw_only=True)
class WithdrawParty(Act):
    """A party leaves a covenant."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party that leaves")
    last_day: date = field("last day on which it is bound")
    reason: str = field("why it leaves")


@named("end-covenant")
@attrs.frozen(kw_only=True)
class EndCovenant(Act):
    """End a covenant."""

    covenant: str = field("identifier of the covenant")
    last_day: date = field("last day on which it is in force")
    reason: str = field("why it ends")
