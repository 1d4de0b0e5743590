"""The command ``rso search``: where words stand in the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import Json
from rso_core.cli.printing import out, print_json
from rso_core.cli.session import day, of
from rso_core.visible_text import shortened, visible_in_a_line

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.search import Hit, Match, Matches

PANEL = "Ask"
SHOWN_HITS = 3
"""Of a thing so many places are shown."""
BEFORE, AFTER = 40, 120
"""So many characters of a text are shown before and after where the words begin."""


@command("search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="words that all stand in one event", show_default=False)],
    kind: Annotated[list[str] | None, typer.Option(help="only things of this kind; may be repeated")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="only what holds from this day or later")] = None,
    until: Annotated[str | None, typer.Option("--until", help="only what holds from this day or earlier")] = None,
    public: Annotated[bool, typer.Option("--public", help="leave out what is confidential, and say how much")] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="how many things to show")] = 20,
    json_: Json = False,
) -> None:
    """Search names, titles, texts, reasons and documents for words, however they are spelled.

    Example: rso search wonen --kind decision --from 2026-01-01

    Example: rso search sudwest
    """
    from rso_core.search import search as search_store

    days: dict[str, date] = {name: day(text) for name, text in (("first_day", from_), ("last_day", until)) if text}
    if days.get("first_day", date.min) > days.get("last_day", date.max):
        raise typer.BadParameter(f"{until} comes before {from_}", param_hint="--until")
    _require_kinds(kind or [])
    with of(context).application() as application:
        try:
            found = search_store(application.store, " ".join(words), kinds=kind or (), public=public, most=most, **days)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="WORDS") from None
        # What resembles it is not told to who may see less: it may be confidential.
        nearest = "" if found.things or public else _nearest(application, " ".join(words), kind or [])
    if json_:
        print_json(_as_json(found))
    else:
        _print(found, words, nearest)


def _require_kinds(given: Sequence[str]) -> None:
    from rso_core.search import kinds
    from rso_core.search.finding import no_kind

    for kind in given:
        if kind not in kinds():
            raise typer.BadParameter(no_kind(kind), param_hint="--kind")


def _nearest(application: Application, words: str, kinds: Sequence[str]) -> str:
    from rso_core.search import Finder

    finder = Finder(application.store)
    return finder.told(finder.nearest(words, kinds))


def _as_json(found: Matches) -> dict[str, Any]:
    return {
        "things": found.things,
        "left_out": found.left_out,
        "matches": [
            {"thing": match.written, "name": match.name, "hits": [_hit_json(hit) for hit in match.hits]}
            for match in found.matches
        ],
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    recorded = hit.recorded
    return {
        "event": recorded.id,
        "name": recorded.event.event_name,
        "effective": recorded.meta.effective,
        "field": hit.field,
        "text": hit.text,
        "confidential": hit.confidential,
    }


def _print(found: Matches, words: Sequence[str], nearest: str) -> None:
    from rso_core.dutch.sentences import counted

    if not found.things:
        out.print("Niets gevonden.", markup=False)
        if nearest:
            out.print(f"Lijkt op: {nearest}", markup=False, soft_wrap=True)
    for match in found.matches:
        _print_match(match, words)
    shown = len(found.matches)
    if shown < found.things:
        out.print(f"{shown} van {found.things} onderwerpen; --most {found.things} toont alles.", markup=False)
    if found.left_out:
        places = counted(found.left_out, "vertrouwelijke vindplaats", "vertrouwelijke vindplaatsen")
        out.print(f"Weggelaten: {places}.", markup=False)


def _print_match(match: Match, words: Sequence[str]) -> None:
    from rso_core.dutch.days import in_words
    from rso_core.dutch.vocabulary import fact_in_dutch

    named = f": {match.name}" if match.name else ""
    told = visible_in_a_line(shortened(f"{fact_in_dutch(match.thing[0])} {match.written}{named}"))
    out.print(told, style="bold", soft_wrap=True)
    for hit in match.hits[:SHOWN_HITS]:
        secret = " (vertrouwelijk)" if hit.confidential else ""
        told = (
            f"  {in_words(hit.recorded.meta.effective)}, {fact_in_dutch(hit.field)}{secret}: {excerpt(hit.text, words)}"
        )
        out.print(visible_in_a_line(told), soft_wrap=True)
    if len(match.hits) > SHOWN_HITS:
        out.print(
            f"  en nog {len(match.hits) - SHOWN_HITS}; zie: rso about {match.written}", markup=False, soft_wrap=True
        )


def excerpt(text: str, words: Sequence[str]) -> str:
    """A text on one line, around the first of the words where it is long."""
    line = " ".join(text.split())
    if len(line) <= BEFORE + AFTER:
        return line
    places = (re.search(re.escape(word), line, re.IGNORECASE) for word in words)
    start = max(min((place.start() for place in places if place), default=0) - BEFORE, 0)
    end = start + BEFORE + AFTER
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
