"""What differs between two moments: per register the rows that changed, by which acts, on what ground.

Given in either order, two moments are told from the earlier to the later.
"""

from collections.abc import Mapping, Sequence

import attrs

from rso_core.comparison.acts_between import ActBetween, Between
from rso_core.comparison.corrections_between import CorrectionsBetween
from rso_core.comparison.moments import Moment
from rso_core.comparison.registers_at import read_models_named, registers_at
from rso_core.comparison.row_changes import RowChange, row_changes
from rso_core.projection import Projector, ReadModel, Register, UntoldRow, events_as_of


@attrs.frozen
class RegisterDifference:
    """What differs in one register; no changes means that it is the same at both moments.

    Attributes:
        name, title: of the register.
        columns: key and Dutch title of each column that readers see.
        changes: the rows that differ.
        untold: rows that could not be told at one of the moments, and so are not compared.
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    changes: tuple[RowChange, ...]
    untold: tuple[UntoldRow, ...] = ()


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
        """Whether all is the same: no register differs or could not be compared, and no act came in between."""
        compared = not self.failed and not any(register.untold for register in self.registers)
        return compared and not self.acts and not any(register.changes for register in self.registers)

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
    models = read_models_named(projector, registers)
    before, after = registers_at(projector, models, earlier), registers_at(projector, models, later)
    failed = {**before.failed, **after.failed}
    corrections = CorrectionsBetween(projector.store, earlier, later)
    between = Between.of(events_as_of(projector.store, None, None), earlier, later, corrections)
    compared = tuple(
        _difference(model, before.registers[model.name], after.registers[model.name], between)
        for model in models
        if model.name not in failed
    )
    touched = None if registers is None else {cls for model in models for cls in model.handlers}
    return Differences(earlier=earlier, later=later, registers=compared, failed=failed, acts=between.acts(touched))


def _difference(model: ReadModel, before: Register, after: Register, between: Between) -> RegisterDifference:
    untold = tuple(dict.fromkeys((*before.untold, *after.untold)))
    changes = tuple(
        between.explained(change, model)
        for change in row_changes(model, before, after)
        # What cannot be told at one moment did not appear or disappear because it is told at the other.
        if not any(each.is_of(change.new or change.old or {}) for each in untold)
    )
    columns = tuple((column.key, column.title) for column in after.columns)
    return RegisterDifference(model.name, after.title, columns, changes, untold)
