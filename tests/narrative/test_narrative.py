"""Every event has its Dutch sentence, and a subject its story."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, Provenance, acts, event_classes, open_application
from rso_core.definition import apply_definition, load_definition
from rso_core.domain.event import Event
from rso_core.domain.values import PartyKind
from rso_core.dossier import import_dossier
from rso_core.dutch.sentences import in_sentences, listed, number_in_words, share_of
from rso_core.dutch.vocabulary import WORDS
from rso_core.events import PartyRegistered, PersonCorrected, PersonRegistered, PlatformChoice, PlatformChosen
from rso_core.narrative import NameIndex, in_general, narrative_of, sentence, tell
from rso_core.store import Meta, RecordedEvent

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht"
ENGLISH = {word for word, dutch in WORDS.items() if dutch != word} - {"open", "for", "none", "add", "other", "left"}
"""Choices of the record that no Dutch sentence holds; those that are also Dutch, or too short to tell, left out."""


def enum_names() -> set[str]:
    """Names of the choices' classes, which a representation would show."""
    modules = {sys.modules[cls.__module__] for cls in event_classes().values()}
    values = [value for module in modules for value in vars(module).values()]
    return {v.__name__ for v in values if isinstance(v, type) and issubclass(v, Enum)} | {"datetime", "Decimal"}


ENUM_NAMES = enum_names()


def of_utrecht(folder: Path) -> list[RecordedEvent]:
    with open_application(f"sqlite:///{folder / 'utrecht.db'}") as application:
        office = Provenance(actor="office:secretariaat")
        apply_definition(application, load_definition(UTRECHT / "definition.toml"), office)
        assert import_dossier(application, UTRECHT / "dossier.jsonl", actor="office:secretariaat").accepted
        return [recorded for _, recorded in application.store.read(limit=100_000)]


def of_a_cooperation(folder: Path) -> list[RecordedEvent]:
    with Application(EventStore.open(f"sqlite:///{folder / 'small.db'}"), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
        return [recorded for _, recorded in application.store.read(limit=100_000)]


@pytest.fixture(scope="module", params=[of_utrecht, of_a_cooperation], ids=["utrecht", "every act"])
def events(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RecordedEvent]]:
    return request.param(tmp_path_factory.mktemp("story"))  # type: ignore[no-any-return]


def problem(text: str) -> str | None:
    """What makes a text no Dutch sentence."""
    if not re.match(r"^[A-ZÀ-Ý0-9“]", text) or not text.endswith("."):
        return "begins without a capital or ends without a full stop"
    if found := re.search(r"None|[<>{}]|\(\)|\('|\w\('|  | [,.;:]|,,|,\.|\.\.|“”|\[", text):
        return f"holds {found.group()!r}"
    if found := re.search(rf"\b({'|'.join(ENUM_NAMES)})\b", text):
        return f"names a class: {found.group()}"
    if found := re.search(rf"\b({'|'.join(sorted(ENGLISH))})\b", re.sub(r"“[^”]*”", "", text)):
        return f"has the English word {found.group()!r}"
    return None


@pytest.mark.parametrize(
    "text",
    [
        "de partij tekende.",
        "De partij tekende",
        "De partij None tekende.",
        "De partij <PartyKind.OTHER: 'other'> tekende.",
        "De partij ('a', 'b') tekende.",
        "De partij tekende , en ging.",
        "Het signaal is een bottleneck.",
        "Het signaal is een SignalKind.",
        "Reden: “”.",
    ],
)
def test_what_is_no_dutch_sentence_is_seen(text: str) -> None:
    assert problem(text) is not None


def test_every_event_class_has_a_sentence_of_its_own() -> None:
    of_the_record = {cls for cls in event_classes().values() if cls.__module__.startswith("rso_core.")}
    assert {cls for cls in of_the_record if not hasattr(cls, "sentence")} == set()


def test_every_sentence_is_a_dutch_one(events: list[RecordedEvent]) -> None:
    names = NameIndex.of(events)
    subjects = (None, *{recorded.originator_id for recorded in events[:400]})
    wrong = {}
    for recorded in events:
        for own in {None, recorded.originator_id if recorded.originator_id in subjects else None}:
            text = sentence(recorded.event, names.within(own))
            if found := problem(text):
                wrong[recorded.event.event_name] = (found, text)
    assert wrong == {}


def test_sentences_show_names_and_no_identifiers(events: list[RecordedEvent]) -> None:
    names = NameIndex.of(events)
    people = {r.event.person for r in events if isinstance(r.event, PersonRegistered) and r.event.name}
    parties = {r.event.party for r in events if isinstance(r.event, PartyRegistered) and r.event.party != r.event.code}
    for recorded in events:
        spoken = re.sub(r"“[^”]*”|\S+@\S+|Partij \S+", "", sentence(recorded.event, names))
        assert not set(re.findall(r"[\w-]+", spoken)) & (people | parties), spoken


def test_every_subject_has_a_story_with_days_in_order(events: list[RecordedEvent]) -> None:
    names = NameIndex.of(events)
    streams: dict[str, list[RecordedEvent]] = {}
    for recorded in events:
        streams.setdefault(recorded.originator_id, []).append(recorded)
    for stream, found in streams.items():
        story = tell(found, names, stream)
        assert [day.on for day in story.days] == sorted({r.meta.effective for r in found})
        assert stream in story.title
        assert story.title != f"De geschiedenis van {stream} ({stream})", stream
        for paragraph in (paragraph for day in story.days for paragraph in day.paragraphs):
            assert paragraph.sentences
            assert not problem(paragraph.recorded), paragraph.recorded


@attrs.frozen(kw_only=True)
class LaterEvent(Event):
    """Something that came after these sentences; it is no event of the record."""

    event_name = "later.happened"
    party: str
    on: date
    kind: PlatformChoice
    reason: str | None = None


def test_an_event_that_nobody_wrote_a_sentence_for_is_told_by_its_fields() -> None:
    event = LaterEvent(party="gem-a", on=date(2026, 3, 12), kind=PlatformChoice.ADD)
    assert sentence(event, NameIndex()) == (
        "Vastgelegd is “later.happened”. Partij “gem-a”, op 12 maart 2026, soort toevoegen."
    )


def test_in_general_never_fails(events: list[RecordedEvent]) -> None:
    names = NameIndex.of(events)
    assert all(in_general(recorded.event, names).endswith(".") for recorded in events)


def meta(effective: date, recorded_at: datetime, **more: object) -> Meta:
    fields: dict[str, object] = {
        "actor": "office:secretariaat",
        "act": "a",
        "correlation": "c",
        "causation": "c",
        **more,
    }
    return Meta(recorded_at=recorded_at, effective=effective, **fields)  # type: ignore[arg-type]


def recorded(event: Event, stream: str, effective: date, at: datetime, **more: object) -> RecordedEvent:
    return RecordedEvent(stream, 1, meta(effective, at, **more), event)


PARTY = PartyRegistered(party="gem-a", name="Gemeente Voorbeeld", kind=PartyKind.MUNICIPALITY)


@pytest.mark.parametrize(
    ("at", "more", "said"),
    [
        (datetime(2026, 3, 12, 8, tzinfo=UTC), {}, "Dezelfde dag vastgelegd door het secretariaat."),
        # Half past midnight in Amsterdam is still the day before in UTC.
        (datetime(2026, 3, 11, 23, 30, tzinfo=UTC), {}, "Dezelfde dag vastgelegd door het secretariaat."),
        (
            datetime(2026, 4, 1, 8, tzinfo=UTC),
            {"source": "Brief 7"},
            "Pas vastgelegd op 1 april 2026 door het secretariaat, op grond van “Brief 7”.",
        ),
        (
            datetime(2026, 3, 1, 8, tzinfo=UTC),
            {"actor": "party:gem-a"},
            "Al vastgelegd op 1 maart 2026 door de gemeente Voorbeeld.",
        ),
        (
            datetime(2026, 3, 12, 8, tzinfo=UTC),
            {"imported_at": datetime(2026, 6, 1, tzinfo=UTC), "actor": "office:loket", "key": "regel-7"},
            "Dezelfde dag vastgelegd door de afdeling “loket”; uit een dossier ingelezen op 1 juni 2026.",
        ),
        (
            datetime(2026, 3, 12, 8, tzinfo=UTC),
            {"key": "line:01"},
            "Dezelfde dag vastgelegd door het secretariaat; uit een dossier ingelezen.",
        ),
        # Typed with a moment of its own: it was not recorded then, and came from no dossier.
        (
            datetime(2026, 3, 12, 8, tzinfo=UTC),
            {"imported_at": datetime(2026, 6, 1, tzinfo=UTC), "source": "Brief 7", "ground": "Eerste blad."},
            "Bekend sinds 12 maart 2026 volgens opgave; ingevoerd op 1 juni 2026 door het secretariaat, op grond van "
            "“Brief 7”; reden: “Eerste blad”.",
        ),
        (
            datetime(2026, 3, 12, 8, tzinfo=UTC),
            {"causation": "party:gem-a@1"},
            "Dezelfde dag vastgelegd door het secretariaat, naar aanleiding van de gemeente Voorbeeld.",
        ),
    ],
)
def test_a_story_says_when_and_by_whom_something_was_recorded(at: datetime, more: dict[str, object], said: str) -> None:
    event = recorded(PARTY, "party:gem-a", date(2026, 3, 12), at, **more)
    story = tell([event], NameIndex.of([event]), "party:gem-a")
    assert story.title == "De geschiedenis van de gemeente Voorbeeld (party:gem-a)"
    assert [(day.title, [p.recorded for p in day.paragraphs]) for day in story.days] == [("12 maart 2026", [said])]
    assert "Gemeente Voorbeeld".casefold() in story.text().casefold()


def test_a_person_without_a_name_is_told_as_a_person() -> None:
    # So is an event of a person read once that person is erased.
    erased = [PersonRegistered(person="p-0012", name=None), PersonCorrected(person="p-0012", name=None)]
    names = NameIndex.of(recorded(e, "person:p-0012", date(2026, 1, 1), NOW) for e in erased)
    for event in erased:
        text = sentence(event, names)
        assert "een persoon (p-0012)" in text.casefold()
        assert problem(text) is None
    assert names.subject("person:p-0012") == "een persoon (p-0012)"
    assert names.called("") == []


def test_a_corrected_name_tells_the_former_one_and_shows_everywhere_else() -> None:
    first = PersonRegistered(person="p-1", name="A. Voorbeeld")
    corrected = PersonCorrected(person="p-1", name="B. Voorbeeld", email="b@x.example")
    names = NameIndex.of(recorded(e, "person:p-1", date(2026, 1, 1), NOW) for e in (first, corrected))
    assert (
        sentence(corrected, names)
        == "A. Voorbeeld staat voortaan in het dossier als B. Voorbeeld, bereikbaar op b@x.example."
    )
    assert names.person("p-1") == "B. Voorbeeld"


def test_parties_of_one_kind_are_told_together() -> None:
    parties = {"a": "Gemeente Baarn", "b": "Gemeente Assen", "c": "Provincie Verzonnen", "d": "Waterschap Fictief"}
    names = NameIndex.of(
        recorded(PartyRegistered(party=p, name=n, kind=PartyKind.OTHER), f"party:{p}", date(2026, 1, 1), NOW)
        for p, n in parties.items()
    )
    assert names.parties("abcd") == "de gemeenten Assen en Baarn, de provincie Verzonnen en het waterschap Fictief"
    assert names.parties(()) == ""
    assert names.parties(["x"]) == "de partij x"


def test_what_changed_in_a_body_is_told_against_the_profile_before(tmp_path: Path) -> None:
    events = of_a_cooperation(tmp_path)
    names = NameIndex.of(events)
    texts = [sentence(r.event, names) for r in events if r.event.event_name == "body.repositioned"]
    assert texts[1:] == [
        "Het Overleg oud kreeg een andere opzet. Geen lid meer is Partij gem-b.",
        "Het Overleg oud kreeg een andere opzet. Lid werd Partij gem-b.",
    ]


def test_a_story_is_told_as_known_and_as_valid_at_a_moment(tmp_path: Path) -> None:
    moments = [datetime(2026, 1, 5, 9, tzinfo=UTC)]
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'r.db'}"), lambda: moments[-1]) as application:
        on = date(2026, 1, 1)
        application.perform(acts.RegisterPerson(person="p-1", name="A. Voorbeeld", on=on), by())
        moments.append(datetime(2026, 2, 5, 9, tzinfo=UTC))
        application.perform(acts.CorrectPerson(person="p-1", name="B. Voorbeeld", on=date(2026, 2, 1)), by())
        store = application.store

        def days(**at: object) -> list[date]:
            return [day.on for day in narrative_of(store, "person:p-1", **at).days]  # type: ignore[arg-type]

        assert days() == [on, date(2026, 2, 1)]
        assert days(known_on=date(2026, 2, 4)) == [on]
        assert "B." not in narrative_of(store, "person:p-1", known_on=date(2026, 2, 4)).text()
        assert days(known_on=datetime(2026, 2, 5, 9, tzinfo=UTC)) == [on, date(2026, 2, 1)]
        assert days(valid_on=date(2026, 1, 31)) == [on]
        assert days(first_day=date(2026, 1, 2)) == [date(2026, 2, 1)]
        assert days(known_on=date(2025, 1, 1)) == []
        assert [day.on for day in narrative_of(store, None).days] == [on, date(2026, 2, 1)]


@given(st.lists(st.text(min_size=1, max_size=5), max_size=6))
def test_a_list_holds_every_word_in_order(words: list[str]) -> None:
    text = listed(words)
    position = 0
    for word in words:
        position = text.index(word, position) + len(word)
    assert (text == "") is (not words)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_amounts_are_written_exactly(amount: object) -> None:
    text = number_in_words(amount)  # type: ignore[arg-type]
    assert text.replace(".", "").replace(",", ".") == f"{amount:f}"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("1/2", "ten minste de helft van de leden is"),
        ("2/3", "ten minste twee derde van de leden is"),
        ("1", "alle leden zijn"),
        ("3/7", "ten minste 3/7 van de leden is"),
    ],
)
def test_shares_have_words(share: str, said: str) -> None:
    assert share_of(share, "leden", "is", "zijn") == said


def test_sentences_begin_with_a_capital_and_end_with_a_full_stop() -> None:
    assert in_sentences("één partij stemde voor", "", "en klaar!") == "Eén partij stemde voor. En klaar!"


def test_a_platform_choice_without_a_ground_leaves_no_hole() -> None:
    event = PlatformChosen(party="gem-a", choice=PlatformChoice.INVITE, ground=None, since=date(2026, 1, 1))
    assert problem(sentence(event, NameIndex())) is None
