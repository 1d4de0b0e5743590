"""What came of one check of a record."""

import attrs


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that was checked.

    Attributes:
        check: what was checked (Dutch).
        ok: whether it is as it should be; None for something to know that proves nothing by itself.
        found: what was found (Dutch).
    """

    check: str
    ok: bool | None
    found: str
