"""Parties: the governments of the cooperation, who may act for them, and what they chose about the shared platform."""

from rso_core.domain.party.state import Party as Party
from rso_core.domain.party.state import Scope as Scope
from rso_core.domain.party.state import require_representation as require_representation
