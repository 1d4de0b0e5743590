"""What becomes of an item, by what the ledger has, what stands there, and what a person did."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import FIRST_FILE, KEY, NOON, SECOND_FILE, file_of, item
from pleio.planning import (
    UPDATED,
    Case,
    group,
    guid,
    in_step,
    lines,
    of_people,
    only,
    saying,
    seen,
)
from rso_pleio.documents import doc, paragraph
from rso_pleio.ledger_entry import FileContent
from rso_pleio.plan import Choices
from rso_pleio.seen import SeenItem

PAGE = item("page-1", "wiki")
BASE = in_step(group(PAGE, item("page-2", "wiki"), item("meeting", "event"), item("task", "task", state="NEW")))
POLICIES: tuple[Any, ...] = ("report", "restore", "accept")
KINDS = ("group", "member", "event", "wiki", "task", "file", "blog")
PEOPLE_EDITED = {"title": "Door een mens"}


def choices(policy: Any, **more: Any) -> Choices:
    return Choices(policies=dict.fromkeys(KINDS, policy), **more)


def outcome(case: Case, policy: Any = "report", **more: Any) -> list[tuple[str, str, str]]:
    return lines(case.plan(choices(policy), **more))


def reasons(case: Case, policy: Any = "report", **more: Any) -> list[str]:
    return [step.reason for step in case.plan(choices(policy), **more).steps]


# Per cell: the case, and what is done where changes of people are reported, restored, or accepted.
CHANGED = attrs.evolve(PAGE, title="Nieuw")
EDITED = BASE.shown("page-1", content=PEOPLE_EDITED)
ENDED = attrs.evolve(PAGE, archived=True)
OVER = in_step(group(ENDED, item("page-2", "wiki")))
NOTHING: list[tuple[str, str, str]] = []


def does(kind: str, what: str = "", key: str = "page-1") -> list[tuple[str, str, str]]:
    return [(kind, key, what)]


CELLS: dict[str, tuple[Case, list[Any], list[Any], list[Any]]] = {
    "as it should be": (BASE, NOTHING, NOTHING, NOTHING),
    "wanted otherwise": (BASE.want(CHANGED), does("change", "edit"), does("change", "edit"), does("change", "edit")),
    "edited by a person": (EDITED, does("drift"), does("change", "edit"), NOTHING),
    "edited and wanted otherwise": (EDITED.want(CHANGED), does("drift"), does("change", "edit"), NOTHING),
    "edited into what is wanted": (
        BASE.want(CHANGED).shown("page-1", content={"title": "Nieuw"}), does("adopt"), does("adopt"), does("adopt"),
    ),
    "not made yet": (
        BASE.want(item("new", "wiki")), does("create", key="new"), does("create", key="new"),
        does("create", key="new"),
    ),
    "ended before it was made": (BASE.want(item("new", "wiki", archived=True)), NOTHING, NOTHING, NOTHING),
    "removed by a person": (BASE.gone("page-1"), does("drift"), does("create"), NOTHING),
    "removed after it ended": (OVER.gone("page-1"), NOTHING, NOTHING, NOTHING),
    "removed while hidden": (
        BASE.gone("page-1").noted("item", "page-1", state="hidden"), does("drift"), does("create"), NOTHING,
    ),
    "ended by us, wanted again, gone": (OVER.gone("page-1").want(PAGE), does("drift"), does("create"), NOTHING),
    "intended and not there": (
        BASE.gone("page-1").noted("item", "page-1", state="intended", guid=None), does("create"), does("create"),
        does("create"),
    ),
    "intended and there": (
        BASE.noted("item", "page-1", state="intended", guid=None), does("adopt"), does("adopt"), does("adopt"),
    ),
    "intended and half there": (
        BASE.noted("item", "page-1", state="intended", guid=None).shown("page-1", content={"text": ""}),
        does("change", "edit+finish"), does("change", "edit+finish"), does("change", "edit+finish"),
    ),
    "intended quietly and out of sight": (
        BASE.noted("item", "page-1", state="intended", quiet=True).shown("page-1", status="archived"),
        does("change", "edit+show"), does("change", "edit+show"), does("change", "edit+show"),
    ),
    "intended loudly and archived": (
        BASE.noted("item", "page-1", state="intended").shown("page-1", status="archived"), does("drift"),
        does("change", "edit+show"), NOTHING,
    ),
    "intended quietly and published": (
        BASE.noted("item", "page-1", state="intended", quiet=True), does("adopt"), does("adopt"), does("adopt"),
    ),
    "hidden and archived": (
        BASE.noted("item", "page-1", state="hidden").shown("page-1", status="archived"), does("change", "edit+show"),
        does("change", "edit+show"), does("change", "edit+show"),
    ),
    "hidden and shown": (
        BASE.noted("item", "page-1", state="hidden"), does("change", "edit+settle"), does("change", "edit+settle"),
        does("change", "edit+settle"),
    ),
    "unknown to the ledger and as it should be": (
        BASE.forgot("item", "page-1"), does("adopt"), does("adopt"), does("adopt"),
    ),
    "unknown to the ledger and otherwise": (
        EDITED.forgot("item", "page-1"), does("drift"), does("change", "edit"), does("drift"),
    ),
    "known without a fingerprint and otherwise": (
        EDITED.noted("item", "page-1", content_hash=None), does("drift"), does("change", "edit"), NOTHING,
    ),
    "the mark taken off": (
        BASE.shown("page-1", key=None), does("change", "mark"), does("change", "mark"), does("change", "mark"),
    ),
    "the mark taken off and edited": (
        EDITED.shown("page-1", key=None), does("change", "mark"), does("change", "mark"), does("change", "mark"),
    ),
    "moved out of the group": (
        BASE.shown("page-1", content={"group": "g-other"}), does("drift"), does("drift"), does("drift"),
    ),
    "archived by a person": (
        BASE.shown("page-1", status="archived"), does("drift"), does("change", "edit+show"), NOTHING,
    ),
    "made a draft by a person": (
        BASE.shown("page-1", status="draft"), does("drift"), does("change", "edit+publish"), NOTHING,
    ),
    "over and archived by us": (OVER, NOTHING, NOTHING, NOTHING),
    "over and still shown": (BASE.want(ENDED), does("archive"), does("archive"), does("archive")),
    "over and taken out of the archive": (
        OVER.shown("page-1", status="published"), does("drift"), does("archive"), NOTHING,
    ),
    "over and archived by a person": (BASE.want(ENDED).shown("page-1", status="archived"), NOTHING, NOTHING, NOTHING),
    "wanted again after it was over": (
        OVER.want(PAGE), does("change", "edit+show"), does("change", "edit+show"), does("change", "edit+show"),
    ),
    "not wanted any more": (BASE.drop("page-1"), does("archive"), does("archive"), does("archive")),
    "not wanted and archived already": (
        BASE.drop("page-1").shown("page-1", status="archived"), NOTHING, NOTHING, NOTHING,
    ),
    "not wanted, ended and taken out": (
        OVER.drop("page-1").shown("page-1", status="published"), does("drift"), does("drift"), does("drift"),
    ),
    "not wanted and unknown to the ledger": (
        BASE.drop("page-1").forgot("item", "page-1"), does("leave"), does("leave"), does("leave"),
    ),
    "a copy under our mark": (BASE.beside(seen(PAGE, {}, guid="g-copy")), does("leave"), does("leave"), does("leave")),
    "something of people": (BASE.beside(of_people()), NOTHING, NOTHING, NOTHING),
    "a date written otherwise": (BASE.shown("page-1", time_updated="2026-03-12T11:00:00Z"), NOTHING, NOTHING, NOTHING),
    "another access": (BASE.shown("page-1", content={"access": 2}), does("drift"), does("change", "edit"), NOTHING),
}  # fmt: skip


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("cell", CELLS)
def test_what_becomes_of_an_item(cell: str, policy: Any) -> None:
    case, *by_policy = CELLS[cell]
    assert outcome(case, policy) == by_policy[POLICIES.index(policy)]


def test_each_outcome_has_its_reason() -> None:
    told = {cell: (reasons(case), reasons(case, "restore")) for cell, (case, *_) in CELLS.items()}
    assert {cell: both for cell, both in told.items() if any(map(any, both))} == REASONS


_DRIFTED = f"gewijzigd door iemand (laatst op 12-03-2026 12:00); --restore zet het terug"  # noqa: F541
_GONE = "door iemand verwijderd, of niet meer zichtbaar voor dit account"
_AGAIN = "door iemand verwijderd; opnieuw gemaakt"
_NO_MORE = "staat niet meer in het dossier"
_OUT = "door iemand uit het archief gehaald"
_UNKNOWN = "verschilt van het dossier, en wij weten niet meer wat wij schreven; --restore zet het terug"
_NOT_OURS = "draagt ons kenmerk, maar wij maakten het niet of weten dat niet meer; blijft staan"
REASONS: dict[str, tuple[list[str], list[str]]] = {
    "edited by a person": ([_DRIFTED], ["teruggezet"]),
    "edited and wanted otherwise": ([_DRIFTED], ["teruggezet"]),
    "removed by a person": ([_GONE], [_AGAIN]),
    "removed while hidden": ([_GONE], [_AGAIN]),
    "ended by us, wanted again, gone": ([_GONE], [_AGAIN]),
    "intended and half there": (["nog af te maken"], ["nog af te maken"]),
    "intended quietly and out of sight": (["nog te tonen"], ["nog te tonen"]),
    "intended loudly and archived": (["door iemand gearchiveerd"], ["weer getoond"]),
    "hidden and archived": (["nog te tonen"], ["nog te tonen"]),
    "hidden and shown": (["nog te tonen"], ["nog te tonen"]),
    "unknown to the ledger and otherwise": ([_UNKNOWN], ["teruggezet"]),
    "known without a fingerprint and otherwise": ([_UNKNOWN], ["teruggezet"]),
    "moved out of the group": (["door iemand uit de groep verplaatst"], ["door iemand uit de groep verplaatst"]),
    "archived by a person": (["door iemand gearchiveerd"], ["weer getoond"]),
    "made a draft by a person": (["door iemand tot concept gemaakt"], ["weer gepubliceerd"]),
    "over and still shown": (["beëindigd"], ["beëindigd"]),
    "over and taken out of the archive": ([_OUT], ["beëindigd"]),
    "wanted again after it was over": (["weer getoond"], ["weer getoond"]),
    "not wanted any more": ([_NO_MORE], [_NO_MORE]),
    "not wanted, ended and taken out": ([_OUT], [_OUT]),
    "not wanted and unknown to the ledger": ([_NOT_OURS], [_NOT_OURS]),
    "a copy under our mark": ([_NOT_OURS], [_NOT_OURS]),
    "another access": ([_DRIFTED], ["teruggezet"]),
}


@pytest.mark.parametrize(
    ("key", "wanted", "difference"),
    [
        ("page-1", {"title": "Nieuw"}, ("titel", "Titel page-1", "Nieuw")),
        ("page-1", {"text": doc(paragraph("Anders."))}, ("tekst", "Tekst.\n", "Anders.\n")),
        (
            "meeting", {"starts": NOON + timedelta(seconds=1)},
            ("begin", "2026-03-12T12:00:00+01:00", "2026-03-12T12:00:01+01:00"),
        ),
        (
            "meeting", {"ends": NOON + timedelta(hours=3)},
            ("einde", "2026-03-12T14:00:00+01:00", "2026-03-12T15:00:00+01:00"),
        ),
        ("meeting", {"ends": None}, ("einde", "2026-03-12T14:00:00+01:00", "")),
        ("meeting", {"location": "Zaal 2"}, ("plaats", "Zaal 1", "Zaal 2")),
        ("task", {"state": "DONE"}, ("stand", "NEW", "DONE")),
        ("task", {"state": None}, ("stand", "NEW", "")),
    ],
)  # fmt: skip
def test_each_field_that_differs_is_told(key: str, wanted: dict[str, Any], difference: tuple[str, str, str]) -> None:
    before = next(i for i in BASE.wanted.items if i.key == key)
    changed = attrs.evolve(before, **wanted)
    step = only(BASE.want(changed).plan().steps)
    assert (step.kind, step.does, step.differences) == ("change", ("edit",), (difference,))
    assert (step.what, step.group_key, step.guid, step.label) == ("item", KEY, guid(key), changed.title)
    assert step.desired == changed


def test_only_what_a_kind_has_is_compared() -> None:
    silly = {"starts": NOON, "ends": NOON, "location": "Ergens", "state": "NEW"}
    changed = BASE.shown("page-1", content=silly).noted("item", "page-1", content_hash=None)
    assert lines(changed.plan()) == [("adopt", "page-1", "")]


def test_the_access_and_the_place_in_the_wiki_are_told() -> None:
    assert only(BASE.shown("page-1", content={"access": 2}).plan().steps).differences == (
        ("leesbaar voor", "2", "de groep"),
    )
    tree = in_step(group(item("top", "wiki"), item("leaf", "wiki", parent="top")))
    moved = tree.shown("leaf", content={"parent": None})
    assert only(moved.plan().steps).differences == (("plek in de wiki", "", guid("top")),)
    loose = BASE.shown("page-1", content={"parent": "g-of-people"})
    assert only(loose.noted("item", "page-1", content_hash=None).plan().steps).kind == "adopt"
    gone = tree.gone("top").want(attrs.evolve(tree.wanted.items[1], title="Nieuw"))
    by_key = {step.key: step for step in gone.plan().steps}
    assert ("plek in de wiki", guid("top"), "") in by_key["leaf"].differences


def test_who_changed_it_last_is_told() -> None:
    def reason(changed_by: dict[str, tuple[str, str]]) -> str:
        return only(EDITED.plan(changed_by=changed_by).steps).reason

    by_a_person = reason({guid("page-1"): ("M. Mens", UPDATED)})
    assert by_a_person == "gewijzigd door M. Mens op 12-03-2026 12:00; --restore zet het terug"
    assert reason({guid("page-1"): ("", "")}) == "gewijzigd door iemand; --restore zet het terug"
    some_day = reason({guid("page-1"): ("M. Mens", "gisteren")})
    assert some_day == "gewijzigd door M. Mens op gisteren; --restore zet het terug"
    assert reason({guid("page-2"): ("M. Mens", UPDATED)}) == _DRIFTED


def test_what_is_written_down_for_ourselves() -> None:
    touched = BASE.shown("page-1", time_updated="2026-03-13T12:00:00+01:00").plan()
    assert [(note.key, note.time_updated, note.state) for note in touched.notes] == [
        ("page-1", "2026-03-13T12:00:00+01:00", "made"),
    ]
    accepted = EDITED.plan(choices("accept"))
    (note,) = accepted.notes
    assert (
        lines(EDITED.noted("item", "page-1", content_hash=note.content_hash, desired_hash=note.desired_hash).plan())
        == []
    )
    ended = BASE.want(ENDED).shown("page-1", status="archived").plan()
    assert [(note.key, note.state, note.guid) for note in ended.notes] == [("page-1", "ended", guid("page-1"))]
    unknown = BASE.want(ENDED).shown("page-1", status="archived").forgot("item", "page-1").plan()
    assert [(note.key, note.state, note.guid) for note in unknown.notes] == [("page-1", "ended", guid("page-1"))]
    lost = BASE.drop("page-1").gone("page-1").plan()
    assert ([entry.key for entry in lost.forgotten], lost.steps) == (["page-1"], ())
    assert attrs.evolve(BASE.drop("page-1"), there=None).plan().forgotten == ()


def test_what_was_not_read_is_judged_by_when_it_changed() -> None:
    unread = BASE.gone("page-1").beside(attrs.evolve(BASE.item("page-1"), content=None))
    assert outcome(unread) == NOTHING
    assert outcome(unread.want(CHANGED)) == does("change", "edit")
    assert only(unread.want(CHANGED).plan().steps).differences == ()


@pytest.mark.parametrize(
    ("delete", "tidy", "kind", "reason"),
    [
        (False, True, "archive", _NO_MORE),
        (True, True, "delete", _NO_MORE),
        (False, False, "leave", "een plugin faalde, dus wordt er niets opgeruimd"),
        (True, False, "leave", "een plugin faalde, dus wordt er niets opgeruimd"),
    ],
)
def test_what_is_over_is_put_away(delete: bool, tidy: bool, kind: str, reason: str) -> None:
    step = only(BASE.drop("page-1").plan(Choices(delete=delete), tidy=tidy).steps)
    assert (step.kind, step.reason, step.guid, step.label) == (kind, reason, guid("page-1"), "Titel page-1")


def test_nothing_is_deleted_with_something_of_others_below_it() -> None:
    def kinds(*below: SeenItem, **more: Any) -> list[tuple[str, str]]:
        case = in_step(group(item("top", "wiki"), item("leaf", "wiki", parent="top"))).drop(
            "top",
            *more.get("also", ()),
        )
        return sorted(
            (s.key, s.kind)
            for s in case.beside(*below).plan(Choices(delete=True)).steps
            if s.kind in ("delete", "leave")
        )

    below = saying(of_people(), parent=guid("leaf"))
    assert kinds() == [("top", "leave")]  # what stands below it is wanted
    assert kinds(also=("leaf",)) == [("leaf", "delete"), ("top", "delete")]
    assert kinds(below, also=("leaf",)) == [("leaf", "leave"), ("top", "leave")]
    elsewhere = saying(of_people(), parent="g-other")
    assert kinds(elsewhere, also=("leaf",)) == [("leaf", "delete"), ("top", "delete")]


FILED = in_step(group(item("file", "file", file=file_of(FIRST_FILE))))


def test_a_file_needs_its_document() -> None:
    new = in_step(group()).want(*FILED.wanted.items)
    step = only(new.plan().steps)
    sha256 = file_of(FIRST_FILE).sha256
    assert step.kind == "cannot"
    where = "zet het in de map 'documents' van [pleio]"
    assert step.reason == f"het document zelf is niet gevonden; {where} (SHA-256 {sha256})"
    assert lines(new.plan(Choices(documents=frozenset({sha256})))) == [("create", "file", "")]
    other = FILED.want(item("file", "file", file=file_of(SECOND_FILE)))
    assert only(other.plan().steps).kind == "cannot"
    assert lines(other.plan(Choices(documents=frozenset({file_of(SECOND_FILE).sha256})))) == [
        ("change", "file", "edit"),
    ]
    assert lines(FILED.want(attrs.evolve(FILED.wanted.items[0], title="Nieuw")).plan()) == [("change", "file", "edit")]


def test_other_bytes_are_found_by_their_size() -> None:
    assert outcome(FILED.shown("file", content={"size": 18})) == NOTHING
    swapped = FILED.shown("file", content={"size": 19})
    assert outcome(swapped) == does("drift", key="file")
    assert only(swapped.plan().steps).differences == (("inhoud", "19 bytes", "het document van het dossier"),)
    assert outcome(swapped.noted("item", "file", file=None)) == NOTHING  # nothing to compare with
    assert outcome(FILED.shown("file", content={"size": None})) == NOTHING
    sending = swapped.noted("item", "file", sent_hash="x", sent_file=FileContent(file_of(FIRST_FILE).sha256, 19))
    assert outcome(sending) == NOTHING


def test_an_item_that_strayed_is_found_by_its_guid() -> None:
    moved = saying(BASE.item("page-1"), group="g-other")
    strayed = BASE.gone("page-1")
    strayed = attrs.evolve(strayed, site=attrs.evolve(strayed.site, strays={guid("page-1"): moved}))
    assert reasons(strayed) == ["door iemand uit de groep verplaatst"]
    unknown = strayed.forgot("item", "page-1")
    assert reasons(unknown) == ["door iemand uit de groep verplaatst"]
    lost = attrs.evolve(strayed, site=attrs.evolve(strayed.site, strays={guid("page-1"): None}))
    assert reasons(lost) == [_GONE]
