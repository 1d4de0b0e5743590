"""Options that several commands share, and how a moment is written."""

from datetime import date, datetime
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Handles = Annotated[
    bool, typer.Option("--handles/--no-handles", help="whether each act is told with its handle, for 'rso act'")
]
ValidOn = Annotated[str | None, typer.Option("--valid-on", "--on", help="day on which it holds; today when left out")]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        help="day (its end) or moment such as 2026-03-12T10:00+01:00 up to which is known; everything when left out",
    ),
]
EnteredOn = Annotated[
    str | None,
    typer.Option(
        "--entered-on",
        help="day (its end) or moment up to which what counts was entered, whatever it says to have been known since",
    ),
]


Unproven = Annotated[
    str | None,
    typer.Option(
        "--unproven",
        metavar="REASON",
        help="let it go out although it does not follow from the record, and put on record that it did, and why",
    ),
]


def moment(text: str) -> date | datetime:
    """A day, or a moment with its offset, given on the command line.

    Raises:
        typer.BadParameter: it is neither, or nobody can reckon with it.
    """
    from rso_core.cli.session import in_range
    from rso_core.structuring import to_date

    try:
        return in_range(to_date(text))
    except ValueError as no_date:
        try:
            at = datetime.fromisoformat(text.strip())
        except ValueError:
            raise typer.BadParameter(f"{no_date}, or with a time of day: 2026-03-12T10:00+01:00") from None
    if at.tzinfo is None:
        raise typer.BadParameter(f"{text!r} says no offset from UTC; write it like {text.strip()}+01:00")
    return in_range(at)


def known(text: str | None) -> date | datetime | None:
    """Up to when is known, where that was said.

    Raises:
        typer.BadParameter: it is no day, nor a moment with its offset.
    """
    return moment(text) if text else None
