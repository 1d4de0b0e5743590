"""How something came on record, in Dutch: when, by whom, on what ground."""

from datetime import date, datetime

from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, on_ground, quoted
from rso_core.store.recorded import EntryKind, Meta
from rso_core.time_zone import AMSTERDAM


def how_recorded(meta: Meta, names: NameIndex) -> str:
    """When something was recorded, by whom, on what ground; and how it came in, where that was another moment."""
    on = day_of(meta.recorded_at)
    if claimed_by_hand(meta):
        when = recorded_when(meta)
    elif on == meta.effective:
        when = "dezelfde dag vastgelegd"
    else:
        when = f"{'pas' if on > meta.effective else 'al'} {recorded_when(meta)}"
    return capital(f"{when} {by_whom(meta, names)}.")


def recorded_when(meta: Meta) -> str:
    """``vastgelegd op 8 januari 2026``; of what was typed later, since when it is said to be known, and when it was entered."""
    on = in_words(day_of(meta.recorded_at))
    if claimed_by_hand(meta):
        return f"bekend sinds {on} volgens opgave; ingevoerd op {in_words(day_of(meta.entered_at))}"
    return f"vastgelegd op {on}"


def claimed_by_hand(meta: Meta) -> bool:
    """Whether it was typed, and said to have been known since an earlier moment."""
    return meta.claimed and meta.came_in is EntryKind.TYPED


def by_whom(meta: Meta, names: NameIndex) -> str:
    """``door het secretariaat, op grond van “Brief 7”``, what caused it, from where it was read in, and why it may stand."""
    cause = ""
    if meta.causation != meta.correlation and "@" in meta.causation:  # else an act led to it that says so itself
        cause = f", naar aanleiding van {names.subject(meta.causation.rpartition('@')[0])}"
    read_in = ""
    if meta.came_in is EntryKind.IMPORTED:
        on = f" op {in_words(day_of(meta.entered_at))}" if meta.claimed else ""
        read_in = f"; uit een dossier ingelezen{on}"
    why = f"; reden: {quoted(meta.ground)}" if meta.ground else ""
    return f"door {names.actor(meta.actor)}{on_ground(meta.source)}{cause}{read_in}{why}"


def day_of(moment: datetime) -> date:
    """The day of a moment (Europe/Amsterdam)."""
    return moment.astimezone(AMSTERDAM).date()
