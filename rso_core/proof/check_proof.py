"""Controleert een bewijs van rso zonder rso: alleen Python 3.11 of nieuwer en het pakket `cryptography`.

    python check_proof.py BEWIJS.json [--key SLEUTEL] [--checkpoint BESTAND]

Geef de sleutel en het controlepunt die u zelf bewaart; zonder die twee kan het logboek van iedereen zijn.
Uitkomst 0: bewezen. Uitkomst 1: niet bewezen, en waarom niet. (RFC 9162, C2SP signed-note en tlog-checkpoint.)
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

FIELDS = {"format": str, "event": dict, "index": int, "size": int, "inclusion": list, "checkpoint": str, "log_key": str}
FACTS = {"imported_at": "ingevoerd op", "effective": "geldt vanaf", "act": "handeling", "source": "bron"}


class Wrong(Exception):  # noqa: N818 - in the words of the reader
    """Wat er niet klopt."""


def check(fine: bool, complaint: str) -> None:
    """Stop met een klacht als iets niet klopt."""
    if not fine:
        raise Wrong(complaint)


def b64(text: str, what: str) -> bytes:
    """De bytes van base64, die op precies één manier geschreven mag zijn."""
    data = base64.b64decode(text, validate=True)
    check(base64.b64encode(data).decode() == text, f"{what} is geen zuivere base64")
    return data


def shown(value: object) -> str:
    """Een waarde zonder tekens die het venster zelf zouden besturen."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def read(data: bytes) -> Any:
    """De velden van het bewijs, elk van de goede soort."""
    check(len(data) <= 8 * 1024 * 1024, "het bestand is te groot")
    proof = json.loads(data.decode(), object_pairs_hook=lambda pair: dict(pair) if len(dict(pair)) == len(pair) else {})
    check(isinstance(proof, dict) and proof.keys() == FIELDS.keys(), f"de velden horen te zijn: {', '.join(FIELDS)}")
    check(all(type(proof[name]) is kind for name, kind in FIELDS.items()), "een veld is van de verkeerde soort")
    check(proof["format"] == "rso-proof/1", "dit is geen bewijs van het formaat rso-proof/1")
    kinds = {name: type(value) for name, value in proof["event"].items()}
    spelled = [{"stream": str, "version": int, "topic": str, state: str} for state in ("state", "state_base64")]
    check(kinds in spelled, "de velden van de gebeurtenis kloppen niet")
    return proof


def signed_text(note: str, key: str) -> str:
    """De tekst van een ondertekende notitie, als deze sleutel haar ondertekende."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - its absence is told in plain words
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    name, stated, material = [*key.split("+", 2), "", ""][:3]
    raw = b64(material, "de sleutel")
    key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    check(len(raw) == 33 and raw[0] == 1 and key_id.hex() == stated, "de sleutel is beschadigd of van een andere soort")
    body, empty, lines = note.rpartition("\n\n")
    check(bool(empty) and lines.endswith("\n"), "het controlepunt is geen ondertekende notitie")
    signatures = [re.fullmatch(r"— ([^\s+\x00-\x1f]+) (\S{6}[^=]\S*)", line) for line in lines[:-1].split("\n")]
    fine = len(signatures) <= 100 and all(line and len(line[1].encode()) <= 255 for line in signatures)
    check(fine, "de handtekeningen onder het controlepunt zijn beschadigd")
    found = [(line[1], b64(line[2], "een handtekening")) for line in signatures if line]
    ours = [signature[4:] for signer, signature in found if (signer, signature[:4]) == (name, key_id)]
    check(bool(ours), f"het controlepunt is niet ondertekend met de sleutel {shown(key)}")
    try:
        for signature in ours:
            Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature, (body + "\n").encode())
    except InvalidSignature:
        raise Wrong("de handtekening onder het controlepunt is vals, of het controlepunt is veranderd") from None
    check(body.split("\n")[0] == name, "de sleutel ondertekende een controlepunt van een ander logboek")
    return body + "\n"


def root_from(data: bytes, index: int, size: int, steps: list[bytes]) -> bytes:
    """De wortel waar een gebeurtenis met dit pad op uitkomt (RFC 9162, 2.1.3.2)."""
    check(0 <= index < size, f"een logboek van {size} gebeurtenissen heeft geen nummer {index + 1}")
    place, last, found = index, size - 1, hashlib.sha256(b"\x00" + data).digest()
    for step in steps:
        check(last > 0 and len(step) == 32, "het pad past niet bij de plaats in het logboek")
        right = place & 1 or place == last
        found = hashlib.sha256(b"\x01" + (step + found if right else found + step)).digest()
        while right and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    check(last == 0, "het pad past niet bij de plaats in het logboek")
    return found


def verified(data: bytes, key: str | None = None, held: str | None = None) -> list[str]:
    """Wat het bewijs bewijst, in regels voor de lezer; `Wrong` als het niets bewijst."""
    proof = read(data)
    log_key, event, place = proof["log_key"], proof["event"], f"nummer {proof['index'] + 1} van {proof['size']}"
    check(key is None or key.strip() == log_key, f"ondertekend met een andere sleutel dan de uwe: {shown(log_key)}")
    text = signed_text(proof["checkpoint"], log_key)
    same = held is None or f" {' '.join(text.split())} " in f" {' '.join(held.split())} "
    check(same, "het bewijs hoort bij een ander controlepunt dan het uwe")
    size, root = [*text.split("\n")[1:-1], "", ""][:2]
    check(size == str(proof["size"]), "het controlepunt noemt een andere omvang dan het bewijs")
    state = event["state"].encode() if "state" in event else b64(event["state_base64"], "de inhoud")
    check("state" in event or state.decode(errors="replace").encode() != state, "leesbare inhoud hoort in `state`")
    head = json.dumps([event["stream"], event["version"], event["topic"]], ensure_ascii=False, separators=(",", ":"))
    steps = [b64(step, "een hash in het pad") for step in proof["inclusion"]]
    reached = root_from(head.encode() + b"\n" + state, proof["index"], proof["size"], steps)
    check(reached == b64(root, "de wortel"), "zo staat deze gebeurtenis niet in het logboek: er is iets aan veranderd")
    try:
        stored = json.loads(state)
        meta, content = dict(stored["meta"]), shown(stored["data"])
    except (ValueError, KeyError, TypeError, RecursionError):
        meta, content = {}, "niet als JSON te lezen (versleuteld, of in een andere vorm bewaard)"
    who, when = shown(meta.get("actor", "onbekend")), shown(meta.get("recorded_at", "een onbekend moment"))
    facts = {"stroom": event["stream"], "gebeurtenis in de stroom": event["version"], "soort": event["topic"]}
    facts |= {label: meta[name] for name, label in FACTS.items() if meta.get(name)} | {"inhoud": content}
    return [
        f"Het bewijs klopt: {who} legde op {when} vast: {shown(event['topic'])} in {shown(event['stream'])}; dit staat "
        f"als {place} in het logboek dat ondertekend is met {shown(log_key)}.",
        *(["Let op: die sleutel kwam uit het bestand zelf; vergelijk hem met de uwe."] if key is None else []),
        *(f"  {label}: {shown(value)}" for label, value in facts.items()),
    ]


def main(arguments: list[str]) -> int:
    """Controleer een bestand en zeg in gewone woorden wat het bewijst."""
    files = arguments[-1:] + arguments[:-1] if "".join(arguments[:1]).startswith("--") else arguments
    options = dict(zip(files[1::2], files[2::2], strict=False))
    try:
        check(len(files) % 2 > 0 and options.keys() <= {"--key", "--checkpoint"}, f"zo gebruikt u dit:\n\n{__doc__}")
        held = Path(options["--checkpoint"]).read_text("utf-8-sig") if "--checkpoint" in options else None
        lines, code = verified(Path(files[0]).read_bytes(), options.get("--key"), held), 0
    except Wrong as wrong:
        lines, code = [f"Niet bewezen: {wrong}"], 1
    except (ImportError, OSError) as error:
        lines, code = [f"Gestopt: {getattr(error, 'filename', 'pakket cryptography')} ontbreekt of is onleesbaar"], 1
    except (ValueError, TypeError, RecursionError):
        lines, code = ["Niet bewezen: het bestand is beschadigd, of het is geen bewijs van rso."], 1
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
