"""A record that holds what earlier releases let in: every command that reads ends with its answer, and marks what is wrong."""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, START, by, open_region, set_up
from cli.every_command import ELSEWHERE, READING, commands
from commands_in_process import asked, rso
from poisoned_records import poisoned_copy
from rso_core import Application, EventStore, InvalidActError, Refused, acts
from rso_core.events import PartyKind
from rso_core.store.recorded import RecordedEvent
from without_the_door import without_the_door

KIND = PartyKind.MUNICIPALITY
EAST = timezone(timedelta(hours=14))
TEXTS: dict[str, Callable[[str], str]] = {
    "a character that PostgreSQL keeps in no text": lambda text: f"{text}\0x",
    "markup that closes nothing": lambda text: f"[/x]{text}[bold red]\\",
    "escapes of the terminal and a turn of the direction": lambda text: f"\x1b]0;x\x07\x1b[2J{text}\u202e\u2066",
    "a text of 300,000 characters": lambda text: text + "lang " * 60_000,
    "line ends in a name": lambda text: f"{text}\r\nEND:VCALENDAR\r\n\u2028x",
    "characters that are none": lambda text: f"{text}\ufffe\U0001ffff",
}
MOMENTS = {
    "the first moment there is": datetime(1, 1, 1, tzinfo=EAST),
    "the last moment there is": datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
}


def test_every_command_is_tried_or_said_to_be_tried_elsewhere() -> None:
    assert set(commands()) == READING.keys() | ELSEWHERE


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with every kind of act in it, but for those that name a key, which would have to be one."""
    folder = tmp_path_factory.mktemp("sound")
    store = EventStore.open(f"sqlite:///{folder}/rso.db")
    with Application(store, lambda: NOW) as application, application.batch() as batch:
        for act in every_act():
            if "public_key" in attrs.fields_dict(type(act)):
                continue
            with contextlib.suppress(Refused, InvalidActError):
                batch.perform(act, by())
    return folder


SIGNING = {"audit key", "audit checkpoint", "audit prove"}
"""What records itself, and finds the clock behind where the record was last entered at the end of time."""


def ends_well(sound: Path, folder: Path, text: Callable[[str], str], moment: datetime | None = None) -> None:
    def moved(recorded: RecordedEvent) -> RecordedEvent:
        return (
            recorded if moment is None else attrs.evolve(recorded, meta=attrs.evolve(recorded.meta, recorded_at=moment))
        )

    with EventStore.open(f"sqlite:///{sound}/rso.db") as source:
        poisoned_copy(source, f"sqlite:///{folder}/rso.db", text, moved)
    wrong = []
    for name, several in READING.items():
        if moment is not None and name in SIGNING:
            continue
        for words in several:
            done = rso(folder, *name.split(), *words)
            if done.returncode or "\x1b]" in done.stdout or "unexpected" in done.stderr:
                wrong.append((" ".join((name, *words)), done.returncode, done.stderr[-400:]))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("how", TEXTS)
def test_every_question_is_answered_whatever_the_texts_hold(sound: Path, tmp_path: Path, how: str) -> None:
    ends_well(sound, tmp_path, TEXTS[how])


@pytest.mark.slow
@pytest.mark.parametrize("how", MOMENTS)
def test_every_question_is_answered_whenever_it_was_recorded(sound: Path, tmp_path: Path, how: str) -> None:
    ends_well(sound, tmp_path, lambda text: text, MOMENTS[how])


BAD = {
    "gif-1": ("party:gif-1@1", "name=Goed", acts.RegisterParty(party="gif-1", name="Gif\0tig", kind=KIND, on=START)),
    "gif-2": ("party:gif-2@1", "name=Goed", acts.RegisterParty(party="gif-2", name="x" * 900_000, kind=KIND, on=START)),
    "gif-3": (
        "party:gif-3@1",
        "on=2025-01-01",
        acts.RegisterParty(party="gif-3", name="A", kind=KIND, on=date(1, 1, 1)),
    ),
    "gif-4": ("body:gif-4@1", "rhythm=FREQ=MONTHLY;INTERVAL=3", set_up("gif-4", rhythm="FREQ=MONTHLY;INTERVAL=-1")),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_put_right_or_passed_over_on_record_with_a_reason(tmp_path: Path, what: str) -> None:
    with open_region(f"sqlite:///{tmp_path}/rso.db") as application, without_the_door():
        for _, _, act in BAD.values():
            application.perform(act, by())
    handle, right, _ = BAD[what]
    corrected = rso(tmp_path, "correct", handle, "--set", right, "--reason", "verkeerd teken")
    assert corrected.returncode == 0, corrected.stderr
    assert len(corrected.stdout) < 30_000
    register, key = ("bodies", "body") if handle.startswith("body") else ("parties", "party")
    named, _, value = right.partition("=")
    (row,) = [row for row in asked(tmp_path, "show", register)["rows"] if row[key] == what]
    assert row["since" if named == "on" else named] == value
    passed_over = rso(tmp_path, "set-aside", handle, "--reason", "hoort hier niet")
    assert passed_over.returncode == 0, passed_over.stderr
    assert what not in [row[key] for row in asked(tmp_path, "show", register)["rows"]]
    assert rso(tmp_path, "audit", "verify").returncode == 0
