"""From plain data (JSON, TOML, spreadsheet cells) to acts, with messages that a secretary can use."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from rso_core.acts import Act, acts_by_hand
from rso_core.domain.references import field_types
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.dutch.vocabulary import dutch
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown
from rso_core.written_days import not_a_day
from rso_core.written_numbers import number_in

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
_DUTCH_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")


class InputError(Exception):
    """Data that is not what it should be; `problems` lists what is wrong, each a sentence of its own."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def to_date(value: Any) -> date:
    """A day from ``2026-03-12``, ``12-03-2026`` or a date.

    Raises:
        ValueError: when it is none of these, or no such day exists.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        if match := _DUTCH_DATE.fullmatch(value.strip()):
            day, month, year = map(int, match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                raise ValueError(f"{shown(value)} is not a day that exists") from None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(not_a_day(value)) from None
    raise ValueError(f"{shown(value)} is not a date; write it like 2026-03-12 or 12-03-2026")


def to_time(value: Any) -> time:
    """A time of day from ``10:00`` or a time.

    Raises:
        ValueError: when it is neither.
    """
    if isinstance(value, time):
        return value
    try:
        parsed = time.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise ValueError(f"{value!r} is not a time of day; write it like 10:00") from None
    if parsed.tzinfo is not None:
        raise ValueError(f"{value!r} carries a time zone; times of day are those of Europe/Amsterdam")
    return parsed


def to_decimal(value: Any) -> Decimal:
    """An exact decimal from ``"1200.50"``, ``"1200,50"`` or a whole number; see `rso_core.written_numbers`.

    Raises:
        ValueError: when it is none of these, or may be read in two ways; a number with a fraction is written as text, to
            stay exact.
    """
    if isinstance(value, str):
        return number_in(value)
    if isinstance(value, float):
        number_in(repr(value))  # where it says two things, that is what is wrong with it
        raise ValueError(f'{value!r} is not exact; write it as text: "{value!r}"')
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise ValueError(f'{shown(value)} is not an amount; write it like "1200.50"')
    return Decimal(value)


@cache
def _converter() -> "Converter":
    # Only what is structured needs it; a day on the command line comes through here as well.
    from cattrs import Converter  # noqa: PLC0415

    converter = Converter(forbid_extra_keys=True)

    def exactly(kind: type[T], named: str) -> Any:
        def structure(value: Any, wanted: Any) -> Any:
            if issubclass(wanted, StrEnum):
                return _choice(value, wanted)
            if type(value) is not kind:
                raise ValueError(f"{value!r} is not {named}")
            return value

        return structure

    converter.register_structure_hook(str, exactly(str, "a text"))
    converter.register_structure_hook(int, exactly(int, "a whole number"))
    converter.register_structure_hook(bool, exactly(bool, "true or false"))
    converter.register_structure_hook(date, lambda value, _: to_date(value))
    converter.register_structure_hook(time, lambda value, _: to_time(value))
    converter.register_structure_hook(Decimal, lambda value, _: to_decimal(value))
    return converter


def _choice(value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        near = nearest(value, kind, {dutch(each): each for each in kind}) if isinstance(value, str) else ()
        raise ValueError(f"{shown(value)} is not one of: {', '.join(kind)}{did_you_mean(near)}") from None


def structure(data: Any, cls: type[T]) -> T:
    """Plain data as an attrs value.

    Raises:
        InputError: with one sentence per problem: which field, what is wrong, what would do.
    """
    try:
        return _converter().structure(data, cls)
    except Exception as error:
        from cattrs import transform_error  # noqa: PLC0415 - loaded already

        raise InputError([_placed(text) for text in transform_error(error, format_exception=_explain)]) from None


def structure_act(name: Any, fields: Mapping[str, Any]) -> Act:
    """The act of this name with these fields.

    Raises:
        InputError: unknown act, or fields that are missing, unknown or wrong.
    """
    cls = acts_by_hand().get(name) if isinstance(name, str) else None
    if cls is None:
        raise InputError([unknown_act(name)])
    made = as_written(fields, cls)
    return structure(dict(fields), cls) if made is None else made


def unknown_act(name: Any) -> str:
    """What is said of the name of an act that there is not: the nearest, not the hundred that there are."""
    if name is None:
        return 'no act is named; say which in \'act\', such as "act": "register-party"'
    near = nearest(name, acts_by_hand()) if isinstance(name, str) else ()
    return f"unknown act {shown(name)}{did_you_mean(near) or '; rso --help lists the acts'}"


def unknown_field(name: str, cls: type) -> str:
    """What is said of a field that a class does not have: the nearest, or all there are where none is near."""
    known = [field.name for field in getattr(cls, "__attrs_attrs__", ())]
    near = nearest(name, known, {field_in_dutch(each): each for each in known})
    all_of_them = f"; known are: {', '.join(sorted(known))}"
    return f"unknown field {shown(name)}{did_you_mean(near) or all_of_them}"


def as_written(fields: Mapping[str, Any], cls: type[T]) -> T | None:
    """An attrs value of fields that are all written as JSON writes them: what `structure` gives, in a tenth of the time.

    Returns:
        None where any is not, such as a Dutch day, a time or an amount; and where something is wrong: `structure` takes
        the one, and says what the other is.
    """
    kind: Any = cls
    shape = _shape(kind)
    if shape is None or not shape.fits(fields):
        return None
    try:
        return msgspec.convert(fields, cls)
    except msgspec.ValidationError:
        return None


@attrs.frozen
class _Shape:
    """What `as_written` looks at in the fields of a class before they are read at once.

    Attributes:
        names: of all fields; another would be passed over.
        whole: those with whole numbers, for which 3.0 would be taken.
        inner: those with values with fields of their own, and the shape of these.
    """

    names: frozenset[str]
    whole: tuple[str, ...]
    inner: tuple[tuple[str, "_Shape"], ...]

    def fits(self, fields: Mapping[str, Any]) -> bool:
        """Whether nothing stands there that would be passed over, or taken for what it is not."""
        return (
            fields.keys() <= self.names
            and not any(type(fields.get(name)) not in (int, NoneType) for name in self.whole)
            and all(shape._fit(fields.get(name)) for name, shape in self.inner)
        )

    def _fit(self, value: Any) -> bool:
        if isinstance(value, list):
            return all(isinstance(each, dict) and self.fits(each) for each in value)
        return value is None or (isinstance(value, dict) and self.fits(value))


_WRITTEN = (str, bool, int, date)


@cache
def _shape(cls: Any) -> _Shape | None:
    """The shape of a class; None where a field is of a type that is not read as it is written."""
    types = {name: kind.plain for name, kind in field_types(cls).items()}
    inner = {name: _shape(plain) for name, plain in types.items() if attrs.has(plain)}
    others = [plain for name, plain in types.items() if name not in inner]
    if not all(each in _WRITTEN or (isinstance(each, type) and issubclass(each, StrEnum)) for each in others):
        return None
    known = tuple((name, shape) for name, shape in inner.items() if shape is not None)
    if len(known) != len(inner):
        return None
    return _Shape(frozenset(types), tuple(name for name, plain in types.items() if plain is int), known)


def structure_field(cls: type[Act], name: str, value: Any) -> Any:
    """The value of one field of an act; of one that may be left out, None and an empty text are what it is then.

    Raises:
        InputError: with one sentence per problem, the field first.
    """
    field, hint = attrs.fields_dict(cast("Any", cls))[name], get_type_hints(cls)[name]
    if value is None or value == "":
        if type(None) in get_args(hint):
            return None
        if get_origin(hint) is tuple:
            return ()
        if field.default is attrs.NOTHING:
            raise InputError([f"{name}: it cannot be left empty"])
        return field.default
    try:
        return structure(value, hint)
    except InputError as error:
        raise InputError([f"{name}{'' if each.startswith('[') else ': '}{each}" for each in error.problems]) from None


def _placed(text: str) -> str:
    """Put the place of a problem (``votes[0].person``) before it."""
    told, _, path = text.rpartition(" @ $")
    path = path.removeprefix(".")
    if told.endswith("is missing"):
        path = path.rpartition(".")[0]
    return f"{path}: {told}" if path else told


def _explain(error: BaseException, _type: type | None) -> str:
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing"
    from cattrs.errors import ForbiddenExtraKeysError  # noqa: PLC0415 - loaded already

    if isinstance(error, ForbiddenExtraKeysError):
        return "; ".join(unknown_field(name, error.cl) for name in sorted(error.extra_fields))
    if isinstance(error, TypeError | AttributeError):
        return "a list or group of fields is expected here"
    return str(error)
