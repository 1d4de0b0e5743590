"""What was done about what is derived from the record: that it was made anew, and that it went out unproven (S14).

These events say what was touched by kind and by number, and hold nothing of what somebody had put there: what stands in the
record stands there for good.
"""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event
from rso_core.domain.names import NameIndex
from rso_core.dutch.sentences import because, in_sentences

RECORD_UPKEEP_STREAM = "record-upkeep:record"


@concept("record-upkeep")
@attrs.frozen(kw_only=True)
class RecordUpkeep:
    """How often something was done.

    Attributes:
        repairs: times that something derived was made anew.
        unproven: times that something went out although it was not what follows from the record.
    """

    repairs: int = 0
    unproven: int = 0


@event("record.derived_repaired", stream=RECORD_UPKEEP_STREAM)
class DerivedRepaired(Event):
    """What is derived from the record was not what follows from it, and was made anew.

    Attributes:
        repaired: what, a line each (Dutch).
        reason: why it was done.
    """

    repaired: tuple[str, ...]
    reason: str

    def apply(self, state: RecordUpkeep | None) -> RecordUpkeep:
        """One more."""
        upkeep = state or RecordUpkeep()
        return attrs.evolve(upkeep, repairs=upkeep.repairs + 1)

    def sentence(self, _: NameIndex) -> str:
        """What was made anew, and why."""
        what = "; ".join(self.repaired)
        return in_sentences(f"wat uit het dossier is afgeleid is opnieuw gemaakt: {what}", because(self.reason))


@act("repair-derived", source="S14", by_hand=False, known_ahead=True)
class RepairDerived(Act):
    """Note that what is derived was made anew. Use 'rso repair'."""

    repaired: tuple[str, ...] = field("what was made anew")
    reason: Text = field("why")
    on: date = effective("day on which it was done")

    def decide(self) -> DerivedRepaired:
        """What was found decides."""
        return DerivedRepaired(repaired=self.repaired, reason=self.reason)


@event("record.published_unproven", stream=RECORD_UPKEEP_STREAM)
class PublishedUnproven(Event):
    """Something went out although it was not shown to follow from the record.

    Attributes:
        published: what went out, and where to (Dutch).
        reason: why all the same.
    """

    published: str
    reason: str

    def apply(self, state: RecordUpkeep | None) -> RecordUpkeep:
        """One more."""
        upkeep = state or RecordUpkeep()
        return attrs.evolve(upkeep, unproven=upkeep.unproven + 1)

    def sentence(self, _: NameIndex) -> str:
        """What went out, and why."""
        return in_sentences(
            f"naar buiten gebracht is {self.published}, hoewel dat niet volgt uit het dossier", because(self.reason)
        )


@act("publish-unproven", source="S14", by_hand=False, known_ahead=True)
class PublishUnproven(Act):
    """Note that something goes out although it does not follow from the record. Use the option --unproven of what publishes."""

    published: Text = field("what goes out, and where to")
    reason: Text = field("why all the same")
    on: date = effective("day on which it goes out")

    def decide(self) -> PublishedUnproven:
        """It is said, and not judged."""
        return PublishedUnproven(published=self.published, reason=self.reason)
