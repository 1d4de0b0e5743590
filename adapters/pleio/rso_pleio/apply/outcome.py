"""What came of carrying out a plan."""

from collections import Counter

import attrs

from rso_pleio.plan.steps import Step
from rso_pleio.telemetry import REFUSED, STEPS


@attrs.define
class ApplyReport:
    """What was done.

    Attributes:
        done: number of steps carried out, by kind.
        refused: steps that the site refused, with its reason.
        moved: steps left out because a person changed the item while the plan was carried out.
    """

    done: Counter[str] = attrs.field(factory=Counter)
    refused: list[tuple[Step, str]] = attrs.field(factory=list)
    moved: list[Step] = attrs.field(factory=list)

    def succeeded(self, step: Step) -> None:
        """Count a step that is carried out."""
        self.done[step.kind] += 1
        STEPS.add(1, {"kind": step.kind, "what": step.what})

    def failed(self, step: Step, reason: str) -> None:
        """Note a step that the site refused."""
        self.refused.append((step, reason))
        REFUSED.add(1, {"kind": step.kind, "what": step.what})
