"""Sentences about signing: commitments, college decisions, signatures and what becomes of them."""

from rso_core.domain.covenant.state import Ground, GroundKind
from rso_core.domain.covenant_events import (
    CollegeDecided,
    CommitmentGiven,
    CovenantSigned,
    Medium,
    ReservationLifted,
    SignatureWithdrawn,
    SigningRefused,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, on_ground, quoted, said, told
from rso_core.narrative.sentences import narrates


@narrates(CommitmentGiven)
def commitment_given(event: CommitmentGiven, names: NameIndex) -> str:
    """A party gave its word."""
    return told(
        f"{names.party(event.party)} zegde toe {names.covenant(event.covenant)} te ondertekenen{on_ground(event.ground)}"
    )


@narrates(CollegeDecided)
def college_decided(event: CollegeDecided, names: NameIndex) -> str:
    """The board of a party decided."""
    outcome = "" if event.in_favour else "niet "
    return told(
        f"het bestuur van {names.party(event.party)} besloot {names.covenant(event.covenant)} {outcome}te "
        f"ondertekenen, blijkens {quoted(event.document)}"
    )


@narrates(CovenantSigned)
def signed(event: CovenantSigned, names: NameIndex) -> str:
    """A signature."""
    how = "digitaal" if event.medium is Medium.DIGITAL else "op papier"
    return told(
        f"{names.person(event.person)} ondertekende {names.text_signed(event.covenant, event.amendment)} namens "
        f"{names.party(event.party)}, {how},{_ground(event.ground)}",
        said("dat gebeurde onder voorbehoud", event.reservation),
    )


def _ground(ground: Ground) -> str:
    kind = "een mandaat" if ground.kind is GroundKind.MANDATE else "een besluit van het bestuur"
    of = f" van {in_words(ground.decided_on)}" if ground.decided_on else ""
    document = f" ({quoted(ground.document)})" if ground.document.strip() else ""
    return f" op grond van {kind}{of}{document}"


@narrates(ReservationLifted)
def reservation_lifted(event: ReservationLifted, names: NameIndex) -> str:
    """A condition is fulfilled."""
    return told(
        f"het voorbehoud van {names.party(event.party)} bij {names.text_signed(event.covenant, event.amendment)} "
        f"verviel{on_ground(event.ground)}; de handtekening telt nu volledig"
    )


@narrates(SigningRefused)
def signing_refused(event: SigningRefused, names: NameIndex) -> str:
    """A party will not sign."""
    return told(
        f"{names.party(event.party)} weigerde {names.text_signed(event.covenant, event.amendment)} te ondertekenen",
        because(event.reason),
    )


@narrates(SignatureWithdrawn)
def signature_withdrawn(event: SignatureWithdrawn, names: NameIndex) -> str:
    """A signature was taken back."""
    return told(
        f"{names.party(event.party)} trok de handtekening onder {names.text_signed(event.covenant, event.amendment)} in",
        because(event.reason),
    )
