"""Moments are defended: what goes back in time is named, and a checkpoint says when it was signed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from acts_of_a_region import NOW, by, open_region
from rso_core import Application, Refused, acts
from rso_core.domain.claimed_moment import CLOCK_TOLERANCE
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import kept_checkpoints, sign_checkpoint
from rso_core.proof.entry_order import LONGEST_ENTRY
from rso_core.proof.note import Note
from rso_core.proof.verification import Finding, verify
from rso_core.store.recorded import RecordedEvent

ORDER = "De invoer gaat nergens terug in de tijd"
REACH = "Hoe ver de controlepunten reiken"
ON = date(2026, 1, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def application(store_url: str) -> Application:
    return open_region(store_url)


def found(application: Application, check: str = ORDER) -> list[Finding]:
    findings = verify(application.store, now=NOW + 1_000 * HOUR).findings
    return [finding for finding in findings if finding.check == check]


def name_theme(application: Application, name: str, at: datetime, ground: str | None = None) -> None:
    application.clock = lambda: at
    application.perform(acts.NameTheme(theme=name, name=name, on=ON), by(ground=ground))


def round_the_door(application: Application, name: str, at: datetime) -> None:
    """An event as an earlier release, or somebody with a program of their own, records it."""
    batch = application.batch()
    application.clock = lambda: max(at, NOW + 1_000 * HOUR)
    (event,) = batch.perform(acts.NameTheme(theme=name, name=name, on=ON), by()).events
    application.store.append([_entered(event, at)])


def _entered(event: RecordedEvent, at: datetime) -> RecordedEvent:
    return attrs.evolve(event, meta=attrs.evolve(event.meta, recorded_at=at))


def sign(application: Application, place: KeyPlace, at: datetime) -> Checkpoint:
    introduce_key(application, place, "log.example/regio", ON, by())
    note = sign_checkpoint(application.store, place, at)
    assert note is not None
    return Checkpoint.parse(note.text)


def test_one_after_another_is_in_order(application: Application) -> None:
    name_theme(application, "a", NOW + HOUR)
    name_theme(application, "b", NOW + HOUR)
    assert [(each.ok, each.found) for each in found(application)] == [
        (True, "elke gebeurtenis is na de vorige ingevoerd")
    ]


def test_a_clock_that_ran_back_is_refused_at_the_door(application: Application) -> None:
    name_theme(application, "a", NOW + HOUR)
    name_theme(application, "b", NOW + HOUR - CLOCK_TOLERANCE)
    with pytest.raises(Refused) as refused:
        name_theme(application, "c", NOW + HOUR - 2 * CLOCK_TOLERANCE - timedelta(microseconds=1))
    assert refused.value.rule.id == "record.clock_behind"


LATE = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("back", "ok", "told"),
    [
        (CLOCK_TOLERANCE, True, False),
        (CLOCK_TOLERANCE + LATE, None, True),
        (LONGEST_ENTRY, None, True),
        (LONGEST_ENTRY + LATE, False, True),
    ],
)
def test_what_came_in_round_the_door_is_named_and_blamed_when_no_long_file_explains_it(
    application: Application, tmp_path: Path, back: timedelta, ok: bool | None, told: bool
) -> None:
    name_theme(application, "a", NOW + HOUR)
    sign(application, KeyPlace(tmp_path / "k.key"), NOW)
    name_theme(application, "b", NOW + 2 * HOUR)
    round_the_door(application, "c", NOW + 2 * HOUR - back)
    (finding,) = found(application)
    assert finding.ok is ok
    assert ("(theme:c@1)" in finding.found) is told


def test_before_there_was_a_moment_in_what_was_signed_it_is_told_and_not_blamed(application: Application) -> None:
    name_theme(application, "a", NOW + HOUR)
    round_the_door(application, "b", NOW)
    (finding,) = found(application)
    assert finding.ok is None
    assert "(theme:b@1)" in finding.found
    assert "de gebeurtenis ervoor van 2026-11-24 13:00:00 UTC" in finding.found


def test_with_a_ground_it_is_told_and_not_blamed(application: Application, tmp_path: Path) -> None:
    sign(application, KeyPlace(tmp_path / "k.key"), NOW)
    name_theme(application, "a", NOW + 999 * HOUR)
    name_theme(application, "b", NOW + HOUR, "De klok van de vorige liep voor")
    name_theme(application, "c", NOW + 2 * HOUR)
    (finding,) = found(application)
    assert finding.ok is None
    assert "(reden: De klok van de vorige liep voor)" in finding.found
    assert "theme:c@1" not in finding.found, "what comes next is held to what follows on the wrong clock"


def test_an_event_behind_a_checkpoint_was_not_entered_before_it_was_signed(
    application: Application, tmp_path: Path
) -> None:
    place = KeyPlace(tmp_path / "k.key")
    name_theme(application, "a", NOW + HOUR)
    sign(application, place, NOW + 5 * HOUR)
    round_the_door(application, "b", NOW + 2 * HOUR)
    (finding,) = found(application)
    assert finding.ok is False
    assert "(theme:b@1)" in finding.found
    assert "en het controlepunt ervoor van 2026-11-24 17:00:00 UTC" in finding.found


def test_a_clock_that_runs_ahead_is_noticed_afterwards(application: Application) -> None:
    name_theme(application, "a", NOW + 1_000 * HOUR + CLOCK_TOLERANCE)
    assert [finding.ok for finding in found(application)] == [True]
    name_theme(application, "b", NOW + 1_000 * HOUR + CLOCK_TOLERANCE + timedelta(microseconds=1))
    (finding,) = found(application)
    assert finding.ok is None
    assert "(theme:b@1) zegt van 2027-01-05 04:00:05 UTC te zijn, en dat moet nog komen" in finding.found


def test_many_are_not_all_told(application: Application) -> None:
    for number in range(8):
        name_theme(application, f"a{number}", NOW + (99 - number) * HOUR, "Klok")
    (finding,) = found(application)
    assert finding.found.endswith("en nog 2")


def test_a_checkpoint_says_when_it_was_signed_and_is_not_signed_anew_for_it(
    application: Application, tmp_path: Path
) -> None:
    place = KeyPlace(tmp_path / "k.key")
    first = sign(application, place, NOW)
    assert first.at == NOW
    assert sign(application, place, NOW + HOUR) == first
    assert len(kept_checkpoints(application.store.url)) == 1
    (reach,) = found(application, REACH)
    assert reach.found == (
        "tot en met de laatste gebeurtenis; het laatste controlepunt is ondertekend op 24-11-2026 om 13.00 uur, en sindsdien "
        "geen ander"
    )
    name_theme(application, "a", NOW + HOUR)
    (reach,) = found(application, REACH)
    assert reach.ok is None
    assert "nog door geen controlepunt gedekt; het laatste controlepunt is ondertekend op 24-11-2026" in reach.found


@pytest.mark.parametrize(
    "line", ["tijd 2026-11-24T12:00:00Z", "time 2026-11-24", "time 2026-13-45T12:00:00Z", "time ", "time 1764000000"]
)
def test_a_line_of_another_form_is_no_moment_and_no_mistake(line: str) -> None:
    text = Checkpoint("log.example/regio", 1, b"\1" * 32, (line,)).text
    assert Checkpoint.parse(text).at is None


def test_a_checkpoint_of_before_is_read_as_ever() -> None:
    before = Checkpoint("log.example/regio", 1, b"\1" * 32)
    assert before.at is None
    moment = datetime(2026, 11, 24, 13, 5, 6, 999, tzinfo=UTC)
    assert before.signed_at(moment).text == before.text + "time 2026-11-24T13:05:06Z\n"
    assert Checkpoint.parse(before.signed_at(moment).text).at == moment.replace(microsecond=0)


def test_what_is_kept_is_a_note_like_any_other(application: Application, tmp_path: Path) -> None:
    sign(application, KeyPlace(tmp_path / "k.key"), NOW)
    (kept,) = kept_checkpoints(application.store.url)
    assert Note.parse(kept.note).render() == kept.note
