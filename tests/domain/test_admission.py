"""The door: in every field of every act, also those inside it, every bad text, day and number is refused by name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import attrs
import msgspec
import pytest

from domain.test_text_rule import EVERYWHERE, IN_A_NAME
from domain.trials import EVERY
from rso_core import Act, Provenance, acts
from rso_core.domain.admission import admitted
from rso_core.domain.body.profile import DecisionRule
from rso_core.domain.checked_types import Check, Remark, Text
from rso_core.domain.day_range import FIRST_DAY, LAST_DAY, RECORD_DAY_RANGE
from rso_core.domain.number_range import RECORD_NUMBER_RANGE, SPAN, NumberRange
from rso_core.domain.references import FieldType, field_types
from rso_core.domain.refusal import Refused
from rso_core.domain.text_rule import LINE, NAME, RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH, TEXT, TextKind
from rso_core.events import Attendee, Choice, DecisionKind, Vote

DAY = timedelta(days=1)
EXAMPLES = {type(act): act for act in reversed(EVERY)}
INSIDE: dict[type, Any] = {
    Vote: Vote(party="gem-a", person="p-1", choice=Choice.FOR),
    Attendee: Attendee(person="p-1", party="gem-a"),
    DecisionRule: DecisionRule(kind=DecisionKind.DECIDE),
}
"""A value of each kind that acts hold."""


@attrs.frozen
class Place:
    """A field of an act, or of a value in it; ``put`` gives the act with something else there."""

    path: str
    kind: FieldType
    put: Callable[[Any], Act]

    def __str__(self) -> str:
        return self.path


def places() -> Iterator[Place]:
    for cls in acts.act_classes().values():
        act = EXAMPLES[cls]
        for name, kind in field_types(cls).items():
            if not attrs.has(kind.plain):
                yield Place(
                    f"{cls.act_name}: {name}{'[1]' if kind.many else ''}", kind, _putting(act, name, many=kind.many)
                )
                continue
            for inner, inner_kind in field_types(kind.plain).items():
                put = _putting(act, name, many=kind.many, inside=INSIDE[kind.plain], inner=inner, tail=inner_kind.many)
                path = f"{name}{'[1]' if kind.many else ''}.{inner}{'[1]' if inner_kind.many else ''}"
                yield Place(f"{cls.act_name}: {path}", inner_kind, put)


def _putting(
    act: Act, name: str, *, many: bool, inside: Any = None, inner: str = "", tail: bool = False
) -> Callable[[Any], Act]:
    def put(value: Any) -> Act:
        new = value if inside is None else attrs.evolve(inside, **{inner: (value,) if tail else value})
        return acts.replace(act, **{name: (new,) if many else new})

    return put


PLACES = list(places())
TEXTS = [place for place in PLACES if place.kind.plain is str]


def kind_of(place: Place) -> TextKind:
    return next((mark for mark in place.kind.marks if isinstance(mark, TextKind)), LINE)


def refusal(value: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        admitted(value)
    return refused.value


def test_the_places_are_those_of_every_act() -> None:
    assert len(acts.act_classes()) > 100
    assert len(TEXTS) > 350
    assert {"decide: votes[1].statement", "set-up-body: rules[1].takes_part[1]", "set-up-body: scope[1]"} <= {
        place.path for place in TEXTS
    }


def test_every_act_there_is_comes_in_as_it_is() -> None:
    for act in EVERY:
        assert admitted(act) is act


@pytest.mark.parametrize("place", TEXTS, ids=str)
def test_no_text_holds_what_nobody_sees(place: Place) -> None:
    own = not kind_of(place).lines
    for character, shown in {**EVERYWHERE, **(IN_A_NAME if own else {})}.items():
        refused = refusal(place.put(f"a{character}a"))
        assert refused.rule is RECORD_TEXT_CHARACTERS
        assert f"{place.path.split(': ')[1]}" == refused.facts["field"]
        assert refused.facts["character"] == shown
        assert character not in refused.message()
    if not own:
        act = place.put("eerst\r\ndan")
        assert admitted(act) == place.put("eerst\ndan")


@pytest.mark.parametrize("place", TEXTS, ids=str)
def test_letters_typed_apart_say_the_same(place: Place) -> None:
    if not any(isinstance(mark, Check) and mark.at_the_door for mark in place.kind.marks):
        assert admitted(place.put("Su\u0301dwest")) == place.put("S\u00fadwest")


@pytest.mark.parametrize("place", TEXTS, ids=str)
def test_every_text_has_a_length(place: Place) -> None:
    longest = kind_of(place).longest
    for letter in "x\u00e9":
        refused = refusal(place.put(letter * (longest + 1)))
        assert refused.rule is RECORD_TEXT_LENGTH
        assert refused.facts["field"] == place.path.split(": ")[1]
    if not any(isinstance(mark, Check) and mark.at_the_door for mark in place.kind.marks):
        admitted(place.put("x" * longest))


def test_what_something_is_called_stands_on_one_line() -> None:
    called = [place for place in TEXTS if place.path.split()[-1] in ("name", "title", "document", "place", "kind")]
    assert len(called) > 30
    assert [place.path for place in called if kind_of(place).lines] == []
    assert [p.path for p in TEXTS if p.kind.reference is not None and kind_of(p).lines] == []


@pytest.mark.parametrize("place", [place for place in PLACES if place.kind.plain is date], ids=str)
def test_every_day_lies_in_the_range(place: Place) -> None:
    for day in (FIRST_DAY, LAST_DAY):
        admitted(place.put(day))
    for day in (FIRST_DAY - DAY, LAST_DAY + DAY, date.min, date.max):
        refused = refusal(place.put(day))
        assert (refused.rule, refused.facts["day"]) == (RECORD_DAY_RANGE, day)
        assert refused.facts["field"] == place.path.split(": ")[1]


@pytest.mark.parametrize("place", [place for place in PLACES if place.kind.plain in (int, Decimal)], ids=str)
def test_every_number_has_a_size(place: Place) -> None:
    most = next((mark.most for mark in place.kind.marks if isinstance(mark, NumberRange)), 10**12)
    for number in (most, -most):
        admitted(place.put(place.kind.plain(number)))
    for number in (most + 1, -most - 1):
        assert refusal(place.put(place.kind.plain(number))).rule is RECORD_NUMBER_RANGE


def test_only_what_comes_in_is_held_to_it() -> None:
    act = acts.RenameBody(body="b", name="Om\0", since=date(1, 1, 1))
    assert admitted(act, only=["body"]) is act
    with pytest.raises(Refused):
        admitted(act, only=["since"])


@pytest.mark.parametrize(
    ("field", "value", "called"),
    [
        ("actor", "office:\x1b[2J", "actor"),
        ("source", "Brief\n7", "source"),
        ("key", "k\u202e", "key"),
        ("caused_by", "party:\0@1", "caused_by"),
        ("ground", "zo \ud800", "because"),
        ("recorded_at", datetime(1, 1, 1, tzinfo=UTC), "recorded"),
    ],
)
def test_what_is_said_of_its_recording_too(field: str, value: Any, called: str) -> None:
    circumstances = Provenance(**{"actor": "office:loket", field: value})
    assert refusal(circumstances).facts["field"] == called
    assert admitted(Provenance(actor="office:loket", ground="want\nzo")).ground == "want\nzo"


class Colour(StrEnum):
    """A choice."""

    RED = "red"


class Pair(NamedTuple):
    """A value of another library."""

    left: str
    right: str


@dataclass(frozen=True)
class Plain:
    """A value of another library."""

    text: Remark
    day: date


class Quick(msgspec.Struct, frozen=True):
    """A value of another library."""

    text: str
    more: tuple[Plain, ...] = ()


@attrs.frozen(kw_only=True)
class Foreign:
    """What a plugin may think of to put in an act."""

    anything: Any = None
    texts: Mapping[str, Text] = attrs.field(factory=dict)
    many: tuple[Annotated[str, TextKind(3)], ...] | None = None
    colour: Colour = Colour.RED


P = Plain("t", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (Foreign(anything="\0"), "anything"),
        (Foreign(anything=["a", "\0"]), "anything[2]"),
        (Foreign(anything={"a": {"b": ["\0"]}}), "anything.a.b[1]"),
        (Foreign(anything={"a\0": 1}), "anything"),
        (Foreign(anything=frozenset({"\0"})), "anything[1]"),
        (Foreign(anything=Pair("a", "\0")), "anything[2]"),
        (Foreign(anything=Plain("\0", date(2026, 1, 1))), "anything.text"),
        (Foreign(anything=Plain("a", date(1, 1, 1))), "anything.day"),
        (Foreign(anything=Quick("a", (P, Plain("\0", P.day)))), "anything.more[2].text"),
        (Foreign(anything=Foreign(texts={"k": "\0"})), "anything.texts.k"),
        (Foreign(anything=datetime(9999, 12, 31, tzinfo=UTC)), "anything"),
        (Foreign(anything=[1e300]), "anything[1]"),
        (Foreign(anything=(10**13,)), "anything[1]"),
        (Foreign(anything="a\nb"), "anything"),
        (Foreign(many=("abc", "abcd")), "many[2]"),
    ],
    ids=range(15),
)
def test_acts_of_others_are_held_to_it_too(value: Foreign, field: str) -> None:
    assert refusal(value).facts["field"] == field


def test_what_others_put_in_an_act_is_composed_and_stays_of_its_kind() -> None:
    apart, composed = "e\u0301", "\u00e9"
    value = Foreign(
        anything=[apart, {apart: Pair(apart, "a")}, Quick(apart, (Plain(f"{apart}\n", P.day),)), True, None, 1.5],
        texts={"k": f"{apart}\n"},
        many=(apart,),
    )
    made = admitted(value)
    assert made.anything == [
        composed, {composed: Pair(composed, "a")}, Quick(composed, (Plain(f"{composed}\n", P.day),)), True, None, 1.5,
    ]  # fmt: skip
    assert type(made.anything[1][composed]) is Pair
    assert (made.texts, made.many, made.colour) == ({"k": f"{composed}\n"}, (composed,), Colour.RED)
    assert admitted(made) is made


def test_the_manual_gives_the_sizes() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "what-comes-in.md").read_text(encoding="utf-8")
    rules = (RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH, RECORD_DAY_RANGE, RECORD_NUMBER_RANGE)
    assert {"person.mail_address", "record.actor", "body.rhythm"} <= set(re.findall(r"`([a-z_]+\.[a-z_]+)`", manual))
    sizes = (NAME.longest, LINE.longest, TEXT.longest, FIRST_DAY, LAST_DAY, SPAN.most)
    for told in (
        *(rule.id for rule in rules),
        *(f"{size:,}" if isinstance(size, int) else str(size) for size in sizes),
    ):
        assert told in manual, told
