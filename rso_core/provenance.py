"""Who records something, on what ground and when; and the metadata that stands with its events because of it."""

from datetime import date, datetime
from typing import Annotated

import attrs

from rso_core.domain.checked_types import Actor, Called, Remark
from rso_core.store.recorded import EntryKind, Meta


@attrs.frozen(kw_only=True)
class Provenance:
    """Who records an act, on what ground and when.

    Attributes:
        actor: ``person:<id>``, ``party:<id>`` or ``office:<id>``; a person or party that the record knows.
        source: the document it rests on, where there is one.
        key: the same key again changes nothing and gives the first outcome.
        recorded_at: the moment claimed, for what is taken over from elsewhere: since when it was known there (aware); else
            it is known from now on. It has a floor, see `rso_core.domain.claimed_moment`.
        caused_by: id of the event that led to this act, where one did.
        entry: how it comes in. What is read from a file rests on that file, and its lines may name any moment after one
            another; what comes in by itself names the document on which a moment is claimed.
        ground: why the moment claimed, or the clock, may stand where that has to be said.
    """

    actor: Actor
    source: str | None = None
    key: str | None = None
    recorded_at: Annotated[datetime | None, Called("recorded")] = None
    caused_by: str | None = None
    entry: EntryKind = EntryKind.TYPED
    ground: Annotated[Remark | None, Called("because")] = None


def meta_in_place(own: Meta, theirs: Meta, correlation: str) -> Meta:
    """The metadata of an event that stands in the place of one: who recorded it, and when, as of the correction."""
    meta = attrs.evolve(
        own,
        act=theirs.act,
        effective=theirs.effective,
        correlation=correlation,
        causation=own.correlation,
        source=own.source or theirs.source,
        said=theirs.said,
        instead_of=theirs.instead_of,
        key=None,
        digest=None,
    )
    return meta if meta.came_in is own.came_in else attrs.evolve(meta, entry=own.came_in)


def meta_of(effective: date, act: str, about: Provenance, now: datetime, correlation: str, digest: str | None) -> Meta:
    """The metadata of an event.

    Args:
        effective: the day from which it holds (Europe/Amsterdam).
        act: name of the act that leads to it.
        about: who records it, on what ground and when.
        now: the present moment (aware).
        correlation: id of the act.
        digest: fingerprint of the act, where it carries a key.
    """
    meta = Meta(
        recorded_at=about.recorded_at or now,
        effective=effective,
        actor=about.actor,
        act=act,
        correlation=correlation,
        causation=about.caused_by or correlation,
        source=about.source,
        key=about.key,
        digest=digest,
        imported_at=now if about.recorded_at else None,
        ground=about.ground,
    )
    return meta if meta.came_in is about.entry else attrs.evolve(meta, entry=about.entry)
