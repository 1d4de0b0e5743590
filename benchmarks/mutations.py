"""Breaking valid files in every way we can think of: bytes, lines, base64, JSON, and pieces of other valid files."""

import base64
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

_TOKENS = (
    b"null",
    b"true",
    b"-1",
    b"1e3",
    b"1.0",
    b"NaN",
    b'"\\ud800"',
    b"{}",
    b"[[[[",
    b"\x00",
    b"\xff",
    b"\r",
    b"\n\n",
    b"\xc2\xa0",
)
_TEXTS = ("\u00a0", "\u200b", "\r", "\n", "\n\n", "— ", "+", "=", "\x00", "\ud800", "é", "0", " ", "\u2028")
_NUMBERS = (-1, 0, 1, 2**31, 2**63 - 1, 2**63, 2**64, 10**30)
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A file with one to three changes.

    Args:
        data: a valid file.
        others: other valid files of the same kind, to take pieces from.
        random: where the choices come from; the same seed gives the same file.
    """
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        kind = random.choice((_bytes_changed, _lines_changed, _json_changed, _json_changed))
        data = kind(data, others, random)
    return data


def _bytes_changed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((1, 1, 2, 8, 64)))
    piece = data[start:end]
    match random.randrange(7):
        case 0 if piece:
            changed = bytearray(data)
            changed[start] ^= 1 << random.randrange(8)
            return bytes(changed)
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + piece + data[end:]
        case 3:
            return data[:start] + random.choice(_TOKENS) + data[start:]
        case 4:
            return data[:start] + random.choice(_TOKENS) + data[end:]
        case 5:
            return data[:start]
        case _:
            other = random.choice(others)
            return data[:start] + other[start:end] + data[end:]


def _lines_changed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    lines = data.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            other = random.choice(others).split(b"\n")
            lines[at] = other[min(at, len(other) - 1)]
        case _:
            lines[at] = random.choice((b"  %s", b"%s ", b"%s\r", b"\xc2\xa0%s", b"> %s")) % lines[at]
    return b"\n".join(lines)


def _json_changed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    try:
        value, other = json.loads(data), json.loads(random.choice(others))
    except (ValueError, RecursionError):
        return _bytes_changed(data, others, random)
    places = list(_places(value))
    if not places:
        return _bytes_changed(data, others, random)
    path = random.choice(places)
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    random.choice((_value_changed, _value_changed, _shape_changed, _spliced))(holder, path, other, random)
    return _written(value, random)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Any:
    steps: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from _places(inner, (*path, step))


def _value_changed(holder: Any, path: tuple[Any, ...], _: Any, random: Random) -> None:
    old = holder[path[-1]]
    if isinstance(old, str):
        holder[path[-1]] = _text_changed(old, random)
    elif isinstance(old, int):
        holder[path[-1]] = random.choice((old + 1, old - 1, old ^ 1, old * 2, float(old), str(old), *_NUMBERS))
    else:
        holder[path[-1]] = random.choice((None, True, "", [], {}, [old], 0))


def _shape_changed(holder: Any, path: tuple[Any, ...], _: Any, random: Random) -> None:
    old = holder[path[-1]]
    if isinstance(holder, list):
        match random.randrange(3):
            case 0:
                del holder[path[-1]]
            case 1:
                holder.insert(path[-1], old)
            case _:
                random.shuffle(holder)
    else:
        if random.random() < 0.5:
            del holder[path[-1]]
        if random.random() < 0.5:
            name = random.choice(("extra", "state", "state_base64", "format", str(path[-1]).upper()))
            holder[name] = random.choice((old, None, _in_base64(old)))


def _in_base64(value: Any) -> str:
    return base64.b64encode(str(value).encode("utf-8", "replace")).decode()


def _spliced(holder: Any, path: tuple[Any, ...], other: Any, random: Random) -> None:
    # The same place in another valid file: right of form, wrong of meaning.
    try:
        for step in path:
            other = other[step]
    except (KeyError, IndexError, TypeError):
        return _value_changed(holder, path, None, random)
    holder[path[-1]] = other
    return None


def _text_changed(old: str, random: Random) -> str:
    at = random.randrange(len(old) + 1)
    changes: tuple[Callable[[], str], ...] = (
        lambda: old[:at] + random.choice(_TEXTS) + old[at:],
        lambda: old[:at] + old[at + 1 :],
        lambda: old[:at] + random.choice(_BASE64) + old[at + 1 :],
        lambda: old[:at],
        old.swapcase,
        lambda: old + old,
        lambda: _loose_bits(old, random),
        lambda: _lines_changed(old.encode("utf-8", "replace"), [b"a\nb\nc"], random).decode("utf-8", "replace"),
    )
    return random.choice(changes)()


def _loose_bits(old: str, random: Random) -> str:
    # The last character before the padding of base64 has bits that a lax reader throws away.
    at = old.rfind("=") - 1
    while at > 0 and old[at] == "=":
        at -= 1
    return old[:at] + random.choice(_BASE64) + old[at + 1 :] if at > 0 else old + "="


def _written(value: Any, random: Random) -> bytes:
    if isinstance(value, dict) and random.random() < 0.3:
        names = list(value)
        random.shuffle(names)
        value = {name: value[name] for name in names}
    text = json.dumps(value, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 0, 2)))
    return text.encode("utf-8", "surrogatepass")
