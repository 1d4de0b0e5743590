"""One thing that was checked of an archive."""

import attrs


@attrs.frozen(kw_only=True)
class Check:
    """One thing that was checked.

    Attributes:
        what: what it is (Dutch).
        problems: what is wrong (Dutch); empty when nothing is.
        skipped: why it could not be checked (Dutch); None when it was.
    """

    what: str
    problems: tuple[str, ...] = ()
    skipped: str | None = None
