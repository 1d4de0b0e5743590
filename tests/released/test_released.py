"""What release 0.2.0 recorded and told of Utrecht is what this release records and tells."""

import json
import re
import shutil
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import rso_core.application
from acts_of_a_cooperation import every_act
from acts_of_a_region import by
from archive_of_a_region import root_at
from released import told_of_a_record as told
from released.utrecht import record_utrecht
from rso_core import Application
from rso_core.act_handles import acts_in
from rso_core.application import fingerprint
from rso_core.archive import import_archive, verify_archive
from rso_core.archive.stored_rows import rows_until
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session
from rso_core.dossier import export_dossier, import_dossier
from rso_core.older_acts import is_as_performed, recorded_act_in
from rso_core.proof.verification import verify
from rso_core.recorded_acts import ActNotGivenBackError
from rso_core.store import EventStore

STORES = Path(__file__).parents[1] / "store" / "data"
KEPT = Path(__file__).parent / "data" / "utrecht-0.2.0.tar.xz"


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with what was kept of the release."""
    folder = tmp_path_factory.mktemp("release-0.2.0")
    with tarfile.open(KEPT) as kept:
        # Python before 3.11.4 has no filters, and takes this for an attribute like any other.
        kept.extraction_filter = getattr(tarfile, "data_filter", None)
        kept.extractall(folder)
    return folder


@pytest.fixture
def record(release: Path, tmp_path: Path) -> Path:
    """Folder with a copy of the record."""
    for file in release.glob("*.db"):
        shutil.copy(file, tmp_path)
    return tmp_path


SAID_BESIDES = {
    "plan-meeting": 58,
    "commit-effort": 4,
    "merge-body": 1,
    "reposition-body": 3,
    "start-handover": 1,
    "take-seat": 1,
}
"""Of the 2633 acts of the example, those of which something would be lost: no title given, parts left as they were."""
ADDED = {
    "signals": {"path_bodies"},
    "signatures": {
        *("certificate", "issuer", "trusted_root", "root_name", "day_from"),
        *("trust", "signer", "certificate_nl"),
    },
}
"""Columns by register that came after the release."""


def kept(release: Path, name: str) -> Any:
    return json.loads((release / f"{name}.json").read_text(encoding="utf-8"))


def unwrapped(answer: Any) -> Any:
    """Printed text without the line ends that the width of a terminal gives it; anything else as it is."""
    printed = isinstance(answer, list) and all(isinstance(line, str) for line in answer)
    return "".join("".join(answer).split()) if printed else answer


def without_handles(answer: Any) -> Any:
    return re.sub(r"\[[0-9A-Z]{4}-[0-9A-Z]{4}\]", "", answer) if isinstance(answer, str) else answer


NEW_WORDS = {"about"}
"""What is told besides, as JSON, since the release."""


def without_new_words(answer: Any) -> Any:
    if isinstance(answer, list):
        return [without_new_words(each) for each in answer]
    if isinstance(answer, dict):
        return {name: without_new_words(value) for name, value in answer.items() if name not in NEW_WORDS}
    return answer


def store_in(folder: Path) -> EventStore:
    return EventStore.open(f"sqlite:///{folder / 'rso.db'}")


def root_of(release: Path) -> str:
    return (release / "root.txt").read_text().strip()


def test_its_record_verifies_with_the_same_root(release: Path, record: Path) -> None:
    with store_in(record) as store:
        assert verify(store).ok
        assert root_at(store) == root_of(release)


@pytest.mark.slow
def test_its_record_gives_the_same_registers_at_every_moment(release: Path, record: Path) -> None:
    with store_in(record) as store:
        now = told.registers(store)
    for moment, registers in kept(release, "registers").items():
        for name, register in registers.items():
            found = json.loads(json.dumps(now[moment][name]))
            for row in found["rows"]:
                for added in ADDED.get(name, ()):
                    del row[added]
            assert found == register, f"{name} on {moment}"


def test_the_path_of_a_signal_is_given_by_identifiers_too(record: Path) -> None:
    with store_in(record) as store:
        now = told.registers(store)[f"{told.TODAY} known None"]
    names = {row["body"]: row["name"] for row in now["bodies"]["rows"]}
    rows = now["signals"]["rows"]
    assert {len(row["path_bodies"]) for row in rows} >= {1, 2, 3}
    for row in rows:
        assert (row["path_bodies"][0], row["path_bodies"][-1]) == (row["raised_at"], row["body"])
        assert " → ".join(names[body] for body in row["path_bodies"]) == row["path"]


@pytest.mark.slow
def test_its_record_is_told_in_the_same_words(release: Path, record: Path) -> None:
    now = told.answers(record)
    for question, answer in kept(release, "answers").items():
        # Since release 0.3 each act is told with its handle; `--no-handles` leaves them out.
        told_now = without_new_words(now[question]) if question == "due" else now[question]
        assert without_handles(unwrapped(told_now)) == unwrapped(answer), question
    for question in ("history", "history as known", "diff"):
        assert now[question] != kept(release, "answers")[question], "the acts have handles"


def with_tables_of_rows(found: Any) -> Any:
    """What 0.2 showed, but with the header cells of each table in a row of their own, as an editor of texts needs them."""
    if isinstance(found, list):
        return [with_tables_of_rows(each) for each in found]
    if not isinstance(found, dict):
        return found
    same = {name: with_tables_of_rows(value) for name, value in found.items()}
    if same.get("type") == "table":
        heads = [cell for cell in same["content"] if cell["type"] == "tableHeader"]
        head = {"type": "tableRow", "content": heads, "attributes": []}
        return {**same, "content": [head, *same["content"][len(heads) :]]}
    return same


def test_its_record_shows_the_same_on_the_platform(release: Path, record: Path) -> None:
    with store_in(record) as store:
        now = json.loads(json.dumps(told.site(store)))
    assert [group.pop("unreadable") for group in now["groups"]] == [[]] * len(now["groups"]), "all could be shown"
    assert now == with_tables_of_rows(kept(release, "site"))


SAID_OTHERWISE = {
    "body.repositioned": "says of the profile only what changes",
    "body.rescoped": "says the fields of work, and not the rest of the profile",
    "body.merged_in": "says who joins and what becomes of the rhythm, and not the rest of the profile",
    "person.corrected": "says the name or the address, and not both where one was given",
    "meeting.minutes_corrected": "holds from the day on which the minutes were drawn up, not from that of the meeting",
}
"""Events that this release records of the same act otherwise, and how."""


def test_its_dossier_is_recorded_in_the_same_bytes_but_for_what_is_said_otherwise(
    record: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since release 0.3 the record also keeps what an act said that its events do not tell."""
    monkeypatch.setattr(rso_core.application, "besides_its_events", lambda *_: None)
    fresh = tmp_path_factory.mktemp("fresh")
    record_utrecht(fresh)
    with store_in(record) as before, store_in(fresh) as now:
        rows = [[row for _, row in rows_until(store, store.head())] for store in (before, now)]
    assert [row.id for row in rows[0]] == [row.id for row in rows[1]]
    differing = {now.topic.partition("/")[0] for old, now in zip(*rows, strict=True) if old != now}
    assert differing == SAID_OTHERWISE.keys()


def test_few_acts_of_its_dossier_say_anything_besides_their_events(tmp_path: Path) -> None:
    record_utrecht(tmp_path)
    with store_in(tmp_path) as store:
        said = Counter(each.meta.act for _, each in store.read(limit=100_000) if each.meta.said is not None)
    assert said == SAID_BESIDES


def test_its_archive_is_whole_and_comes_back_with_the_same_root(release: Path, tmp_path: Path) -> None:
    assert verify_archive(release / "archief").problems == ()
    with store_in(tmp_path) as store:
        import_archive(release / "archief", store)
        assert root_at(store) == root_of(release)


def test_its_acts_have_the_same_fingerprints(release: Path) -> None:
    now = [[act.act_name, fingerprint(act, by())] for act in every_act()]
    assert all(one in now for one in kept(release, "fingerprints"))


HELP_SAYS_OTHERWISE = {
    "rso history": "it tells what is recorded under a subject itself; what else names it is told by 'rso about'",
    "rso person report": "a person is found by name too; the report is what 'rso about' tells",
    "rso person erase": "a person is found by name too",
    "rso chain": "a decision is found by its title too",
    "rso rebuild": "there are no snapshots to make any more",
    "rso import": "a workbook is read too",
    "rso restore": "what was stopped is finished",
    "rso archive import": "what was stopped is finished",
    "rso plugins retry": "a plugin that is left out is let in too",
    "rso audit verify": "what is derived is verified too",
    "rso show": "where there is no room for all columns, some are shown",
    "rso check-signature": "every signature is judged, and what it covers has to be the text on record",
    "rso sign-digitally": "one signature is recorded, with its certificate and whether that was checked",
}
"""Commands that do what they did, of which the help says more, and what."""


TAKES_MORE = {("rso check-signature", "trust"), ("rso sign-digitally", "trust")}
"""Options that may be given more than once by now."""


def test_its_commands_are_understood(release: Path) -> None:
    now = told.command_line(build_cli(Session()))
    for name, command in kept(release, "command-line").items():
        but = {"help": None} if name in HELP_SAYS_OTHERWISE else {}
        parameters = {each["name"]: each for each in now[name]["parameters"]}
        for parameter in command["parameters"]:
            more = {"multiple": True} if (name, parameter["name"]) in TAKES_MORE else {}
            assert {**parameters[parameter["name"]], **but} == {**parameter, **but, **more}, (
                f"{name}: {parameter['name']}"
            )
        assert {**now[name], "parameters": None, **but} == {**command, "parameters": None, **but}, name


def test_its_acts_are_given_back(record: Path) -> None:
    """By their fingerprints nearly all as they were typed; the others in other words that lead to the same."""
    with store_in(record) as store:
        as_performed: Counter[str] = Counter()
        for events in acts_in(store):
            act = recorded_act_in(store, events)
            as_performed[act.act_name if not is_as_performed(store, act, events[0].meta) else "as performed"] += 1
    assert as_performed == {"as performed": 2629, "reposition-body": 3, "start-handover": 1}


@pytest.mark.parametrize(
    ("store", "acts", "erased"), [("store-0.1.0", 32, 0), ("store-0.2.0", 141, 0), ("store-0.2.0-proof", 20, 1)]
)
def test_acts_of_every_release_are_given_back_but_for_who_was_erased(
    store: str, acts: int, erased: int, tmp_path: Path
) -> None:
    for file in STORES.glob(f"{store}*.db"):
        shutil.copy(file, tmp_path / file.name.replace(store, "rso"))
    failed, given = [], 0
    with store_in(tmp_path) as opened:
        for events in acts_in(opened):
            given += 1
            try:
                recorded_act_in(opened, events)
            except ActNotGivenBackError as error:
                failed.append(error.reasons)
    assert given == acts
    assert failed == [{"name": "the person was erased"}] * erased


@pytest.mark.slow
def test_its_acts_given_back_as_a_dossier_give_the_same_registers(release: Path, record: Path, tmp_path: Path) -> None:
    with store_in(record) as store:
        report = export_dossier(store, tmp_path / "terug.jsonl")
    assert (report.left_out, len(report.differing)) == ([], 4)
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'anew.db'}"), lambda: told.NOW) as anew:
        assert import_dossier(anew, tmp_path / "terug.jsonl", actor="office:ander").accepted
        now = json.loads(json.dumps(told.registers(anew.store)))
    for moment, registers in kept(release, "registers").items():
        for name, register in registers.items():
            for row in now[moment][name]["rows"]:
                for added in ADDED.get(name, ()):
                    del row[added]
            assert now[moment][name] == register, f"{name} on {moment}"
