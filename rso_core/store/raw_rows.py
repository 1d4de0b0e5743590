"""What follows from stored bytes alone: the idempotency keys of the acts in them."""

from collections.abc import Sequence

import msgspec

from rso_core.store.errors import StoreError
from rso_core.store.recorders import ActKey
from rso_core.store.stored import StoredRow


class _Meta(msgspec.Struct):
    correlation: str
    key: str | None = None
    digest: str | None = None


class _State(msgspec.Struct):
    meta: _Meta


_DECODER = msgspec.json.Decoder(_State)


def act_keys_of(rows: Sequence[StoredRow]) -> list[ActKey]:
    """The keys of the acts that recorded these events; all events of an act must be among them.

    Raises:
        StoreError: bytes that are no stored event.
    """
    found = ActKeysFound()
    for row in rows:
        try:
            found.learn(row.id, row.state)
        except msgspec.MsgspecError as error:
            raise StoreError(f"event {row.id} is no stored event: {error}") from error
    return list(found.keys.values())


class ActKeysFound:
    """The keys of acts in the events that it learned of, in recorded order.

    Attributes:
        keys: by key.
    """

    def __init__(self) -> None:
        self.keys: dict[str, ActKey] = {}

    def learn(self, event: str, state: bytes) -> None:
        """Learn of the next event: its id and its stored bytes.

        Raises:
            MsgspecError: the bytes are no stored event.
        """
        meta = _DECODER.decode(state).meta
        if meta.key is None:
            return
        first = self.keys.get(meta.key)
        self.keys[meta.key] = ActKey(
            meta.key,
            meta.digest or "",
            meta.correlation,
            first.first_event if first else event,
            first.events + 1 if first else 1,
        )
