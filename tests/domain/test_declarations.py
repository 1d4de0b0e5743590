"""What acts, events and references say by how they are declared, taken apart anew for every test."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import attrs
import pytest

from rso_core.domain import act as act_module
from rso_core.domain import concept as concept_module
from rso_core.domain import event as event_module
from rso_core.domain import prerequisites, references, theme
from rso_core.domain.act import Act, act, effective, field, needed, new
from rso_core.domain.checked_types import Sha256, Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import (
    BodyId,
    EmptyIsNone,
    InputId,
    NotChecked,
    PartyId,
    PersonId,
    Reference,
    field_types,
)
from rso_core.domain.refusal import Refused
from rso_core.domain.values import RECORD_TEXT_GIVEN
from rso_core.events import MinutesCorrected, event_classes

DAY = date(2026, 1, 1)


@concept("toy")
@attrs.frozen
class Toy:
    """A state."""

    id: str


ToyId = Annotated[str, Reference("toy", called="name")]
PieceId = Annotated[str, Reference("piece", within="toy", called="name")]


@event("toy.made", sealed=("name",), erases=True)
class ToyMade(Event):
    """An event with a part, a nested value and something copied."""

    toy: ToyId = subject()
    piece: PieceId | None = None
    name: str | None
    owner: PartyId = context()
    helpers: tuple[PersonId, ...] = ()


@event("toy.stored", stream="shelf:all")
class ToyStored(Event):
    """An event of the one stream of its kind."""

    on: date


@event("toy.kept")
class ToyKept(Event):
    """An event whose subject may be everything."""

    toy: ToyId | None = subject("shelf", otherwise="*")


@act("make-toy", source="S1", chapter="bodies", by_hand=False, names_a_person=True)
class MakeToy(Act):
    """An act with a field of each kind."""

    toy: ToyId = new("identifier")
    name: Text = field("what it is called")
    owner: PartyId = field("whose it is")
    helpers: tuple[PersonId, ...] = field("who help", default=())
    keeper: BodyId | None = field("where it stands", default=None)
    later: Annotated[BodyId, NotChecked()] | None = field("where it goes", default=None)
    paper: Annotated[Sha256, EmptyIsNone()] | None = field("its paper", default=None)
    piece: InputId | None = field("a part of something else", default=None)
    on: date = effective("day", default=DAY)

    def decide(
        self,
        today: date,
        helpers: Mapping[str, Any],
        keeper: Toy | None,
        shelf: Toy = needed(lambda act, helpers: act.owner),
        others: Mapping[str, Toy] = needed(lambda: ["a", "b"]),
    ) -> ToyMade:
        """Never called here."""
        raise NotImplementedError


MakeToy.decide.__annotations__["helpers"] = Mapping[str, Toy]


# Toys are no part of the covenant: no other test may find them.
del act_module._ACTS["make-toy"], concept_module._STATES["toy"]
for _name in ("toy.made", "toy.stored", "toy.kept"):
    del event_module._CLASSES[_name]


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> prerequisites.Prerequisites:
    monkeypatch.setattr(prerequisites, "_FOUND", {})
    monkeypatch.setattr(references, "_FIELD_TYPES", {})
    return prerequisites.prerequisites_of(MakeToy)


def test_what_an_act_names_has_to_be_known(wanted: prerequisites.Prerequisites) -> None:
    assert wanted.named == (("owner", "party", False), ("helpers", "person", True), ("keeper", "body", False))
    assert wanted.new == (("toy", "toy"),)
    assert wanted.unknown == frozenset()
    assert wanted.effective == "on"
    assert prerequisites.prerequisites_of(MakeToy) is wanted


def test_what_its_types_ask(wanted: prerequisites.Prerequisites) -> None:
    assert [(name, many) for name, _, many in wanted.checks] == [("name", False), ("paper", False)]
    assert wanted.may_be_empty == ("paper",)
    with pytest.raises(Refused) as refused:
        wanted.checks[0][1].checked(" ", "name")
    assert (refused.value.rule, refused.value.facts) == (RECORD_TEXT_GIVEN, {"missing": "name"})
    assert wanted.checks[1][1].checked("A" * 64, "paper") == "a" * 64


def test_what_decide_asks_for(wanted: prerequisites.Prerequisites) -> None:
    found = [(p.name, p.concept, p.optional, p.many, p.needed is not None, p.through) for p in wanted.parameters]
    assert found == [
        ("today", None, False, False, False, ()),
        ("helpers", "toy", False, True, False, ()),
        ("keeper", "toy", True, False, False, ()),
        ("shelf", "toy", False, False, True, ("act", "helpers")),
        ("others", "toy", False, True, True, ()),
    ]


def test_types_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_FIELD_TYPES", {})
    types = field_types(MakeToy)
    assert (types["helpers"].many, types["helpers"].optional, types["helpers"].plain) == (True, False, str)
    assert (types["keeper"].many, types["keeper"].optional) == (False, True)
    assert types["keeper"].reference == Reference("body", called=("profile.name", "change.name"))
    assert types["on"].reference is None
    assert field_types(MakeToy) is types


def test_everything_that_is_named_is_found() -> None:
    made = ToyMade(toy="t", piece=None, name="N", owner="p", helpers=("a", "b"))
    assert [(each.kind, name) for each, name in references.references(made)] == [
        ("toy", "t"),
        ("party", "p"),
        ("person", "a"),
        ("person", "b"),
    ]


def test_an_event_stands_in_the_stream_of_its_subject() -> None:
    assert ToyMade(toy="t", name="N", owner="p").stream == "toy:t"
    assert ToyMade.subject_field() == ("toy", "toy")
    assert ToyStored(on=DAY).stream == "shelf:all"
    assert ToyStored.subject_field() is None
    assert [ToyKept(toy=toy).stream for toy in ("t", None)] == ["shelf:t", "shelf:*"]


def test_what_a_decorator_is_told_stands_on_the_class() -> None:
    assert (ToyMade.event_name, ToyMade.event_version, ToyMade.sealed, ToyMade.erases) == (
        "toy.made",
        1,
        ("name",),
        True,
    )
    assert (ToyStored.sealed, ToyStored.erases, ToyStored.of_stream) == ((), False, "shelf:all")
    assert (MakeToy.act_name, MakeToy.source, MakeToy.chapter) == ("make-toy", "S1", "bodies")
    assert (MakeToy.by_hand, MakeToy.names_a_person) == (False, True)
    assert Toy.concept == "toy"  # type: ignore[attr-defined]
    assert theme.NameTheme.act_name == "name-theme"
    with pytest.raises(ValueError, match=r"'theme.named' is already taken by ThemeNamed"):
        event("theme.named")(type("Again", (Event,), {"__annotations__": {}}))
    with pytest.raises(ValueError, match=r"'name-theme' is already taken by NameTheme"):
        act("name-theme", source="S1")(type("Again", (Act,), {"__annotations__": {}}))


def test_acts_and_events_are_equal_when_they_say_the_same() -> None:
    one, same, other = (ToyMade(toy=toy, name="N", owner="p") for toy in ("t", "t", "u"))
    assert (one == same, hash(one) == hash(same), one == other, one == ToyStored(on=DAY)) == (True, True, False, False)
    assert repr(ToyStored(on=DAY)) == "ToyStored(on=datetime.date(2026, 1, 1))"


def test_a_part_is_called_by_its_own_name() -> None:
    names = NameIndex()
    names.learn(ToyMade(toy="t", name="Trein", owner="p"))
    names.learn(ToyMade(toy="t", piece="w", name="Wagon", owner="q"))
    names.learn(ToyStored(on=DAY))
    assert (names.get("toy", "t"), names.get("piece", "t", "w"), names.get("piece", "t", "x")) == (
        "Trein",
        "Wagon",
        None,
    )
    assert (names.latest("name", "toy", "t"), names.latest("name", "piece", "t", "w")) == ("Trein", "Wagon")
    assert names.latest("owner", "toy", "t") is None, "it was only copied"
    assert names.first("piece", "t", "w").name == "Wagon"


def test_what_an_event_never_precedes_stands_in_its_own_stream() -> None:
    classes = event_classes()
    bound = {cls: [classes[name] for name in cls.never_precedes] for cls in classes.values() if cls.never_precedes}
    assert MinutesCorrected in bound
    for cls, earlier in bound.items():
        subject_, of_stream = cls.subject_field(), cls.of_stream
        assert {(each.subject_field(), each.of_stream) for each in earlier} == {(subject_, of_stream)}, cls
