"""What was put right is told as it holds, with what stood there, by whom and why; as known before, as it was."""

from collections.abc import Iterator
from datetime import date

import pytest

from acts_of_a_region import MEETING_DAY, hold, plan, present, set_up
from region_to_mend import ACTION, DECISION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import acts
from rso_core.about import acts_about
from rso_core.act_handles import handle_of
from rso_core.acts import replace
from rso_core.comparison.moment_diff import Differences, differences
from rso_core.comparison.moments import Moment
from rso_core.comparison.row_changes import Change
from rso_core.events import PartyKind
from rso_core.hooks import Plugins
from rso_core.narrative import late_entries, narrative_of
from rso_core.narrative.account import account_of
from rso_core.narrative.account_text import as_html, as_markdown
from rso_core.narrative.composing import Paragraph
from rso_core.projection import Projector
from rso_core.recorded_corrections import Became, CorrectionHistory

BY = "op 3 april 2026 door het secretariaat, omdat “verkeerd getypt”."


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Mended]:
    with region_to_mend(sqlite_url) as region:
        yield region


def story(region: Mended, subject: str | None = None, known_on: date | None = None) -> str:
    return narrative_of(region.application.store, subject, known_on=known_on).text()


def paragraphs(region: Mended, subject: str | None, on: date) -> list[Paragraph]:
    told = narrative_of(region.application.store, subject)
    return [paragraph for day in told.days if day.on == on for paragraph in day.paragraphs]


def account(region: Mended, *thing: str, known_on: date | None = None, public: bool = False) -> str:
    return as_markdown(account_of(region.application.store, thing, known_on=known_on, public=public))


def test_a_story_tells_what_holds_at_its_own_day_with_what_stood_there(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, title="Brief", due=date(2026, 7, 1))
    (told,) = paragraphs(region, "action:x", MEETING_DAY)
    assert told.sentences == (
        "Bij het Overleg overleg werd afgesproken dat Partij gem-a (2. Voorbeeld) uiterlijk op 1 juli 2026 zorgt voor "
        "“Brief”.",
    )
    assert told.recorded == "Pas vastgelegd op 13 maart 2026 door het secretariaat."
    assert told.corrected == (
        f"Verbeterd {BY} Er stond: titel “Breif”; voor 1 juni 2026. Nu: titel “Brief”; voor 1 juli 2026.",
    )
    assert told in paragraphs(region, None, MEETING_DAY), "once, though the list of open matters was withdrawn too"
    assert story(region).count("Verbeterd") == 1
    assert not paragraphs(region, None, MENDED)


def test_the_handle_is_that_of_the_act_as_it_was_first_recorded(region: Mended) -> None:
    act = region.perform(ACTION)
    (before,) = paragraphs(region, "action:x", MEETING_DAY)
    region.on(MENDED).put_right(act, title="Brief")
    (after,) = paragraphs(region, "action:x", MEETING_DAY)
    assert after.handles == before.handles
    assert all(after.handles)


def test_a_correction_that_is_corrected_is_told_after_the_first(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, title="Brief")
    region.on(MENDED_AGAIN).put_right(act, "toch anders", title="Brieven")
    (told,) = paragraphs(region, "action:x", MEETING_DAY)
    first, second = told.corrected
    assert first == f"Verbeterd {BY} Er stond: titel “Breif”. Nu: titel “Brief”."
    assert second.endswith("omdat “toch anders”. Er stond: titel “Brief”. Nu: titel “Brieven”.")
    assert story(region, "action:x", known_on=MENDED).count("Verbeterd") == 1


def test_what_was_set_aside_is_not_told_as_if_it_holds(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, title="Brief")
    region.on(MENDED_AGAIN).set_aside(act)
    (told,) = paragraphs(region, "action:x", MEETING_DAY)
    (text,) = told.sentences
    assert text.startswith(f"Verbeterd {BY}")
    assert "Opzijgezet op 7 mei 2026 door het secretariaat, omdat “per abuis”. Hier stond: Bij het Overleg" in text
    assert text.endswith("zorgt voor “Brief”.")
    assert "de actiepunten" not in story(region, "action:x")


def test_what_was_judged_anew_says_so(region: Mended) -> None:
    plan(region.application)
    held = hold(region.application).events[0].id
    region.perform(DECISION)
    region.on(MENDED).put_right(held, attendance=present("prov", "gem-a"))
    (told,) = paragraphs(region, "decision:b1", MEETING_DAY)
    assert told.sentences[0].endswith("Partij gem-b was niet aanwezig.")
    (text,) = told.corrected
    assert text.startswith(f"Opnieuw beoordeeld na een verbetering {BY} Er stond: Het Overleg overleg stemde in")
    (meeting,) = (p for p in paragraphs(region, "meeting:v1", MEETING_DAY) if p.corrected)
    assert meeting.corrected[0].endswith(
        "Er stond: aanwezigen met 3. Voorbeeld, Partij gem-b. Nu: aanwezigen zonder 3. Voorbeeld, Partij gem-b."
    )


def test_an_act_under_the_wrong_subject_is_told_at_both(region: Mended) -> None:
    act = region.perform(
        acts.RegisterParty(party="gem-c", name="Gemeente Cdorp", kind=PartyKind.MUNICIPALITY, on=TYPED)
    )
    region.on(MENDED).put_right(act, party="gem-d", name="Gemeente Ddorp")
    (right,) = paragraphs(region, "party:gem-d", TYPED)
    assert right.corrected
    (wrong,) = paragraphs(region, "party:gem-c", TYPED)
    assert wrong.sentences[0].startswith("Verbeterd op 3 april 2026")
    assert "Hier stond: De gemeente Cdorp" in wrong.sentences[0]
    assert story(region).count("Verbeterd") == 1, "together they are told once"


def test_known_before_the_correction_it_is_told_as_it_was(region: Mended) -> None:
    plan(region.application)
    held = hold(region.application).events[0].id
    region.perform(DECISION)
    act = region.perform(ACTION)
    person = region.perform(acts.RegisterPerson(person="p-9", name="A. Voorbeld", on=TYPED))
    subjects = [None, "action:x", "meeting:v1", "decision:b1", "person:p-9"]
    things = [("action", "x"), ("party", "gem-b"), ("person", "p-9"), ("person", "p-2")]
    before = [story(region, each) for each in subjects], [account(region, *each) for each in things]
    region.on(MENDED).put_right(held, attendance=present("prov", "gem-a"))
    region.put_right(person, name="A. Voorbeeld")
    region.set_aside(act)
    after = (
        [story(region, each, TYPED) for each in subjects],
        [account(region, *each, known_on=TYPED).replace("Zoals bekend op 13 maart 2026.  \n", "") for each in things],
    )
    assert after == before
    assert [story(region, each) for each in subjects] != before[0]


def test_names_are_those_that_hold(region: Mended) -> None:
    person = region.perform(acts.RegisterPerson(person="p-9", name="A. Voorbeld", on=TYPED))
    region.perform(acts.GrantMandate(mandate="m-9", party="gem-a", person="p-9", start=TYPED, ground="Besluit"))
    region.on(MENDED).put_right(person, name="A. Voorbeeld")
    assert "A. Voorbeeld" in story(region, "party:gem-a")
    assert "Voorbeld" not in story(region, "party:gem-a")
    assert "Er stond: naam “A. Voorbeld”. Nu: naam “A. Voorbeeld”." in story(region, "person:p-9")


def test_an_account_tells_each_act_once_and_all_that_stands_in_the_record(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, party="gem-b", person=None)
    region.on(MENDED_AGAIN).put_right(act, "toch anders", title="Brief")
    for thing in (("party", "gem-a"), ("party", "gem-b"), ("action", "x")):
        found = account_of(region.application.store, thing, first_day=MEETING_DAY)
        (entry,) = (entry for entry in found.entries if entry.changes)
        told = {event.recorded.id for each in (entry.act, *entry.earlier) for event in each.events}
        acts_found = acts_about(region.application.store, thing, first_day=MEETING_DAY).acts
        assert told == {event.recorded.id for each in acts_found for event in each.events}
        assert found.summary == "Er is één handeling."
    assert account(region, "party", "gem-b").count("Verbeterd") == 2
    assert "Hier stond: Bij het Overleg overleg werd afgesproken dat Partij gem-a" in account(region, "party", "gem-a")
    assert "Hier stond" not in account(region, "party", "gem-b")
    assert "Verbeterd op 3 april 2026" in as_html(account_of(region.application.store, ("party", "gem-b")))


def test_what_a_confidential_version_said_is_not_told_to_others(region: Mended) -> None:
    region.perform(set_up("stil", confidential=True))
    act = region.perform(replace(ACTION, body="stil", title="Geheime brief"))
    region.on(MENDED).put_right(act, "hoort niet bij het geheim", body="overleg", title="Brief")
    told = account(region, "party", "gem-a", public=True)
    assert "zorgt voor “Brief”" in told
    assert "**Verbeterd op 3 april 2026 door het secretariaat.**" in told
    assert "geheim" not in told.casefold()
    assert "Geheime brief" in account(region, "party", "gem-a")


def test_what_became_of_an_act_is_read_back(region: Mended) -> None:
    plan(region.application)
    held = hold(region.application).events[0].id
    decision = region.perform(DECISION)
    action = region.perform(ACTION)
    region.on(MENDED).put_right(held, attendance=present("prov", "gem-a"))
    region.on(MENDED_AGAIN).set_aside(action)
    history = CorrectionHistory(region.application.store)
    assert [(change.root, change.became) for change in history.changes] == [
        (held, Became.CORRECTED),
        (decision, Became.JUDGED_ANEW),
        (action, Became.SET_ASIDE),
    ]
    first, second = history.corrections
    recorded = [recorded for _, recorded in region.application.store.read(limit=1_000)]
    assert [r for _, r in (*first.events, *second.events)] == recorded[-len([*first.events, *second.events]) :]
    assert not CorrectionHistory(region.application.store, known_on=TYPED).corrections
    assert len(CorrectionHistory(region.application.store, known_on=MENDED).corrections) == 1


def test_an_act_that_was_put_right_is_late_once(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, title="Brief", party="gem-b", person=None)
    late = [entry for entry in late_entries(region.application.store, 0) if entry.holds_from == MEETING_DAY]
    assert [(entry.act, entry.days) for entry in late] == [("agree-action", 1), ("correct-act", 22)]
    (told,) = late[1].told
    assert told.startswith("Handeling ")
    assert "Er stond: titel “Breif”; partij Partij gem-a" in told


def between(region: Mended, one: Moment, other: Moment) -> Differences:
    projector = Projector(region.application.store, Plugins().read_models())
    try:
        return differences(projector, one, other)
    finally:
        projector.close()


def test_a_difference_names_the_correction_as_one_act(region: Mended) -> None:
    act = region.perform(ACTION)
    away = region.perform(replace(ACTION, action="y", title="Weg"))
    corrected = region.on(MENDED).put_right(act, title="Brief", party="gem-b", person=None)
    aside = region.on(MENDED_AGAIN).set_aside(away)
    found = between(region, Moment(MENDED_AGAIN, TYPED), Moment(MENDED_AGAIN))
    assert [(each.act, each.correlation) for each in found.acts] == [
        ("correct-act", corrected.correlation),
        ("set-aside-act", aside.correlation),
    ]
    first, second = found.acts
    assert first.told[0].startswith(
        f"Handeling {handle_of(region.application.store.stream('action:x')[0].meta.correlation)}"
    )
    assert "Nu: titel “Brief”; partij Partij gem-b" in first.told[0]
    assert set(first.events) >= {"action:x@1", "action:x@2", "action:x@3"}
    assert "Opzijgezet op 7 mei 2026" in second.told[0]
    assert first.counts_later
    assert second.counts_later
    gone, changed = sorted(
        (change for each in found.registers if each.name == "actions" for change in each.changes),
        key=lambda change: change.key["action"],
        reverse=True,
    )
    assert (gone.change, gone.acts) == (Change.DISAPPEARED, (aside.correlation,))
    assert (changed.change, changed.acts) == (Change.CHANGED, (corrected.correlation,))


def test_a_difference_between_days_tells_nothing_that_holds_on_neither(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, title="Brief")
    found = between(region, Moment(date(2026, 3, 1)), Moment(date(2026, 3, 14)))
    (told,) = found.acts
    assert told.told[0].endswith("zorgt voor “Brief”.")
    assert set(told.events) == {"action:x@3", "docket:overleg@3"}
