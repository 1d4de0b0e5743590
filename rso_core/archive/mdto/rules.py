"""The rules of MDTO-XML 1.0.1, rendered by ourselves: elements, their order, how often, and of which kind.

This is not the schema of the Nationaal Archief, but what we read in it; see the package.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

NAMESPACE = "https://www.nationaalarchief.nl/mdto"


@attrs.frozen
class Part:
    """An element within another: its name, its kind, and how often it stands there (`most` None: without end)."""

    name: str
    kind: str
    least: int = 0
    most: int | None = 1


def _one(name: str, kind: str) -> Part:
    return Part(name, kind, 1)


def _maybe(name: str, kind: str) -> Part:
    return Part(name, kind)


def _some(name: str, kind: str, least: int = 0) -> Part:
    return Part(name, kind, least, None)


_OBJECT = (_some("identificatie", "identificatie", 1), _one("naam", "text"))
GROUPS: Mapping[str, tuple[Part, ...]] = {
    "informatieobject": (
        *_OBJECT,
        _maybe("aggregatieniveau", "begrip"),
        _some("classificatie", "begrip"),
        _some("trefwoord", "text"),
        _some("omschrijving", "text"),
        _some("raadpleeglocatie", "raadpleeglocatie"),
        _some("dekkingInTijd", "dekkingInTijd"),
        _some("dekkingInRuimte", "verwijzing"),
        _some("taal", "language"),
        _some("event", "event"),
        _one("waardering", "begrip"),
        _maybe("bewaartermijn", "termijn"),
        _maybe("informatiecategorie", "begrip"),
        _some("isOnderdeelVan", "verwijzing"),
        _some("bevatOnderdeel", "verwijzing"),
        _some("heeftRepresentatie", "verwijzing"),
        _some("aanvullendeMetagegevens", "verwijzing"),
        _some("gerelateerdInformatieobject", "gerelateerd"),
        _some("archiefvormer", "verwijzing", 1),
        _some("betrokkene", "betrokkene"),
        _maybe("activiteit", "verwijzing"),
        _some("beperkingGebruik", "beperkingGebruik", 1),
    ),
    "bestand": (
        *_OBJECT,
        _one("omvang", "integer"),
        _one("bestandsformaat", "begrip"),
        _some("checksum", "checksum", 1),
        _maybe("URLBestand", "uri"),
        _one("isRepresentatieVan", "verwijzing"),
    ),
    "identificatie": (_one("identificatieKenmerk", "text"), _one("identificatieBron", "text")),
    "verwijzing": (_one("verwijzingNaam", "text"), _maybe("verwijzingIdentificatie", "identificatie")),
    "begrip": (_one("begripLabel", "text"), _maybe("begripCode", "text"), _one("begripBegrippenlijst", "verwijzing")),
    "dekkingInTijd": (
        _one("dekkingInTijdType", "begrip"),
        _one("dekkingInTijdBegindatum", "day"),
        _maybe("dekkingInTijdEinddatum", "day"),
    ),
    "event": (
        _one("eventType", "begrip"),
        _maybe("eventTijd", "day or moment"),
        _maybe("eventVerantwoordelijkeActor", "verwijzing"),
        _maybe("eventResultaat", "text"),
    ),
    "gerelateerd": (
        _one("gerelateerdInformatieobjectVerwijzing", "verwijzing"),
        _one("gerelateerdInformatieobjectTypeRelatie", "begrip"),
    ),
    "betrokkene": (_one("betrokkeneTypeRelatie", "begrip"), _one("betrokkeneActor", "verwijzing")),
    "beperkingGebruik": (
        _one("beperkingGebruikType", "begrip"),
        _maybe("beperkingGebruikNadereBeschrijving", "text"),
        _some("beperkingGebruikDocumentatie", "verwijzing"),
        _maybe("beperkingGebruikTermijn", "termijn"),
    ),
    "termijn": (
        _maybe("termijnTriggerStartLooptijd", "begrip"),
        _maybe("termijnStartdatumLooptijd", "full day"),
        _maybe("termijnLooptijd", "duration"),
        _maybe("termijnEinddatum", "day"),
    ),
    "checksum": (
        _one("checksumAlgoritme", "begrip"),
        _one("checksumWaarde", "text"),
        _one("checksumDatum", "moment"),
    ),
    "raadpleeglocatie": (_some("raadpleeglocatieFysiek", "verwijzing"), _some("raadpleeglocatieOnline", "uri")),
}
"""What stands in each kind of element, in this order."""

_ZONE = r"(Z|[+-]\d{2}:\d{2})?"
_DAY = rf"\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){_ZONE}"
_PARTIAL = rf"(\d{{4}}|\d{{4}}-(0[1-9]|1[0-2])){_ZONE}"
_MOMENT = rf"\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){{2}}(\.\d+)?{_ZONE}"
_DURATION = r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"


def _matching(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


VALUES: Mapping[str, Callable[[str], bool]] = {
    "text": lambda text: bool(text.strip()),
    "integer": _matching(r"[+-]?\d+"),
    "language": _matching(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    "uri": lambda text: bool(text.strip()) and " " not in text.strip(),
    "full day": _matching(_DAY),
    "day": _matching(f"{_DAY}|{_PARTIAL}"),
    "moment": _matching(_MOMENT),
    "day or moment": _matching(f"{_DAY}|{_PARTIAL}|{_MOMENT}"),
    "duration": _matching(_DURATION),
}
"""Per kind of value, whether a text is one. An empty text is refused too, which the schema would let pass."""


def problems_of(root: Any) -> list[str]:
    """What is wrong with an MDTO document; empty when nothing is.

    Args:
        root: its root element, as lxml gives it.
    """
    if _name(root) != "MDTO" or len(root) != 1 or _name(root[0]) not in ("informatieobject", "bestand"):
        return ["the root must be MDTO, with one informatieobject or one bestand in it"]
    return _problems(root[0], _name(root[0]), _name(root[0]))


def _name(element: Any) -> str:
    """The local name of an element of MDTO; for anything else, what it is in full."""
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


def _problems(element: Any, kind: str, path: str) -> list[str]:
    if kind in VALUES:
        text = element.text or ""
        good = len(element) == 0 and VALUES[kind](text)
        return [] if good else [f"{path}: {text[:60]!r} is not a {kind}"]
    children = list(element)
    problems: list[str] = []
    at = 0
    for part in GROUPS[kind]:
        start = at
        while at < len(children) and _name(children[at]) == part.name and at - start != part.most:
            problems += _problems(children[at], part.kind, f"{path}/{part.name}")
            at += 1
        if at - start < part.least:
            problems.append(f"{path}: {part.name} is missing, or not in its place")
    if at < len(children):
        problems.append(f"{path}: {_name(children[at])} does not belong here, or not in this order or so often")
    return problems
