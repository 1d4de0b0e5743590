"""Controleert een archief zonder andere programma's: python3 data/proof/check_archive.py [MAP] [--key SLEUTEL]

Nodig is alleen Python 3.8 of nieuwer. Het programma rekent na:
1. dat er alleen gewone bestanden en mappen in liggen, en dat elk bestand de SHA-256 heeft die in manifest-sha256.txt en
   tagmanifest-sha256.txt staat;
2. dat elke regel van data/events.jsonl de hash heeft die erin staat, op zijn plaats staat en op de vorige volgt;
3. dat de hash over alle regels samen (RFC 9162) die van data/proof/root.txt en van het controlepunt is;
4. waar het pakket `cryptography` er is: de handtekening onder het hele archief (tagmanifest-sha256.note), en die onder het controlepunt.
Wat het niet nagaat zegt het aan het eind. Geef met --key de openbare sleutel die u zelf kent: die in het archief kan iedereen maken.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any, Iterator

DEEPEST, MOST = 32, 1000000
LISTS, NOTE = ("manifest-sha256.txt", "tagmanifest-sha256.txt"), "tagmanifest-sha256.note"
SMALL = ("bag-info.txt", "fetch.txt", NOTE, "data/proof/checkpoint.txt", "data/proof/log-key.txt")
LARGEST_TEXT, LARGEST_BESIDE, LONGEST_ENTRY, LARGEST_LINE = 1000000, 20000000, 1000, 32000000
LARGEST = {"bagit.txt": 10000, "data/proof/root.txt": 10000}
LARGEST.update(dict.fromkeys(SMALL, LARGEST_TEXT))
FIELDS = {"index", "stream", "version", "topic", "leaf"}


def shape_problems(top: Path) -> Iterator[str]:
    """Wat in de weg ligt; er wordt nog niets geopend."""
    left, seen = [("", 0)], 0
    while left:
        within, depth = left.pop()
        if depth > DEEPEST:
            yield within + ": ligt te diep"
            return
        with os.scandir(str(top / within)) as found:
            entries = sorted(itertools.islice(found, MOST + 1), key=lambda entry: entry.name)
        seen += len(entries)
        if seen > MOST:
            yield "er liggen te veel bestanden in"
            return
        if not entries and within:
            yield within + ": is een lege map, en staat op geen lijst"
        for entry in entries:
            name = within + "/" + entry.name if within else entry.name
            state = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(state.st_mode):
                left.append((name, depth + 1))
            elif not stat.S_ISREG(state.st_mode):
                yield name + ": is geen gewoon bestand"
            elif name not in LISTS and state.st_size > LARGEST.get(name, 2**62 if "/" in name else LARGEST_BESIDE):
                yield name + ": is te groot"
    for name in LISTS:
        if (top / name).exists() and (top / name).lstat().st_size > LARGEST_TEXT + seen * LONGEST_ENTRY:
            yield name + ": is te groot"


def manifest_problems(top: Path) -> Iterator[str]:
    """Bestanden die niet zijn zoals de lijsten zeggen."""
    listed = set()
    for name in LISTS:
        for line in filter(None, (top / name).read_text(encoding="utf-8").split("\n")):
            digest, _, path = line.partition(" ")
            path = path.strip().lstrip("*")
            listed.add(path)
            file = top / path
            if path.startswith("/") or ".." in path.split("/") or not file.is_file():
                yield path + ": is er niet"
            elif sha256(file) != digest:
                yield path + ": is veranderd"
    for file in sorted(top.rglob("*")):
        path = file.relative_to(top).as_posix()
        if file.is_file() and path not in listed and path not in (LISTS[1], NOTE):
            yield path + ": staat op geen lijst"


def sha256(path: Path) -> str:
    """De SHA-256 van een bestand, stuk voor stuk gelezen."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    return digest.hexdigest()


def leaf_of(line: dict[str, Any]) -> bytes:
    """De hash waarmee een gebeurtenis meetelt."""
    if line.keys() - FIELDS not in ({"state"}, {"state_base64"}) or type(line["index"]) is not int:
        raise ValueError("een regel heeft deze velden, en noemt zijn inhoud een keer")
    state = line["state"].encode("utf-8") if "state" in line else base64.b64decode(line["state_base64"], validate=True)
    if "state" not in line and state.decode("utf-8", "replace").encode("utf-8") == state:
        raise ValueError("een leesbare inhoud hoort in state")
    place = json.dumps([line["stream"], line["version"], line["topic"]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\0" + place.encode("utf-8") + b"\n" + state).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """De hash over alle gebeurtenissen samen: paren onder elkaar, tot er een over is."""
    level = list(leaves)
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def read_leaves(path: Path) -> list[bytes]:
    """De hash van elke regel; ValueError bij de eerste regel die niet klopt."""
    leaves: list[bytes] = []
    places: dict[str, int] = {}
    with path.open("rb") as file:
        for raw in iter(lambda: file.readline(LARGEST_LINE), b""):
            number = len(leaves) + 1
            try:
                line = json.loads(raw.decode("utf-8"))
                leaf = leaf_of(line)
                expected = places.get(line["stream"], 0) + 1
                right = raw.endswith(b"\n") and (leaf.hex(), line["index"], line["version"]) == (
                    line["leaf"],
                    number - 1,
                    expected,
                )
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                right = False
            if not right:
                raise ValueError(f"events.jsonl, regel {number}: klopt niet")
            places[line["stream"]] = expected
            leaves.append(leaf)
    return leaves


def root_problems(top: Path, leaves: list[bytes]) -> Iterator[str]:
    """Wat niet klopt aan de hash over alle gebeurtenissen."""
    said = (top / "data" / "proof" / "root.txt").read_text(encoding="utf-8").split()
    if said != [str(len(leaves)), root_of(leaves).hex()]:
        yield "data/proof/root.txt: hoort niet bij deze gebeurtenissen"
    checkpoint = top / "data" / "proof" / "checkpoint.txt"
    if checkpoint.is_file():
        size, root = checkpoint.read_text(encoding="utf-8").split("\n")[1:3]
        if int(size) > len(leaves) or root_of(leaves[: int(size)]) != base64.b64decode(root):
            yield "data/proof/checkpoint.txt: hoort niet bij deze gebeurtenissen"
    print(f"{len(leaves)} gebeurtenissen, hash {root_of(leaves).hex()}")


def signed_text(note: str, keys: list[str], suffix: str) -> str:
    """De tekst van een notitie (C2SP signed-note); ValueError als geen van deze sleutels haar ondertekende."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - het is er niet overal
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    body, empty, lines = note.rpartition("\n\n")
    if not empty:
        raise ValueError("is geen ondertekende notitie")
    for key in keys:
        name, _, material = [*key.strip().split("+", 2), "", ""][:3]
        raw = base64.b64decode(material, validate=True)
        key_id = hashlib.sha256((name + suffix).encode() + b"\n" + raw).digest()[:4]
        for line in lines.split("\n"):
            found = re.match("— (\\S+) (\\S+)$", line)
            signature = base64.b64decode(found.group(2), validate=True) if found else b""
            if found and found.group(1) == name + suffix and signature[:4] == key_id and len(raw) == 33 and raw[0] == 1:
                try:
                    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature[4:], (body + "\n").encode())
                except InvalidSignature:
                    raise ValueError("de handtekening is vals, of wat ondertekend is is veranderd") from None
                if body.split("\n")[1 if suffix else 0] != name:
                    raise ValueError("de sleutel ondertekende iets van een ander logboek")
                return body + "\n"
    raise ValueError("is niet ondertekend met de sleutel")


def signature_problems(top: Path, leaves: list[bytes], key: str | None, unchecked: list[str]) -> Iterator[str]:
    """Wat niet klopt aan de handtekeningen; wat niet is nagegaan komt in de lijst."""
    keys_file = top / "data" / "proof" / "log-key.txt"
    keys = [key] if key else keys_file.read_text(encoding="utf-8").split("\n") if keys_file.is_file() else []
    checkpoint = top / "data" / "proof" / "checkpoint.txt"
    if not (top / NOTE).is_file():
        if "Signed-Manifest: " + NOTE in (top / "bag-info.txt").read_text(encoding="utf-8").split("\n"):
            yield NOTE + ": is weggehaald"
        unchecked.append(
            "of registers, stukken en metagegevens zijn zoals ze werden gemaakt: zij zijn niet ondertekend"
        )
    if not checkpoint.is_file() and not (top / NOTE).is_file():
        unchecked.append("wie dit archief maakte: er is niets in ondertekend")
        return
    try:
        import cryptography  # noqa: F401, PLC0415
    except ImportError:
        unchecked.append("de handtekeningen: het pakket cryptography is er niet (pip install cryptography)")
        return
    for path, suffix in ((checkpoint, ""), (top / NOTE, "/archive")):
        if path.is_file():
            try:
                lines = signed_text(path.read_text(encoding="utf-8"), keys, suffix).split("\n")
                if suffix and lines[2:4] != manifest_lines(top, leaves):
                    yield NOTE + ": ondertekent een ander archief dan dit"
                if key and any(line.startswith("time ") for line in lines) and not (top / NOTE).is_file():
                    yield NOTE + ": is er niet, terwijl dit dossier zijn archieven met deze sleutel ondertekent"
            except (ValueError, IndexError, TypeError) as error:
                yield f"{path.relative_to(top).as_posix()}: {error}"
    if not key:
        unchecked.append("van wie de sleutel is: hij kwam uit het archief zelf, vergelijk hem met de uwe (--key)")


def manifest_lines(top: Path, leaves: list[bytes]) -> list[str]:
    """Wat de handtekening onder het archief moet noemen."""
    root = base64.b64encode(root_of(leaves)).decode()
    return ["sha256 " + sha256(top / LISTS[1]), f"{len(leaves)} {root}"]


def all_problems(top: Path, key: str | None, unchecked: list[str]) -> list[str]:
    """Alles wat niet klopt."""
    problems = list(shape_problems(top))
    if problems:
        unchecked.append("al het andere: eerst moet weg wat hier niet hoort")
        return problems
    problems = list(manifest_problems(top))
    try:
        leaves = read_leaves(top / "data" / "events.jsonl")
    except ValueError as error:
        unchecked.append("de handtekeningen")
        return [*problems, str(error)]
    return [*problems, *root_problems(top, leaves), *signature_problems(top, leaves, key, unchecked)]


def main(arguments: list[str]) -> int:
    """Vertelt wat niet klopt en wat niet is nagegaan; geeft 0 als klopt wat is nagegaan en anders 9."""
    key = None
    if "--key" in arguments[:-1]:
        at = arguments.index("--key")
        key = arguments[at + 1]
        del arguments[at : at + 2]
    top = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    unchecked = [
        "of de registers uit de gebeurtenissen volgen (rso archive verify gaat dat na)",
        "of de metagegevens (mdto) en de stukken bij de gebeurtenissen horen (rso archive verify)",
    ]
    try:
        problems = all_problems(top, key, unchecked)
    except (OSError, ValueError, IndexError, RecursionError) as error:
        problems = [f"{top} is geen heel archief: {error}"]
    for problem in problems:
        # De naam van een bestand mag de terminal niet sturen.
        print("FOUT  " + "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in problem))
    for each in unchecked:
        print("NIET NAGEGAAN  " + each)
    print("Het archief klopt niet." if problems else "Het archief klopt, voor zover het hier is nagegaan.")
    return 9 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
