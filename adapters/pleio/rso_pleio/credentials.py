"""The session of the service account: from the environment, a file that only we may read, or the keyring.

Never from the command line, where every process can read it, and never in a message.
"""

import os
import stat
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from rso_core.atomic_write import write_whole
from rso_pleio.client.transport import site_address
from rso_pleio.errors import SetupError

SESSION = "RSO_PLEIO_SESSION"
TOKEN = "RSO_PLEIO_PROFILE_SYNC_TOKEN"
SERVICE = "rso-pleio"


def session_of(url: str, file: Path | None, environment: Mapping[str, str] | None = None) -> str:
    """The session cookie to work with.

    Args:
        url: address of the site; the keyring keeps a session per site.
        file: file that holds the session, by the settings.
        environment: in place of the process's own.

    Raises:
        SetupError: there is none, or the file is not safe.
    """
    given = environment if environment is not None else os.environ
    if value := given.get(SESSION, "").strip():
        return value.removeprefix("sessionid=")
    if file is not None and file.exists():
        return secret_in(file, "'rso pleio login' writes it")
    if kept := _from_keyring(site_address(url)):
        return kept
    raise SetupError(
        "the session is missing; log in to the site with the service account, take the value of its cookie "
        f"'sessionid', and hand it over with 'rso pleio login' (or set it in {SESSION})"
    )


def profile_sync_token(file: Path | None, environment: Mapping[str, str] | None = None) -> str | None:
    """The token to make accounts with; None when accounts are not made."""
    given = environment if environment is not None else os.environ
    if value := given.get(TOKEN, "").strip():
        return value
    return (
        secret_in(file, "put the token in it that a site administrator set on the site") if file is not None else None
    )


def secret_in(file: Path, remedy: str) -> str:
    """A secret in a file that nobody else may read.

    Args:
        file: the file.
        remedy: what to do when there is none in it.

    Raises:
        SetupError: the file cannot be read, is empty, or others may read it.
    """
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SetupError(f"{file} cannot be read; {remedy}") from None
    if mode & 0o077 and os.name == "posix":
        raise SetupError(f"{file} can be read by others (mode {mode:04o}); run: chmod 600 {file}")
    if not value:
        raise SetupError(f"{file} is empty; {remedy}")
    return value


def keep(url: str, session: str, file: Path | None) -> str:
    """Keep a session: in the file of the settings, or else in the keyring.

    Returns:
        Where it is kept.

    Raises:
        SetupError: there is no keyring on this machine, and no file in the settings.
    """
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, session + "\n")
        return str(file)
    if find_spec("keyring") is None:
        raise SetupError('there is no keyring here; name a file: session_file = "pleio.session" under [pleio]')
    import keyring  # noqa: PLC0415 - slow to load, and seldom needed
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, url, session)
    except KeyringError:
        raise SetupError(
            'the keyring of this machine cannot be used; name a file: session_file = "pleio.session" under [pleio]'
        ) from None
    return "the keyring"


def _from_keyring(url: str) -> str | None:
    if find_spec("keyring") is None:
        return None
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, url)
    except KeyringError:
        return None
