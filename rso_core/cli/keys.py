"""Commands about the keys of persons: whose they are, what they open, and ways back where record and keys are apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import group
from rso_core.cli.printing import confirmed, err, out, print_json
from rso_core.cli.session import Session, of

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.proof.keys_verification import KeysTried

PANEL = "Persons"
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Yes = Annotated[bool, typer.Option("--yes", help="do not ask")]
NOT_DONE = "Nothing was changed."
FAULTS = (
    ("misplaced", "under somebody else's identifier ('rso keys mend')"),
    ("wrong", "does not open the name ('rso keys restore FILE')"),
    ("missing", "not here ('rso keys restore FILE')"),
    ("returned", "here again, though the person was erased: the name stays away ('rso person erase')"),
    ("unrecorded", "destroyed, and the record does not say that the person was erased"),
    ("begun", "about to be destroyed: an erasure that was not finished ('rso person erase')"),
    ("idle", "of a person of whom no name stands in the record"),
)


@group("keys")
def keys_commands() -> typer.Typer:
    """The keys to the names of persons: what they open, and ways back where record and keys are apart."""
    keys = typer.Typer(no_args_is_help=True)
    keys.command("show")(show)
    keys.command("restore")(restore)
    keys.command("mend")(mend)
    keys.command("bind")(bind)
    keys.command("without")(without)
    return keys


def show(context: typer.Context, json_: Json = False) -> None:
    """Try every key on every name in the record, and tell what is not as it should be; no name is shown.

    Exit code 9 when a key is not what it should be.

    Example: rso keys show
    """
    from rso_core.cli.audit import PROOF_FAILS
    from rso_core.database import hidden
    from rso_core.proof.keys_verification import try_keys

    with of(context).application(names=False) as application:
        store = application.store
        tried = try_keys(store)
        where, without = hidden(store.keys.url), store.facts.goes_without_keys()
    faults = {name: list(getattr(tried, name)) for name, _ in FAULTS}
    if json_:
        about = {"identity": store.facts.identity, "keys": where, "without_keys": without}
        print_json({**about, "names": tried.names, "opened": len(tried.opened), "erased": len(tried.erased), **faults})
    else:
        out.print(f"Record {store.facts.identity}", markup=False)
        out.print(f"Keys   {where}", markup=False, soft_wrap=True)
        if without:
            out.print("This record goes without its keys, as was said; 'rso keys restore FILE' puts them back.")
        _tell_tried(tried)
    if not without and any(faults[name] for name in ("misplaced", "wrong", "missing", "returned", "unrecorded")):
        raise typer.Exit(PROOF_FAILS)


def _tell_tried(tried: KeysTried) -> None:
    out.print(f"{len(tried.opened)} keys open the name of their person; {len(tried.erased)} persons were erased.")
    for name, said in FAULTS:
        for person in getattr(tried, name):
            if name not in ("wrong", "missing") or person not in tried.misplaced:
                out.print(f"  {person}: {said}", markup=False, soft_wrap=True)


def restore(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="keys as 'rso backup --keys-to' wrote them, or a file of keys as rso keeps them")
    ],
    json_: Json = False,
) -> None:
    """Put keys of a backup back into a record that has its events, and build the registers that show names.

    Each is tried on the names in the record first; keys that open none are refused. Again changes nothing. Of who was erased
    no key is put back.

    Example: rso keys restore sleutels-2026-11-24.json
    """
    from rso_core.archive.keys_file import read_keys
    from rso_core.store.keys_brought_back import put_back

    session = of(context)
    brought = read_keys(file)
    with session.application(names=False) as application:
        found = put_back(application.store.keys, brought)
    anew = _names_anew(session)
    if json_:
        print_json(
            {
                "keys": found.persons,
                "not_opening": found.not_opening,
                "unknown": found.unknown,
                "erased": found.erased,
                **anew,
            }
        )
        return
    out.print(f"{found.persons} keys of {file} open the name of their person, and stand in their place.", markup=False)
    _tell_persons("They do not open the name of", found.not_opening)
    _tell_persons("No name stands in the record of", found.unknown)
    _tell_persons("Erased, so no key was put back, of", found.erased)
    _tell_anew(anew)


def mend(context: typer.Context, json_: Json = False) -> None:
    """Put keys right that stand under the wrong person: whose they are shows by the name that they open.

    Example: rso keys mend
    """
    session = of(context)
    with session.application() as application:
        mended = application.store.keys.put_right()
    anew = _names_anew(session) if mended else {"rebuilt": [], "failed_registers": []}
    if json_:
        print_json({"mended": mended, **anew})
        return
    out.print(f"{len(mended)} keys were put under the person whose name they open.")
    _tell_persons("These are", mended)
    if mended:
        _tell_anew(anew)


def bind(context: typer.Context, yes: Yes = False, json_: Json = False) -> None:
    """Take the keys at hand for those of this record, where they do not say so or name another record.

    For keys of an earlier release, and for a record that came back from a copy. They are taken only where they open
    names in it.

    Example: rso keys bind
    """
    from rso_core.store.keys_brought_back import take

    session = of(context)
    with session.application(names=False) as application:
        _confirm(application, "are taken for the keys of this record, and those of no other", yes=yes)
        fit = take(application.store.keys)
        identity = application.store.facts.identity
    anew = _names_anew(session)
    if json_:
        fits = {"opened": sorted(fit.opened), "not_opened": sorted(fit.not_opened), "missing": sorted(fit.missing)}
        print_json({"identity": identity, **fits, **anew})
        return
    out.print(
        f"They are the keys of record {identity}: they open the names of {len(fit.opened)} persons.", markup=False
    )
    _tell_persons("They do not open the name of", sorted(fit.not_opened))
    _tell_persons("There is no key of", sorted(fit.missing))
    _tell_anew(anew)


def without(context: typer.Context, yes: Yes = False) -> None:
    """Say that this record goes on without its keys: no name in it can be read until they are put back.

    For a copy that somebody looks into, and for keys that are lost for good.

    Example: rso keys without
    """
    from rso_core.store.keys_brought_back import do_without

    with of(context).application(names=False) as application:
        _confirm(application, "are missed from now on: names show as 'naam onleesbaar'", yes=yes)
        do_without(application.store.keys)
    out.print("This record goes on without its keys; 'rso keys restore FILE' puts them back.")


def _confirm(application: Application, what: str, *, yes: bool) -> None:
    from rso_core.cli.persons import somebody_is_there
    from rso_core.database import hidden

    where = hidden(application.store.keys.url)
    err.print(f"The keys of persons at {where} {what}.", markup=False, soft_wrap=True)
    if yes:
        return
    if not somebody_is_there():
        raise typer.BadParameter("nobody is there to confirm it; give --yes if this is meant", param_hint="--yes")
    if not confirmed("Is that meant?"):
        err.print(NOT_DONE)
        raise typer.Exit(0)


def _names_anew(session: Session) -> dict[str, Any]:
    from rso_core.privacy.names_anew import tell_names_anew

    with session.application() as application, session.projector(application) as projector:
        built, failed = tell_names_anew(projector)
    return {"rebuilt": built, "failed_registers": failed}


def _tell_anew(anew: dict[str, Any]) -> None:
    out.print(f"{len(anew['rebuilt'])} registers were built anew.")
    _tell_persons("These could not be, and stay as they were:", anew["failed_registers"])


def _tell_persons(said: str, persons: Any) -> None:
    if persons:
        err.print(f"{said} {', '.join(persons)}", markup=False, soft_wrap=True)
