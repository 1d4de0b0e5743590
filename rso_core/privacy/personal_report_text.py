"""A personal report as text: plain Dutch in Markdown, for the person to read, and plain data."""

from collections.abc import Iterator
from typing import Any

import attrs

from rso_core.dutch.days import in_words
from rso_core.privacy.personal_report import Involvement, NameHeld, PersonalReport
from rso_core.privacy.personal_words import HEADINGS
from rso_core.time_zone import AMSTERDAM

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def as_markdown(report: PersonalReport) -> str:
    """The report as a person reads it."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def as_data(report: PersonalReport) -> dict[str, Any]:
    """The report as plain data; days and moments stay what they are. Only what was put right carries a remark."""
    data = attrs.asdict(report, filter=lambda field, value: field.name != "remark" or bool(value))
    return data if report.untold else {name: value for name, value in data.items() if name != "untold"}


def _lines(report: PersonalReport) -> Iterator[str]:
    yield f"# Wat het dossier over u bevat ({report.person})"
    yield ""
    yield f"Opgemaakt op {in_words(report.made_on)}. Dit overzicht is gemaakt op grond van artikel 15 van de AVG."
    yield "Anderen staan er niet met hun naam in."
    yield ""
    yield "## Uw naam en adres"
    yield ""
    if report.erased_on is not None:
        yield (
            f"Uw naam en adres zijn gewist per {in_words(report.erased_on)}, op grond van: {_plain(report.ground or '')}. "
            f"Wat hieronder staat, is vastgelegd onder het kenmerk {report.person}."
        )
    else:
        yield from (_name(held) for held in report.names)
    yield ""
    yield from _purpose(report)
    yield "## Wat er over u is vastgelegd"
    yield ""
    if not report.involvement:
        yield "Er is niets vastgelegd dat u deed."
        yield ""
    for heading in HEADINGS:
        own = [i for i in report.involvement if i.kind == heading]
        if own:
            yield f"### {heading}"
            yield ""
            yield from (_told(i) for i in own)
            yield ""
    yield from _readers(report)
    yield from _term(report)
    yield from _origin(report)


def _name(held: NameHeld) -> str:
    address = f", {_plain(held.email)}" if held.email else ""
    until = f" tot {in_words(held.until)}" if held.until else ""
    if held.name is None:
        return f"- niet leesbaar: de sleutel van deze naam is hier niet (vanaf {in_words(held.since)}{until})"
    recorded = _moment(held.recorded_at)
    told = f"- {_plain(held.name)}{address}: vanaf {in_words(held.since)}{until}; vastgelegd op {recorded} door {_plain(held.by)}"
    return f"{told}. {_plain(held.remark)}" if held.remark else told


def _purpose(report: PersonalReport) -> Iterator[str]:
    yield "## Waarvoor"
    yield ""
    yield (
        "Het dossier legt vast wie wat deed in de samenwerking, op welke dag en op welke grond. De grond staat bij elke "
        "handeling hieronder, voor zover die is vastgelegd."
    )
    yield ""


def _told(involvement: Involvement) -> str:
    source = f"; stuk: {_plain(involvement.source)}" if involvement.source else ""
    recorded = f"vastgelegd op {_moment(involvement.recorded_at)} door {_plain(involvement.by)}{source}"
    remark = f" {_plain(involvement.remark)}" if involvement.remark else ""
    return f"- {in_words(involvement.on)}: {_plain(involvement.text)} ({recorded}){remark}"


def _readers(report: PersonalReport) -> Iterator[str]:
    yield "## Wie dit kan zien"
    yield ""
    yield "Wie het dossier bijhoudt, kan alles zien."
    if report.bodies:
        yield "De deelnemers van deze overleggen zien dat u eraan deelneemt of deelnam:"
        yield ""
        for body in report.bodies:
            secret = ": vertrouwelijk, blijft buiten de gezamenlijke omgeving" if body.confidential else ""
            yield f"- {_plain(body.name)}{secret}"
    yield ""


def _term(report: PersonalReport) -> Iterator[str]:
    yield "## Hoe lang het wordt bewaard"
    yield ""
    if report.erased_on is not None:
        yield "Naam en adres worden niet meer bewaard. Wat u deed, blijft onder uw kenmerk in het dossier staan."
    elif report.over_on is not None:
        yield f"Bewaartermijn: {_plain(report.term or '')}. Vanaf {in_words(report.over_on)} hoeft uw naam er niet meer te staan."
    elif report.term == "loopt nog":
        yield "Er loopt nog iets dat u doet; de bewaartermijn begint daarna."
    elif report.untold or report.untold:
        yield f"De bewaartermijn is nu niet te vertellen: {_plain('; '.join(report.untold))}."
    else:
        yield "Er is geen bewaartermijn vastgelegd."
    yield ""


def _origin(report: PersonalReport) -> Iterator[str]:
    yield "## Waar het vandaan komt"
    yield ""
    entries: list[NameHeld | Involvement] = [*report.names, *report.involvement]
    by = sorted({entry.by for entry in entries})
    sources = sorted({entry.source for entry in entries if entry.source})
    yield f"Vastgelegd door: {_plain(', '.join(by))}."
    if sources:
        yield ""
        yield "Stukken waarop het rust:"
        yield ""
        yield from (f"- {_plain(source)}" for source in sources)


def _moment(moment: Any) -> str:
    return in_words(moment.astimezone(AMSTERDAM).date())


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return " ".join(text.split()).translate(_SPECIAL)
