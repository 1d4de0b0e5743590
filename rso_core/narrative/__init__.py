"""What happened, told in Dutch: a sentence per event, and the story of a subject or of the whole cooperation."""

from rso_core.domain.names import NameIndex
from rso_core.narrative.composing import Day, Paragraph, Story, how_recorded, story_of, tell
from rso_core.narrative.sentences import in_general, sentence

__all__ = [
    "Day",
    "NameIndex",
    "Paragraph",
    "Story",
    "how_recorded",
    "in_general",
    "sentence",
    "story_of",
    "tell",
]
