"""Made ``data/utrecht-0.2.0.tar.xz`` with the code of release 0.2.0: the record of Utrecht, and all that was told of it.

Kept for the record; it does not write over the file of a release. What was kept, and is compared in
``test_released.py``: the store and its keys, ``root.txt``, the archive, and as JSON the registers at some moments, the
answers of the command, what the site should show, every command with its options, and the fingerprint of every act.
"""

import json
import sqlite3
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from acts_of_a_cooperation import every_act
from acts_of_a_region import by
from archive_of_a_region import root_at
from released import told_of_a_record as told
from released.utrecht import record_utrecht
from rso_core.application import fingerprint
from rso_core.archive import export_archive
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session
from rso_core.hooks import Plugins
from rso_core.store import EventStore


def make(target: Path) -> None:
    """Make the file."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "utrecht"
        folder.mkdir()
        record_utrecht(folder)
        for file in folder.glob("*.db"):
            with sqlite3.connect(file) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("VACUUM")
        with tarfile.open(target, "w:xz") as kept:
            for file in sorted(folder.glob("*.db")):
                kept.add(file, file.name)
            with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
                (folder / "root.txt").write_text(root_at(store) + "\n")
                export_archive(store, Plugins().read_models(), folder / "archief", told.NOW, keys=store.keys.exported())
                _write(folder / "registers.json", told.registers(store))
                _write(folder / "site.json", told.site(store))
            _write(folder / "answers.json", told.answers(folder))
            _write(folder / "command-line.json", told.command_line(build_cli(Session())))
            _write(folder / "fingerprints.json", [[a.act_name, fingerprint(a, by())] for a in every_act()])
            for name in ("root.txt", "archief", *(file.name for file in sorted(folder.glob("*.json")))):
                kept.add(folder / name, name)


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    made = Path(__file__).parent / "data" / "utrecht-0.2.0.tar.xz"
    if made.exists():
        raise SystemExit(f"{made} is kept as it is")
    make(made)
