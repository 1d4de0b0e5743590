"""Somebody with the database and SQL: whatever is done to the record, verification finds it and names the first event."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by, open_region, plan
from rso_core import Application, EventStore, acts
from rso_core.database import engine_for
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, keys_of, rotate_key
from rso_core.proof.checkpoints import kept_checkpoints, read_checkpoint, sign_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.log_verification import Kind
from rso_core.proof.note import Note, SigningKey
from rso_core.proof.verification import HeldCheckpoint, Verification, verify
from rso_core.store.errors import StoreError
from rso_core.store.recorders import MARK
from rso_core.store.stored import StoredRow

DAY = date(2026, 1, 1)


@attrs.frozen
class Record:
    """A signed record of some tens of events, and where its key is."""

    url: str
    place: KeyPlace
    rows: tuple[StoredRow, ...]

    def sql(self, *statements: str, **values: object) -> None:
        engine = engine_for(self.url)
        with engine.begin() as connection:
            place = "rowid" if connection.dialect.name == "sqlite" else "notification_id"
            for statement in statements:
                connection.execute(sa.text(statement.replace("PLACE", place)), values)
        engine.dispose()

    def verified(self, *held: HeldCheckpoint) -> Verification:
        with EventStore.open(self.url) as store:
            return verify(store, [HeldCheckpoint("naast de sleutel", self.kept()), *held])

    def kept(self) -> Note:
        return read_checkpoint(self.place.checkpoint)

    def number(self, event: str) -> int:
        return next(n for n, row in enumerate(self.rows, 1) if row.id == event)


@pytest.fixture
def record(store_url: str, tmp_path: Path) -> Record:
    return made(store_url, tmp_path)


def made(store_url: str, tmp_path: Path) -> Record:
    place = KeyPlace(tmp_path / "rso-signing.key")
    with open_region(store_url) as application:
        introduce_key(application, place, "log.example/regio", DAY, by())
        sign_checkpoint(application.store, place, NOW)
        plan(application)
        sign_checkpoint(application.store, place, NOW)
        with application.batch() as batch:
            for number in range(300):
                batch.perform(acts.NameTheme(theme=f"t-{number}", name=f"Thema {number}", on=DAY), by())
        sign_checkpoint(application.store, place, NOW)
        rows = tuple(row for _, row in application.store.stored(limit=10_000))
    return Record(store_url, place, rows)


CHANGE = "UPDATE rso_events SET state = :state WHERE originator_id = :stream AND originator_version = :version"
A_BYTE: Callable[[bytes], bytes] = lambda state: state.replace(b"Thema 7", b"Thema 8")  # noqa: E731
A_DATE: Callable[[bytes], bytes] = lambda state: state.replace(b'"effective":"2026-', b'"effective":"2025-')  # noqa: E731
A_MOMENT: Callable[[bytes], bytes] = lambda state: state.replace(b"2026-11-24T", b"2026-11-23T")  # noqa: E731


def test_an_untouched_record_is_in_order_and_stays_so_when_it_grows(record: Record) -> None:
    result = record.verified()
    assert result.ok
    assert (result.difference, result.events) == (None, len(record.rows))
    with Application(EventStore.open(record.url), lambda: NOW) as application:
        application.perform(acts.NameTheme(theme="later", name="Later", on=DAY), by())
        assert verify(application.store, [HeldCheckpoint("bij ons", record.kept())]).ok
        sign_checkpoint(application.store, record.place, NOW)
        assert verify(application.store).ok


@pytest.mark.parametrize("alter", [A_BYTE, A_DATE, A_MOMENT], ids=["a byte", "another day", "another moment"])
def test_a_changed_or_redated_event_is_named(record: Record, alter: Callable[[bytes], bytes]) -> None:
    row = next(row for row in record.rows if row.stream == "theme:t-7")
    assert alter(row.state) != row.state
    record.sql(CHANGE, state=alter(row.state), stream=row.stream, version=row.version)
    result = record.verified()
    assert not result.ok
    assert result.difference is not None
    assert (result.difference.kind, result.difference.event) == (Kind.CHANGED, "theme:t-7@1")
    assert result.difference.number == record.number("theme:t-7@1")


def test_a_changed_kind_of_event_is_named(record: Record) -> None:
    record.sql("UPDATE rso_events SET topic = 'theme.retired/1' WHERE originator_id = 'theme:t-3'")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event) == (Kind.CHANGED, "theme:t-3@1")


def test_a_removed_event_is_named(record: Record) -> None:
    record.sql("DELETE FROM rso_events WHERE originator_id = 'theme:t-5'")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event, found.number) == (Kind.REMOVED, "theme:t-5@1", record.number("theme:t-5@1"))


def test_an_event_put_in_between_is_named(record: Record) -> None:
    at = "SELECT PLACE FROM rso_events WHERE originator_id = 'theme:t-5'"
    record.sql(
        f"UPDATE rso_events SET PLACE = PLACE + 100000 WHERE PLACE > ({at})",
        f"INSERT INTO rso_events (originator_id, originator_version, topic, state, {MARK}, PLACE) "
        f"SELECT 'theme:nieuw', 1, topic, state, {MARK}, 1 + ({at}) FROM rso_events WHERE originator_id = 'theme:t-5'",
    )
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event) == (Kind.INSERTED, "theme:nieuw@1")
    assert found.number == record.number("theme:t-5@1") + 1


def test_an_event_put_at_the_end_is_named(record: Record) -> None:
    record.sql(
        f"INSERT INTO rso_events (originator_id, originator_version, topic, state, {MARK}) "
        f"SELECT 'theme:nieuw', 1, topic, state, {MARK} FROM rso_events WHERE originator_id = 'theme:t-5'"
    )
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event, found.number) == (Kind.INSERTED, "theme:nieuw@1", len(record.rows) + 1)


def test_swapped_events_are_named(record: Record) -> None:
    record.sql(
        *(
            f"UPDATE rso_events SET PLACE = {to} WHERE {where}"
            for to, where in (
                ("-1", "originator_id = 'theme:t-5'"),
                ("(SELECT PLACE - 1 FROM rso_events WHERE originator_id = 'theme:t-6')", "originator_id = 'theme:t-6'"),
                (
                    "(SELECT PLACE + 1 FROM rso_events WHERE originator_id = 'theme:t-6')",
                    "originator_id = 'theme:t-5'",
                ),
            )
        )
    )
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event, found.number) == (Kind.MOVED, "theme:t-5@1", record.number("theme:t-5@1"))


def test_a_missing_row_of_the_log_is_told(record: Record) -> None:
    record.sql("DELETE FROM rso_log WHERE idx = 12")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.number) == (Kind.LOG_BROKEN, 13)


def test_an_end_that_was_cut_off_is_named(record: Record) -> None:
    record.sql("DELETE FROM rso_events WHERE originator_id IN ('theme:t-298', 'theme:t-299')")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event, found.number) == (Kind.REMOVED, "theme:t-298@1", len(record.rows) - 1)


def test_an_end_cut_off_together_with_its_log_contradicts_the_checkpoints(record: Record) -> None:
    record.sql(
        "DELETE FROM rso_events WHERE originator_id = 'theme:t-299'",
        "DELETE FROM rso_log WHERE event = 'theme:t-299@1'",
    )
    result = record.verified()
    assert result.difference is None
    assert not result.ok
    assert any(f"vanaf gebeurtenis {len(record.rows)}" in finding.found for finding in result.findings)


def rewritten(record: Record, event: str) -> None:
    """Change an event, and the log with it, as somebody does who knows how the log works."""
    row = next(row for row in record.rows if row.id == event)
    false = attrs.evolve(row, state=A_BYTE(row.state) if event == "theme:t-7@1" else row.state + b" ")
    record.sql(CHANGE, state=false.state, stream=row.stream, version=row.version)
    record.sql("UPDATE rso_log SET hash = :hash WHERE event = :event", hash=false.leaf_hash(), event=event)
    record.sql("DELETE FROM rso_log_tiles")


def test_a_rewritten_log_contradicts_the_checkpoints_which_say_between_which_events(record: Record) -> None:
    rewritten(record, "theme:t-7@1")
    result = record.verified()
    assert result.difference is None
    assert not result.ok
    sizes = [kept.size for kept in kept_checkpoints(record.url)]
    between = f"bij gebeurtenis {sizes[1] + 1} tot en met {sizes[2]}"
    assert any(between in finding.found for finding in result.findings)


def test_a_rewritten_record_without_its_checkpoints_contradicts_the_one_beside_the_key(record: Record) -> None:
    rewritten(record, "theme:t-7@1")
    record.sql("DELETE FROM rso_checkpoints")
    result = record.verified()
    gone, wrong = [finding for finding in result.findings if finding.ok is False]
    assert "weggehaald" in gone.found
    assert "naast de sleutel" in wrong.check
    assert "nu andere dan toen" in wrong.found
    with EventStore.open(record.url) as store, pytest.raises(ProofError, match="does not continue"):
        sign_checkpoint(store, record.place, NOW)


def test_a_log_that_was_taken_away_is_told_and_nothing_more_is_recorded(record: Record) -> None:
    row = record.rows[-3]
    record.sql(CHANGE, state=row.state + b" ", stream=row.stream, version=row.version)
    record.sql("DROP TABLE rso_log", "DROP TABLE rso_checkpoints", "DROP TABLE rso_log_tiles")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.told) == (Kind.LOG_BROKEN, "het logboek zelf is weg")
    with (
        Application(EventStore.open(record.url), lambda: NOW) as application,
        pytest.raises(StoreError, match=r"the log of .* was taken away"),
    ):
        application.perform(acts.NameTheme(theme="later", name="Later", on=DAY), by())


def test_a_log_that_calls_an_event_otherwise_is_told(record: Record) -> None:
    record.sql("UPDATE rso_log SET event = 'foo@bar' WHERE idx = 10")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.number, found.event) == (Kind.LOG_BROKEN, 11, record.rows[10].id)
    record.sql(
        "UPDATE rso_events SET state = :state WHERE originator_id = :stream", state=b"\0", stream=record.rows[10].stream
    )
    assert record.verified().difference is not None


def test_kept_subtrees_that_were_altered_are_told_once_and_made_anew(record: Record) -> None:
    record.sql("UPDATE rso_log_tiles SET hash = :hash", hash=bytes(32))
    with EventStore.open(record.url) as store:
        record.sql("DELETE FROM rso_log WHERE idx < 0")
        with pytest.raises(ProofError, match="does not continue"):
            sign_checkpoint(store, record.place, NOW)
    wrong = [finding.check for finding in record.verified().findings if finding.ok is False]
    assert wrong == ["De bewaarde tussenhashes horen bij het logboek"]
    assert record.verified().ok
    record.sql("INSERT INTO rso_log_tiles VALUES (1, 0, :hash)", hash=bytes(32))
    record.sql("DELETE FROM rso_checkpoints")
    record.place.checkpoint.unlink()
    with EventStore.open(record.url) as store:
        note = sign_checkpoint(store, record.place, NOW)
        assert note is not None
        assert verify(store, [HeldCheckpoint("hier", note)]).ok, "nothing wrong is ever signed"


def test_with_a_key_that_is_trusted_something_must_be_signed_with_it(record: Record) -> None:
    with EventStore.open(record.url) as store:
        trusted = keys_of(store).current
        assert verify(store, trusted=trusted).ok
    rewritten(record, "theme:t-7@1")
    record.sql("DELETE FROM rso_checkpoints")
    record.place.checkpoint.unlink()
    with Application(EventStore.open(record.url), lambda: NOW) as application:
        assert not verify(application.store, trusted=trusted).ok, "nothing is signed with it"
        rotate_key(application, record.place, DAY, by(), reason="Zogenaamd kwijt", lost=True)
        sign_checkpoint(application.store, record.place, NOW)
        assert verify(application.store).ok, "who trusts the record alone cannot know"
        result = verify(application.store, trusted=trusted)
        assert any("een sleutel die hier telt" in f.found for f in result.findings if f.ok is False)


def test_a_key_that_is_trusted_reaches_those_that_it_hangs_together_with(record: Record) -> None:
    with Application(EventStore.open(record.url), lambda: NOW) as application:
        for reason in ("Andere beheerder", "Nog een"):
            rotate_key(application, record.place, DAY, by(), reason=reason)
            sign_checkpoint(application.store, record.place, NOW)
        for known in keys_of(application.store).keys:
            assert verify(application.store, trusted=known.key).ok
        rotate_key(application, record.place, DAY, by(), reason="Kwijt", lost=True)
        chain = keys_of(application.store).verifiers()
        assert list(keys_of(application.store).verifiers(chain[1])) == list(chain[:3])
        assert list(keys_of(application.store).verifiers(chain[3])) == [chain[3]]


def test_checkpoints_that_were_taken_away_are_told_where_one_is_held(record: Record) -> None:
    record.sql("DELETE FROM rso_checkpoints")
    [wrong] = [finding for finding in record.verified().findings if finding.ok is False]
    assert "weggehaald" in wrong.found


def test_a_checkpoint_that_cannot_be_read_is_a_finding_and_the_rest_is_checked(record: Record) -> None:
    result = record.verified(HeldCheckpoint("uit brief.txt", None, "er staat geen controlepunt in"))
    [wrong] = [finding for finding in result.findings if finding.ok is False]
    assert wrong.check == "Het controlepunt uit brief.txt klopt met de gebeurtenissen"
    assert len(result.findings) > 5
    record.place.checkpoint.write_bytes(b"\xff\xfe")
    with EventStore.open(record.url) as store, pytest.raises(ProofError, match="beside the key is damaged"):
        sign_checkpoint(store, record.place, NOW)


def test_a_store_put_back_to_an_earlier_state_contradicts_what_others_hold(tmp_path: Path) -> None:
    place, url = KeyPlace(tmp_path / "key"), f"sqlite:///{tmp_path / 'rso.db'}"
    with open_region(url) as application:
        introduce_key(application, place, "log.example/regio", DAY, by())
        sign_checkpoint(application.store, place, NOW)
    with sqlite3.connect(tmp_path / "rso.db") as live, sqlite3.connect(tmp_path / "earlier.db") as copy:
        live.backup(copy)
    with open_region(url) as application:
        plan(application)
        newest = sign_checkpoint(application.store, place, NOW)
        events = application.store.head()
    for rest in tmp_path.glob("rso.db*"):
        rest.unlink()
    shutil.move(tmp_path / "earlier.db", tmp_path / "rso.db")
    assert newest is not None
    with EventStore.open(url) as store:
        assert verify(store).ok, "the store alone cannot know"
        result = verify(store, [HeldCheckpoint("van Pleio", newest)])
        assert not result.ok
        assert any(f"bij {events} gebeurtenissen is echt" in finding.found for finding in result.findings)
        with pytest.raises(ProofError, match="does not continue"):
            sign_checkpoint(store, place, NOW)


def test_a_forged_checkpoint_is_told_from_a_real_one(record: Record) -> None:
    real = Checkpoint.parse(record.kept().text)
    forger = SigningKey.generate(real.origin)
    by_another_key = signed(real, forger)
    altered = Note(record.kept().text.replace(str(real.size), str(real.size - 1)), record.kept().signatures)
    for forged in (by_another_key, altered):
        result = record.verified(HeldCheckpoint("van een ander", forged))
        [wrong] = [finding for finding in result.findings if finding.ok is False]
        assert "vervalst" in wrong.found


def test_a_forged_checkpoint_in_the_store_is_told(record: Record) -> None:
    real = Checkpoint.parse(record.kept().text)
    forged = signed(real, SigningKey.generate(real.origin)).render()
    record.sql("UPDATE rso_checkpoints SET note = :note WHERE size = :size", note=forged, size=real.size)
    assert any("vervalst" in finding.found for finding in record.verified().findings)
    record.sql("UPDATE rso_checkpoints SET note = 'geen controlepunt'")
    assert any("onleesbaar" in finding.found for finding in record.verified().findings)


def test_a_key_put_into_the_record_by_somebody_else_is_not_vouched_for(record: Record) -> None:
    with Application(EventStore.open(record.url), lambda: NOW) as application:
        stolen = SigningKey.generate("log.example/regio").verifier_key.encode()
        application.perform(acts.IntroduceRecordKey(public_key=stolen, on=DAY, reason="Zomaar"), by())
        result = verify(application.store)
        assert any("zonder handtekening van de sleutel ervoor" in finding.found for finding in result.findings)


def test_a_key_that_follows_is_vouched_for_and_signs_on(record: Record) -> None:
    with Application(EventStore.open(record.url), lambda: NOW) as application:
        rotate_key(application, record.place, DAY, by(), reason="Andere beheerder")
        sign_checkpoint(application.store, record.place, NOW)
        assert verify(application.store, [HeldCheckpoint("naast de sleutel", record.kept())]).ok
        rotate_key(application, record.place, DAY, by(), reason="Kwijt", lost=True)
        result = verify(application.store)
        assert result.ok
        assert any("zonder handtekening" in finding.found for finding in result.findings)


def test_something_that_no_writer_of_ours_puts_there_does_not_stop_the_verification(
    sqlite_url: str, tmp_path: Path
) -> None:
    record = made(sqlite_url, tmp_path)  # PostgreSQL refuses a text where bytes belong
    record.sql("UPDATE rso_events SET state = 'tekst' WHERE originator_id = 'theme:t-9'")
    found = record.verified().difference
    assert found is not None
    assert (found.kind, found.event) == (Kind.CHANGED, "theme:t-9@1")
