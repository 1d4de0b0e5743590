"""Sentences about bodies: what they are, how they change, and who takes part."""

from datetime import date

from rso_core.domain.body_events import (
    BodyClosed,
    BodyMergedIn,
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
    BodyThemesSet,
    Profile,
    SeatLeft,
    SeatTaken,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, listed, quoted, told
from rso_core.dutch.vocabulary import dutch
from rso_core.narrative.profiles import changes, described
from rso_core.narrative.sentences import narrates

PROFILE_EVENTS = BodySetUp | BodyRepositioned | BodyRescoped | BodyRenamed | BodyMergedIn
"""Events that carry a whole profile of a body."""


@narrates(BodySetUp)
def set_up(event: BodySetUp, names: NameIndex) -> str:
    """A body starts."""
    return told(f"het overleg {quoted(event.profile.name)} werd ingesteld", *described(event.profile, names))


@narrates(BodyRepositioned)
def repositioned(event: BodyRepositioned, names: NameIndex) -> str:
    """Its profile changed."""
    return told(f"{names.body(event.body)} kreeg een andere opzet", *_changed(event, names))


@narrates(BodyRescoped)
def rescoped(event: BodyRescoped, names: NameIndex) -> str:
    """Its fields changed."""
    fields = listed(event.profile.scope)
    return told(f"{names.body(event.body)} {f'gaat nu over {fields}' if fields else 'heeft geen vast werkveld meer'}")


@narrates(BodyRenamed)
def renamed(event: BodyRenamed, names: NameIndex) -> str:
    """Its name changed."""
    return told(f"het overleg {quoted(event.former_name)} heet nu {quoted(event.profile.name)}")


@narrates(BodyMergedIn)
def merged_in(event: BodyMergedIn, names: NameIndex) -> str:
    """Another body went up into it."""
    came = f"daarmee werden lid: {names.parties(event.joined)}" if event.joined else ""
    rest = [change for change in _changed(event, names) if not change.startswith("lid ")]
    return told(f"{names.within(None).body(event.merged)} ging op in {names.body(event.body)}", came, *rest)


@narrates(BodyClosed)
def closed(event: BodyClosed, names: NameIndex) -> str:
    """It ended."""
    into = f" en ging op in {names.body(event.merged_into)}" if event.merged_into else ""
    return told(f"{names.body(event.body)} werd opgeheven{into}", because(event.reason))


@narrates(BodyThemesSet)
def themes_set(event: BodyThemesSet, names: NameIndex) -> str:
    """Themes hang on it."""
    themes = names.themes(event.themes)
    return told(f"{names.body(event.body)} werkt aan {themes or 'geen vast thema meer'}")


@narrates(SeatTaken)
def seat_taken(event: SeatTaken, names: NameIndex) -> str:
    """Someone takes part."""
    rank = f" {dutch(event.rank)}" if event.rank else ""
    replaced: SeatTaken | None = names.first("seat", event.body, event.deputy_of) if event.deputy_of else None
    as_deputy = f", als plaatsvervanger van {names.person(replaced.person)}" if replaced else ""
    if event.deputy_of and not replaced:
        as_deputy = ", als plaatsvervanger"
    return told(
        f"{names.person(event.person)} neemt namens {names.party(event.party)}{rank} deel aan "
        f"{names.body(event.body)}{as_deputy}{until_words(event.until)}"
    )


@narrates(SeatLeft)
def seat_left(event: SeatLeft, names: NameIndex) -> str:
    """Someone takes part no longer."""
    seat: SeatTaken | None = names.first("seat", event.body, event.seat)
    who = f"{names.person(seat.person)} nam namens {names.party(seat.party)}" if seat else f"deelnemer {event.seat} nam"
    return told(f"{who} tot en met {in_words(event.last_day)} deel aan {names.body(event.body)}", because(event.reason))


def former_profile(event: PROFILE_EVENTS, since: date, names: NameIndex) -> Profile | None:
    """The profile of the body just before this event: of what was recorded earlier, the latest to start."""
    earlier: list[tuple[date, int, Profile]] = []
    for number, each in enumerate(names.named_before(event, "body", event.body)):
        started = each.set_up_on if isinstance(each, BodySetUp) else each.since
        if started <= since:
            earlier.append((started, number, each.profile))
    return max(earlier, key=lambda one: one[:2])[2] if earlier else None


def _changed(event: PROFILE_EVENTS, names: NameIndex) -> list[str]:
    since = event.set_up_on if isinstance(event, BodySetUp) else event.since
    return changes(former_profile(event, since, names), event.profile, names)
