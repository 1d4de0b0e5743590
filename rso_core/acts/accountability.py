"""Accountability: how long names are kept, who was erased, and the keys that prove the record (S13, S14)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, named


@named("set-retention")
@attrs.frozen(kw_only=True)
class SetRetention(Act):
    """Set how many years after its end a role keeps the name of who held it; without a role, for everything else."""

    years: int = field("whole years after the last day")
    ground: str = field("document on which it rests, such as the selection list")
    on: date = field("day from which the term holds")
    role: str | None = field(
        "role it is about; left out for mandates, seats and attendance, and roles without a term", default=None
    )


@named("erase-person", by_hand=False)
@attrs.frozen(kw_only=True)
class ErasePerson(Act):
    """Erase name and address of a person for good: the key is destroyed. Use 'rso person erase', which cleans up too."""

    person: str = field("identifier of the person")
    ground: str = field("request or retention term on which it rests")
    on: date = field("day of the decision to erase")


@named("introduce-record-key", by_hand=False)
@attrs.frozen(kw_only=True)
class IntroduceRecordKey(Act):
    """Introduce the key that signs checkpoints from now on. Use 'rso init' or 'rso audit key'."""

    public_key: str = field("its public key, name+hash+key")
    on: date = field("day from which it is used")
    vouched: str | None = field("signature of the key before over it", default=None)
    reason: str = field("why the key before is no longer used", default="")


@named("recognise-witness")
@attrs.frozen(kw_only=True)
class RecogniseWitness(Act):
    """Recognise a party as a witness of checkpoints, by its public key."""

    party: str = field("party that holds the key")
    public_key: str = field("its public key, as 'rso witness' prints it")
    on: date = field("day from which it counts")


@named("dismiss-witness")
@attrs.frozen(kw_only=True)
class DismissWitness(Act):
    """No longer count a key of a witness."""

    public_key: str = field("the public key")
    reason: str = field("why")
    on: date = field("last day on which it counts")
