"""A signed archive, made once for all tests that only look at it, and a copy of it for each that changes it."""

import shutil
from pathlib import Path

import pytest

from signed_archives import made


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that is signed as a whole; not to be changed."""
    return made(tmp_path_factory.mktemp("archief"), "a")


@pytest.fixture
def archive(whole: Path, tmp_path: Path) -> Path:
    """A copy of the archive of these tests."""
    return Path(shutil.copytree(whole, tmp_path / "a"))
