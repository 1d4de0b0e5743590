"""The docket of a body: its open matters, so that nothing gets lost when the body closes or goes up into another (S3, S8).

A matter (action item, signal, project) has a stream of its own. The docket holds what must hold together over all of
them: which matters of a body are open, and how many places of its portfolio are taken.
"""

from enum import StrEnum
from typing import Annotated

import attrs

from rso_core.domain.body.state import Body
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, KindInValue
from rso_core.domain.refusal import Rule
from rso_core.dutch.sentences import in_sentences

DOCKET_NOTHING_LOST = Rule(
    id="docket.nothing_lost",
    source="S3",
    en="A body is closed when it has no open matters; a body that goes up into another takes them along.",
    nl="Een overleg wordt opgeheven als er niets meer openstaat; wat opgaat in een ander neemt zijn open zaken mee.",
    remedy_en="Finish or move the open matters first, or merge the body into another.",
    remedy_nl="Rond de open zaken eerst af, of laat het overleg opgaan in een ander.",
)


BOOKKEEPING = "docket:"
"""How streams of dockets start: what stands in them follows from what is told of the matters themselves."""


class MatterKind(StrEnum):
    """What kind of matter is open; a place is what a running project takes of the body's portfolio."""

    ACTION = "action"
    SIGNAL = "signal"
    PROJECT = "project"
    PLACE = "place"


STANDS_FOR = tuple((kind.value, "project" if kind is MatterKind.PLACE else kind.value) for kind in MatterKind)
"""The kinds of matter, each with the kind of thing that it is."""
MatterInWords = Annotated[str, KindInValue(STANDS_FOR)]
"""A matter as a text, kind and identifier with a space between; or a matter that somebody added in words."""


@attrs.frozen(kw_only=True)
class Matter:
    """An open matter, by its kind and identifier."""

    kind: MatterKind
    id: Annotated[str, KindInValue(STANDS_FOR, beside="kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@concept("docket", as_recorded=True)
@attrs.frozen(kw_only=True)
class Docket:
    """The open matters of one body, in the order in which they came."""

    body: BodyId
    open: tuple[Matter, ...] = ()

    def of_kind(self, kind: MatterKind) -> tuple[str, ...]:
        """Identifiers of the open matters of a kind."""
        return tuple(matter.id for matter in self.open if matter.kind is kind)


@event("docket.matter_opened")
class MatterOpened(Event):
    """A matter of the body is open."""

    body: BodyId = subject("docket")
    matter: Matter

    def apply(self, state: Docket | None) -> Docket:
        """One open matter more."""
        docket = state or Docket(body=self.body)
        return attrs.evolve(docket, open=(*docket.open, self.matter))

    def sentence(self, names: NameIndex) -> str:
        """What is open, and where."""
        matter = names.matter(self.matter.kind, self.matter.id)
        return in_sentences(
            f"bij {names.within(None).body(self.body)} kwam op de lijst van openstaande zaken: {matter}"
        )


@event("docket.matter_closed")
class MatterClosed(Event):
    """A matter of the body is no longer open here: it was finished, or another body took it over."""

    body: BodyId = subject("docket")
    matter: Matter

    def apply(self, state: Docket | None) -> Docket:
        """One open matter less."""
        docket = state or Docket(body=self.body)
        # By its identifier first: asking each open matter whether it is this one takes a tenth of a long import.
        open_ = [each for each in docket.open if each.id != self.matter.id or each != self.matter]
        return attrs.evolve(docket, open=tuple(open_))

    def sentence(self, names: NameIndex) -> str:
        """What is no longer open, and where."""
        matter = names.matter(self.matter.kind, self.matter.id)
        return in_sentences(
            f"bij {names.within(None).body(self.body)} ging van de lijst van openstaande zaken: {matter}"
        )


@event("docket.matters_taken_over")
class MattersTakenOver(Event):
    """The body took open matters over from another that went up into it."""

    body: BodyId = subject("docket")
    from_body: BodyId
    matters: tuple[Matter, ...]

    def apply(self, state: Docket | None) -> Docket:
        """The open matters of both."""
        docket = state or Docket(body=self.body)
        return attrs.evolve(docket, open=(*docket.open, *self.matters))

    def sentence(self, names: NameIndex) -> str:
        """What came along, and from which body."""
        matters = names.matters((matter.kind, matter.id) for matter in self.matters)
        return in_sentences(
            f"{names.within(None).body(self.body)} nam over van {names.body(self.from_body)}: "
            f"{matters or 'geen openstaande zaken'}"
        )


def require_keeper(body: Body) -> None:
    """Refuse a new matter of a body that has been closed and went up into no other: nobody would follow it.

    Raises:
        Refused: DOCKET_NOTHING_LOST.
    """
    if body.closed_on is not None and body.merged_into is None:
        raise DOCKET_NOTHING_LOST.refused(body=body.id, closed_on=body.closed_on)


def require_nothing_open(docket: Docket | None, body: str) -> None:
    """Refuse to close a body whose matters would be left to nobody.

    Raises:
        Refused: DOCKET_NOTHING_LOST, with the open matters.
    """
    if docket is not None and docket.open:
        raise DOCKET_NOTHING_LOST.refused(body=body, open_matters=docket.open)
