"""What happened, told in Dutch: a sentence per event, and the story of a subject or of the whole cooperation."""

from rso_core.audit.story import (  # noqa: F401 - their sentences register themselves
    accountability,
    bodies,
    covenant,
    decisions,
    evaluations,
    matters,
    meetings,
    parties,
    profiles,
    roles,
    signing,
)
from rso_core.audit.story.known import KnownNames
from rso_core.audit.story.sentences import in_general, sentence, tellers, tells
from rso_core.audit.story.telling import Day, Paragraph, Story, how_recorded, story_of, tell

__all__ = [
    "Day",
    "KnownNames",
    "Paragraph",
    "Story",
    "how_recorded",
    "in_general",
    "sentence",
    "story_of",
    "tell",
    "tellers",
    "tells",
]
