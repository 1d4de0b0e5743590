"""Calls that a type checker must refuse: nothing here runs.

An error that is no longer found leaves its ``type: ignore`` unused, and that is an error of its own (mypy --strict,
pyright with reportUnnecessaryTypeIgnoreComment).
"""

from datetime import date

from rso_core import acts
from rso_core.events import EvaluationOpened, PartyKind, Response

DAY = date(2026, 1, 1)


def required_fields_are_asked_for() -> None:
    """Each act and event says which fields it needs."""
    acts.RegisterParty(party="p")  # type: ignore[call-arg]
    acts.OpenEvaluation(evaluation="e", covenant="c", title="T")  # type: ignore[call-arg]
    EvaluationOpened(evaluation="e", covenant="c", title="T", opened_on=DAY)  # type: ignore[call-arg]


def a_renamed_field_is_seen() -> None:
    """A field that is not there, in an act and in an event."""
    acts.CloseEvaluation(evaluation="e", on=DAY, outcome="Klaar")  # type: ignore[call-arg]
    acts.RegisterParty(party="p", title="P", kind=PartyKind.OTHER, on=DAY)  # type: ignore[call-arg]


def types_of_fields_are_kept() -> None:
    """A text is no day, a number no text, and a list no tuple."""
    acts.CloseEvaluation(evaluation="e", on="2026-01-01", conclusion="Klaar")  # type: ignore[arg-type]
    acts.Respond(evaluation="e", recommendation="r", response=1, on=DAY)  # type: ignore[arg-type]
    acts.GiveInput(
        evaluation="e",
        input="i",
        kind=acts.GiveInput.kind,
        title="T",
        on=DAY,
        parties=["a"],  # type: ignore[arg-type]
    )


def fields_are_given_by_name_and_stay_as_they_are() -> None:
    """No positions, no assignment."""
    acts.NameTheme("t", "Thema", DAY)  # type: ignore[call-arg]
    acts.NameTheme(theme="t", name="Thema", on=DAY).name = "Ander"  # type: ignore[misc]


def what_a_decision_gives_has_a_type() -> None:
    """From act to event there is no Any."""
    act = acts.Respond(evaluation="e", recommendation="r", response=Response.ADOPTED, on=DAY)
    act.responded_on  # type: ignore[attr-defined]  # noqa: B018
