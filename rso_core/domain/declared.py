"""Base of acts and events: values that are equal when they say the same.

One method of each kind serves all: made anew for each of two hundred classes they cost every command a tenth of a second.
"""

from typing import Any, ClassVar


class Declared:
    """A frozen value with declared fields; the subclasses are attrs classes without methods of their own for this."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field.name) for field in self.__attrs_attrs__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in self.__attrs_attrs__)
        return f"{type(self).__name__}({fields})"
