"""Asking, before somebody is registered, whether that person is on record already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from rso_core.cli.printing import confirmed, err

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rso_core.application import Application, Provenance
    from rso_core.domain.person import RegisterPerson
    from rso_core.likely_doubles import LikelyDouble


def asked_about_doubles(application: Application, act: RegisterPerson, provenance: Provenance) -> RegisterPerson:
    """The act, once somebody said that it is about another person; as it is where nobody is there to say so.

    A command in a script goes on as it did before there was a question, with a warning: what it registers can be
    merged later.

    Raises:
        typer.Exit: it is somebody who is on record.
    """
    from rso_core.likely_doubles import as_another, likely_doubles

    if provenance.key is not None and application.store.find_key(provenance.key) is not None:
        return act
    doubles = likely_doubles(application.store, act)
    if not doubles:
        return act
    if not _somebody_is_there():
        _warn(act, doubles)
        return act
    for each in doubles:
        err.print(f"{each.person} {_told(each)}", markup=False)
    if not confirmed(f"Is {act.person} somebody else?"):
        err.print("Nothing was recorded.")
        raise typer.Exit(0)
    return as_another(act, doubles)


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _told(double: LikelyDouble) -> str:
    return f"has the same {' and '.join(double.same)}"


def _warn(act: RegisterPerson, doubles: Sequence[LikelyDouble]) -> None:
    # With --json the error channel holds the error, as JSON, and nothing else.
    if "--json" in sys.argv:
        return
    for each in doubles:
        err.print(
            f"Warning: {each.person} {_told(each)}. Somebody else: say so with --unlike {each.person}; the same person: "
            f"rso merge-person {act.person} --into {each.person} --reason …",
            markup=False,
        )
