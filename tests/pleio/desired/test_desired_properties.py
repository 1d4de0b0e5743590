"""What holds for the desired state of any region."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import Phase, find, given, settings

from pleio.desired.regions_at_random import BODIES, SECRET, owned, regions
from pleio.desired.registers_by_hand import ByHand, blocks_of
from quick import examples
from rso_pleio.desired import desired_site
from rso_pleio.documents import Block, Document, parse
from rso_pleio.model import LONGEST_NAME, LONGEST_TITLE, DesiredGroup, DesiredSite
from rso_pleio.texts import pages

ANY = settings(max_examples=examples(30), deadline=None)


def texts_of(site: DesiredSite) -> Iterator[Document]:
    for group in site.groups:
        yield group.text
        yield from (item.text for item in group.items)


@ANY
@given(regions())
def test_every_text_is_one_that_the_site_can_show(registers: ByHand) -> None:
    for text in texts_of(desired_site(registers, pages)):
        plain = text.resolved({})
        assert parse(plain.to_json()) == plain


@ANY
@given(regions())
def test_headings_never_skip_a_level_and_tables_have_headers_and_rows(registers: ByHand) -> None:
    for text in texts_of(desired_site(registers, pages)):
        level = 1
        for block in blocks_of(text.content):
            if block.type == "heading":
                assert dict(block.attributes)["level"] <= level + 1
                level = dict(block.attributes)["level"]
            elif block.type == "table":
                head, *rows = [row for row in block.content if isinstance(row, Block)]
                assert rows
                assert {row.type for row in (head, *rows)} == {"tableRow"}
                assert {cell.type for cell in head.content if isinstance(cell, Block)} == {"tableHeader"}
                assert {cell.type for row in rows for cell in row.content if isinstance(cell, Block)} == {"tableCell"}
                assert {len(row.content) for row in rows} == {len(head.content)}


@ANY
@given(regions())
def test_titles_fit_keys_are_unique_and_pages_stand_below_pages_before_them(registers: ByHand) -> None:
    site = desired_site(registers, pages)
    keys = Counter(group.key for group in site.groups) + Counter(site.closed)
    assert set(keys.values()) <= {1}
    for group in site.groups:
        assert 1 <= len(group.name) <= LONGEST_NAME
        seen: set[str] = set()
        for item in group.items:
            assert 1 <= len(item.title) <= LONGEST_TITLE
            assert "\n" not in item.title
            assert len(item.location) <= LONGEST_TITLE
            assert item.key not in seen
            assert item.parent is None or item.parent in seen
            seen.add(item.key)


@ANY
@given(regions())
def test_events_have_a_start_and_an_end_and_tasks_a_state(registers: ByHand) -> None:
    for group in desired_site(registers, pages).groups:
        for item in group.items:
            if item.kind == "event":
                assert item.starts is not None
                assert item.ends is not None
                assert item.starts.tzinfo is not None
                assert item.starts <= item.ends
            assert (item.state is not None) is (item.kind == "task")
            assert (item.file is not None) is (item.kind == "file")


@settings(ANY, max_examples=examples(150))
@given(regions())
def test_nothing_confidential_is_in_it(registers: ByHand) -> None:
    assert SECRET not in repr(desired_site(registers, pages))


@settings(ANY, max_examples=examples(80))
@given(regions(apart=True))
def test_a_group_holds_nothing_of_another_body(registers: ByHand) -> None:
    site = desired_site(registers, pages)
    for group in site.groups:
        own = group.key.removeprefix("body-")
        told = repr(_without_register_of_roles(group))
        assert [other for other in BODIES if other != own and owned(other) in told] == []


def _without_register_of_roles(group: DesiredGroup) -> list[object]:
    """The first group shows who holds which role in every body; that is meant."""
    return [group.name, group.introduction, group.text, *(i for i in group.items if i.key != "register-roles")]


@ANY
@given(regions())
def test_it_is_pure(registers: ByHand) -> None:
    before = repr(registers.tables)
    first = desired_site(registers, pages)
    assert desired_site(registers, pages) == first
    assert desired_site(ByHand(dict(registers.tables)), pages) == first
    assert repr(registers.tables) == before


@ANY
@given(regions())
def test_it_is_the_same_where_plugins_give_rows_as_dicts(registers: ByHand) -> None:
    as_dicts = {name: [dict(row) for row in rows] for name, rows in registers.tables.items()}
    assert desired_site(ByHand(as_dicts), pages) == desired_site(registers, pages)


@ANY
@given(regions())
def test_an_erased_person_is_no_member(registers: ByHand) -> None:
    for group in desired_site(registers, pages).groups:
        assert "p-erased" not in {member.person for member in group.members}
        assert all("p-erased" not in subgroup.persons for subgroup in group.subgroups)
        assert "p-erased" in group.without_address
        told = repr([group.text, *(item.text for item in group.items)])
        assert "p-erased" not in told
        assert "'None'" not in told


@ANY
@given(regions())
def test_earlier_registers_are_asked_for_overviews_of_held_meetings_only(registers: ByHand) -> None:
    site = desired_site(registers, pages)
    keys = {item.key for group in site.groups for item in group.items}
    days = {row["on"] for row in registers.tables.get("calendar", ()) if f"overview-{row['meeting']}" in keys}
    assert {on for _, on in registers.asked} == days


@pytest.mark.parametrize("mark", [owned("a"), "VAN-b", "decision-", "overview-", "action-"])
def test_what_may_be_shown_is_shown(mark: str) -> None:
    """Properties that say what is not there would hold for an empty site too."""
    found = settings(deadline=None, database=None, phases=[Phase.generate])
    find(regions(), lambda registers: mark in repr(desired_site(registers, pages)), settings=found)
