"""Rows of a register as frozen classes: what each column means stands in one place, and who reads a row reads attributes.

    class ActionRow(RegisterRow, columns="due title state_nl"):
        action: str = column("identifier of the action item", key=True)
        title: str = column("what will be done", heading="Actiepunt")
        due: date = column("day before which it is done", heading="Voor")
        state_nl: str = derived("how it stands, in words", heading="Stand")

A row is a mapping too, as rows were before there were classes: in JSON, in CSV, in a comparison of moments.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform, overload

import attrs

from rso_core.projection.errors import in_a_line
from rso_core.projection.read_model import Column, Register, UntoldRow

T = TypeVar("T")
R = TypeVar("R", bound="RegisterRow")
_ABSENT: Any = object()


class UnknownColumnWarning(UserWarning):
    """A row was asked, without a default, for a column that its class does not have."""


class UnreadableColumnError(ValueError):
    """A column of a stored row holds what its type cannot read."""


class MissingColumnError(AttributeError):
    """A register of another plugin, or of another version of it, lacks a column that a reader needs."""


@attrs.frozen
class RowColumn:
    """What a class of rows declares of a column.

    Attributes:
        meaning: what it holds, in one line.
        heading: its title for a reader (Dutch); None where the column is for programs only.
        stored: whether the main table of the read model holds it; otherwise the register derives it.
        key: whether it is part of the primary key of that table.
        default: what it holds where a row is made without it.
        names: for a name, what kind of thing it names, and the column with the identifier of that.
    """

    meaning: str
    heading: str | None
    stored: bool
    key: bool
    default: Any
    names: tuple[str, str] | None = None


@overload
def column(meaning: str, *, heading: str | None = None, key: bool = False) -> Any: ...
@overload
def column(meaning: str, *, default: T, heading: str | None = None, key: bool = False) -> T: ...
def column(meaning: str, *, default: Any = _ABSENT, heading: str | None = None, key: bool = False) -> Any:
    """A column that the main table of the read model holds."""
    return RowColumn(meaning, heading, stored=True, key=key, default=default)


@overload
def derived(meaning: str, *, heading: str | None = None) -> Any: ...
@overload
def derived(meaning: str, *, default: T, heading: str | None = None) -> T: ...
def derived(meaning: str, *, default: Any = _ABSENT, heading: str | None = None) -> Any:
    """A column that the register derives when it is asked: a name, a word, something of another table."""
    return RowColumn(meaning, heading, stored=False, key=False, default=default)


@overload
def named(kind: str, meaning: str = "", *, of: str = "", heading: str | None = None) -> Any: ...
@overload
def named(kind: str, meaning: str = "", *, default: T, of: str = "", heading: str | None = None) -> T: ...
def named(kind: str, meaning: str = "", *, default: Any = _ABSENT, of: str = "", heading: str | None = None) -> Any:
    """A column with the name of what another column identifies; see `rso_core.projection.Names`.

    Args:
        kind: ``party``, ``person``, ``body``, ``role`` or ``theme``.
        meaning: whose name, where "name of the <kind>" does not say it.
        default: what it holds where a row is made without it.
        of: the column with the identifier, when it is not called like the kind.
        heading: its title for a reader (Dutch).
    """
    names = (kind, of or kind)
    return RowColumn(meaning or f"name of the {kind}", heading, stored=False, key=False, default=default, names=names)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(column, derived, named))
class RegisterRow(Mapping[str, Any]):
    """Base of the rows of a register: frozen, made by keyword, read by attribute, and a mapping of its columns.

    Args:
        columns: of a subclass, the columns with a heading in the order in which a person reads them, separated by
            spaces; the order of the class when left out.

    Raises:
        TypeError: ``columns`` is not exactly those with a heading, a column is called like a method of mappings, or a
            row is made without one of its columns or with another.
    """

    declared: ClassVar[Mapping[str, RowColumn]] = {}
    register_columns: ClassVar[tuple[Column, ...]] = ()
    defaults: ClassVar[Mapping[str, Any]] = {}

    # Written by hand rather than by attrs: twenty-four classes would cost each command 20 ms at its start.
    def __init_subclass__(cls, *, columns: str = "") -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, RowColumn)}
        for name in own:
            if hasattr(RegisterRow, name):
                raise TypeError(f"{cls.__name__}: no column can be called {name!r}, for every row has that already")
            # What is no longer there cannot be read of the class by mistake, or of a row that lacks it.
            delattr(cls, name)
        cls.declared = {**cls.declared, **own}
        cls.defaults = {n: c.default for n, c in cls.declared.items() if c.default is not _ABSENT}
        headings = {name: c.heading for name, c in cls.declared.items() if c.heading is not None}
        order = columns.split() or list(headings)
        if sorted(order) != sorted(headings):
            raise TypeError(f"{cls.__name__}: columns= and heading= differ about {set(order) ^ set(headings)}")
        cls.register_columns = tuple(Column(name, headings[name]) for name in order)

    def __init__(self, **values: Any) -> None:
        own = self.__dict__
        for name in self.declared:
            # Taken in the order of the class, which is the order in which a row is written out.
            if name in values:
                own[name] = values.pop(name)
            elif name in self.defaults:
                own[name] = self.defaults[name]
            else:
                raise TypeError(f"{type(self).__name__} is made without {name!r}")
        if values:
            raise TypeError(f"{type(self).__name__} has no column {', '.join(map(repr, values))}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a row is frozen: {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a row is frozen: {name!r} cannot be deleted")

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.items())})"

    def get(self, name: str, default: Any = _ABSENT) -> Any:
        """What a column holds.

        Without a default, a name that is no column is answered with None as by any mapping, and warned of: it is most
        likely a column that was renamed. Who reads any register says with a default what an absent column means.
        """
        if default is _ABSENT:
            default = None
            if name not in self:
                message = f"{type(self).__name__} has no column {name!r}"
                warnings.warn(message, UnknownColumnWarning, stacklevel=2)
        return self.__dict__.get(name, default)


class ReadByAttribute(Mapping[str, Any]):
    """A row that a plugin gives as a plain mapping, read by attribute.

    Args:
        row: as the plugin gives it.
        register: name or title of its register, for who has to mend it.
        absent: what a column holds that the register does not have.
    """

    def __init__(self, row: Mapping[str, Any], register: str, absent: Mapping[str, Any]) -> None:
        self._row, self._register, self._absent = row, register, absent

    def __getattr__(self, name: str) -> Any:
        # Python asks a copy, whose own attributes are not there yet, for special names.
        if name.startswith("__") or name in ("_row", "_register", "_absent"):
            raise AttributeError(name)
        if name in self._row:
            return self._row[name]
        if name in self._absent:
            return self._absent[name]
        raise MissingColumnError(f"register {self._register!r} has no column {name!r}, which is needed here")

    def __getitem__(self, name: str) -> Any:
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)


class PartlyReadRow(dict[str, Any]):
    """A row of a table of which some columns could not be read; who asks for one of those is told why.

    Args:
        read: the columns that could be read.
        unreadable: the others, with what went wrong.
    """

    def __init__(self, read: Mapping[str, Any], unreadable: Mapping[str, str]) -> None:
        super().__init__(read)
        self.unreadable = unreadable

    def require_whole(self) -> None:
        """Raises UnreadableColumnError: always, for this row is not whole."""
        raise UnreadableColumnError("; ".join(f"column {name!r} {why}" for name, why in self.unreadable.items()))

    # What is copied from it, as in {**row}, would otherwise lack those columns without a trace.
    def __iter__(self) -> Iterator[str]:
        return iter((*super().__iter__(), *self.unreadable))

    def keys(self) -> Any:
        """All columns, those that could not be read too."""
        return dict.fromkeys(self).keys()

    def __missing__(self, name: str) -> Any:
        if name in self.unreadable:
            self.require_whole()
        raise KeyError(name)

    def get(self, name: str, default: Any = None) -> Any:
        """What a column holds."""
        return self[name] if name in self.unreadable else super().get(name, default)


def told_register(
    row: type[R],
    title: str,
    given: Iterable[Mapping[str, Any]],
    tell: Callable[[dict[str, Any]], R | Iterable[R]],
) -> Register:
    """A register of typed rows, each told by itself: where one cannot be, the others are, and it is named among them.

    Args:
        row: what the rows are.
        title: of the register (Dutch).
        given: what is told of, mostly the rows of the main table; an error in `tell` is of the one it was called for.
        tell: gives the row of the register for one of those, or several, or none.
    """
    rows: list[R] = []
    untold: list[UntoldRow] = []
    for each in given:
        try:
            if isinstance(each, PartlyReadRow):
                each.require_whole()
            told = tell(cast("dict[str, Any]", each))
            rows += (told,) if isinstance(told, RegisterRow) else tuple(told)
        except Exception as error:
            untold.append(UntoldRow(_known_by(row, each), in_a_line(error)))
    return Register(title=title, columns=row.register_columns, rows=tuple(rows), untold=tuple(untold))


def _known_by(row: type[RegisterRow], given: Mapping[str, Any]) -> dict[str, Any]:
    """The key of what a row was to tell of; where its class has none, the first text that it holds."""
    keys = [name for name, declared in row.declared.items() if declared.key and name in given]
    texts = [name for name, value in given.items() if isinstance(value, str)]  # of those that could be read
    return {name: given[name] for name in keys or texts[:1]}


def typed_register(row: type[R], title: str, rows: Iterable[R]) -> Register:
    """A register of typed rows; its columns follow from their class."""
    return Register(title=title, columns=row.register_columns, rows=tuple(rows))


def typed_rows(row: type[R], register: Register, absent: Mapping[str, Any] | None = None) -> tuple[R, ...]:
    """The rows of a register, to be read by the attributes of a class.

    A plugin of somebody else may bring the register under this name, with rows that are plain mappings: those are read
    by attribute too. A column that they lack is an error where it is read, unless ``absent`` says what it then holds.

    Args:
        row: what the rows are read as.
        register: as a plugin gives it.
        absent: columns that the register may lack, with what they then hold; those with a default may be lacking too.
    """
    missing = {**row.defaults, **(absent or {})}
    kinds = set(map(type, register.rows))
    typed = {kind for kind in kinds if issubclass(kind, RegisterRow) and missing.keys() <= kind.declared.keys()}
    if kinds == typed:
        return cast("tuple[R, ...]", register.rows)
    title = register.title
    rows = (each if type(each) in typed else ReadByAttribute(each, title, missing) for each in register.rows)
    return cast("tuple[R, ...]", tuple(rows))
