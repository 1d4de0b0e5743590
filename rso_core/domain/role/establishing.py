"""The covenant knows a role (S6)."""

from datetime import date

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.checked_types import Count, Name
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, PartyId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.role.state import Role
from rso_core.dutch.sentences import in_sentences, quoted

ROLE_NUMBER_OF_HOLDERS = Rule(
    id="role.number_of_holders",
    source="S6",
    en="A role allows at least one holder.",
    nl="Een rol kent ten minste één houder.",
    remedy_en="Set the number of holders to 1 or more.",
    remedy_nl="Stel het aantal houders op 1 of meer.",
)


@event("role.established")
class RoleEstablished(Event):
    """The covenant knows a role; ``parties`` limits who may hold it (empty: any party)."""

    role: RoleId = subject()
    name: str
    established_on: date
    body: BodyId | None = None
    parties: tuple[PartyId, ...] = ()
    holders: int = 1

    def apply(self, state: Role | None) -> Role:
        """A role that nobody holds yet."""
        return Role(
            id=self.role,
            name=self.name,
            body=self.body,
            parties=self.parties,
            holders=self.holders,
            established_on=self.established_on,
        )

    def sentence(self, names: NameIndex) -> str:
        """A role."""
        body = f" bij {names.body(self.body)}" if self.body else ""
        holders = f"; zij kan door {self.holders} personen tegelijk worden vervuld" if self.holders > 1 else ""
        may = "kan" if len(self.parties) == 1 else "kunnen"
        return in_sentences(
            f"de rol {quoted(self.name)}{body} werd ingesteld{holders}",
            f"alleen {names.parties(self.parties)} {may} haar vervullen" if self.parties else "",
        )


@act("establish-role", source="S6", known_ahead=True)
class EstablishRole(Act):
    """Establish a role of the covenant."""

    role: RoleId = new("identifier of the role")
    name: Name = field("name of the role")
    on: date = effective("day from which the role exists")
    body: BodyId | None = field("body in which the role is held", default=None)
    parties: tuple[PartyId, ...] = field("parties that may hold it; empty for any", default=())
    holders: Count = field("how many may hold it at a time", default=1)

    def decide(self) -> RoleEstablished:
        """Someone can hold it."""
        ROLE_NUMBER_OF_HOLDERS.unless(self.holders >= 1, role=self.role, holders=self.holders)
        return RoleEstablished(
            role=self.role,
            name=self.name,
            established_on=self.on,
            body=self.body,
            parties=self.parties,
            holders=self.holders,
        )
