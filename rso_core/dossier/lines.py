"""What is read of a dossier: its lines, and rows of a table, each with what it says of its own recording."""

from datetime import datetime, time

import attrs

from rso_core.acts import Act
from rso_core.dossier.json_lines import UnreadableFileError as UnreadableFileError  # noqa: PLC0414 - where it is imported from
from rso_core.dossier.written_corrections import WrittenCorrection
from rso_core.shown_value import shown
from rso_core.structuring import InputError, to_date
from rso_core.time_zone import AMSTERDAM

LINE, ROW = "line", "row"
"""What the number of a line counts: the lines of a file, or the rows of a table as a spreadsheet counts them."""


@attrs.frozen(kw_only=True)
class About:
    """What a line says about the recording of its act, besides the act itself.

    Attributes:
        key: idempotency key; derived from the line's content when left out.
        recorded: day (start of it, Europe/Amsterdam) or moment with offset at which it became known.
        actor, source, caused_by: see `rso_core.Provenance`.
        example: whether the line is an invented example.
        because: why the moment may stand, where that was said (`ground` of `rso_core.Provenance`).
    """

    key: str | None = None
    recorded: str | None = None
    actor: str | None = None
    source: str | None = None
    caused_by: str | None = None
    example: bool = False
    because: str | None = None

    @property
    def recorded_at(self) -> datetime | None:
        """`recorded` as an aware moment.

        Raises:
            InputError: when it is neither a date nor a moment with offset.
        """
        if self.recorded is None:
            return None
        try:
            return datetime.combine(to_date(self.recorded), time(), AMSTERDAM)
        except ValueError as no_date:
            such_as = "a moment such as 2026-03-12T10:00:00+01:00"
            try:
                moment = datetime.fromisoformat(self.recorded)
            except ValueError:
                raise InputError([f"recorded: {no_date}, or {such_as}"]) from None
        if moment.tzinfo is None:
            raise InputError([f"recorded: {shown(self.recorded)} is not a date, nor {such_as}"])
        return moment


@attrs.frozen
class DossierLine:
    """One line of a dossier, or row of a table: its number (from 1), the act, and what is said about its recording."""

    number: int
    act: Act
    about: About
    unit: str = LINE


@attrs.frozen
class CorrectionLine:
    """A line that corrects acts, or sets them aside, all in one go: what it says of each, and why."""

    number: int
    corrections: tuple[WrittenCorrection, ...]
    reason: str
    about: About
    unit: str = LINE


@attrs.frozen
class BadLine:
    """A line, or row of a table, that is no act, and why."""

    number: int
    reason: str
    unit: str = LINE


GoodLine = DossierLine | CorrectionLine
