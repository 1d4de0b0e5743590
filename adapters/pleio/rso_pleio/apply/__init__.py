"""Applying a plan to a site."""

from rso_pleio.apply.outcome import ApplyReport
from rso_pleio.apply.running import Accounts, Documents, Means, apply_plan
from rso_pleio.apply.sending import Progress

__all__ = ["Accounts", "ApplyReport", "Documents", "Means", "Progress", "apply_plan"]
