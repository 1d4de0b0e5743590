"""The plan: how what the site shows differs from what it should show, and what may be done about it."""

from rso_pleio.old_names import forward
from rso_pleio.plan.making import KINDS_OF_POLICY, Choices, make_plan
from rso_pleio.plan.steps import DONE, Difference, Plan, Policy, SafetyBlock, Sending, Step

__all__ = [
    "DONE",
    "KINDS_OF_POLICY",
    "Choices",
    "Difference",
    "Plan",
    "Policy",
    "SafetyBlock",
    "Sending",
    "Step",
    "make_plan",
]
__getattr__ = forward("rso_pleio.plan", "rso_pleio.plan", {"Hold": "SafetyBlock"})
