"""The Merkle tree over the log of a store: roots and proofs from some hundreds of rows, however long the log is.

The hashes of complete subtrees of 256, 256², … events (tiles, as in C2SP tlog-tiles) are kept in a table of their own.
They are derived from the log and made when they are first asked for, so that recording an event costs one row.
"""

from collections.abc import Iterable
from itertools import takewhile

import sqlalchemy as sa

from rso_core.database import engine_for, insert_into
from rso_core.projection.generation import writing
from rso_core.proof.errors import ProofError
from rso_core.proof.merkle import consistency_proof, inclusion_proof, root_at, root_of
from rso_core.store.tables import LOG, LOG_TILES

HEIGHT = 8
WIDTH = 1 << HEIGHT


class LogTree:
    """The tree over the log of one store; a context manager.

    Args:
        url: address of a store that was opened before.
        keep: whether subtrees that are made here are kept in the store; False to read only.
    """

    def __init__(self, url: str, *, keep: bool = True) -> None:
        self._engine = engine_for(url)
        self._keep = keep
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __enter__(self) -> "LogTree":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def size(self) -> int:
        """Number of events in the log."""
        with self._engine.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(LOG.c.idx)))
        return 0 if last is None else int(last) + 1

    def index_of(self, event: str) -> int:
        """The index of an event in the log, from 0.

        Raises:
            ProofError: it is not in the log.
        """
        with self._engine.connect() as connection:
            found = connection.scalar(sa.select(LOG.c.idx).where(LOG.c.event == event))
        if found is None:
            raise ProofError(f"there is no event {event!r} in the log; events are named like party:gm0344@1")
        return int(found)

    def root(self, size: int) -> bytes:
        """The root over the first `size` events.

        Raises:
            ProofError: the log has no so many, or rows of it are missing.
        """
        return root_at(self._within(size), self.node)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The proof that the event at an index stands among the first `size`.

        Raises:
            ProofError: it does not, or rows of the log are missing.
        """
        return inclusion_proof(index, self._within(size), self.node)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the first `new` events begin with the first `old`.

        Raises:
            ProofError: sizes that the log never had, or rows of it are missing.
        """
        return consistency_proof(old, self._within(new), self.node)

    def node(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree of ``2**level`` events that begins at event ``index * 2**level``."""
        tile_level, within = divmod(level, HEIGHT)
        width = 1 << within
        tile, start = divmod(index * width, WIDTH)
        hashes = self._tile(tile_level, tile, start + width)
        return root_of(hashes[start : start + width])

    def check_kept(self) -> bool:
        """Whether the subtrees that are kept are those of the log; when not, they are forgotten and made anew later."""
        with self._engine.connect() as connection:
            hashes = [bytes(value) for value in connection.scalars(sa.select(LOG.c.hash).order_by(LOG.c.idx))]
            kept = {(row.level, row.idx): bytes(row.hash) for row in connection.execute(sa.select(LOG_TILES))}
        level = 0
        made: dict[tuple[int, int], bytes] = {}
        while len(hashes) >= WIDTH:
            level += 1
            complete = range(len(hashes) // WIDTH)
            hashes = [root_of(hashes[index * WIDTH : (index + 1) * WIDTH]) for index in complete]
            made |= {(level, index): value for index, value in enumerate(hashes)}
        good = all(made.get(place) == value for place, value in kept.items())
        if not good:
            self.forget_kept()
        return good

    def forget_kept(self) -> None:
        """Forget the subtrees that are kept; they are derived, and made anew when they are asked for."""
        self._tiles.clear()
        with writing(self._engine) as connection:
            connection.execute(sa.delete(LOG_TILES))

    def _within(self, size: int) -> int:
        have = self.size()
        if not 0 <= size <= have:
            raise ProofError(f"the log has {have} events, not {size}")
        return size

    def _tile(self, level: int, tile: int, width: int) -> list[bytes]:
        """The first `width` hashes of a tile; the whole tile is read at once, for a proof asks several parts of it."""
        known = self._tiles.get((level, tile), [])
        if len(known) < width:
            known = self._read(level, tile * WIDTH, width)
            self._tiles[level, tile] = known
        return known

    def _read(self, level: int, start: int, width: int) -> list[bytes]:
        table = LOG if level == 0 else LOG_TILES
        query = sa.select(table.c.idx, table.c.hash).where(table.c.idx >= start, table.c.idx < start + WIDTH)
        if level > 0:
            query = query.where(LOG_TILES.c.level == level)
        with self._engine.connect() as connection:
            found = {row.idx: bytes(row.hash) for row in connection.execute(query)}
        missing = [index for index in range(start, start + width) if index not in found]
        if missing and level == 0:
            raise ProofError(f"event {missing[0] + 1} is missing from the log; 'rso audit verify' tells more")
        made = {index: root_of(self._tile(level - 1, index, WIDTH)) for index in missing}
        if made and self._keep:
            self._put(level, made.items())
        found |= made
        # Up to the first gap: beyond it stands what another process made, or nothing yet.
        return [found[index] for index in takewhile(found.__contains__, range(start, start + WIDTH))]

    def _put(self, level: int, made: Iterable[tuple[int, bytes]]) -> None:
        with writing(self._engine) as connection:
            rows = [{"level": level, "idx": index, "hash": value} for index, value in made]
            connection.execute(insert_into(connection.dialect.name, LOG_TILES).on_conflict_do_nothing(), rows)
