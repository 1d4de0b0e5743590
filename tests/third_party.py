"""Distributions of others, put in a folder as pip would install them."""

import os
from pathlib import Path


def install(folder: Path, name: str, points: str, version: str = "1.0", **modules: str) -> dict[str, str]:
    """A distribution in a folder; gives the environment in which it is there.

    Args:
        folder: where it goes, and where it is noted what is at work.
        name, version: of the distribution; another version of it goes.
        points: its entry points.
        modules: the source of each.
    """
    for old in folder.glob(f"{name}-*.dist-info"):
        for file in old.iterdir():
            file.unlink()
        old.rmdir()
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(points)
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source)
    return {
        "PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_STATE_HOME": str(folder / "state"),
    }
