"""What differs between two moments, by which acts and on what ground."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_region import PEOPLE, by, open_region
from rso_core import Application, acts
from rso_core.comparison.moment_diff import Differences, differences
from rso_core.comparison.moments import Moment
from rso_core.comparison.row_changes import Change, RowChange, natural_key, row_changes
from rso_core.events import PersonCorrected, PersonRegistered, Scope
from rso_core.hooks import Plugins
from rso_core.projection import Column, Projector, ReadModel, Register, UnknownReadModelError, UntoldRow
from rso_core.projection.declaring import day_key, found, key, put, table, text

D = date
AFTER = D(2026, 2, 1)


@attrs.define
class Region:
    """A region of which the clock can be set, and what is compared in it."""

    application: Application
    clock: list[datetime]
    extra: list[ReadModel] = attrs.field(factory=list)

    def on(self, day: date, *done: Any, **about: Any) -> None:
        """Acts recorded on a day, at nine."""
        self.clock.append(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        for act in done:
            self.application.perform(act, by(**about))

    def between(self, one: Moment, other: Moment, *registers: str) -> Differences:
        projector = Projector(self.application.store, [*self.extra, *Plugins().read_models()])
        try:
            return differences(projector, one, other, registers or None)
        finally:
            projector.close()


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Region]:
    clock = [datetime(2025, 10, 1, tzinfo=UTC)]
    with open_region(sqlite_url, lambda: clock[-1]) as application:
        region = Region(application, clock)
        region.on(D(2025, 11, 1), acts.OpenSigning(covenant="conv", on=D(2025, 11, 1)))
        yield region


def sign(party: str, on: date) -> acts.Sign:
    return acts.Sign(covenant="conv", party=party, person=PEOPLE[party], signed_on=on)


def changes(found: Differences, register: str) -> tuple[RowChange, ...]:
    return next(each.changes for each in found.registers if each.name == register)


def test_a_signature_that_became_known_later_is_told_with_its_act_and_ground(region: Region) -> None:
    region.on(D(2026, 1, 8), sign("gem-a", D(2025, 12, 20)), source="Brief 7")
    before, after = Moment(AFTER, D(2026, 1, 7)), Moment(AFTER, D(2026, 1, 8))
    result = region.between(before, after, "signatures")
    (changed,) = changes(result, "signatures")
    assert (changed.change, changed.key) == (Change.CHANGED, {"covenant": "conv", "amendment": "", "party": "gem-a"})
    cell = next(cell for cell in changed.cells if cell.key == "signed_on")
    assert (cell.title, cell.old, cell.new, cell.shown) == ("Ondertekend op", None, D(2025, 12, 20), True)
    (act,) = result.acts
    assert changed.acts == (act.correlation,)
    assert changed.named
    assert (act.act, act.source, act.actor) == ("sign", "Brief 7", "office:secretariaat")
    assert act.told == (
        "2. Voorbeeld ondertekende het Convenant namens Partij gem-a, op papier, op grond van een mandaat.",
    )
    assert act.by_whom == "door het secretariaat, op grond van “Brief 7”"
    assert act.holds_from == (D(2025, 12, 20),)
    assert result.apart == ()
    assert region.between(after, before, "signatures") == result


def test_each_row_follows_from_its_own_act(region: Region) -> None:
    region.on(D(2026, 1, 8), sign("gem-a", D(2025, 12, 20)), sign("gem-b", D(2025, 12, 21)))
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER), "signatures")
    assert [c.key["party"] for c in changes(result, "signatures")] == ["gem-a", "gem-b"]
    assert [c.acts for c in changes(result, "signatures")] == [(act.correlation,) for act in result.acts]


def test_the_whole_cooperation_is_compared_and_what_is_the_same_too(region: Region) -> None:
    region.on(D(2026, 1, 8), sign("gem-a", D(2025, 12, 20)))
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER))
    assert {each.name for each in result.registers} == {model.name for model in Plugins().read_models()}
    assert {each.name for each in result.registers if each.changes} >= {"signatures"}
    assert {each.name for each in result.registers if not each.changes} >= {"roles", "bodies", "actions"}
    assert result.failed == {}


def test_two_times_the_same_moment_differ_in_nothing(region: Region) -> None:
    moment = Moment(AFTER, D(2026, 1, 7))
    assert region.between(moment, moment).nothing


def test_a_moment_of_the_day_is_told_apart_from_its_end(region: Region) -> None:
    region.on(D(2026, 1, 8), sign("gem-a", D(2025, 12, 20)))
    at_nine = datetime(2026, 1, 8, 9, tzinfo=UTC)
    assert region.between(Moment(AFTER, at_nine - timedelta(seconds=1)), Moment(AFTER, at_nine)).acts
    assert region.between(Moment(AFTER, at_nine), Moment(AFTER, D(2026, 1, 8))).nothing


def test_what_holds_between_two_days_differs_though_it_was_known_before(region: Region) -> None:
    region.on(D(2025, 12, 1), acts.RescopeBody(body="overleg", scope=("VTH", "RO"), since=D(2026, 1, 1)))
    result = region.between(Moment(D(2025, 12, 31)), Moment(D(2026, 1, 1)), "bodies")
    (changed,) = changes(result, "bodies")
    # The day from which a profile holds is part of the key of the table, yet it is the same body.
    assert (changed.change, changed.key) == (Change.CHANGED, {"body": "overleg"})
    assert {cell.title: (cell.old, cell.new) for cell in changed.cells if cell.shown} == {
        "Reikwijdte": ("", "VTH & RO")
    }
    assert result.acts[0].counts_later
    assert changed.acts == (result.acts[0].correlation,)


def test_going_back_to_an_earlier_day_tells_what_no_longer_counts(region: Region) -> None:
    region.on(D(2025, 12, 1), acts.RescopeBody(body="overleg", scope=("VTH",), since=D(2026, 1, 1)))
    one, other = Moment(D(2026, 2, 1), D(2025, 12, 2)), Moment(D(2025, 12, 31), D(2025, 12, 3))
    (act,) = region.between(one, other, "bodies").acts
    assert not act.counts_later


def test_a_corrected_name_explains_every_row_it_stands_in(region: Region) -> None:
    assign = acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=D(2025, 11, 1))
    region.on(D(2025, 11, 2), assign)
    region.on(D(2026, 1, 8), acts.CorrectPerson(person="p-1", name="E. Anders", on=D(2026, 1, 8)), source="Mail")
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER), "roles")
    (changed,) = changes(result, "roles")
    assert [(cell.title, cell.old, cell.new) for cell in changed.cells] == [("Persoon", "1. Voorbeeld", "E. Anders")]
    assert changed.acts == (result.acts[0].correlation,)
    assert not changed.named


def test_a_name_within_a_text_is_explained_too(region: Region) -> None:
    person = acts.RegisterPerson(person="p-9", name="I. Voorbeeld", on=D(2025, 1, 1))
    mandated = acts.GrantMandate(
        party="gem-a", mandate="m9", person="p-9", start=D(2025, 1, 1), scopes=(Scope.REPRESENT,), ground="Brief"
    )
    first = acts.TakeSeat(body="overleg", seat="s1", party="gem-a", person="p-2", start=D(2025, 10, 1))
    second = acts.TakeSeat(body="overleg", seat="s2", party="gem-a", person="p-9", start=D(2025, 10, 1), deputy_of="s1")
    region.on(D(2025, 11, 2), person, mandated, first, second)
    other = acts.TakeSeat(body="overleg", seat="s3", party="gem-b", person="p-3", start=D(2025, 10, 1))
    region.on(D(2026, 1, 8), acts.CorrectPerson(person="p-2", name="F. Anders", on=D(2026, 1, 8)), other)
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER), "seats")
    acts_of = {c.key["seat"]: c.acts for c in changes(result, "seats")}
    corrected, taken = (act.correlation for act in result.acts)
    assert acts_of == {"s1": (corrected,), "s2": (corrected,), "s3": (taken,)}


def test_an_act_that_changes_no_row_is_told_apart(region: Region) -> None:
    minor = acts.CorrectPerson(person="p-3", name="3. Voorbeeld", on=D(2026, 1, 8), email="p-3@x.example")
    region.on(D(2026, 1, 8), minor, sign("gem-a", D(2025, 12, 20)))
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER), "signatures")
    assert [act.act for act in result.acts] == ["correct-person", "sign"]
    assert [act.act for act in result.apart] == ["correct-person"]


def test_acts_that_a_chosen_register_takes_no_notice_of_are_left_out(region: Region) -> None:
    region.on(D(2026, 1, 8), acts.NameTheme(theme="wonen", name="Wonen", on=D(2026, 1, 8)))
    assert region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER), "order").acts == ()
    assert [act.act for act in region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER)).acts] == ["name-theme"]


def test_passing_days_change_rows_without_any_act(region: Region) -> None:
    agree = acts.AgreeAction(
        action="a1", body="overleg", title="Lijst", party="gem-a", on=D(2025, 11, 2), due=D(2026, 1, 10)
    )
    region.on(D(2025, 11, 2), agree)
    result = region.between(Moment(D(2026, 1, 10)), Moment(D(2026, 1, 11)), "actions")
    (changed,) = changes(result, "actions")
    assert [(cell.old, cell.new) for cell in changed.cells if cell.shown] == [("nieuw", "nieuw, te laat")]
    assert changed.acts == ()


def failing(name: str, where: str) -> ReadModel:
    metadata = sa.MetaData()
    rows = table(f"{name}_rows", metadata, "a row", key("person", "identifier"))

    def fails(*_: Any) -> Any:
        raise RuntimeError("vastgelopen")

    handlers: dict[Any, Any] = {PersonRegistered: fails if where == "handler" else put(rows)}
    empty = Register(title="Leeg", columns=(), rows=())
    return ReadModel(
        name=name,
        version=1,
        title="Leeg",
        tables=(rows,),
        handlers=handlers,
        register=fails if where == "register" else lambda *_: empty,
    )


@pytest.mark.parametrize("where", ["handler", "register"])
def test_a_register_that_fails_is_told_and_the_others_go_on(region: Region, where: str) -> None:
    region.extra = [failing("stuk", where)]
    region.on(D(2026, 1, 8), sign("gem-a", D(2025, 12, 20)))
    result = region.between(Moment(AFTER, D(2026, 1, 7)), Moment(AFTER))
    assert list(result.failed) == ["stuk"]
    assert "RuntimeError: vastgelopen" in result.failed["stuk"]
    assert len(changes(result, "signatures")) == 1


def test_an_unknown_register_is_refused_by_name(region: Region) -> None:
    with pytest.raises(UnknownReadModelError, match="there is no register 'nee'"):
        region.between(Moment(AFTER), Moment(AFTER), "signatures", "nee")


def test_moments_have_words() -> None:
    at = datetime(2026, 1, 8, 9, 5, tzinfo=UTC)
    assert Moment(D(2026, 1, 1), at).in_dutch() == (
        "geldig op 1 januari 2026, zoals bekend op 8 januari 2026 om 10.05 uur"
    )
    assert Moment(D(2026, 1, 1)).in_dutch() == "geldig op 1 januari 2026, zoals nu bekend"
    assert Moment(D(2026, 1, 1), D(2026, 1, 8)).in_dutch().endswith("zoals bekend op 8 januari 2026")


METADATA = sa.MetaData()
ROWS = table("m_rows", METADATA, "a row", key("id", "identifier"), day_key("since", "from when"), text("name", "name"))
MODEL = ReadModel(
    name="m",
    version=1,
    title="M",
    tables=(ROWS,),
    handlers={PersonCorrected: lambda _, __: None},
    register=lambda c, _: Register(title="M", columns=(), rows=tuple(found(c, sa.select(ROWS)))),
)
COLUMNS = (Column("name", "Naam"), Column("value", "Waarde"))


def register(*rows: dict[str, Any]) -> Register:
    return Register(title="M", columns=COLUMNS, rows=rows)


def test_a_key_leaves_its_days_out_unless_rows_need_them() -> None:
    one = [{"id": "a", "since": D(2026, 1, 1)}, {"id": "b", "since": D(2026, 1, 1)}]
    assert natural_key(MODEL, one, [{"id": "a", "since": D(2026, 2, 1)}]) == ("id",)
    assert natural_key(MODEL, one, [*one, {"id": "a", "since": D(2026, 2, 1)}]) == ("id", "since")


def test_a_key_is_found_where_the_register_does_not_show_that_of_its_table() -> None:
    old = [{"about": "x", "figure": f, "value": 1} for f in ("p", "q")] + [{"about": "y", "figure": "p", "value": 2}]
    new = [{**row, "value": row["value"] + 1} for row in old]  # type: ignore[operator]
    assert natural_key(MODEL, old, new) == ("about", "figure")


def test_rows_that_nothing_tells_apart_are_matched_by_what_they_share() -> None:
    same = {"name": "x", "value": 1, "extra": 1}
    old = register(same, dict(same), {"name": "y", "value": 1, "extra": 5})
    new = register(dict(same), {"name": "x", "value": 1, "extra": 2}, {"name": "z", "value": 9, "extra": 9})
    found_changes = row_changes(MODEL, old, new)
    told = [(c.change.value, c.new, [(cell.key, cell.old, cell.new) for cell in c.cells]) for c in found_changes]
    assert told == [
        ("changed", {"name": "x", "value": 1, "extra": 2}, [("extra", 1, 2)]),
        ("appeared", {"name": "z", "value": 9, "extra": 9}, []),
        ("disappeared", None, []),
    ]


ROW = st.fixed_dictionaries({"id": st.sampled_from("abcd"), "name": st.sampled_from("xyz"), "value": st.integers(0, 2)})
KEYED = st.lists(ROW, max_size=4, unique_by=lambda row: row["id"])


@given(st.one_of(st.tuples(KEYED, KEYED), st.tuples(st.lists(ROW, max_size=5), st.lists(ROW, max_size=5))))
def test_the_changes_turn_the_earlier_rows_into_the_later(pair: tuple[list[Any], list[Any]]) -> None:
    old, new = pair
    result = row_changes(MODEL, register(*old), register(*new))
    left = list(old)
    for change in result:
        if change.old is not None:
            left.remove(change.old)
    made = left + [change.new for change in result if change.new is not None]
    assert sorted(sorted(row.items()) for row in made) == sorted(sorted(row.items()) for row in new)
    assert row_changes(MODEL, register(*old), register(*old)) == []


@given(
    st.lists(st.tuples(st.dates(D(2025, 1, 1), D(2027, 1, 1)), st.none() | st.dates(D(2025, 1, 1), D(2027, 1, 1)))),
)
def test_moments_are_in_order_of_what_was_known_and_then_of_the_day(pairs: list[tuple[date, date | None]]) -> None:
    in_order = sorted((Moment(*pair) for pair in pairs), key=lambda moment: moment.order)
    known = [moment.known_on or D(9999, 1, 1) for moment in in_order]
    assert known == sorted(known)


def test_a_row_that_cannot_be_told_at_one_moment_did_not_come_or_go(region: Region) -> None:
    def partly(connection: sa.Connection, on: date) -> Register:
        whole = told.register(connection, on)
        if len(whole.rows) < 3:
            return whole
        untold = UntoldRow({"row": "r1"}, "ValueError: stuk")
        return attrs.evolve(whole, rows=tuple(r for r in whole.rows if r["row"] != "r1"), untold=(untold,))

    def rows(connection: sa.Connection, on: date) -> Register:
        names = [f"r{n}" for n in range(1, 3 + (on > AFTER))]
        return Register(title="R", columns=(Column("row", "Rij"),), rows=tuple({"row": name} for name in names))

    table_ = table("r_rows", sa.MetaData(), "", key("row", ""))
    told = ReadModel(name="r", version=1, title="R", tables=(table_,), handlers={}, register=rows)
    region.extra.append(attrs.evolve(told, register=partly))
    found = region.between(Moment(AFTER, None), Moment(D(2026, 3, 1), None), "r")
    (difference,) = found.registers
    assert [change.new for change in difference.changes] == [{"row": "r3"}]
    assert [str(untold) for untold in difference.untold] == ["row r1: ValueError: stuk"]
    assert not found.nothing
    same = region.between(Moment(D(2026, 3, 1), None), Moment(D(2026, 3, 2), None), "r")
    assert not same.registers[0].changes
    assert not same.nothing, "nobody knows whether that row is the same"
