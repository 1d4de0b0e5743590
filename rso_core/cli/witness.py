"""Commands for a witness: a party that keeps the last checkpoint it saw, and signs the next only when the log grew.

They need no record and no settings, only a folder of the witness itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rso_core.cli.declaring import group
from rso_core.cli.printing import err, out, print_text

if TYPE_CHECKING:
    from rso_core.proof.checkpoint_signing import KeyPlace
    from rso_core.proof.note import VerifierKey

PANEL = "Ask"
Home = Annotated[
    Path, typer.Option("--home", help="folder of the witness: its key, the key of the log, the checkpoint held")
]
DEFAULT_HOME = Path("rso-witness")


@group("witness")
def witness_commands() -> typer.Typer:
    """Witness: see for yourself that a record only grew, and sign for it with your own key."""
    witness = typer.Typer(no_args_is_help=True)
    witness.command("key")(make_key)
    witness.command("sign")(sign)
    return witness


def make_key(
    name: Annotated[str, typer.Option(help="name of the witness, such as gm0344")],
    home: Home = DEFAULT_HOME,
) -> None:
    """Make the key of a witness, and print its public half for the secretary (rso recognise-witness).

    Example: rso witness key --name gm0344
    """
    from rso_core.proof.errors import ProofError
    from rso_core.proof.note import COSIGNATURE, SigningKey

    place = _key_of(home)
    if (known := place.read()) is None:
        _folder(home)
        known = SigningKey.generate(name, COSIGNATURE)
        place.write(known)
    elif known.name != name:
        raise ProofError(f"{place.path} holds the key of {known.name!r} already; use another --home")
    out.print(known.verifier_key.encode(), markup=False, soft_wrap=True)


def sign(
    file: Annotated[Path, typer.Argument(help="what the secretary gave: rso audit checkpoint --since N --out FILE")],
    log_key: Annotated[str | None, typer.Option(help="public key of the record; needed the first time")] = None,
    home: Home = DEFAULT_HOME,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="file for the signed checkpoint; else it is printed")
    ] = None,
) -> None:
    """Check that the record continues the checkpoint held, sign the new one, and hold it from now on.

    When the record does not continue it, nothing is signed: two histories were shown. Both checkpoints are named.

    Example: rso witness sign voor-de-getuige.json --out van-de-getuige.txt
    """
    from rso_core.proof.bundle import CheckpointBundle
    from rso_core.proof.checkpoint import Checkpoint
    from rso_core.proof.checkpoints import read_checkpoint
    from rso_core.proof.errors import ProofError
    from rso_core.proof.witness import witness

    key = _key_of(home).read()
    if key is None:
        raise ProofError(f"there is no key of a witness in {home}; make one: rso witness key --name NAME")
    try:
        bundle = CheckpointBundle.parse(file.read_bytes())
    except OSError as error:
        raise ProofError(f"{file} cannot be read: {error.strerror}") from None
    trusted = _trusted(home, log_key)
    held_path = home / "held.checkpoint"
    held = read_checkpoint(held_path) if held_path.exists() else None
    if bundle.log_key != trusted:
        raise ProofError(
            f"the record signs with {bundle.log_key.encode()} now, not with the key that you trust ({trusted.encode()}); ask "
            "whether the one before vouches for it ('rso audit key --json' tells), and then give it with --log-key"
        )
    note = witness(bundle, held, trusted, key, datetime.now(UTC))
    _keep(held_path, note.render())
    _keep(home / "log.key", trusted.encode() + "\n")
    if out_file is None:
        print_text(note.render())
    else:
        _keep(out_file, note.render())
        err.print(f"Wrote {out_file}", markup=False)
    err.print(f"Held from now on: {Checkpoint.parse(note.text)}", markup=False)


def _trusted(home: Path, given: str | None) -> VerifierKey:
    from rso_core.proof.errors import ProofError
    from rso_core.proof.note import VerifierKey

    path = home / "log.key"
    try:
        known = VerifierKey.decode(path.read_text(encoding="utf-8").strip()) if path.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise ProofError(f"{path} holds no public key ({error}); remove it and give the key with --log-key") from None
    if given is None:
        if known is None:
            raise ProofError(
                "give the public key of the record the first time: --log-key name+hash+key (rso audit key)"
            )
        return known
    key = VerifierKey.decode(given.strip())
    if known is not None and key != known:
        err.print(
            f"The key of the record was {known.encode()} until now; it is {key.encode()} from now on.", markup=False
        )
    return key


def _key_of(home: Path) -> KeyPlace:
    # The variable for the signing key of a record is not for the key of a witness.
    from rso_core.proof.checkpoint_signing import KeyPlace

    return KeyPlace(home / "witness.key", environment=None)


def _folder(home: Path) -> None:
    from rso_core.settings import SettingsError

    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{home} cannot be made: {error.strerror}") from None


def _keep(path: Path, text: str) -> None:
    from rso_core.atomic_write import FOR_ALL, write_whole
    from rso_core.settings import SettingsError

    try:
        write_whole(path, text, FOR_ALL)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
