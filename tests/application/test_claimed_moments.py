"""Claimed moments at the door, each rule on its boundary; and a clock that runs behind."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from acts_of_a_region import NOW, by, hold, open_region, plan, present, set_up
from rso_core import Act, Application, Outcome, Provenance, Refused, acts
from rso_core.domain.claimed_moment import CLOCK_TOLERANCE
from rso_core.dossier import import_dossier
from rso_core.events import Choice, DecisionKind, PartyKind, SignalKind, Vote
from rso_core.store.recorded import EntryKind

FOUNDED = datetime(2025, 1, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
SOURCE = "Brief 7"


@attrs.define
class Desk:
    """A region with a clock that can be set."""

    application: Application
    now: datetime

    def at(self, moment: datetime, act: Act) -> Outcome:
        """Type an act live."""
        self.now = moment
        return self.application.perform(act, by())

    def claim(self, claimed: datetime, act: Act, **more: object) -> Outcome:
        """Type an act now, as known since a moment."""
        self.now = NOW
        return self.application.perform(act, Provenance(**{**self.about(claimed), **more}))  # type: ignore[arg-type]

    @staticmethod
    def about(claimed: datetime) -> dict[str, object]:
        return {"actor": "office:secretariaat", "source": SOURCE, "recorded_at": claimed}

    def refusal(self, claimed: datetime, act: Act, **more: object) -> Refused:
        """Why a claim is refused; nothing is recorded of it."""
        head = self.application.store.head()
        with pytest.raises(Refused) as refused:
            self.claim(claimed, act, **more)
        assert self.application.store.head() == head
        return refused.value


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with open_region(sqlite_url, lambda: made.now, founded_at=FOUNDED) as application:
        made = Desk(application, NOW)
        yield made


def neighbour(on: date = date(2025, 1, 1), party: str = "buur") -> acts.RegisterParty:
    return acts.RegisterParty(party=party, name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=on)


def joins(body: str = "overleg") -> acts.JoinBody:
    return acts.JoinBody(body=body, party="buur", since=date(2026, 2, 1))


KNOWN = datetime(2026, 2, 2, 10, tzinfo=UTC)


def test_nothing_is_known_before_the_thing_that_it_names(desk: Desk) -> None:
    desk.at(KNOWN, neighbour())
    refused = desk.refusal(KNOWN - SECOND, joins())
    assert refused.rule.id == "record.claim_before_known"
    assert (refused.facts["known_from"], refused.facts["rests_on"]) == (KNOWN, ["party:buur@1"])
    meta = desk.claim(KNOWN, joins()).events[0].meta
    assert (meta.recorded_at, meta.entered_at, meta.claimed) == (KNOWN, NOW, True)


def test_nothing_is_known_before_what_made_it_possible(desk: Desk) -> None:
    # The meeting was known long before; that it was held, which a decision rests on, was not.
    desk.now = FOUNDED
    plan(desk.application)
    desk.now = held = datetime(2026, 3, 14, 9, tzinfo=UTC)
    hold(desk.application)
    decide = acts.Decide(
        decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programma", text="Akkoord.", unanimous=True
    )
    refused = desk.refusal(held - SECOND, decide)
    assert (refused.rule.id, refused.facts["known_from"]) == ("record.claim_before_known", held)
    assert "meeting:v1@2" in refused.facts["rests_on"]
    desk.claim(held, decide)


def test_what_came_later_does_not_stand_in_the_way_where_the_act_does_not_rest_on_it(desk: Desk) -> None:
    desk.at(KNOWN, neighbour())
    desk.at(KNOWN + 20 * DAY, acts.RenameBody(body="overleg", name="Bestuurlijk overleg", since=date(2026, 2, 20)))
    desk.claim(KNOWN + DAY, joins())


def test_a_claim_rests_on_what_its_own_batch_brought(desk: Desk) -> None:
    with desk.application.batch() as batch:
        batch.perform(neighbour(), Provenance(**desk.about(KNOWN)))  # type: ignore[arg-type]
        with pytest.raises(Refused) as refused:
            batch.perform(joins(), Provenance(**{**desk.about(KNOWN - SECOND), "source": "Brief 8"}))  # type: ignore[arg-type]
        assert refused.value.rule.id == "record.claim_before_known"
        batch.discard_pending()
        # A rehearsal records nothing, and later lines rest on earlier ones all the same.
        batch.perform(joins(), Provenance(**desk.about(KNOWN)))  # type: ignore[arg-type]


def test_an_act_that_is_refused_leaves_the_batch_as_it_was(desk: Desk) -> None:
    desk.at(KNOWN, neighbour())
    desk.now = NOW
    with desk.application.batch() as batch:
        for _ in range(2):
            with pytest.raises(Refused) as refused:
                batch.perform(joins(), Provenance(**desk.about(KNOWN - SECOND)))  # type: ignore[arg-type]
            assert refused.value.rule.id == "record.claim_before_known"
        assert len(batch) == 0
        batch.perform(joins(), Provenance(**desk.about(KNOWN)))  # type: ignore[arg-type]


def test_what_happened_is_not_known_before_its_day(desk: Desk) -> None:
    version = acts.DraftVersion(
        covenant="conv", version="v1", document="convenant.pdf", sha256="a" * 64, on=date(2025, 10, 31)
    )
    eve = datetime(2025, 10, 30, 22, 59, 59, tzinfo=UTC)  # a second before midnight in Amsterdam
    refused = desk.refusal(eve, version)
    assert (refused.rule.id, refused.facts["on"]) == ("record.claim_before_happened", date(2025, 10, 31))
    desk.claim(eve + SECOND, version)


@pytest.mark.parametrize(
    "announced",
    [
        lambda: acts.RenameBody(body="overleg", name="Ander overleg", since=date(2026, 9, 1)),
        lambda: set_up("nieuw", on=date(2026, 9, 1)),
        lambda: neighbour(date(2026, 9, 1)),
        lambda: acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=date(2026, 9, 1)),
        lambda: acts.WithdrawMandate(party="prov", mandate="m-p-1", last_day=date(2026, 9, 1), reason=""),
    ],
)
def test_what_is_planned_or_announced_is_known_ahead(desk: Desk, announced: Callable[[], Act]) -> None:
    assert desk.claim(KNOWN, announced()).events[0].meta.recorded_at == KNOWN


@pytest.mark.parametrize("source", [None, "", "  "])
def test_a_claim_rests_on_a_document(desk: Desk, source: str | None) -> None:
    refused = desk.refusal(KNOWN, neighbour(), source=source)
    assert (refused.rule.id, "--source" in refused.message("nl")) == ("record.claim_without_source", True)
    desk.claim(KNOWN, neighbour(), source="x")
    desk.at(NOW, neighbour(party="later"))  # what claims nothing needs none


def test_one_document_does_not_become_known_earlier_without_a_reason(desk: Desk) -> None:
    desk.claim(KNOWN, neighbour())
    earlier = neighbour(party="eerder")
    refused = desk.refusal(KNOWN - SECOND, earlier)
    assert (refused.rule.id, refused.facts["claimed_before"]) == ("record.claim_before_earlier_claim", KNOWN)
    assert desk.refusal(KNOWN - SECOND, earlier, ground=" ").rule.id == "record.claim_before_earlier_claim"
    meta = desk.claim(KNOWN - SECOND, earlier, ground="Eerste blad van de brief").events[0].meta
    assert (meta.recorded_at, meta.ground) == (KNOWN - SECOND, "Eerste blad van de brief")
    desk.claim(KNOWN, neighbour(party="gelijk"))
    desk.claim(KNOWN - DAY, neighbour(party="anders"), source="Brief 8")
    # What is live claims nothing, whatever document it rests on.
    desk.application.perform(neighbour(party="nu"), by(source=SOURCE))
    desk.claim(KNOWN + DAY, neighbour(party="later"))


def test_a_batch_knows_its_own_claims(desk: Desk) -> None:
    with desk.application.batch() as batch:
        batch.perform(neighbour(), Provenance(**desk.about(KNOWN)))  # type: ignore[arg-type]
        with pytest.raises(Refused) as refused:
            batch.perform(neighbour(party="eerder"), Provenance(**desk.about(KNOWN - SECOND)))  # type: ignore[arg-type]
        assert refused.value.rule.id == "record.claim_before_earlier_claim"


def dossier(folder: Path, *lines: str) -> Path:
    path = folder / "dossier.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


PARTY = '{"act": "register-party", "party": "buur", "name": "Buur", "kind": "municipality", "on": "2025-01-01"%s}'
JOINS = '{"act": "join-body", "body": "overleg", "party": "buur", "since": "2026-02-01"%s}'


def test_lines_of_a_dossier_rest_on_the_file_but_not_on_what_came_later(desk: Desk, tmp_path: Path) -> None:
    def told(*lines: str) -> list[str]:
        report = import_dossier(desk.application, dossier(tmp_path, *lines), actor="office:loket", dry_run=True)
        return [bad.reason for bad in report.bad_lines]

    early, late = ', "recorded": "2026-01-31"', ', "recorded": "2026-02-01"'
    (reason,) = told(PARTY % late, JOINS % early)
    assert "[record.claim_before_known, S14]" in reason
    assert told(PARTY % early, JOINS % late) == []
    # Within one file a later line may tell of an earlier moment.
    assert told(PARTY % late, (PARTY % early).replace('"buur"', '"eerder"')) == []


@pytest.mark.parametrize(
    ("key", "recorded", "stored"),
    [("", "", None), ("", ', "recorded": "2026-01-31"', None), (', "key": "b7"', "", EntryKind.IMPORTED)],
)
def test_what_is_read_from_a_file_says_so(
    desk: Desk, tmp_path: Path, key: str, recorded: str, stored: EntryKind | None
) -> None:
    path = dossier(tmp_path, PARTY % (key + recorded))
    assert import_dossier(desk.application, path, actor="office:loket").accepted
    (event,) = desk.application.history("party:buur")
    assert (event.meta.came_in, event.meta.entry) == (EntryKind.IMPORTED, stored)
    assert (event.meta.entered_at, event.meta.claimed) == (NOW, bool(recorded))


def test_a_reason_in_a_dossier_is_kept_and_is_no_other_line_without_one(desk: Desk, tmp_path: Path) -> None:
    path = dossier(tmp_path, PARTY % ', "recorded": "2026-01-31", "because": "Eerste blad"')
    import_dossier(desk.application, path, actor="office:loket")
    assert desk.application.history("party:buur")[0].meta.ground == "Eerste blad"
    assert import_dossier(desk.application, path, actor="office:loket").repeated == 1


def test_a_typed_claim_under_a_key_is_no_line_of_a_file(desk: Desk) -> None:
    meta = desk.claim(KNOWN, neighbour(), key="brief-7").events[0].meta
    assert (meta.came_in, meta.entry) == (EntryKind.TYPED, EntryKind.TYPED)


def test_a_clock_that_runs_behind_is_refused_beyond_some_seconds(store_url: str) -> None:
    with open_region(store_url) as application:
        head = application.store.head()
    late = NOW - CLOCK_TOLERANCE
    with open_region(store_url, lambda: late - timedelta(microseconds=1)) as application:
        with pytest.raises(Refused) as refused:
            application.perform(neighbour(), by())
        assert (refused.value.rule.id, application.store.head()) == ("record.clock_behind", head)
    with open_region(store_url, lambda: late) as application:
        application.perform(neighbour(), by())


def test_a_clock_that_ran_ahead_is_got_over_with_a_reason(store_url: str) -> None:
    ahead = NOW + 365 * DAY
    with open_region(store_url, lambda: ahead, founded_at=FOUNDED) as application:
        application.perform(neighbour(party="vooruit"), by())
    with open_region(store_url) as application:
        head = application.store.head()
        with pytest.raises(Refused) as refused:
            application.perform(neighbour(), by())
        assert (refused.value.rule.id, application.store.head()) == ("record.clock_behind", head)
        assert (refused.value.facts["clock"], refused.value.facts["last_entered"]) == (NOW, ahead)
        application.perform(neighbour(), by(ground="De klok liep een jaar voor"))
        application.perform(neighbour(party="daarna"), by())
    with open_region(store_url) as application:
        application.perform(neighbour(party="later"), by())
        assert application.history("party:buur")[0].meta.ground == "De klok liep een jaar voor"


def test_votes_are_judged_by_who_was_known_to_be_there(desk: Desk) -> None:
    # A correction of who was present, known later, is what this vote rests on.
    desk.now = FOUNDED
    plan(desk.application)
    desk.now = held = datetime(2026, 3, 14, 9, tzinfo=UTC)
    hold(desk.application, "v1", date(2026, 3, 12), "prov", "gem-a")
    minutes = acts.DrawUpMinutes(meeting="v1", document="verslag.pdf", on=date(2026, 3, 16))
    desk.at(held + 2 * DAY, minutes)
    correction = acts.CorrectMinutes(meeting="v1", correction="Aanwezige vergeten", missed=present("gem-b"))
    desk.at(held + 9 * DAY, correction)
    votes = tuple(Vote(person=p.person, party=p.party, choice=Choice.FOR) for p in present("prov", "gem-a", "gem-b"))
    decide = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.DECIDE, title="Programma", text="", votes=votes)
    assert desk.refusal(held + 8 * DAY, decide).facts["known_from"] == held + 9 * DAY
    desk.claim(held + 9 * DAY, decide)


def test_what_is_open_at_a_body_is_judged_by_what_was_known_of_it(desk: Desk) -> None:
    # The first matter on the list of the body was known later than the one that this is about.
    def signal(identifier: str, on: date) -> acts.RaiseSignal:
        return acts.RaiseSignal(
            signal=identifier, kind=SignalKind.BOTTLENECK, title="Knelpunt", body="overleg", party="prov", on=on
        )

    desk.at(KNOWN, signal("later", KNOWN.date()))
    desk.claim(KNOWN - 9 * DAY, signal("eerder", KNOWN.date() - 10 * DAY))
    answer = acts.AnswerSignal(signal="eerder", answer="Is opgelost", on=KNOWN.date() - 8 * DAY)
    refused = desk.refusal(KNOWN - 10 * DAY, acts.replace(answer, on=KNOWN.date() - 10 * DAY), source="Brief 8")
    assert refused.rule.id == "record.claim_before_known"
    desk.claim(KNOWN - 8 * DAY, answer, source="Brief 8")
