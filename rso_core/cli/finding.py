"""How the commands find what somebody typed: all by one function, `rso_core.search.finding.Finder.find`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import typer

from rso_core.cli.printing import err

if TYPE_CHECKING:
    from rso_core.application import Application, Outcome, Provenance
    from rso_core.domain.act import Act
    from rso_core.domain.references import Thing
    from rso_core.projection import Projector
    from rso_core.search import Finder


def stream_found(application: Application, text: str) -> str:
    """The stream that was meant, such as ``party:gm0344``.

    Raises:
        NotFoundError: there is none, more than one, or it is a part, which has no stream of its own.
    """
    from rso_core.search import Finder, NotFoundError

    finder = Finder(application.store)
    thing = finder.find(text)
    if len(thing) == 3:
        raise NotFoundError(
            f"{finder.written_with_name(thing)} has no history of its own; 'rso about' tells all that names it"
        )
    return ":".join(thing)


def identifier_found(application: Application, text: str, kind: str) -> str:
    """The identifier of what was meant, of one kind; the text itself where it stands for nothing, for others to refuse.

    Raises:
        NotFoundError: it may be more than one thing.
    """
    from rso_core.search import Finder, NotFoundError

    finder = Finder(application.store)
    try:
        return finder.find(text, [kind])[-1]
    except NotFoundError as error:
        if error.found:
            raise
        _tell_nearest(finder, error.nearest)
        return text


def _tell_nearest(finder: Finder, nearest: Iterable[Thing]) -> None:
    # With --json the error channel holds the error, as JSON, and nothing else.
    if nearest and "--json" not in sys.argv:
        err.print(f"Nearest to what is not known: {finder.told(dict.fromkeys(nearest))}", markup=False)


def perform_by_names(application: Application, act: Act, provenance: Provenance) -> Outcome:
    """Record an act; where it is refused, with identifiers in the place of the names that were typed for them.

    An act that names everything by identifier pays nothing for it.

    Args:
        application: the record.
        act: as it was typed.
        provenance: who records it, and on what ground.

    Raises:
        NotFoundError: a name is that of more than one thing.
        Refused: as `Application.perform` does.
    """
    from rso_core.domain.admission import admitted
    from rso_core.domain.refusal import Refused

    try:
        return application.perform(act, provenance)
    except Refused:
        # What may not stand in the record is nobody's name.
        act = admitted(act)
        from rso_core.search.finding import Finder, with_names_found

        finder = Finder(application.store)
        meant, nearest = with_names_found(finder, act)
        if meant == act:
            _tell_nearest(finder, nearest)
            raise
    return application.perform(meant, provenance)


def body_named(projector: Projector, named: str, valid_on: date) -> str:
    """The identifier of a body given by identifier or by any name it has had, however it is spelled.

    Raises:
        typer.BadParameter: no such body on that day, or more than one.
    """
    from rso_core.search import Finder, NotFoundError

    bodies = {row["body"]: row["name"] for row in projector.register("bodies", valid_on).rows}
    finder = Finder(projector.store)
    try:
        found: tuple[Thing, ...] = (finder.find(named, ["body"]),)
    except NotFoundError as error:
        found = tuple(thing for thing in error.found if thing[1] in bodies)
    there = [thing[1] for thing in found if thing[1] in bodies]
    if len(there) == 1:
        return there[0]
    if there:
        wrong = f"may be any of {', '.join(there)}"
    else:
        known = ", ".join(f"{body} ({name})" for body, name in bodies.items())
        wrong = f"is not a body on {valid_on}; known are: {known}"
    raise typer.BadParameter(f"{named!r} {wrong}", param_hint="--body")
