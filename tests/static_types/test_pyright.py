"""What pyright must refuse too; mypy reads the same file whenever everything is checked (``make lint``)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

WRONG_CALLS = Path(__file__).parent / "wrong_calls.py"
REPO = Path(__file__).parents[2]


@pytest.mark.slow
def test_pyright_refuses_every_wrong_call(tmp_path: Path) -> None:
    pytest.importorskip("basedpyright", reason="pyright (basedpyright) is missing")
    source = WRONG_CALLS.read_text(encoding="utf-8")
    marked = {number for number, line in enumerate(source.splitlines(), start=1) if "# type: ignore[" in line}
    (tmp_path / "calls.py").write_text(re.sub(r"  # type: ignore\[[a-z-]+\]", "", source), encoding="utf-8")
    settings = {"include": ["."], "extraPaths": [str(REPO)], "typeCheckingMode": "standard"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(tmp_path), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert {each["range"]["start"]["line"] + 1 for each in found if each["severity"] == "error"} >= marked
