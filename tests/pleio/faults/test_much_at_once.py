"""What guards against a large change by mistake: nothing happens unless somebody says that it is meant."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from pleio.faults.region_on_a_site import Region
from pleio.faults.site_by_hand import (
    Person,
    SyncByHand,
    found,
    item,
    shown,
    steps_of,
    wanted_group,
    wanted_site,
    with_items,
    without_items,
)
from rso_core.hooks import hookimpl
from rso_pleio.errors import EXIT_CODE, OutcomeUnknownError, UnsafePlanError
from rso_pleio.model import DesiredItem, DesiredSite, Registers, Row
from rso_pleio_sandbox import Misbehaviour, SandboxServer

OURS = {i.key: i for i in wanted_group().items}
COUNTED = [i.key for i in wanted_group().items if not i.gathers]


def renamed(*keys: str) -> DesiredSite:
    return with_items(wanted_group(), *(attrs.evolve(OURS[key], title=f"Nieuw {key}") for key in keys))


def held(sync: SyncByHand, site: SandboxServer, **more: Any) -> str:
    """Nothing is changed, and the reason is told."""
    before, mutations = shown(site), site.traffic.mutations
    with pytest.raises(UnsafePlanError, match="nothing was changed") as raised:
        sync.apply(**more)
    assert (shown(site), site.traffic.mutations) == (before, mutations)
    assert raised.value.exit_code == EXIT_CODE == 7
    return str(raised.value)


def test_more_than_a_third_or_so_is_held_and_carried_out_when_it_is_meant(
    filled: SyncByHand, site: SandboxServer
) -> None:
    few = int(0.3 * len(COUNTED))
    filled.want(renamed(*COUNTED[:few]))
    assert filled.carry().done == {"change": few}
    filled.want(renamed(*COUNTED[: 2 * few + 1]))  # of these only the new ones change
    assert len(filled.plan().changes) == few + 1
    assert f"{few + 1} van de {len(COUNTED)} items" in held(filled, site)
    held(filled, site, confirm=lambda _: False)
    assert filled.carry(force=True).done == {"change": few + 1}
    assert filled.plan().steps == ()


def test_much_that_goes_to_the_archive_is_held(filled: SyncByHand, site: SandboxServer) -> None:
    gone = [key for key in COUNTED if key.startswith(("decision", "action"))]
    filled.want(without_items(wanted_group(), *gone))
    held(filled, site)
    assert filled.carry(force=True).done == {"archive": len(gone)}
    assert {found(site, key).status for key in gone} == {"archived"}


def test_changes_and_endings_are_counted_together(filled: SyncByHand, site: SandboxServer) -> None:
    few = int(0.3 * len(COUNTED))
    changed = renamed(*COUNTED[:few]).groups[0]
    filled.want(without_items(changed, COUNTED[-1]))
    held(filled, site)


def test_pages_that_gather_much_are_not_counted(filled: SyncByHand) -> None:
    filled.want(renamed(*(key for key in OURS if key not in COUNTED)))
    assert filled.carry().done == {"change": 3}


def test_one_item_in_a_small_group_is_never_much(sync: SyncByHand) -> None:
    small = wanted_group(items=(OURS["page-1"], OURS["meeting-1"]))
    sync.want(wanted_site(small))
    sync.carry()
    sync.want(with_items(small, attrs.evolve(OURS["page-1"], title="Nieuw")))
    assert sync.carry().done == {"change": 1}
    sync.want(without_items(small, "page-1"))
    assert sync.carry().done == {"archive": 1}


@pytest.mark.parametrize(
    ("mutation", "after_work"),
    [
        *((mutation, after_work) for mutation in (1, 2, 3, 4, 6) for after_work in (True, False)),
        (5, True),
        pytest.param(5, False),
    ],
)
def test_a_first_load_is_not_held_and_neither_is_the_rest_of_one(
    sync: SyncByHand, site: SandboxServer, mutation: int, *, after_work: bool
) -> None:
    site.traffic.misbehave(Misbehaviour("bad_gateway", at=mutation, only="mutation", after_work=after_work))
    with pytest.raises(OutcomeUnknownError):
        sync.carry()
    assert sync.plan().safety_blocks == ()
    sync.carry()
    assert sync.plan().steps == ()


@pytest.mark.parametrize("number", [1, 4])
def test_deleting_is_held_however_little_it_is(filled: SyncByHand, site: SandboxServer, number: int) -> None:
    gone = COUNTED[:number]
    filled.want(without_items(wanted_group(), *gone))
    assert f"{number} items worden voorgoed verwijderd" in held(filled, site, delete=True)
    assert filled.carry(force=True, delete=True).done == {"delete": number}
    assert not set(gone) & set(shown(site)["items"])


def test_only_what_we_made_is_deleted(filled: SyncByHand, site: SandboxServer, person: Person) -> None:
    theirs = [person.add(), person.add(tagCategories=[{"name": "Thema", "values": ["decision-3"]}])]
    filled.want(without_items(wanted_group(), "decision-3"))
    before = set(site.state.items)
    doomed = found(site, "decision-3").guid
    filled.carry(force=True, delete=True)
    assert before - set(site.state.items) == {doomed}
    assert set(theirs) < set(site.state.items)


def test_what_people_put_below_a_page_of_ours_is_not_deleted_along(
    filled: SyncByHand, site: SandboxServer, person: Person
) -> None:
    theirs = person.add(containerGuid=found(site, "page-1").guid)
    filled.want(without_items(wanted_group(), "page-1"))
    filled.carry(force=True, delete=True)
    assert theirs in site.state.items


def test_what_is_over_is_archived_and_comes_back_when_it_is_wanted_again(
    filled: SyncByHand, site: SandboxServer
) -> None:
    before = shown(site)["items"]["meeting-2"]
    for _ in range(2):
        filled.want(without_items(wanted_group(), "meeting-2"))
        assert filled.carry().done == {"archive": 1}
        assert (found(site, "meeting-2").status, filled.plan().steps) == ("archived", ())
        filled.want(wanted_site())
        assert filled.carry().done == {"change": 1}
        assert (shown(site)["items"]["meeting-2"], filled.plan().steps) == (before, ())


def test_what_is_archived_by_the_record_is_archived_on_the_site(filled: SyncByHand, site: SandboxServer) -> None:
    filled.want(with_items(wanted_group(), attrs.evolve(OURS["action-3"], archived=True)))
    assert steps_of(filled.plan()) == [("archive", "item", "action-3")]
    filled.carry()
    assert (found(site, "action-3").status, filled.plan().steps) == ("archived", ())


@attrs.define
class PageOfAPlugin:
    """A plugin with a page of its own, that can fail."""

    fails: str = ""

    @hookimpl
    def rso_pleio_pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        if self.fails == "at once":
            raise RuntimeError("stuk")
        if self.fails == "midway":
            return self._half()
        return [] if self.fails == "gone" else [item("page-of-a-plugin", "wiki")]

    def _half(self) -> Iterator[DesiredItem]:
        yield item("page-of-a-plugin", "wiki")
        raise RuntimeError("stuk")


def test_the_page_of_a_plugin_that_wants_it_no_more_is_archived(region: Region) -> None:
    with region.syncing(("eigen", plugin := PageOfAPlugin())) as sync:
        sync.apply()
        plugin.fails = "gone"
        assert steps_of(sync.plan()) == [("archive", "item", "page-of-a-plugin")]
        sync.apply()
    assert found(region.site, "page-of-a-plugin").status == "archived"


def test_a_plugin_that_fails_leads_to_no_archiving(region: Region) -> None:
    with region.syncing(("eigen", plugin := PageOfAPlugin())) as sync:
        sync.apply()
        plugin.fails = "at once"
        for delete in (False, True):
            made, report = sync.apply(delete=delete, confirm=lambda _: True)
            assert (report.done["archive"], found(region.site, "page-of-a-plugin").status) == (0, "published")
            if not delete:
                assert steps_of(made) == [("leave", "item", "page-of-a-plugin")]


def test_a_plugin_that_fails_midway_stops_no_other(region: Region) -> None:
    with region.syncing(("eigen", plugin := PageOfAPlugin())) as sync:
        sync.apply()
        plugin.fails = "midway"
        _, report = sync.apply()
        assert report.done == {}
    assert found(region.site, "page-of-a-plugin").status == "published"


BLOCKED = {"RSO_BLOCK_PLUGINS": "signatures"}
"""Without this plugin the register of signatures is not wanted: something to delete."""


def test_the_command_refuses_with_its_own_code_and_goes_on_when_forced(region: Region) -> None:
    region.asked("pleio", "apply")
    before = shown(region.site)
    done = region.rso("pleio", "apply", "--delete", **BLOCKED)
    assert (done.returncode, "give --force" in done.stderr) == (7, True)
    assert shown(region.site) == before
    assert region.asked("pleio", "plan", "--delete", **BLOCKED)["asks_for_confirmation"]
    assert region.asked("pleio", "apply", "--delete", "--force", **BLOCKED)["done"]["delete"] == 1
    assert "register-signatures" not in shown(region.site)["items"]


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "code"), [("apply", 0), ("ja", 7), ("", 7)])
def test_in_a_terminal_a_person_types_the_word(region: Region, typed: str, code: int) -> None:
    region.asked("pleio", "apply")
    before = shown(region.site)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("rso"), "pleio", "apply", "--delete"],
        cwd=region.folder,
        env={**os.environ, **region.environment(), **BLOCKED},
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    while b"to go on" not in said:
        said += os.read(ours, 10_000)
    assert shown(region.site) == before
    os.write(ours, f"{typed}\n".encode())
    try:
        while part := os.read(ours, 10_000):
            said += part
    except OSError:
        pass  # the other side is closed
    assert process.wait(60) == code, said
    os.close(ours)
    assert "voorgoed verwijderd" in said.decode()
    assert (shown(region.site) == before) == (code != 0)


def test_a_kept_plan_asks_too(region: Region) -> None:
    region.asked("pleio", "apply")
    file = str(region.folder / "plan.json")
    region.asked("pleio", "plan", "--delete", "--out", file, **BLOCKED)
    before = shown(region.site)
    assert region.rso("pleio", "apply", file).returncode == 7
    assert shown(region.site) == before
    assert region.asked("pleio", "apply", file, "--force")["done"]["delete"] == 1
