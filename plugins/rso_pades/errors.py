"""What can be wrong with a PDF."""


class UnreadablePdfError(ValueError):
    """The file is no PDF, or no signed one; the message says what would mend it."""

    exit_code = 2
