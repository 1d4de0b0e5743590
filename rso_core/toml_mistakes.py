"""What somebody meant who wrote TOML that is none: what stands on the line, and how it is written.

The reader of Python says what it expected at which column; a secretary wants to know how to write a date.
"""

import re
import tomllib
from collections.abc import Callable, Sequence

from rso_core.shown_value import shown
from rso_core.written_days import not_a_day

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_PAIR = re.compile(r"\s*([^=\"'#]+?|\"[^\"]*\"|'[^']*')\s*=\s*(.*)")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*")
_DAY = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2} [A-Za-z]{3,9}\.? [0-9]{4}")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*")
_TRUTHS = {
    "true": "true",
    "ja": "true",
    "yes": "true",
    "waar": "true",
    "false": "false",
    "nee": "false",
    "no": "false",
    "onwaar": "false",
}
_CURLED = "“”„‟«»‘’‚‛"
_BEFORE_COMMENT = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[^#"'])*""")
_THREE = re.compile("\"\"\"|'''")
_OPENED = re.compile(r"=\s*\[[^\]]*\Z")


def mistake(text: str, said: str) -> tuple[int, str]:
    """The line that is wrong, and what is said of it.

    Args:
        text: of the file.
        said: by `tomllib`.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    number = _line_of(lines, said)
    line = lines[number - 1]
    if "Unclosed array" in said:
        return number, f"the list that begins in {shown(line.strip())} is not closed: ] stands behind its last text"
    told = _twice(lines, number, said)
    if told is None and not _is_right(line):
        told = next((told for each in _LOOKS if (told := each(line)) is not None), None)
    return number, told or f"{shown(line.strip())}: {_PLACE.sub('', said).strip()}"


def _line_of(lines: Sequence[str], said: str) -> int:
    place = _PLACE.search(said)
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    number = int(place[1]) if place is not None and place[1] else (filled or [1])[-1]
    if "Unterminated string" in said:
        return next((n for n in range(len(lines), 0, -1) if _THREE.search(lines[n - 1])), number)
    if "Unclosed array" in said:
        return next((n for n in range(number, 0, -1) if _OPENED.search(_without_comment(lines[n - 1]))), number)
    return min(number, len(lines))


def _is_right(line: str) -> bool:
    """Whether a line is right by itself, so that what is wrong stands elsewhere."""
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _without_comment(line: str) -> str:
    before = _BEFORE_COMMENT.match(line)
    return line[: before.end()] if before is not None and line[before.end() :].startswith("#") else line


def _twice(lines: Sequence[str], number: int, said: str) -> str | None:
    """Of a name or a table that stands twice, where it stood first."""
    if not any(word in said for word in ("twice", "overwrite", "Duplicate")):
        return None
    line = _without_comment(lines[number - 1]).strip()
    before = [(n, _without_comment(lines[n - 1]).strip()) for n in range(number - 1, 0, -1)]
    if line.startswith("["):
        name = line.strip("[] ")
        first = next((n for n, each in before if each.startswith("[") and each.strip("[] ") == name), None)
        if first is None:
            return f"{shown(line)} says of a field that it is a table; it has a value already"
        return f"the table [{name}] stands on line {first} too; of what there are several each is written [[{name}]]"
    pair = _PAIR.match(line)
    for n, each in before:
        if each.startswith("["):
            break
        if pair and (found := _PAIR.match(each)) and found[1] == pair[1]:
            return f"{shown(pair[1])} stands on line {n} too; leave one of the two out"
    return f"a name stands twice in {shown(line)}; leave one of the two out"


def _hidden(line: str) -> str | None:
    """A character that cannot be seen."""
    found = next((each for each in line if not each.isprintable() and each != "\t"), None)
    return (
        None
        if found is None
        else f"{shown(line.strip())} holds a character that cannot be seen, {found!r}; leave it out"
    )


def _table(line: str) -> str | None:
    """A heading of a table of which the brackets do not match."""
    written = _without_comment(line).strip()
    if not written.startswith("["):
        return None
    name = written.strip("[]. ")
    right = f"[[{name}]]" if written.startswith("[[") or written.endswith("]]") else f"[{name}]"
    return f"{shown(written)} is no heading of a table; write {right}" if written != right else None


def _no_pair(line: str) -> str | None:
    """A line that does not say what a field is."""
    written = _without_comment(line).strip()
    if "=" not in written:
        name, colon, value = written.partition(":")
        if colon and _BARE_KEY.fullmatch(name.strip()):
            return f"{shown(written)}: between name and value stands =, not a colon; write {name.strip()} = {_quoted(value.strip())}"
        return f"{shown(written)} does not say what a field is; write it as name = value, or begin the line with #"
    key = written.partition("=")[0].strip()
    if not _BARE_KEY.fullmatch(key) and not key.startswith(('"', "'")):
        return f"{shown(key)} is not how a field is called: letters without accents, digits, _ and -"
    return None


def _value(line: str) -> str | None:
    """A value that is not written as one."""
    pair = _PAIR.match(_without_comment(line))
    if pair is None:
        return None
    key, value = pair[1], pair[2].strip()
    if not value:
        return f"behind {key} = nothing stands; fill it in, or leave the line out"
    told = next((told for each in _VALUES if (told := each(value)) is not None), None)
    if told is None:
        return None
    what, right = told
    return f"{shown(value)} {what}" + (f"; write {key} = {right}" if right else "")


Told = tuple[str, str | None]
"""What is said of a value, and how it is written."""


def _curled(value: str) -> Told | None:
    if not value.startswith(tuple(_CURLED)):
        return None
    return "stands between the quotation marks of a word processor", _quoted(value.strip(_CURLED + "\"'"))


def _day(value: str) -> Told | None:
    if not _DAY.fullmatch(value):
        return None
    if match := _DUTCH_DAY.fullmatch(value):
        day, month, year = match.groups()
        return "is not how a date is written in TOML", f"{year}-{int(month):02}-{int(day):02}"
    told = not_a_day(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return "is not a day that exists", None
    return told.removeprefix(f"{shown(value)} "), None


def _truth(value: str) -> Told | None:
    meant = _TRUTHS.get(value.casefold())
    return None if meant is None else ("is not how yes or no is written", meant)


def _number(value: str) -> Told | None:
    if not _NUMBER.fullmatch(value):
        return None
    return "is not a number of TOML; put it between quotation marks", _quoted(value)


def _text(value: str) -> Told | None:
    if value[0] in "\"'":
        if value.startswith(value[0] * 3):
            return "is not closed: three quotation marks stand at its end too", None
        closing = value.find(value[0], 1)
        if "\\" in value and value[0] == '"':
            return (
                "holds a backslash, which in a text is written twice; or put the text between single quotes (')",
                None,
            )
        if closing < 0:
            return "is not closed: a quotation mark stands at its beginning and at its end", f"{value}{value[0]}"
        return 'goes on behind its closing quotation mark; within a text a quotation mark is written \\"', None
    if value.startswith(("[", "{")):
        return "is not written as a list: texts stand between quotation marks, commas between them, and ] behind", None
    return "is a text without quotation marks", _quoted(value)


_VALUES: tuple[Callable[[str], Told | None], ...] = (_curled, _day, _truth, _number, _text)


def _quoted(text: str) -> str:
    return (
        text
        if text.startswith(('"', "'")) and len(text) > 1 and text.endswith(text[0])
        else '"{}"'.format(text.replace('"', '\\"'))
    )


_LOOKS: tuple[Callable[[str], str | None], ...] = (_hidden, _table, _no_pair, _value)
