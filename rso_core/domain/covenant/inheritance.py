"""What the predecessor of a covenant leaves behind, until it is settled (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text, Title
from rso_core.domain.covenant.state import Covenant
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import CovenantId, InheritedMatterId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_new_part

COVENANT_INHERITED_ONCE = Rule(
    id="covenant.inherited_once",
    source="S1",
    en="What the predecessor leaves behind is settled once.",
    nl="Wat de voorganger nalaat wordt één keer afgehandeld.",
    remedy_en="Name a matter that was inherited and is not settled.",
    remedy_nl="Noem een zaak die is nagelaten en nog niet is afgehandeld.",
)


@event("covenant.matter_inherited")
class MatterInherited(Event):
    """The predecessor leaves something behind that this covenant has to settle."""

    covenant: CovenantId = subject()
    matter: InheritedMatterId
    title: str
    inherited_on: date
    sentence = "De voorganger van {covenant} laat iets na: {title}"

    def apply(self, state: Covenant) -> Covenant:
        """One matter more to settle."""
        return attrs.evolve(state, inherited={**state.inherited, self.matter: None})


@act("inherit-matter", source="S1", known_ahead=True)
class InheritMatter(Act):
    """Record what the predecessor leaves behind for this covenant to settle."""

    covenant: CovenantId = field("identifier of the covenant")
    matter: InheritedMatterId = field("identifier of the matter, unique within the covenant")
    title: Title = field("what is left behind")
    on: date = effective("day on which it passes over")

    def decide(self, covenant: Covenant) -> MatterInherited:
        """A matter is left behind once."""
        require_new_part(self.matter, covenant.inherited, "matter")
        return MatterInherited(covenant=self.covenant, matter=self.matter, title=self.title, inherited_on=self.on)


@event("covenant.inherited_matter_settled")
class InheritedMatterSettled(Event):
    """What the predecessor left behind is settled."""

    covenant: CovenantId = subject()
    matter: InheritedMatterId
    settled_on: date
    how: str
    sentence = "Wat de voorganger naliet is afgehandeld: {matter}. Hoe: {how}"

    def apply(self, state: Covenant) -> Covenant:
        """The matter is settled."""
        return attrs.evolve(state, inherited={**state.inherited, self.matter: self.settled_on})


@act("settle-matter", source="S1")
class SettleMatter(Act):
    """Record that something the predecessor left behind is settled."""

    covenant: CovenantId = field("identifier of the covenant")
    matter: InheritedMatterId = field("identifier of the matter")
    on: date = effective("day on which it was settled")
    how: Text = field("how it was settled")

    def decide(self, covenant: Covenant) -> InheritedMatterSettled:
        """Only what was left behind is settled, once."""
        settled_on = covenant.inherited.get(self.matter)
        COVENANT_INHERITED_ONCE.unless(
            self.matter in covenant.inherited and settled_on is None,
            covenant=self.covenant,
            matter=self.matter,
            settled_on=settled_on,
        )
        return InheritedMatterSettled(covenant=self.covenant, matter=self.matter, settled_on=self.on, how=self.how)
