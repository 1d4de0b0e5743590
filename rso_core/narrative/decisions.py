"""Sentences about decisions."""

from collections.abc import Iterator

from rso_core.domain.decision import ConditionFulfilled, DecisionRevoked, DecisionSuperseded, DecisionTaken
from rso_core.domain.names import NameIndex
from rso_core.domain.values import DecisionKind
from rso_core.domain.voting import Choice, DecisionOutcome
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, listed, on_ground, quoted, said, told
from rso_core.narrative.sentences import narrates

TAKEN = {
    (DecisionKind.CONSULT, DecisionOutcome.HEARD): "{body} werd geconsulteerd over {title}",
    (DecisionKind.ADVISE, DecisionOutcome.ADOPTED): "{body} bracht advies uit: {title}",
    (DecisionKind.ADVISE, DecisionOutcome.REJECTED): "{body} nam het voorgestelde advies {title} niet over",
    (DecisionKind.AGREE, DecisionOutcome.ADOPTED): "{body} stemde in met {title}",
    (DecisionKind.AGREE, DecisionOutcome.REJECTED): "{body} stemde niet in met {title}",
    (DecisionKind.DECIDE, DecisionOutcome.ADOPTED): "{body} nam het besluit {title}",
    (DecisionKind.DECIDE, DecisionOutcome.REJECTED): "{body} verwierp het voorstel {title}",
}
VOTED = {Choice.FOR: ("voor", "stemde", "stemden"), Choice.AGAINST: ("tegen", "stemde", "stemden")} | {
    Choice.ABSTAIN: ("van stemming", "onthield zich", "onthielden zich")
}


@narrates(DecisionTaken)
def taken(event: DecisionTaken, names: NameIndex) -> str:
    """A decision."""
    what = TAKEN.get((event.kind, event.outcome), "{body} nam het besluit {title}")
    due = f", te vervullen uiterlijk op {in_words(event.condition_due)}" if event.condition_due else ""
    over = [names.project(project) for project in event.over_limit]
    return told(
        what.format(body=names.body(event.body), title=quoted(event.title)) + _where(event, names),
        said("de tekst luidt", event.text),
        f"voorwaarde: {quoted(event.condition)}{due}" if event.condition else "",
        *_votes(event, names),
        *_absent(event, names),
        f"dit bouwt voort op {listed(map(names.decision, event.follows))}" if event.follows else "",
        f"boven het maximum {'mag' if len(over) == 1 else 'mogen'} daarmee lopen: {listed(over)}" if over else "",
        "dit is vertrouwelijk" if event.confidential else "",
    )


def _where(event: DecisionTaken, names: NameIndex) -> str:
    if event.meeting is None:
        asked = f" vanaf {in_words(event.asked_on)}" if event.asked_on else ""
        return f", in een schriftelijke ronde{asked}" + (", met algemene stemmen" if event.unanimous else "")
    title = names.get("item", event.meeting, event.item) if event.item else None
    item = f", bij agendapunt {quoted(title)}" if title else ""
    return f", in {names.meeting(event.meeting)}{item}" + (", met algemene stemmen" if event.unanimous else "")


def _votes(event: DecisionTaken, names: NameIndex) -> Iterator[str]:
    for choice, (how, one, many) in VOTED.items():
        parties = [vote.party for vote in event.votes if vote.choice is choice]
        if parties:
            count = "één partij" if len(parties) == 1 else f"{len(parties)} partijen"
            yield f"{count} {one if len(parties) == 1 else many} {how}: {names.parties(parties)}"
    for vote in event.votes:
        if vote.statement.strip():
            yield (
                f"{names.person(vote.person)} verklaarde daarbij namens {names.party(vote.party)}: "
                f"{quoted(vote.statement)}"
            )


def _absent(event: DecisionTaken, names: NameIndex) -> Iterator[str]:
    if event.absent:
        one = len(event.absent) == 1
        verb = ("antwoordde niet" if one else "antwoordden niet") if event.meeting is None else ""
        verb = verb or ("was niet aanwezig" if one else "waren niet aanwezig")
        yield f"{names.parties(event.absent)} {verb}"


@narrates(ConditionFulfilled)
def condition_fulfilled(event: ConditionFulfilled, names: NameIndex) -> str:
    """A condition is fulfilled."""
    return told(f"de voorwaarde bij {names.decision(event.decision)} werd vervuld{on_ground(event.ground)}")


@narrates(DecisionSuperseded)
def superseded(event: DecisionSuperseded, names: NameIndex) -> str:
    """A later decision took its place."""
    return told(f"{names.decision(event.decision)} werd vervangen door {names.decision(event.by)}")


@narrates(DecisionRevoked)
def revoked(event: DecisionRevoked, names: NameIndex) -> str:
    """A later decision took it back."""
    return told(
        f"{names.decision(event.decision)} werd ingetrokken, met {names.decision(event.by)}", because(event.reason)
    )
