"""The tests in environments of their own: on every Python that is claimed, and with the newest of every dependency.

``make pythons`` and ``make newest``. Runs by itself, without the environment of the project. Ends with 1 when one failed.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venvs"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
# A pyenv shim is on PATH for versions it will not start; a Python of a distribution may have no ensurepip.
PROBE = "import ensurepip, sqlite3, ssl, sys, venv; print('%d.%d' % sys.version_info[:2])"
BIN = "Scripts" if os.name == "nt" else "bin"
Result = tuple[bool, str]


def claimed() -> list[str]:
    """The versions of Python that the project says it runs on."""
    classifiers = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["classifiers"]
    found = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in classifiers)
    return [match[1] for match in found if match]


def interpreter(version: str) -> Path | None:
    """A Python of this version that can make environments, on PATH or among those of pyenv."""
    return next((path for path in _candidates(version) if _answers(path, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if (name := shutil.which(f"python{version}", path=folder)) is not None:
            yield Path(name)
    if shutil.which("pyenv") is not None:
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
        yield from sorted(Path(root, "versions").glob(f"{version}.*/{BIN}/python"), reverse=True)


def _answers(python: Path, version: str) -> bool:
    done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


def environment(name: str, python: Path, *installs: Sequence[str]) -> Path:
    """The Python of an environment in which this was installed; made anew when anything of it changed.

    Raises:
        CalledProcessError: it cannot be made, or something cannot be installed.
    """
    folder = PLACE / name
    made, stamp = folder / BIN / "python", folder / "installed"
    wanted = hashlib.sha256(PROJECT.read_bytes() + LOCK.read_bytes() + repr((python, installs)).encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        for install in installs:
            command = [str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *install]
            subprocess.run(command, check=True, cwd=ROOT)
        stamp.write_text(wanted, encoding="utf-8")
    return made


def run_tests(name: str, python: Path, arguments: Sequence[str]) -> Result:
    """Run the tests; whether they passed, and pytest's last line with what it skipped or found wrong."""
    log = PLACE / f"{name}.log"
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-ra", *arguments]
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(command, cwd=ROOT, env=clean, stdout=out, stderr=subprocess.STDOUT, check=False)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() or ["nothing was printed"]
    told = [line for line in lines if line.startswith(("FAILED ", "ERROR ", "SKIPPED ", "XFAIL ", "XPASS "))]
    return done.returncode == 0, "\n".join([f"{lines[-1].strip('= ')} ({log.relative_to(ROOT)})", *told])


def tested(name: str, python: Path, installs: Sequence[Sequence[str]], arguments: Sequence[str]) -> tuple[bool, str]:
    """Make the environment and run the tests in it."""
    try:
        made = environment(name, python, *installs)
    except subprocess.CalledProcessError as error:
        return False, f"not installed: {error}"
    return run_tests(name, made, arguments)


def pythons(arguments: Sequence[str]) -> bool:
    """The tests on every claimed Python that is here, with the versions of the lock; False when one failed."""
    installs = (["-r", str(LOCK)], ["--no-deps", "-e", str(ROOT)])
    results: dict[str, str] = {}
    fine = True
    for version in claimed():
        python = interpreter(version)
        if python is None:
            results[version] = "not installed and so not run"
            continue
        print(f"Python {version} …", flush=True)
        passed, told = tested(version, python, installs, arguments)
        fine = fine and passed
        results[version] = f"{'passed' if passed else 'FAILED'}: {told}"
    for version, result in results.items():
        print(f"Python {version} {result}")
    return fine


def newest(arguments: Sequence[str]) -> bool:
    """The tests once with the newest release of every dependency that its requirements allow."""
    # What is newest changes without a change here.
    shutil.rmtree(PLACE / "newest", ignore_errors=True)
    passed, told = tested("newest", Path(sys.executable), [["-e", f"{ROOT}[dev]"]], arguments)
    python = PLACE / "newest" / BIN / "python"
    there = _listed(python)
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    locked = {_plain(name): version for name, version in locked.items()}
    for name in sorted(locked.keys() & there.keys()):
        if locked[name] != there[name]:
            print(f"newer than the lock: {name} {there[name]} (lock: {locked[name]})")
    for name in sorted(there.keys() - locked.keys() - {"pip", "setuptools", "rso-core"}):
        print(f"not in the lock: {name} {there[name]}")
    if missing := sorted(locked.keys() - there.keys()):
        print(f"only in the lock, not for this Python or system, and so not run: {', '.join(missing)}")
    for name, version in _listed(python, "--outdated").items():
        if name in there.keys() - {"pip", "setuptools"}:
            print(f"held back by what others require, and so not run: {name} {version}")
    print(f"newest, on Python {sys.version.split()[0]}, {'passed' if passed else 'FAILED'}: {told}")
    return passed


def _listed(python: Path, *options: str) -> dict[str, str]:
    """Packages of an environment with their versions; the newest ones, when asked for what is outdated."""
    command = [str(python), "-m", "pip", "list", "--disable-pip-version-check", "--format=json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"cannot be listed: {done.stderr.strip().splitlines()[-1:]}")
        return {}
    return {_plain(one["name"]): one.get("latest_version", one["version"]) for one in json.loads(done.stdout)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Run what is asked, and say what was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("pythons", "newest"))
    parser.add_argument("pytest", nargs="*", help="arguments of pytest, after --")
    given = parser.parse_args()
    passed = (pythons if given.which == "pythons" else newest)(given.pytest)
    print(f"In each: pytest {' '.join(given.pytest)}; what that leaves out is for make test.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
