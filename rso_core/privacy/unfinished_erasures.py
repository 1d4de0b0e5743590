"""Erasures that are not finished: begun and not recorded, or recorded while a name may still stand somewhere.

The record says who was erased and the keys say whose key is gone; a table of its own says for whom all else was cleaned.
Where that table was lost, or came back with an older backup, an erasure counts as unfinished and is cleaned again.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

import attrs
import sqlalchemy as sa

from rso_core.database import insert_into
from rso_core.domain.person import PersonErased
from rso_core.projection.generation import changing_tables, writing
from rso_core.store.event_store import EventStore
from rso_core.store.sealing import person_of
from rso_core.store.tables import EVENTS

CLEANED = sa.Table(
    "rso_cleaned_persons",
    sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=False),
)


class Stage(StrEnum):
    """How far an erasure is.

    ``begun``: meant, but not recorded; the ground has to be given again. ``lost``: the key is gone and the record does
    not say so, because an older backup of it was put back. ``recorded``: the key is still there, or is there again.
    ``key_gone``: what else may hold the name was not cleaned.
    """

    BEGUN = "begun"
    LOST = "lost"
    RECORDED = "recorded"
    KEY_GONE = "key_gone"


@attrs.frozen
class Unfinished:
    """A person whose erasure is not finished."""

    person: str
    stage: Stage


def unfinished_erasures(store: EventStore, engine: sa.Engine) -> list[Unfinished]:
    """Erasures that are not finished, in order of identifiers.

    Args:
        store: of the record.
        engine: on the database of its read models.

    Raises:
        StoreError: the keys of persons cannot be used.
    """
    keys = store.keys.states()
    with engine.connect() as connection:
        recorded = {person_of(stream) for (stream,) in connection.execute(_ERASED)}
        there = sa.inspect(connection).has_table(CLEANED.name)
        cleaned = set(connection.scalars(sa.select(CLEANED.c.person))) if there else set()
    found = []
    for person in sorted(recorded | keys.keys()):
        key = keys.get(person)
        if person in recorded:
            if key is not None and key.there:
                found.append(Unfinished(person, Stage.RECORDED))
            elif person not in cleaned:
                found.append(Unfinished(person, Stage.KEY_GONE))
        elif key is not None and key.destroyed_at is not None:
            found.append(Unfinished(person, Stage.LOST))
        elif key is not None and key.erasing is not None:
            found.append(Unfinished(person, Stage.BEGUN))
    return found


_ERASED = sa.select(EVENTS.c.originator_id).where(
    EVENTS.c.originator_id.like("person:%"), EVENTS.c.topic.like(f"{PersonErased.event_name}/%")
)


def note_cleaned(engine: sa.Engine, persons: Iterable[str]) -> None:
    """Note that nothing outside the events holds the name of these persons any more."""
    rows = [{"person": person, "cleaned_at": datetime.now(UTC)} for person in persons]
    if not rows:
        return
    with changing_tables(engine) as connection:
        CLEANED.create(connection, checkfirst=True)
        connection.execute(insert_into(connection.dialect.name, CLEANED).on_conflict_do_nothing(), rows)


def note_uncleaned(engine: sa.Engine, person: str) -> None:
    """Take that back: the key was there again, and so may the name be."""
    if sa.inspect(engine).has_table(CLEANED.name):
        with writing(engine) as connection:
            connection.execute(sa.delete(CLEANED).where(CLEANED.c.person == person))
