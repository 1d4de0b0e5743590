"""Every register at a moment; one that cannot be replayed is told apart, and keeps no other from answering."""

from collections.abc import Mapping, Sequence

import attrs

from rso_core.comparison.moments import Moment
from rso_core.projection import (
    AsOf,
    HandlerFailedError,
    Projector,
    ReadModel,
    Register,
    RegisterError,
    UnknownReadModelError,
)
from rso_core.projection.errors import in_a_line


@attrs.frozen
class RegistersAt:
    """Registers at one moment, by name; and of those that failed, why."""

    registers: Mapping[str, Register]
    failed: Mapping[str, str]


def read_models_named(projector: Projector, names: Sequence[str] | None) -> list[ReadModel]:
    """The read models of these names, each once; all when no names are given.

    Raises:
        UnknownReadModelError: there is no register of a name.
    """
    known = {model.name: model for model in projector.read_models}
    for name in names or ():
        if name not in known:
            raise UnknownReadModelError(name, known)
    return [*known.values()] if names is None else [known[name] for name in dict.fromkeys(names)]


def registers_at(projector: Projector, models: Sequence[ReadModel], moment: Moment) -> RegistersAt:
    """The registers of these read models at a moment, replayed together where that goes well."""
    try:
        return RegistersAt(_replayed(projector, models, moment), {})
    except Exception as error:
        if len(models) == 1:
            return RegistersAt({}, {models[0].name: _why(error)})
    alone = [registers_at(projector, [model], moment) for model in models]
    return RegistersAt(
        {name: register for each in alone for name, register in each.registers.items()},
        {name: why for each in alone for name, why in each.failed.items()},
    )


def _replayed(projector: Projector, models: Sequence[ReadModel], moment: Moment) -> dict[str, Register]:
    everything = len(models) == len(projector.read_models)
    replay = (
        projector.as_of(moment.valid_on, moment.known_on, moment.entered_on)
        if everything
        else AsOf(projector.store, models, moment.valid_on, moment.known_on, entered_on=moment.entered_on)
    )
    with replay:
        return {model.name: replay.register(model.name) for model in models}


def _why(error: Exception) -> str:
    if isinstance(error, HandlerFailedError) and error.__cause__ is not None:
        return f"{error}: {in_a_line(error.__cause__)}"
    return str(error) if isinstance(error, RegisterError) else in_a_line(error)
