"""Accountability: how long names are kept, who was erased, and the keys that prove the record (S13, S14)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.references import PartyId, RoleId


@act("set-retention", source="S13")
class SetRetention(Act):
    """Set how many years after its end a role keeps the name of who held it; without a role, for everything else."""

    years: int = field("whole years after the last day")
    ground: str = field("document on which it rests, such as the selection list")
    on: date = field("day from which the term holds")
    role: RoleId | None = field(
        "role it is about; left out for mandates, seats and attendance, and roles without a term", default=None
    )


@act("introduce-record-key", source="S14", by_hand=False)
class IntroduceRecordKey(Act):
    """Introduce the key that signs checkpoints from now on. Use 'rso init' or 'rso audit key'."""

    public_key: str = field("its public key, name+hash+key")
    on: date = field("day from which it is used")
    vouched: str | None = field("signature of the key before over it", default=None)
    reason: str = field("why the key before is no longer used", default="")


@act("recognise-witness", source="S14")
class RecogniseWitness(Act):
    """Recognise a party as a witness of checkpoints, by its public key."""

    party: PartyId = field("party that holds the key")
    public_key: str = field("its public key, as 'rso witness' prints it")
    on: date = field("day from which it counts")


@act("dismiss-witness", source="S14")
class DismissWitness(Act):
    """No longer count a key of a witness."""

    public_key: str = field("the public key")
    reason: str = field("why")
    on: date = field("last day on which it counts")
