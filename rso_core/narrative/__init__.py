"""What happened, told in Dutch: a sentence per event, and the story of a subject or of the whole cooperation."""

from rso_core.domain.names import NameIndex
from rso_core.narrative.composing import Day, Narrative, Paragraph, how_recorded, narrative_of, narrative_of_act, tell
from rso_core.narrative.late_entries import LateEntry, late_entries
from rso_core.narrative.sentences import in_general, sentence

__all__ = [
    "Day",
    "LateEntry",
    "NameIndex",
    "Narrative",
    "Paragraph",
    "how_recorded",
    "in_general",
    "late_entries",
    "narrative_of",
    "narrative_of_act",
    "sentence",
    "tell",
]
