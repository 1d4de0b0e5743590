"""Files of text, a line at a time: what is no text of sensible length is named, and JSON Lines are read."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from rso_core.written_numbers import WrittenFloat

_JSON = msgspec.json.Decoder(float_hook=WrittenFloat)
"""A number with a fraction keeps how it is written, so that a message can show it: 1.200 is not 1.2."""
LONGEST_LINE = 1_000_000
"""Bytes; a line beyond this is no act."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why."""


def raw_lines(file: BinaryIO) -> Iterator[tuple[int, str, str | None]]:
    """Line number, text, and what is wrong when it is no text of sensible length."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            yield number, "", f"the line is longer than {LONGEST_LINE:,} bytes; this is not a dossier, one act a line"
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LONGEST_LINE)
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        except UnicodeDecodeError as error:
            yield number, "", f"byte {error.start + 1} is not UTF-8 text; save the file as UTF-8"
            continue
        if "\0" in text:
            yield number, "", "the line holds NUL bytes; this is not a text file, or it is damaged"
            continue
        yield number, text, None


def json_rows(file: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """The objects of a file of JSON Lines with their numbers, or what is wrong with a line."""
    for number, text, wrong in raw_lines(file):
        if wrong is not None:
            yield number, wrong
        elif text.strip() and not text.lstrip().startswith("#"):
            try:
                row = _JSON.decode(text)
            except (msgspec.DecodeError, RecursionError) as error:
                yield number, f"not valid JSON: {error}"
                continue
            yield number, row if isinstance(row, dict) else f"an act is an object {{…}}, not {text[:40]!r}"
