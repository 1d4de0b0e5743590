"""The check of an archive: files, events, root hash, checkpoint and metadata, without a store or settings."""

from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from rso_core.archive.bag import bag_problems, manifest, require_bag
from rso_core.archive.bag_shape import shape_problems
from rso_core.archive.checks import Check
from rso_core.archive.described import FILE_SUFFIX, FOLDER
from rso_core.archive.errors import DamagedArchiveError, LineError
from rso_core.archive.lines import read_lines
from rso_core.archive.mdto import ReadObject, problems_by_schema, read_object
from rso_core.archive.proofs import ReadCheckpoint, ReadManifest
from rso_core.archive.whole import register_checks, whole_check
from rso_core.projection import ReadModel
from rso_core.proof.merkle import root_of
from rso_core.store.stored import StoredRow

EVENTS = Path("data/events.jsonl")
PROOF = Path("data/proof")


@attrs.frozen(kw_only=True)
class VerifyReport:
    """What the check of an archive came to.

    Attributes:
        checks: in the order in which they were done.
        events, root: number of events, and the hash over all of them (hexadecimal); None when a line is not right.
    """

    folder: Path
    checks: tuple[Check, ...]
    events: int | None
    root: str | None

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong."""
        return tuple(problem for check in self.checks for problem in check.problems)


@attrs.frozen(kw_only=True)
class Held:
    """What somebody holds apart from the archive: checkpoints, a key of the log, the schema of MDTO."""

    checkpoints: tuple[Path, ...] = ()
    log_key: Path | None = None
    mdto_schema: Path | None = None


def verify_archive(
    folder: Path,
    read_checkpoint: ReadCheckpoint | None = None,
    held: Held | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    read_manifest: ReadManifest | None = None,
    models: Sequence[ReadModel] = (),
) -> VerifyReport:
    """Check an archive. It needs no store, no settings and no other archive.

    Args:
        folder: of the archive.
        read_checkpoint: checks the signature under a checkpoint.
        read_manifest: checks the signature under the whole archive; without it nothing is said of that.
        models: read models that make its registers again; without any nothing is said of the registers.
        held: what is held apart from the archive, to hold it against.
        progress: called as it goes.

    Raises:
        DamagedArchiveError: it is no archive at all.
        ArchiveError: something that is held apart cannot be read.
    """
    given = held or Held()
    tell = progress or (lambda *_: None)
    tell("Checking", 0, 4)
    require_bag(folder)
    in_the_way = shape_problems(folder)
    if in_the_way:
        # Nothing of it is opened: who waits for a pipe, or follows a link, checks something else.
        what = "Er liggen gewone bestanden en mappen in, van een omvang die is na te gaan; de rest is niet nagegaan"
        check = Check(what=what, problems=tuple(in_the_way))
        return VerifyReport(folder=folder, checks=(check,), events=None, root=None)
    checks = [
        Check(what="Elk bestand is er, is ongewijzigd, en er is geen ander bij", problems=(*bag_problems(folder),))
    ]
    tell("Checking", 1, 4)
    rows, line_check = _read_rows(folder)
    leaves = None if rows is None else [row.leaf_hash() for row in rows]
    checks.append(line_check)
    tell("Checking", 2, 4)
    if rows is not None and leaves is not None:
        checks += [_root_check(folder, leaves), *_checkpoint_checks(folder, leaves, read_checkpoint, given)]
        if read_manifest is not None:
            checks.append(whole_check(folder, leaves, read_manifest, given.log_key, given.checkpoints))
        if models:
            checks += register_checks(folder, rows, models)
    tell("Checking", 3, 4)
    checks.append(_metadata_check(folder))
    checks.append(_schema_check(folder, given.mdto_schema))
    tell("Checking", 4, 4)
    return VerifyReport(
        folder=folder,
        checks=tuple(checks),
        events=None if leaves is None else len(leaves),
        root=None if leaves is None else root_of(leaves).hex(),
    )


def _read_rows(folder: Path) -> tuple[list[StoredRow] | None, Check]:
    what = "Elke regel van data/events.jsonl is een gebeurtenis, ongewijzigd en op haar plaats"
    try:
        with (folder / EVENTS).open("rb") as file:
            return list(read_lines(file)), Check(what=what)
    except LineError as error:
        return None, Check(what=what, problems=(f"{EVENTS}: regel {error.number} klopt niet: {error.reason}",))
    except OSError as error:
        return None, Check(what=what, problems=(f"{EVENTS}: is niet te lezen: {error.strerror}",))


def _root_check(folder: Path, leaves: Sequence[bytes]) -> Check:
    what = "De hash over alle gebeurtenissen is die van data/proof/root.txt"
    said = _text(folder / PROOF / "root.txt").split()
    if said == [str(len(leaves)), root_of(leaves).hex()]:
        return Check(what=what)
    return Check(
        what=what,
        problems=(f"er zijn {len(leaves)} gebeurtenissen met hash {root_of(leaves).hex()}; daar staat iets anders",),
    )


def _checkpoint_checks(
    folder: Path, leaves: Sequence[bytes], read_checkpoint: ReadCheckpoint | None, held: Held
) -> list[Check]:
    inside = folder / PROOF / "checkpoint.txt"
    key = held.log_key or folder / PROOF / "log-key.txt"
    checks = []
    for path in (inside, *held.checkpoints):
        name = "data/proof/checkpoint.txt" if path is inside else path.name
        what = f"De gebeurtenissen zijn die van het ondertekende controlepunt {name}"
        if not path.is_file():
            gone = path is not inside
            told = (f"{path} is er niet",) if gone else ()
            checks.append(Check(what=what, problems=told, skipped=None if gone else "er is geen controlepunt bij"))
        elif read_checkpoint is None:
            checks.append(Check(what=what, skipped="hier is niets om de handtekening mee na te rekenen"))
        else:
            checks.append(_checkpoint_check(what, path, key, leaves, read_checkpoint))
    return checks


def _checkpoint_check(what: str, path: Path, key: Path, leaves: Sequence[bytes], read: ReadCheckpoint) -> Check:
    try:
        size, root = read(_text(path), _text(key))
    except ValueError as error:
        return Check(what=what, problems=(f"de handtekening klopt niet, of dit is geen controlepunt: {error}",))
    if size > len(leaves):
        return Check(
            what=what, problems=(f"het telt {size} gebeurtenissen en het archief {len(leaves)}: er zijn er weg",)
        )
    if root_of(leaves[:size]) != root:
        return Check(what=what, problems=(f"de eerste {size} gebeurtenissen zijn niet die van toen",))
    return Check(what=what if size == len(leaves) else f"{what} (de eerste {size} van {len(leaves)})")


def _metadata_check(folder: Path) -> Check:
    what = "De metagegevens (MDTO, naar onze eigen weergave van de regels) horen bij de bestanden, over en weer"
    try:
        hashes = manifest(folder)
    except Exception as error:
        return Check(what=what, skipped=f"de lijst van bestanden is niet te lezen: {error}")
    objects: dict[str, ReadObject] = {}
    problems: list[str] = []
    for path in _documents(folder):
        name = path.relative_to(folder).as_posix()
        read = read_object(path)
        if isinstance(read, list):
            problems += [f"{name}: {problem}" for problem in read]
        else:
            objects[name] = read
    problems += _file_problems(folder, objects, hashes)
    ids = {read.id for read in objects.values()}
    for name, read in objects.items():
        pointed = (*read.names, *([read.file.represents] if read.file else []))
        problems += [f"{name}: verwijst naar {id_}, dat er niet is" for id_ in pointed if id_ not in ids]
    return Check(what=what, problems=tuple(problems))


def _file_problems(folder: Path, objects: dict[str, ReadObject], hashes: dict[str, str]) -> list[str]:
    problems, described = [], set()
    start = f"{FOLDER}/bestanden/"
    for name, read in objects.items():
        if read.file is None:
            continue
        path = name.removeprefix(start).removesuffix(FILE_SUFFIX)
        described.add(path)
        file = folder / path
        if path not in hashes or not file.is_file() or not read.id.endswith(f"/{path}"):
            problems.append(f"{name}: beschrijft {path}, dat er niet is")
        elif read.file.size != file.stat().st_size or read.file.sha256 != (hashes[path],):
            problems.append(f"{name}: omvang of checksum is niet die van {path}")
    return problems + [f"{path}: heeft geen metagegevens" for path in sorted(set(hashes) - described)]


def _schema_check(folder: Path, schema: Path | None) -> Check:
    what = "De metagegevens voldoen aan het schema van het Nationaal Archief"
    if schema is None:
        return Check(what=what, skipped="het schema is niet meegegeven (--mdto-schema MDTO-XML1.0.1.xsd)")
    refused = problems_by_schema(_documents(folder), schema)
    told = tuple(f"{path.relative_to(folder).as_posix()}: {said}" for path, said in refused.items())
    return Check(what=what, problems=told)


def _documents(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).rglob("*.xml"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def must_hold(report: VerifyReport) -> None:
    """Nothing, when an archive is as it was made.

    Raises:
        DamagedArchiveError: it is not; the error names the first problem.
    """
    if report.problems:
        raise DamagedArchiveError(
            f"{report.folder} is not as it was made ({len(report.problems)} problems), the first: {report.problems[0]}; "
            "'rso archive verify' names them all"
        )
