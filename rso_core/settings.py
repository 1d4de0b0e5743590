"""Settings: where the record is, who records, in which language; from ``rso.toml`` and the environment.

    [store]
    url = "sqlite:///rso.db"        # environment: RSO_STORE

    [record]
    actor = "office:secretariaat"   # environment: RSO_ACTOR
    language = "nl"                 # of refusals: en or nl; environment: RSO_LANGUAGE

    [audit]
    signing_key = "rso-signing.key" # signs checkpoints; the key itself may be given in RSO_SIGNING_KEY

    [privacy]
    keys = "sqlite:///sleutels/rso-keys.db"   # keys of persons, apart from the store; environment: RSO_PERSON_KEYS

    [plugins]
    seconds = 30                    # how long one call of a plugin may take; environment: RSO_PLUGIN_SECONDS

What stands under [audit] and [privacy] belongs to the record under [store] (without it: ``rso.db`` beside the file). Another
record, given as an option or in the environment, has its keys in the places that belong to it, unless the environment says
where they are too. Other tables belong to plugins and are handed to them as they are.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit

import attrs

from rso_core import guard
from rso_core.toml_files import TomlError, read_toml

FILE = "rso.toml"
DEFAULT_STORE = "sqlite:///rso.db"
_KNOWN = {
    "store": {"url"},
    "record": {"actor", "language"},
    "audit": {"signing_key"},
    "privacy": {"keys"},
    "plugins": {"seconds"},
}
_NUMBERS = {("plugins", "seconds")}
SIGNING_KEY = "rso-signing.key"


class SettingsError(Exception):
    """The settings cannot be used; the message names file, place and remedy."""


@attrs.frozen(kw_only=True)
class Settings:
    """Settings as they hold for one run.

    Attributes:
        file: where they come from; None when there is no ``rso.toml``.
        store: address of the store; a relative SQLite path is taken from the folder of the file.
        keys: address of the keys of persons, likewise; None for the place that belongs to the store.
        sections: the tables that belong to plugins, by name.
        signing_key: file with the key that signs checkpoints; a relative path is taken from the folder of the file, and
            without one from that of an SQLite store.
        plugin_seconds: how long one call of a plugin, or its handler on one event, may take.
    """

    file: Path | None
    store: str
    actor: str = "office:secretariaat"
    language: Literal["en", "nl"] = "en"
    keys: str | None = None
    sections: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    signing_key: Path = Path(SIGNING_KEY)
    plugin_seconds: float = guard.SECONDS


def find_file(start: Path) -> Path | None:
    """The nearest ``rso.toml`` in a folder or the folders above it."""
    return next((folder / FILE for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def load_settings(config: Path | None = None, store: str | None = None) -> Settings:
    """Settings from a file, the environment over it, and what is given over both.

    Args:
        config: the file; the nearest ``rso.toml`` when left out.
        store: address of the store, over file and environment.

    Raises:
        SettingsError: a file that is not there or not right.
    """
    file = config or find_file(Path.cwd())
    document = _read(file) if file else {}
    store_table, record = document.get("store", {}), document.get("record", {})
    language = os.environ.get("RSO_LANGUAGE") or record.get("language", "en")
    if language not in ("en", "nl"):
        raise SettingsError(f"language {language!r} is not one of: en, nl")
    of_file = store_table.get("url") or DEFAULT_STORE
    if file is not None:
        of_file = _beside(of_file, file)
    url = store or os.environ.get("RSO_STORE") or of_file
    # Keys of one record have nothing to do with another, however that was named.
    its_file = file if same_place(url, of_file) else None
    own = document if its_file else {}
    keys = own.get("privacy", {}).get("keys")
    signing_key = own.get("audit", {}).get("signing_key", SIGNING_KEY)
    return Settings(
        file=file,
        store=url,
        signing_key=_folder(its_file, url) / signing_key,
        actor=os.environ.get("RSO_ACTOR") or record.get("actor", "office:secretariaat"),
        language=cast("Literal['en', 'nl']", language),
        keys=os.environ.get("RSO_PERSON_KEYS") or (_beside(keys, its_file) if keys and its_file else None),
        plugin_seconds=_plugin_seconds(document.get("plugins", {}), file),
        sections={name: table for name, table in document.items() if name not in _KNOWN},
    )


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are of one store: of one file, whatever links lead to it, or of one schema on one server."""
    return _place(one) == _place(other)


def _place(url: str) -> tuple[str | None, ...]:
    path = url.removeprefix("sqlite:///")
    if path != url:
        return ("sqlite", str(Path(path).resolve()))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return (url,)
    said = dict(parse_qsl(parts.query))
    host = parts.hostname or said.get("host") or "localhost"
    return parts.scheme.partition("+")[0], host, str(port or said.get("port") or 5432), parts.path, said.get("schema")


def _plugin_seconds(table: Mapping[str, Any], file: Path | None) -> float:
    said = os.environ.get(guard.VARIABLE)
    where = guard.VARIABLE if said else f"{file}: 'seconds' in [plugins]"
    try:
        return guard.seconds(said or table.get("seconds", guard.SECONDS))
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from None


def _beside(url: str, file: Path) -> str:
    path = url.removeprefix("sqlite:///")
    return url if path == url or Path(path).is_absolute() else f"sqlite:///{file.resolve().parent / path}"


def _folder(file: Path | None, url: str) -> Path:
    if file is not None:
        return file.resolve().parent
    path = url.removeprefix("sqlite:///")
    return Path.cwd() if path == url else Path(path).absolute().parent


def _read(file: Path) -> dict[str, Any]:
    try:
        document, _ = read_toml(file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    except TomlError as error:
        raise SettingsError(f"{file}:{error.line}: {error.told}") from None
    for name, table in document.items():
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name!r} stands outside a table; put it under [store], [record] or [privacy]")
        known = _KNOWN.get(name)
        for key, value in table.items() if known is not None else ():
            if known is not None and key not in known:
                raise SettingsError(
                    f"{file}: unknown setting {key!r} in [{name}]; known are: {', '.join(sorted(known))}"
                )
            if not isinstance(value, str) and (name, key) not in _NUMBERS:
                raise SettingsError(f"{file}: {key!r} in [{name}] must be a text between quotes")
    return document
