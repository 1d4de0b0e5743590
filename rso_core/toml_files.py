"""Reading TOML (definitions, settings) that people write: what is wrong is told in their words."""

import codecs
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

_NOT_UTF8 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TomlError(Exception):
    """A file is not TOML: on which line, and what would mend it."""

    def __init__(self, line: int, told: str) -> None:
        self.line, self.told = line, told
        super().__init__(f"line {line}: {told}")


def read_toml(path: Path, parse_float: Callable[[str], Any] = float) -> tuple[dict[str, Any], str]:
    """What a file says, and its text.

    Args:
        path: of the file; UTF-8, with or without byte-order mark.
        parse_float: gives the value of a number with a fraction.

    Raises:
        TomlError: it is not TOML.
        OSError: it cannot be read.
    """
    text = _text(path.read_bytes())
    try:
        return tomllib.loads(text, parse_float=parse_float), text
    except tomllib.TOMLDecodeError as error:
        from rso_core.toml_mistakes import mistake  # noqa: PLC0415 - a file that is right needs none

        raise TomlError(*mistake(text, str(error))) from None
    except RecursionError:
        raise TomlError(1, "lists stand within lists too deeply; no file that is meant is written so") from None


def _text(raw: bytes) -> str:
    if raw.startswith(_NOT_UTF8):
        raise TomlError(1, "the file is UTF-16; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        written = raw.split(b"\n")[line - 1].decode("cp1252", "replace").strip()
        from rso_core.shown_value import shown  # noqa: PLC0415

        told = f"byte 0x{raw[error.start]:02X} is not UTF-8 text (as Windows-1252 the line would be {shown(written)})"
        raise TomlError(line, f"{told}; save the file as UTF-8") from None
