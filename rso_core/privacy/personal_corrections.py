"""What was put right in what is recorded of a person, for that person: without the names of others."""

from collections.abc import Callable, Iterator

import attrs

from rso_core.act_words import value_in_words
from rso_core.domain.names import NameIndex
from rso_core.domain.references import field_types
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, listed, quoted
from rso_core.privacy.personal_words import OTHER
from rso_core.recorded_corrections import ActChange, Became, CorrectionHistory
from rso_core.store.recorded import RecordedEvent
from rso_core.time_zone import AMSTERDAM

VERBS = {
    Became.CORRECTED: "verbeterd",
    Became.SET_ASIDE: "opzijgezet",
    Became.JUDGED_ANEW: "opnieuw beoordeeld na een verbetering",
}
NO_LONGER = "dit geldt niet meer"


@attrs.define
class NamesForReader(NameIndex):
    """What everything is called to a person: nobody else is named."""

    reader: str = ""

    def person(self, person: str) -> str:
        """The reader, or somebody else."""
        return "u" if person == self.reader else OTHER


@attrs.frozen
class PersonalCorrections:
    """Tells what was put right.

    Attributes:
        history: the corrections of the record.
        names: what everything is called to the person.
        by: who recorded something, in words, by its actor.
        hidden: takes names of others out of a text.
    """

    history: CorrectionHistory
    names: NamesForReader
    by: Callable[[str], str]
    hidden: Callable[[str], str]

    def remark(self, recorded: RecordedEvent) -> str:
        """What was put right in the act of an event, and whether the event still holds; empty where nothing was."""
        texts = [text for change in self.history.of(recorded) for text in self._told(change)]
        if not self.history.holds(recorded):
            texts = [NO_LONGER, *texts]
        return self.hidden(in_sentences(*texts))

    def _told(self, change: ActChange) -> Iterator[str]:
        meta = change.correction
        on = in_words(meta.recorded_at.astimezone(AMSTERDAM).date())
        yield f"{VERBS[change.became]} op {on} door {self.by(meta.actor)}, omdat {quoted(change.reason)}"
        yield from self._fields(change)

    def _fields(self, change: ActChange) -> Iterator[str]:
        """What the act said and says now; of a list, which may be about others, only that it differs."""
        both = change.said_before, change.says_now
        if both[0] is None or both[1] is None:
            return
        lists, values = [], []
        for each in change.fields:
            kind, called = field_types(type(both[0]))[each.field], field_in_dutch(each.field)
            if kind.many or attrs.has(kind.plain):
                lists.append(called)
            else:
                before, now = (
                    value_in_words(value, each.field, act, self.names) or "niet ingevuld"
                    for value, act in ((each.before, both[0]), (each.after, both[1]))
                )
                values.append(f"{called} {before}, nu {now}")
        if values:
            yield f"er stond: {'; '.join(values)}"
        if lists:
            yield f"er stond iets anders bij: {listed(lists)}"
