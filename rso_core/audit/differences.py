"""What differs between two moments: per register the rows that changed, by which acts, on what ground.

Given in either order, two moments are told from the earlier to the later.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from rso_core.audit.acts_between import ActBetween, Between
from rso_core.audit.moments import Moment
from rso_core.audit.row_changes import RowChange, row_changes
from rso_core.projection import (
    AsOf,
    HandlerFailedError,
    Projector,
    ReadModel,
    Register,
    UnknownReadModelError,
    events_as_of,
)
from rso_core.store.recorded import Recorded


@attrs.frozen
class RegisterDifference:
    """What differs in one register; no changes means that it is the same at both moments.

    Attributes:
        name, title: of the register.
        columns: key and Dutch title of each column that readers see.
        changes: the rows that differ.
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    changes: tuple[RowChange, ...]


@attrs.frozen(kw_only=True)
class Differences:
    """What differs between two moments.

    Attributes:
        earlier, later: the two moments.
        registers: every register that could be compared, those without changes too.
        failed: registers that could not be compared, and why.
        acts: the acts that count at one of the moments and not at the other, in recorded order.
    """

    earlier: Moment
    later: Moment
    registers: tuple[RegisterDifference, ...]
    failed: Mapping[str, str]
    acts: tuple[ActBetween, ...]

    @property
    def nothing(self) -> bool:
        """Whether all is the same: no register differs, and no act came in between."""
        return not self.acts and not any(register.changes for register in self.registers)

    @property
    def apart(self) -> tuple[ActBetween, ...]:
        """Acts in between from which no difference in a register follows."""
        used = {act for register in self.registers for change in register.changes for act in change.acts}
        return tuple(act for act in self.acts if act.correlation not in used)


def differences(
    projector: Projector, one: Moment, other: Moment, registers: Sequence[str] | None = None
) -> Differences:
    """What differs between two moments, given in either order.

    Args:
        projector: the read models; they need not be up to date, as both moments are replayed.
        one, other: the moments.
        registers: names of registers to compare; all when left out. The acts are then those that touch these.

    Raises:
        UnknownReadModelError: a register is not known.
    """
    earlier, later = sorted((one, other), key=lambda moment: moment.order)
    models = _models(projector, registers)
    before, failed_before = _registers(projector, models, earlier)
    after, failed_after = _registers(projector, models, later)
    failed = {**failed_before, **failed_after}
    between = Between.of(_all_events(projector), earlier, later)
    compared = tuple(
        _difference(model, before[model.name], after[model.name], between)
        for model in models
        if model.name not in failed
    )
    touched = None if registers is None else {cls for model in models for cls in model.handlers}
    return Differences(earlier=earlier, later=later, registers=compared, failed=failed, acts=between.acts(touched))


def _difference(model: ReadModel, before: Register, after: Register, between: Between) -> RegisterDifference:
    changes = tuple(between.explained(change, model) for change in row_changes(model, before, after))
    columns = tuple((column.key, column.title) for column in after.columns)
    return RegisterDifference(model.name, after.title, columns, changes)


def _models(projector: Projector, registers: Sequence[str] | None) -> list[ReadModel]:
    known = {model.name: model for model in projector.read_models}
    if registers is None:
        return list(known.values())
    for name in registers:
        if name not in known:
            raise UnknownReadModelError(name, known)
    return [known[name] for name in dict.fromkeys(registers)]


def _all_events(projector: Projector) -> Iterator[Recorded]:
    return (recorded for _, recorded in events_as_of(projector.store, None, None))


def _registers(
    projector: Projector, models: Sequence[ReadModel], moment: Moment
) -> tuple[dict[str, Register], dict[str, str]]:
    """Registers at a moment, replayed together; one that fails is told apart, and keeps no other from answering."""
    try:
        return _replayed(projector, models, moment), {}
    except Exception as error:
        if len(models) == 1:
            return {}, {models[0].name: _why(error)}
    found: dict[str, Register] = {}
    failed: dict[str, str] = {}
    for model in models:
        got, wrong = _registers(projector, [model], moment)
        found, failed = {**found, **got}, {**failed, **wrong}
    return found, failed


def _replayed(projector: Projector, models: Sequence[ReadModel], moment: Moment) -> dict[str, Register]:
    everything = len(models) == len(projector.read_models)
    replay = (
        projector.as_of(moment.valid_on, moment.known_on)
        if everything
        else AsOf(projector.store, models, moment.valid_on, moment.known_on)
    )
    with replay:
        return {model.name: replay.register(model.name) for model in models}


def _why(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, HandlerFailedError) and error.__cause__ is not None else error
    where = f"{error}: " if cause is not error else ""
    return f"{where}{type(cause).__name__}: {cause}"
