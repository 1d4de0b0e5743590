"""A record in which something was put right is proven, kept, put back and cleaned as any other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_region import NOW, by, hold, plan, present
from archive_of_a_region import export, keys_of, read_unsigned, root_at, unsigned_proof
from privacy.traces import in_bytes, in_files, in_tables, in_value, registers_at
from region_to_mend import ACTION, DECISION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import Application, EventStore, Refused, acts
from rso_core.acts import replace
from rso_core.archive import import_archive, verify_archive
from rso_core.archive.backup import back_up, restore
from rso_core.archive.contents import contents_of
from rso_core.corrections import Correction, correct
from rso_core.dossier import export_dossier
from rso_core.events import PartyKind
from rso_core.hooks import Plugins
from rso_core.narrative import narrative_of
from rso_core.narrative.account import account_of
from rso_core.privacy.erasure import erase_person
from rso_core.privacy.personal_report import report_on
from rso_core.projection import Projector
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, log_name
from rso_core.proof.checkpoints import prove_event, sign_checkpoint
from rso_core.proof.verification import verify
from rso_core.recorded_corrections import CorrectionHistory

MODELS = Plugins().read_models()
WRONG = ("Xanthippus", "x.zwartewaal")
PARTS = (*WRONG, "Xanthippe", "Zwartewaal", "x.quastenberg")


@pytest.fixture
def region(store_url: str) -> Iterator[Mended]:
    with region_to_mend(store_url) as region:
        plan(region.application)
        held = hold(region.application).events[0].id
        region.perform(DECISION)
        act, away = region.perform(ACTION), region.perform(replace(ACTION, action="y"))
        region.on(MENDED).put_right(held, attendance=present("prov", "gem-a"))
        region.put_right(act, title="Brief")
        region.on(MENDED_AGAIN).set_aside(away)
        yield region


def told(store: EventStore) -> list[Any]:
    """What is told of a record: registers at several moments, and its story."""
    projector = Projector(store, MODELS)
    try:
        projector.catch_up()
        moments = [(MENDED_AGAIN, None), (MENDED_AGAIN, TYPED), (TYPED, MENDED)]
        story = narrative_of(store, None)
        return [attrs.evolve(story, notes=()), *(registers_at(projector, *moment) for moment in moments)]
    finally:
        projector.close()


def test_the_record_follows_from_its_log(region: Mended) -> None:
    findings = verify(region.application.store).findings
    assert findings
    assert all(finding.ok is not False for finding in findings)


def test_an_archive_of_it_is_whole_and_comes_back(region: Mended, tmp_path: Path) -> None:
    store = region.application.store
    export(store, tmp_path / "a", registers=[model.name for model in MODELS], prove=unsigned_proof, keys=keys_of(store))
    assert verify_archive(tmp_path / "a", read_unsigned).problems == ()
    with EventStore.open(f"sqlite:///{tmp_path / 'terug.db'}") as anew:
        import_archive(tmp_path / "a", anew, read_unsigned)
        assert root_at(anew) == root_at(store)
        assert told(anew) == told(store)


def test_a_backup_of_it_comes_back(region: Mended, tmp_path: Path) -> None:
    store = region.application.store
    report = back_up(store, tmp_path / "b.db", keys_to=tmp_path / "sleutels.json")
    with EventStore.open(f"sqlite:///{tmp_path / 'terug.db'}") as anew:
        restore(tmp_path / "b.db", anew, root=report.root, keys_from=tmp_path / "sleutels.json")
        assert told(anew) == told(store)
        mended = Mended(Application(anew, lambda: NOW), region.clock)
        mended.put_right("action:x@1", title="Brieven")
        assert len(CorrectionHistory(anew).of(anew.stream("action:x")[0])) == 2


def test_what_was_withdrawn_and_what_stands_for_it_are_proven(region: Mended, tmp_path: Path) -> None:
    place = KeyPlace(tmp_path / "sleutel.key", environment=None)
    introduce_key(region.application, place, log_name(), MENDED_AGAIN, by())
    assert sign_checkpoint(region.application.store, place) is not None
    for event in ("action:x@1", "action:x@2", "action:x@3"):
        proof = prove_event(region.application.store, event)
        assert proof.check() is not None
        assert proof.event.stream == "action:x"


@pytest.fixture
def somebody(store_url: str) -> Iterator[Mended]:
    """A region with somebody whose name was typed wrongly twice, and put right."""
    with region_to_mend(store_url) as region:
        wrong = acts.RegisterPerson(
            person="q-7", name="Xanthippus Zwartewaal", on=TYPED, email="x.zwartewaal@fictiefdorp.example"
        )
        act = region.perform(wrong)
        married = region.perform(acts.CorrectPerson(person="q-7", name="Xanthippus Z.", on=TYPED))
        region.on(MENDED).put_right(act, name="Xanthippe Zwartewaal", email="x.quastenberg@fictiefdorp.example")
        region.on(MENDED_AGAIN).set_aside(married)
        yield region


def everything_told(region: Mended) -> list[object]:
    """What can be told of the record, at several moments."""
    store, projector = region.application.store, Projector(region.application.store, MODELS)
    try:
        projector.catch_up()
        return [
            *(registers_at(projector, MENDED_AGAIN, known) for known in (None, TYPED, MENDED)),
            *(
                narrative_of(store, each, known_on=known).text()
                for each in (None, "person:q-7")
                for known in (None, TYPED)
            ),
            account_of(store, ("person", "q-7")),
            report_on(region.application, projector, "q-7", on=MENDED_AGAIN),
            report_on(region.application, projector, "p-2", on=MENDED_AGAIN),
        ]
    finally:
        projector.close()


def test_of_an_erased_person_nothing_is_left_of_what_was_put_right(
    somebody: Mended, store_url: str, tmp_path: Path
) -> None:
    store = somebody.application.store
    assert not in_bytes(b"\n".join(row.state for _, row in store.stored(limit=1_000)), PARTS), "names stand sealed"
    assert in_value(everything_told(somebody), WRONG)
    with_names = Projector(store, MODELS)
    with_names.catch_up()
    assert in_tables(store_url, ("Xanthippe",)), "there is something to clean"
    done = erase_person(
        somebody.application, with_names, "q-7", ground="Verzoek 7", on=MENDED_AGAIN, circumstances=by()
    )
    with_names.close()
    assert done.finished
    assert in_value(everything_told(somebody), PARTS) == set()
    assert in_tables(store_url, PARTS) == set()
    export_dossier(store, tmp_path / "terug.jsonl")
    assert in_files(tmp_path, PARTS) == set()
    assert all(finding.ok is not False for finding in verify(store).findings)


def test_what_held_the_name_of_an_erased_person_is_not_corrected(somebody: Mended) -> None:
    somebody.perform(acts.GrantMandate(mandate="m-7", party="gem-a", person="q-7", start=TYPED, ground="Beslut"))
    projector = Projector(somebody.application.store, MODELS)
    erase_person(
        somebody.application,
        projector,
        "q-7",
        ground="Verzoek 7",
        on=MENDED_AGAIN,
        circumstances=by(),
        still_in_office=True,
    )
    projector.close()
    head = somebody.application.store.head()
    with pytest.raises(Refused, match="the person was erased") as refused:
        somebody.put_right("person:q-7@1", name="X. Voorbeeld")
    assert refused.value.rule.id == "correction.given_back"
    assert somebody.application.store.head() == head
    somebody.put_right("party:gem-a@3", ground="Besluit")
    assert "Besluit" in narrative_of(somebody.application.store, "party:gem-a").text()


def test_two_moments_of_knowing_are_kept_apart(region: Mended) -> None:
    store = region.application.store
    assert len(CorrectionHistory(store, known_on=date(2026, 4, 30)).corrections) == 2
    assert len(CorrectionHistory(store).corrections) == 3
    correct(region.application, [Correction("action:x@1", {"title": "Brieven"})], "toch", by())
    assert len(CorrectionHistory(store, known_on=MENDED_AGAIN).corrections) == 4


def test_an_archive_is_described_by_what_holds(region: Mended) -> None:
    store = region.application.store
    act = region.perform(acts.RegisterParty(party="buur", name="Gemeente Buur", kind=PartyKind.MUNICIPALITY, on=TYPED))
    region.put_right("covenant:conv@1", title="Convenant van de regio", parties=("prov", "gem-a"))
    region.set_aside(act)
    found = contents_of(store.read(limit=1_000), ())
    assert found.titles == ("Convenant van de regio",)
    assert found.parties == ("Partij prov", "Partij gem-a")
    before = contents_of((item for item in store.read(limit=1_000) if item[1].meta.recorded_at < region.clock[2]), ())
    assert len(before.parties) == 3
