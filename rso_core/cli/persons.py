"""Commands about persons: whose term is over, what a person may see, and erasing for good."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from rso_core.cli.completing import things
from rso_core.cli.declaring import group
from rso_core.cli.options import Unproven
from rso_core.cli.printing import (
    end_untold,
    err,
    out,
    print_json,
    print_register,
    print_text,
    prompted,
    register_json,
    untold_rows,
)
from rso_core.cli.session import day, identifier_found, of
from rso_core.time_zone import AMSTERDAM
from rso_core.visible_text import visible

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.privacy.erasure import Erasure
    from rso_core.privacy.files_with_name import FilesWithName
    from rso_core.privacy.unfinished_erasures import Unfinished
    from rso_core.projection import Projector
    from rso_core.settings import Settings

PANEL = "Persons"
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
On = Annotated[str | None, typer.Option("--on", help="day to look from; today when left out")]
Person = Annotated[
    str, typer.Argument(help="identifier or name of the person", show_default=False, autocompletion=things("person"))
]
LOST = """Erasing {person} cannot be undone. For good is lost, at every earlier moment too:
  - every name and address that was recorded of {person};
  - who it was that did what is recorded under {person}: the acts stay, under the identifier alone.
"""
NO_KEY = (
    "No key of this person was kept here, so none was destroyed: the name could not be read already. Somebody who has a backup "
    "of the keys can read it all the same; destroy that"
)
SHOWN = 20
"""So many events are named at once."""
LEFT = (
    "backups of the keys of persons that were made before: destroy them, or make them anew",
    "exports, reports and archives that were handed out before: they may hold the name in the open",
    "backups and write-ahead logs of a database server: they hold what was written until they are replaced",
)


@group("person")
def person_commands() -> typer.Typer:
    """Persons: whose term is over, what one may see, and erasing."""
    person = typer.Typer(no_args_is_help=True)
    person.command("list")(list_persons)
    person.command("report")(report)
    person.command("erase")(erase)
    return person


def list_persons(
    context: typer.Context,
    over: Annotated[bool, typer.Option("--over", help="only those whose retention term is over")] = False,
    on: On = None,
    json_: Json = False,
) -> None:
    """List persons with what they did until when, the retention term that applies, and the day on which it is over.

    Example: rso person list --over --on 2033-01-01
    """
    from rso_core.privacy.unfinished_erasures import unfinished_erasures

    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        register = projector.register("persons", _day(on))
        unfinished = unfinished_erasures(application.store, projector.engine)
    if over:
        register = attrs.evolve(register, rows=tuple(row for row in register.rows if row["over"]))
    if json_:
        print_json(register_json(register))
    else:
        print_register(register)
    _warn(unfinished)
    end_untold(untold_rows(register, "persons"))


def report(
    context: typer.Context,
    person: Person,
    out_file: Annotated[Path | None, typer.Option("--out", help="write it to this file")] = None,
    on: On = None,
    json_: Json = False,
    unproven: Unproven = None,
) -> None:
    """Make the report of all that the record holds about a person, for that person (AVG, article 15).

    It is everything that 'rso about' tells of the person, told to the person: without the names of others.

    Example: rso person report p-0012 --out p-0012.md
    """
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        person = identifier_found(application, person, "person")
        if out_file is not None:
            session.let_out(application, "het verslag aan een persoon", unproven, projector.read_models)
        print_report(application, projector, person, on=_day(on), out_file=out_file, json_wanted=json_)


def print_report(
    application: Application, projector: Projector, person: str, *, on: date, out_file: Path | None, json_wanted: bool
) -> None:
    """Make the report to a person, and print it or write it to a file."""
    from rso_core.privacy.personal_report import report_on
    from rso_core.privacy.personal_report_text import as_data, as_markdown

    made = report_on(application, projector, person, on=on)
    if out_file is not None:
        _write(out_file, as_markdown(made))
        err.print(f"Wrote {out_file}; it holds personal data, hand it to the person only", markup=False)
    if json_wanted:
        print_json(as_data(made))
    elif out_file is None:
        print_text(as_markdown(made))
    end_untold(made.untold)


def erase(
    context: typer.Context,
    person: Person,
    ground: Annotated[str, typer.Option("--ground", help="request or retention term on which it rests")],
    on: Annotated[str | None, typer.Option("--on", help="day of the decision to erase; today when left out")] = None,
    still_in_office: Annotated[
        bool, typer.Option("--still-in-office", help="also when a mandate, role or seat runs on")
    ] = False,
    actor: Annotated[str | None, typer.Option("--actor", help="who records it; else as in rso.toml")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    json_: Json = False,
) -> None:
    """Erase name and address of a person for good, everywhere; what the person did stays, under the identifier.

    Example: rso person erase p-0012 --ground "Verzoek van 3 maart 2026"
    """
    from rso_core.application import Provenance
    from rso_core.privacy.erasure import erase_person

    session = of(context)
    circumstances = Provenance(actor=actor or session.settings().actor)
    with session.application() as application, session.projector(application) as projector:
        person = identifier_found(application, person, "person")
        done = erase_person(
            application,
            projector,
            person,
            ground=ground,
            on=_day(on),
            circumstances=circumstances,
            still_in_office=still_in_office,
            plugins=session.plugins,
            confirm=partial(_confirm, person, yes=yes),
            look_in=_folders_of(session.settings(), application.store.keys.url),
        )
    session.tell_failed_plugins()
    if json_:
        print_json(_erasure_json(person, done))
    else:
        _tell(person, done)
    _warn(done.cleaning.open)
    if done.cleaning.missed:
        raise typer.Exit(8)


def _confirm(person: str, *, yes: bool) -> None:
    err.print(LOST.format(person=person), markup=False)
    if yes:
        return
    if not somebody_is_there():
        raise typer.BadParameter("nobody is there to confirm it; give --yes if this is meant", param_hint="--yes")
    if prompted(f"Type '{person}' to erase; anything else stops") != person:
        err.print("Nothing was erased.")
        raise typer.Exit(0)


def somebody_is_there() -> bool:
    """Whether a person can be asked something."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _tell(person: str, done: Erasure) -> None:
    event = done.event
    how = f"was erased before ({event.id}, {event.meta.effective})" if done.already else f"is erased ({event.id})"
    out.print(f"{person} {how}.", markup=False)
    if done.doubles:
        out.print(f"Registered as {', '.join(done.doubles)} as well: that name is erased too.", markup=False)
    cleaning = done.cleaning
    if cleaning.rebuilt or cleaning.dropped:
        gone = NO_KEY if done.had_key is False else "The key is destroyed, and no key that is kept here opens the name"
        out.print(f"{gone}; {len(cleaning.rebuilt)} registers were built anew, files were written anew.", markup=False)
    elif done.finished:
        out.print("Nothing was left to do.")
    if cleaning.dropped:
        out.print(f"Dropped until their plugin works again: {', '.join(cleaning.dropped)}", markup=False)
    out.print("Still to be done, by people:")
    for sentence in (*_typed(done), *_files_left(done.files), *cleaning.elsewhere, *LEFT):
        out.print(f"  - {sentence}", markup=False, soft_wrap=True)


def _folders_of(settings: Settings, keys: str) -> list[Path]:
    """Where rso made files, by what is known of this record: its folder, that of its settings and of its keys, and this one."""
    from rso_core.database import parse_url

    urls = [parse_url(url) for url in (settings.store, keys)]
    files = [Path(str(url.database)) for url in urls if url.get_backend_name() == "sqlite"]
    return [*(file.resolve().parent for file in (*files, *filter(None, [settings.file]))), Path.cwd()]


def _typed(done: Erasure) -> list[str]:
    if not done.typed_in:
        return []
    some = ", ".join(done.typed_in[:SHOWN]) + (
        f" and {len(done.typed_in) - SHOWN} more" if len(done.typed_in) > SHOWN else ""
    )
    return [
        f"the name was typed in a text, a source or as who recorded it, and stays there: {some}. It is part of what was "
        "recorded; weigh whether that can be justified, and do not hand it out"
    ]


def _files_left(files: FilesWithName) -> list[str]:
    holds = (
        "the name, an address or the key stands in"
        if files.by_name
        else "the person is mentioned, and may be named, in"
    )
    left = [f"{holds} {path}: destroy it, or make it anew" for path in files.found]
    left += [f"{path} could not be read, so look for yourself whether the name stands in it" for path in files.unread]
    if not files.whole:
        left.append("there were too many files to look into all of them; the rest is for you to look at")
    return left


def _erasure_json(person: str, done: Erasure) -> dict[str, Any]:
    return {
        "person": person,
        "event": done.event.id,
        "erased_on": done.event.meta.effective,
        "already": done.already,
        "doubles": done.doubles,
        "finished": done.finished,
        "had_key": done.had_key,
        "rebuilt": done.cleaning.rebuilt,
        "dropped": done.cleaning.dropped,
        "missed": done.cleaning.missed,
        "files": [str(path) for path in done.files.found],
        "typed_in": done.typed_in,
        "left_to_do": [*_typed(done), *_files_left(done.files), *done.cleaning.elsewhere, *LEFT],
    }


def _warn(unfinished: list[Unfinished] | tuple[Unfinished, ...]) -> None:
    """Say on the error channel which erasures are not finished, and what finishes them."""
    for person in (u.person for u in unfinished):
        err.print(
            f"Warning: the erasure of {person} was begun and is not finished; run 'rso person erase {person} "
            "--ground …' (again)",
            markup=False,
        )


def _day(text: str | None) -> date:
    return day(text) if text else datetime.now(AMSTERDAM).date()


def _write(path: Path, text: str) -> None:
    from rso_core.atomic_write import write_whole
    from rso_core.settings import SettingsError

    try:
        write_whole(path, visible(text))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
