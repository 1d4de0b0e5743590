"""Every command that is no act, with words for it that fit the cooperation in small: derived from the command line itself."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_group

from rso_core import catalogue
from rso_core.cli.index import SHORT
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session

Words = tuple[str, ...]
READING: dict[str, list[Words]] = {
    "show": [(), ("parties",), ("parties", "--valid-on", "2026-02-01"), ("decisions", "--known-on", "2026-11-30")],
    "due": [("--on", "2026-03-01"), ("--on", "2026-06-01", "--ics", "due.ics")],
    "tables": [()],
    "about": [
        ("party:gem-a",),
        ("person:p-1",),
        ("body:overleg",),
        ("party:gem-a", "--html"),
        ("meeting:m1", "--markdown"),
    ],
    "search": [("overleg",), ("partij",)],
    "history": [
        ("--all",),
        ("party:gem-a",),
        ("body:overleg",),
        ("--all", "--table"),
        ("--all", "--known-on", "2026-11-30"),
    ],
    "replay": [("--valid-on", "2026-03-01"), ("--valid-on", "2026-03-01", "--known-on", "2026-11-30")],
    "late": [("--days", "30"), ()],
    "diff": [
        ("--valid-on", "2025-06-01", "--valid-on", "2026-06-01"),
        ("--known-on", "2026-11-01", "--known-on", "2026-11-30"),
    ],
    "act": [("party:gem-a@1",), ("party:gem-b@1",)],
    "export-dossier": [("weer.jsonl",)],
    "backup": [("--to", "kopie")],
    "dates": [("--body", "overleg")],
    "chain": [("d0",)],
    "plugins list": [()],
    "audit verify": [()],
    "audit key": [("--make",), ()],
    "audit checkpoint": [()],
    "audit prove": [("party:gem-a@1",)],
    "audit witnesses": [()],
    "archive export": [("--to", "archief")],
    "archive verify": [("archief",)],
    "person list": [(), ("--over",)],
    "person report": [("p-1",)],
    "roles gaps": [("--on", "2026-03-01")],
    "rebuild": [("--all",)],
    "keys show": [()],
    "schema": [()],
    "audit verifier": [()],
}
"""Commands that read the record, in the order in which they are tried."""
ELSEWHERE = frozenset(
    [
        "archive import",
        "audit cosign",
        "audit go-on",
        "check-signature",
        "correct",
        "import",
        "init",
        "keys bind",
        "keys mend",
        "keys restore",
        "keys without",
        "merge-person",
        "person erase",
        "pleio adopt",
        "pleio apply",
        "pleio doctor",
        "pleio login",
        "pleio plan",
        "pleio recover",
        "pleio status",
        "pleio watch",
        "plugins retry",
        "repair",
        "restore",
        "set-aside",
        "sign-digitally",
        "upgrade",
        "witness key",
        "witness sign",
    ]
)
"""Those that record, that read something else than this record, or that ask what only a test of their own gives."""


def commands() -> Iterator[str]:
    """The names of all commands but acts, as typed."""
    acts = {act.name for act in catalogue.definitions() if act.kind == "act"} | set(SHORT.values())
    yield from (name for name in _named(get_group(build_cli(Session()))) if name not in acts)


def _named(group: Any, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _named(command, f"{name} ")
        else:
            yield before + name
