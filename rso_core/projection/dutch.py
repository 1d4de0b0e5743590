"""The place up to release 0.2 of what is now in `rso_core.dutch`; for one release."""

import warnings

from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.dutch.vocabulary import WORDS, dutch

__all__ = ["WORDS", "dutch", "rhythm_in_words"]
warnings.warn(f"{__name__} is now rso_core.dutch; the old name goes with the next release", DeprecationWarning, 2)
