"""What the texts of acts may be, by their kind."""

import attrs


@attrs.frozen
class TextKind:
    """What a text of some kind may be.

    Attributes:
        longest: the most characters it may have, as recorded.
        lines: whether it has lines. Such a text may also hold what joins letters and directs them unseen, as some scripts
            and copied texts do; in a name nothing is invisible, or two names would look the same and not be.
    """

    longest: int
    lines: bool = False


NAME = TextKind(200)
"""What somebody or something is called."""
LINE = TextKind(500)
"""A title, the name of a document, anything else on one line; also identifiers, in place of which a name may be typed."""
SHORT = TextKind(40)
"""A share, such as ``1/2``."""
TEXT = TextKind(50_000, lines=True)
"""What is said at length."""
