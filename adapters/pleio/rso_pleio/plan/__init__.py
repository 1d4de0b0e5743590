"""The plan: how what the site shows differs from what it should show, and what may be done about it."""

from rso_pleio.plan.making import KINDS_OF_POLICY, Choices, make_plan
from rso_pleio.plan.steps import DONE, Difference, Hold, Plan, Policy, Sending, Step

__all__ = ["DONE", "KINDS_OF_POLICY", "Choices", "Difference", "Hold", "Plan", "Policy", "Sending", "Step", "make_plan"]
