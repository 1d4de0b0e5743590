"""What can go wrong between the record and a read model."""

from collections.abc import Iterable

from rso_core.store.recorded import RecordedEvent


class ProjectionError(Exception):
    """A read model is declared wrongly, or cannot be built."""


class UnknownReadModelError(ProjectionError):
    """No plugin brings a read model of this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no register {name!r}; the registers are: {', '.join(sorted(known)) or 'none'}")


class HandlerFailedError(ProjectionError):
    """A handler of a read model raised; says on which event. The cause is the plugin's own error."""

    def __init__(self, read_model: str, index: int, position: int, recorded: RecordedEvent) -> None:
        super().__init__(f"read model {read_model!r} failed on event {recorded.id} (position {position})")
        self.index = index
        self.position = position
        self.recorded = recorded
