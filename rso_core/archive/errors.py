"""What can go wrong with an archive or a backup."""


class ArchiveError(Exception):
    """An archive or backup cannot be made or read; the message says why and what would mend it."""

    exit_code = 4


class DamagedArchiveError(ArchiveError):
    """An archive or backup is not as it was made: something in it was altered, taken away or put in."""

    exit_code = 9


class LineError(DamagedArchiveError):
    """A line of the events is not right.

    Attributes:
        number: of the line, from 1.
        reason: what is wrong with it.
    """

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number} of the events is not right: {reason}")
        self.number = number
        self.reason = reason
