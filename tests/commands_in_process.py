"""The `rso` command, run in the process of the tests."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rso_core.cli import main


def rso(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in this process: what `test_command` shows of a process of its own need not be shown again."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", ["rso", *arguments])
        for name in [name for name in os.environ if name.startswith("RSO_")]:
            patch.delenv(name)
        patch.setenv("COLUMNS", "200")
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def asked(folder: Path, *arguments: str) -> Any:
    done = rso(folder, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
