"""What can be wrong with a PDF, or with the signature that was to be recorded."""


class UnreadablePdfError(ValueError):
    """The file is no PDF, or no signed one; the message says what would mend it."""

    exit_code = 2


class NoSuchSignatureError(ValueError):
    """Which signature is meant was not said, or none is like that; the message lists those that are there."""

    exit_code = 2


class SignatureRefusedError(ValueError):
    """The signature that was meant cannot be recorded; the message says why."""

    exit_code = 3
