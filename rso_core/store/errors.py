"""What can go wrong between an act and its record."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rso_core.store.keys_belonging import Belonging


class StoreError(Exception):
    """The event store cannot be opened, read or written; the message says why and what would mend it."""


class UnreachableStoreError(StoreError):
    """The server of the store does not answer, or ended the connection; it may come back."""


class NewerStoreError(StoreError):
    """The store has the format of a later release; this one writes nothing into it."""


class OlderStoreError(StoreError):
    """The store has the format of an earlier release, and nobody asked yet for that of this one."""


class ConflictError(StoreError):
    """Another writer was first: something this act was decided on has changed since it was read.

    Nothing was recorded. Decide again on the facts as they are now (see `rso_core.retrying`).
    """


class KeyTakenError(StoreError):
    """Another writer recorded an act under the same key in the meantime."""


class UnknownEventError(StoreError):
    """The store holds an event whose name or version this release does not know."""


class KeyMissingError(StoreError):
    """The key of a person is not where the keys are kept, so nothing can be recorded under it."""


class KeysNotOfRecordError(StoreError):
    """The keys of persons at hand are not those of the record, or those of the record are not at hand.

    Attributes:
        belonging: how the keys at hand stand to it.
    """

    def __init__(self, message: str, belonging: "Belonging") -> None:
        super().__init__(message)
        self.belonging = belonging


class NotKeptError(StoreError):
    """The database did not keep what it was given: something in it swallows or changes what is written.

    Nothing was recorded.
    """

    def __init__(self, what: str) -> None:
        super().__init__(
            f"nothing was recorded, for the database did not keep what was written ({what}): something in it, such as a "
            "trigger or rule, swallows or changes it; 'rso audit verify' names it, 'rso repair' takes it away"
        )
