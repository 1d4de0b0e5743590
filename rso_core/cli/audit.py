"""Commands for the auditor: verify the record, prove an event, sign and hand out checkpoints, keys."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rso_core.cli.declaring import group
from rso_core.cli.printing import err, out, print_json, print_text, write_json
from rso_core.cli.session import Session, of
from rso_core.time_zone import AMSTERDAM

if TYPE_CHECKING:
    from rso_core.proof.checkpoint_signing import KeyPlace

PANEL = "Ask"
PROOF_FAILS = 9
"""Exit code of a record, archive or proof that is not what it should be."""
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@group("audit")
def audit_commands() -> typer.Typer:
    """Proof: is the record unaltered, and how does anybody else see that?"""
    audit = typer.Typer(no_args_is_help=True)
    audit.command("verify")(verify_record)
    audit.command("prove")(prove)
    audit.command("checkpoint")(checkpoint)
    audit.command("cosign")(cosign)
    audit.command("key")(key)
    audit.command("go-on")(go_on_after_loss)
    audit.command("witnesses")(witnesses)
    audit.command("verifier")(verifier)
    return audit


def place_of(session: Session) -> KeyPlace:
    """Where the signing key of this run is kept."""
    from rso_core.proof.checkpoint_signing import KeyPlace

    return KeyPlace(session.settings().signing_key)


def verify_record(
    context: typer.Context,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="checkpoint kept elsewhere, such as copied from Pleio; may be repeated")
    ] = None,
    key: Annotated[str | None, typer.Option(help="public key of the record, as you got it from elsewhere")] = None,
    daily: Annotated[
        bool, typer.Option("--daily", help="the events only: registers and what else is derived are not made anew")
    ] = False,
    with_plugins: Annotated[
        bool,
        typer.Option(
            "--with-plugins",
            help="also the registers of plugins of others, in a process of their own: what they say rests on their code",
        ),
    ] = False,
    json_: Json = False,
) -> None:
    """Verify that no event was altered, removed, put in or moved, that the record is the one that was signed, and that
    registers and all else that is derived are what follows from it.

    Only code that comes with rso runs. Exit code 9 when something is not as it should be; the first event that differs is
    named, and of what is derived each place, with the event from which it follows what should be there.

    Example: rso audit verify --checkpoint controlepunt-van-pleio.txt
    """
    from rso_core.cli.verifying import Looked, print_findings, verification_json

    session = of(context)
    looked = Looked.at(session, place_of(session), checkpoint or (), key, derived=not daily, with_plugins=with_plugins)
    if json_:
        print_json(verification_json(looked))
    else:
        print_findings(looked)
    if not looked.ok:
        raise typer.Exit(PROOF_FAILS)


def prove(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="id of the event, such as covenant:utrecht@12 (see rso history --json)")],
    out_file: Annotated[Path | None, typer.Option("--out", help="file to write; else it is printed")] = None,
) -> None:
    """Write the proof that an event stands in the record: a small file that can be checked without rso.

    Who has the file checks it with the verifier of one file ('rso audit verifier') and the public key of the record.

    Example: rso audit prove covenant:utrecht@12 --out bewijs.json
    """
    from rso_core.proof.checkpoints import prove_event, sign_checkpoint

    session = of(context)
    with session.application(names=False) as application:
        sign_checkpoint(application.store, place_of(session), application.clock())
        proof = prove_event(application.store, event)
    _write(proof.render(), out_file, is_json=True)


def checkpoint(
    context: typer.Context,
    since: Annotated[
        int | None,
        typer.Option(min=0, help="for a witness: with the proof of growth since so many events; 0 the first time"),
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="file to write; else it is printed")] = None,
) -> None:
    """Sign the record as it is now, and give the checkpoint to keep elsewhere.

    Example: rso audit checkpoint --since 0 --out voor-de-getuige.json
    """
    from rso_core.proof.checkpoints import bundle_since, sign_checkpoint
    from rso_core.proof.errors import ProofError

    session = of(context)
    with session.application(names=False) as application:
        if since is not None:
            _write(bundle_since(application.store, place_of(session), since).render(), out_file, is_json=True)
            return
        note = sign_checkpoint(application.store, place_of(session), application.clock())
    if note is None:
        raise ProofError("nothing to sign: the record is empty or has no signing key (rso audit key --make)")
    _write(note.render().encode(), out_file)


def cosign(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="checkpoint that a witness signed")]
) -> None:
    """Take up the signature of a witness under a checkpoint of this record.

    Example: rso audit cosign van-de-getuige.txt
    """
    from rso_core.proof.checkpoints import add_cosignatures, read_checkpoint

    with of(context).application(names=False) as application:
        parties = add_cosignatures(application.store, read_checkpoint(file))
    out.print(f"Medeondertekend door {', '.join(parties)}", markup=False)


def key(
    context: typer.Context,
    make: Annotated[bool, typer.Option("--make", help="give a record of before its first key")] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="make a next key; needs --reason")] = False,
    reason: Annotated[str, typer.Option(help="why the key before is no longer used")] = "",
    lost: Annotated[
        bool, typer.Option("--lost", help="the key before is gone, so it cannot sign for the next one")
    ] = False,
    json_: Json = False,
) -> None:
    """Show the public keys of the record, make the first, or let a next one follow.

    Example: rso audit key --rotate --reason "Andere beheerder"
    """
    from rso_core.application import Provenance
    from rso_core.proof.checkpoint_signing import introduce_key, keys_of, log_name, rotate_key

    session = of(context)
    place, today = place_of(session), datetime.now(AMSTERDAM).date()
    about = Provenance(actor=session.settings().actor)
    with session.application(names=False) as application:
        if make:
            introduce_key(application, place, log_name(), today, about)
        if rotate:
            rotate_key(application, place, today, about, reason=reason, lost=lost)
        keys = keys_of(application.store).keys
    if json_:
        print_json([{"key": k.key.encode(), "event": k.event, "vouched": k.vouched, "reason": k.reason} for k in keys])
        return
    for known in keys:
        mark = "in gebruik" if known is keys[-1] else "vervangen"
        out.print(f"{known.key.encode()}  {mark}  {known.event}  {known.reason}", markup=False, soft_wrap=True)
    if not keys:
        err.print("This record has no key yet; make one: rso audit key --make")


def go_on_after_loss(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="how the end of the record was lost; it is recorded")],
) -> None:
    """Say on record that it goes on where it ends now, after a failover or restore that lost acts; then acts are taken again.

    A next key follows, for which the key before vouches. What was lost is not found back by it: record it again.

    Example: rso audit go-on --reason "Overgang naar de reserveserver van 3 mei, die twee handelingen miste"
    """
    from rso_core.application import Provenance
    from rso_core.proof.going_on import go_on

    session = of(context)
    about = Provenance(actor=session.settings().actor)
    with session.application(after_loss=True) as application:
        end = go_on(application, place_of(session), datetime.now(AMSTERDAM).date(), about, motive=reason)
    told = f"Het dossier gaat verder na gebeurtenis {end.kept}; het controlepunt bij {end.lost} gebeurtenissen wordt niet vervolgd"
    out.print(told, markup=False, soft_wrap=True)


def witnesses(context: typer.Context, json_: Json = False) -> None:
    """List the witnesses that the record recognises, with their public keys."""
    from rso_core.proof.checkpoint_signing import keys_of

    with of(context).application(names=False) as application:
        known = keys_of(application.store).witnesses
    if json_:
        print_json([{"party": party, "key": key.encode()} for key, party in known])
        return
    for key, party in known:
        out.print(f"{party}  {key.encode()}", markup=False, soft_wrap=True)
    if not known:
        err.print("No witness is recognised yet; see 'rso recognise-witness --help'.")


def verifier(
    out_file: Annotated[Path | None, typer.Option("--out", help="file to write; else it is printed")] = None,
) -> None:
    """Write the verifier: one file of Python that checks a proof without rso.

    Example: rso audit verifier --out check_proof.py   and then   python check_proof.py bewijs.json
    """
    _write(files("rso_core.proof").joinpath("check_proof.py").read_bytes(), out_file)


def _write(content: bytes, path: Path | None, *, is_json: bool = False) -> None:
    from rso_core.atomic_write import FOR_ALL, write_whole
    from rso_core.settings import SettingsError

    if path is None:
        (write_json if is_json else print_text)(content.decode("utf-8"))
        return
    try:
        write_whole(path, content, FOR_ALL)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
    err.print(f"Wrote {path}", markup=False)
