"""Controleert een archief zonder andere programma's: python3 data/proof/check_archive.py

Nodig is alleen Python 3.8 of nieuwer. Het programma rekent na:
1. dat elk bestand de SHA-256 heeft die in manifest-sha256.txt en tagmanifest-sha256.txt staat;
2. dat elke regel van data/events.jsonl de hash heeft die erin staat, op zijn plaats staat en op de vorige volgt;
3. dat de hash over alle regels samen (RFC 9162) die van data/proof/root.txt en van het ondertekende controlepunt is.
De handtekening onder het controlepunt rekent data/proof/check_proof.py na, waar dat bestand er is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Iterator


def manifest_problems(top: Path) -> Iterator[str]:
    """Bestanden die niet zijn zoals de lijsten zeggen."""
    listed = set()
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (top / name).read_text(encoding="utf-8").splitlines():
            digest, path = line.split(None, 1)
            listed.add(path)
            file = top / path
            if not file.is_file():
                yield path + ": is er niet"
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                yield path + ": is veranderd"
    for file in sorted(top.rglob("*")):
        path = file.relative_to(top).as_posix()
        if file.is_file() and path not in listed and not path.startswith("tagmanifest-"):
            yield path + ": staat op geen lijst"


def leaf_of(line: dict[str, Any]) -> bytes:
    """De hash waarmee een gebeurtenis meetelt."""
    state = base64.b64decode(line["state_base64"]) if "state_base64" in line else line["state"].encode("utf-8")
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
        for number, raw in enumerate(file, start=1):
            line = json.loads(raw.decode("utf-8"))
            leaf = leaf_of(line)
            expected = places.get(line["stream"], 0) + 1
            if (leaf.hex(), line["index"], line["version"]) != (line["leaf"], number - 1, expected):
                raise ValueError(f"events.jsonl, regel {number}: klopt niet")
            places[line["stream"]] = expected
            leaves.append(leaf)
    return leaves


def root_problems(top: Path) -> Iterator[str]:
    """Wat niet klopt aan de gebeurtenissen en hun hash."""
    try:
        leaves = read_leaves(top / "data" / "events.jsonl")
    except (ValueError, KeyError, TypeError, OSError) as error:
        yield str(error)
        return
    said = (top / "data" / "proof" / "root.txt").read_text(encoding="utf-8").split()
    if said != [str(len(leaves)), root_of(leaves).hex()]:
        yield "data/proof/root.txt: hoort niet bij deze gebeurtenissen"
    checkpoint = top / "data" / "proof" / "checkpoint.txt"
    if checkpoint.is_file():
        size, root = checkpoint.read_text(encoding="utf-8").splitlines()[1:3]
        if int(size) > len(leaves) or root_of(leaves[: int(size)]) != base64.b64decode(root):
            yield "data/proof/checkpoint.txt: hoort niet bij deze gebeurtenissen"
    print(f"{len(leaves)} gebeurtenissen, hash {root_of(leaves).hex()}")


def main() -> int:
    """Vertelt wat niet klopt; geeft 0 als alles klopt en anders 9."""
    top = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    try:
        problems = [*manifest_problems(top), *root_problems(top)]
    except (OSError, ValueError) as error:
        problems = [f"{top} is geen heel archief: {error}"]
    for problem in problems:
        # De naam van een bestand mag de terminal niet sturen.
        print("FOUT  " + "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in problem))
    print("Het archief klopt niet." if problems else "Het archief klopt.")
    return 9 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
