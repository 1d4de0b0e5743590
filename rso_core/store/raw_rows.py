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
    found: dict[str, ActKey] = {}
    for row in rows:
        try:
            meta = _DECODER.decode(row.state).meta
        except msgspec.MsgspecError as error:
            raise StoreError(f"event {row.id} is no stored event: {error}") from error
        if meta.key is None:
            continue
        first = found.get(meta.key)
        found[meta.key] = ActKey(
            meta.key,
            meta.digest or "",
            meta.correlation,
            first.first_event if first else row.id,
            first.events + 1 if first else 1,
        )
    return list(found.values())
