"""An account of somebody or something: every act that names it, in Dutch, in order of days."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs

from rso_core.about import ActAbout, Confidentiality, How, acts_about
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.domain.references import Thing
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, counted, quoted
from rso_core.dutch.vocabulary import fact_in_dutch
from rso_core.narrative.composing import names_of
from rso_core.narrative.corrected import STOOD, change_in_words
from rso_core.narrative.recording import how_recorded
from rso_core.narrative.sentences import sentence
from rso_core.projection import events_as_of
from rso_core.recorded_corrections import ActChange, CorrectionHistory
from rso_core.store.event_store import EventStore
from rso_core.store.holding import withdrawn_by
from rso_core.store.recorded import Meta

HOW = {
    How.OWN: "",
    How.NAMED: "",
    How.HELD: "Dit gaat over wat deze persoon had.",
    How.RECORDED: "Alleen vastgelegd door deze persoon of partij.",
}
"""What is said of an act that does not name the thing itself."""
CONFIDENTIAL = "Vertrouwelijk."


@attrs.frozen(kw_only=True)
class Entry:
    """An act in words.

    Attributes:
        on: the day from which it holds (Europe/Amsterdam).
        sentences: what happened.
        recorded: when it was recorded, by whom and on what ground.
        remarks: that it is confidential; what was put right in it since; how it has to do with the thing, where it does not
            name it.
        act: the act, with its events.
        earlier: what no longer holds of it, and what says so; they are told in this entry.
        changes: what was put right in it, the earliest first; what may not be told to others left out.
    """

    on: date
    sentences: tuple[str, ...]
    recorded: str
    remarks: tuple[str, ...]
    act: ActAbout
    earlier: tuple[ActAbout, ...] = ()
    changes: tuple[ActChange, ...] = ()


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
    names = names_of(list(events_as_of(store, valid_on, known_on)))
    hidden = public and tells.of(thing, until or tells.today)
    return Account(
        thing=about.written,
        title=f"Alles over {about.written if hidden else title_of(thing, names)}",
        scope=tuple(_scope(first_day, last_day, valid_on, as_known)),
        entries=tuple(_Entries(names, CorrectionHistory(store, known_on), tells, public=public).of(about.acts)),
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


class _Entries:
    """Makes entries of acts: of one that was put right a single one, with all its versions."""

    def __init__(self, names: NameIndex, history: CorrectionHistory, tells: Confidentiality, *, public: bool) -> None:
        self._names, self._history, self._tells, self._public = names, history, tells, public
        self._roots: dict[str, _Versions] = {}

    def of(self, acts: Iterable[ActAbout]) -> Iterator[Entry]:
        """The entries, in the order of the acts."""
        shown: list[ActAbout] = []
        withdrawals: list[ActAbout] = []
        for act in acts:
            if all(isinstance(event.recorded.event, EventsWithdrawn) for event in act.events):
                withdrawals.append(act)
            else:
                shown.append(act)
                if (root := self._root(act)) is not None:
                    self._roots.setdefault(root, _Versions()).add(act)
        left = [act for act in withdrawals if not self._take_up(act)]
        for act in sorted([*shown, *left], key=lambda each: (each.on, self._place(each))):
            root = self._root(act)
            versions = self._roots.get(root) if root is not None else None
            if act in left:
                yield self._withdrawal(act)
            elif versions is None:
                yield self._entry(act)
            elif act is versions.told:
                yield self._corrected(act, versions)
            elif act.holds:
                yield self._entry(act, self._original(act))
            # else it is told with the version that holds, or was the last to

    def _take_up(self, withdrawal: ActAbout) -> bool:
        """Tell what says that others no longer hold in the entry of one of these; False where none of them is told."""
        for change in self._changes_by(withdrawal):
            if change.root in self._roots:
                self._roots[change.root].withdrawals.append(withdrawal)
                return True
        return False

    def _changes_by(self, withdrawal: ActAbout) -> tuple[ActChange, ...]:
        taken_back = withdrawn_by((event.position, event.recorded) for event in withdrawal.events)
        correction = self._history.led_by(withdrawal.meta.correlation)
        changes = correction.changes if correction is not None else ()
        return tuple(each for each in changes if any(recorded.id in taken_back for _, recorded in each.before))

    def _withdrawal(self, act: ActAbout) -> Entry:
        """What says that others no longer hold, where none of these is told."""
        changes = self._changes_by(act)
        told = (change_in_words(each, self._names, openly=self._openly(each)) for each in changes)
        openly = tuple(each for each in changes if self._openly(each))
        return attrs.evolve(self._entry(act), sentences=tuple(told), changes=openly)

    def _root(self, act: ActAbout) -> str | None:
        recorded = act.events[0].recorded
        change = self._history.change_of(recorded)
        return recorded.meta.instead_of if change is None else change.root

    def _place(self, act: ActAbout) -> int:
        """Where an act comes among others of its day: where it was first recorded."""
        root = self._root(act)
        return act.events[0].position if root is None else self._history.original(root)[0]

    def _original(self, act: ActAbout) -> Meta:
        root = self._root(act)
        assert root is not None
        return self._history.original(root)[1].meta

    def _corrected(self, act: ActAbout, versions: "_Versions") -> Entry:
        changes = self._history.of(act.events[0].recorded)
        openly = tuple(each for each in changes if self._openly(each))
        told = tuple(change_in_words(each, self._names, openly=each in openly) for each in changes)
        entry = self._entry(act, self._original(act))
        if not act.holds:
            entry = attrs.evolve(entry, sentences=(*told, STOOD, *entry.sentences))
        else:
            remarks = (*entry.remarks[: act.confidential], *told, *entry.remarks[act.confidential :])
            entry = attrs.evolve(entry, remarks=remarks)
        return attrs.evolve(entry, changes=openly, earlier=versions.others())

    def _openly(self, change: ActChange) -> bool:
        """Whether what a version said may be told here: not where it was confidential, and that is left out."""
        both = (*change.before, *change.after)
        return not self._public or not any(self._tells.is_confidential(recorded) for _, recorded in both)

    def _entry(self, act: ActAbout, meta: Meta | None = None) -> Entry:
        remarks = (CONFIDENTIAL if act.confidential else "", HOW[act.how])
        return Entry(
            on=act.on,
            sentences=tuple(_sentences(act, self._names)),
            recorded=how_recorded(meta or act.meta, self._names),
            remarks=tuple(filter(None, remarks)),
            act=act,
        )


@attrs.define
class _Versions:
    """The versions of an act that was put right: those that have to do with the thing, in order of days."""

    acts: list[ActAbout] = attrs.field(factory=list)
    withdrawals: list[ActAbout] = attrs.field(factory=list)

    def add(self, act: ActAbout) -> None:
        self.acts.append(act)

    @property
    def told(self) -> ActAbout:
        """The one in which the corrections are told: the first that holds, or else the last recorded of those that did."""
        holding = [act for act in self.acts if act.holds]
        return holding[0] if holding else max(self.acts, key=lambda act: act.events[0].position)

    def others(self) -> tuple[ActAbout, ...]:
        """What is told with it."""
        told = self.told
        return tuple(act for act in self.acts if act is not told and not act.holds) + tuple(self.withdrawals)


def _sentences(act: ActAbout, names: NameIndex) -> Iterable[str]:
    """What happened; what only keeps count of it is told where nothing else is."""
    events = [event.recorded for event in act.events]
    telling = [recorded for recorded in events if not recorded.originator_id.startswith(BOOKKEEPING)]
    return (sentence(recorded.event, names) for recorded in telling or events)
