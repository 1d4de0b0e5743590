"""An account of somebody or something: every act that names it, in Dutch, in order of days."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs

from rso_core.about import ActAbout, Confidentiality, How, acts_about
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.domain.references import Thing
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, counted, quoted
from rso_core.dutch.vocabulary import fact_in_dutch
from rso_core.narrative.composing import how_recorded
from rso_core.narrative.sentences import sentence
from rso_core.projection import events_as_of
from rso_core.store.event_store import EventStore

HOW = {
    How.OWN: "",
    How.NAMED: "",
    How.HELD: "Dit gaat over wat deze persoon had.",
    How.RECORDED: "Alleen vastgelegd door deze persoon of partij.",
}
"""What is said of an act that does not name the thing itself."""
CONFIDENTIAL = "Vertrouwelijk."
NO_LONGER = "Dit geldt niet meer: het is verbeterd of ingetrokken."


@attrs.frozen(kw_only=True)
class Entry:
    """An act in words.

    Attributes:
        on: the day from which it holds (Europe/Amsterdam).
        sentences: what happened.
        recorded: when it was recorded, by whom and on what ground.
        remarks: that it is confidential; that it no longer holds; how it has to do with the thing, where it does not name it.
        act: the act, with its events.
    """

    on: date
    sentences: tuple[str, ...]
    recorded: str
    remarks: tuple[str, ...]
    act: ActAbout


@attrs.frozen(kw_only=True)
class Account:
    """All that the record holds about a thing, in Dutch.

    Attributes:
        thing: how it is written: ``party:gm0344``.
        title: what it is called.
        scope: which days it is about, and as known when, a sentence each.
        entries: the acts, the earliest day first.
        left_out: how many confidential acts were left out.
    """

    thing: str
    title: str
    scope: tuple[str, ...]
    entries: tuple[Entry, ...]
    left_out: int = 0

    @property
    def summary(self) -> str:
        """How many acts there are, and how many were left out."""
        acts = len({entry.act.meta.correlation for entry in self.entries})
        told = (
            "Er is niets over vastgelegd" if not acts else f"Er {_is(acts)} {counted(acts, 'handeling', 'handelingen')}"
        )
        confidential = len({e.act.meta.correlation for e in self.entries if e.act.confidential})
        marked = f", waarvan {confidential} vertrouwelijk" if confidential else ""
        out = counted(self.left_out, "vertrouwelijke handeling", "vertrouwelijke handelingen")
        missing = f" Weggelaten {_is(self.left_out)} {out}." if self.left_out else ""
        return f"{told}{marked}.{missing}"


def _is(number: int) -> str:
    return "is" if number == 1 else "zijn"


def account_of(
    store: EventStore,
    thing: Thing,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    valid_on: date | None = None,
    known_on: date | datetime | None = None,
    public: bool = False,
    as_known: str = "",
) -> Account:
    """Everything about somebody or something; see `rso_core.about.acts_about` for what that is.

    Args:
        store: of the record.
        thing: kind and identifier; of a part also that of what it is part of.
        first_day, last_day: only what holds from a day between these, both included (Europe/Amsterdam).
        valid_on: leave out what only holds after this day, and call everything as it was called on it.
        known_on: as known at the end of this day, or at this moment (aware); names too.
        public: leave out what is confidential, by all that is known now.
        as_known: `known_on` in words, for the account.
    """
    until = min((day for day in (last_day, valid_on) if day is not None), default=None)
    tells = Confidentiality(store)
    about = acts_about(
        store,
        thing,
        first_day=first_day,
        last_day=until,
        known_on=known_on,
        public=public,
        confidentiality=tells,
    )
    names = NameIndex.of(recorded for _, recorded in events_as_of(store, valid_on, known_on))
    hidden = public and tells.of(thing, until or tells.today)
    return Account(
        thing=about.written,
        title=f"Alles over {about.written if hidden else title_of(thing, names)}",
        scope=tuple(_scope(first_day, last_day, valid_on, as_known)),
        entries=tuple(_entry(act, names) for act in about.acts),
        left_out=about.left_out,
    )


def title_of(thing: Thing, names: NameIndex) -> str:
    """What a thing is called in a title: ``de gemeente Utrecht (party:gm0344)``."""
    written = f"{thing[0]}:{'/'.join(thing[1:])}"
    if len(thing) == 2:
        return f"{names.subject(written)} ({written})"
    name = names.get(*thing)
    return f"{fact_in_dutch(thing[0])} {quoted(name) if name else thing[2]} ({written})"


def _scope(first: date | None, last: date | None, valid_on: date | None, as_known: str) -> Iterator[str]:
    if first or last:
        start = f"vanaf {in_words(first)}" if first else ""
        end = f"tot en met {in_words(last)}" if last else ""
        yield f"Alleen wat geldt {' '.join(filter(None, (start, end)))}."
    if valid_on:
        yield f"Zoals het gold op {in_words(valid_on)}."
    if as_known:
        yield f"{capital(as_known)}."


def _entry(act: ActAbout, names: NameIndex) -> Entry:
    remarks = (CONFIDENTIAL if act.confidential else "", "" if act.holds else NO_LONGER, HOW[act.how])
    return Entry(
        on=act.on,
        sentences=tuple(_sentences(act, names)),
        recorded=how_recorded(act.meta, names),
        remarks=tuple(filter(None, remarks)),
        act=act,
    )


def _sentences(act: ActAbout, names: NameIndex) -> Iterable[str]:
    """What happened; what only keeps count of it is told where nothing else is."""
    events = [event.recorded for event in act.events]
    telling = [recorded for recorded in events if not recorded.originator_id.startswith(BOOKKEEPING)]
    return (sentence(recorded.event, names) for recorded in telling or events)
