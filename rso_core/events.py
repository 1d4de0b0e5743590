"""Every governance event that plugins can handle, with the values they hold: the public names of the domain."""

from rso_core.domain.body import BodyClosed, BodyRepositioned, BodyRescoped, BodySetUp, Profile
from rso_core.domain.covenant import (
    CommitmentGiven,
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
    CovenantSigned,
    Ground,
    GroundKind,
)
from rso_core.domain.decision import Choice, DecisionOutcome, DecisionTaken, Vote
from rso_core.domain.event import Event, event_classes
from rso_core.domain.meeting import Attendee, MeetingCancelled, MeetingHeld, MeetingPlanned
from rso_core.domain.party import MandateGranted, MandateWithdrawn, PartyRegistered, Scope
from rso_core.domain.person import PersonCorrected, PersonRegistered
from rso_core.domain.role import RoleAssigned, RoleAssignmentEnded, RoleEstablished
from rso_core.domain.values import DecisionKind, Level, PartyKind
from rso_core.store.recorded import Meta, Recorded

__all__ = [
    "Attendee",
    "BodyClosed",
    "BodyRepositioned",
    "BodyRescoped",
    "BodySetUp",
    "Choice",
    "CommitmentGiven",
    "CovenantDrafted",
    "CovenantEnded",
    "CovenantEnteredIntoForce",
    "CovenantOpenedForSigning",
    "CovenantSigned",
    "DecisionKind",
    "DecisionOutcome",
    "DecisionTaken",
    "Event",
    "Ground",
    "GroundKind",
    "Level",
    "MandateGranted",
    "MandateWithdrawn",
    "MeetingCancelled",
    "MeetingHeld",
    "MeetingPlanned",
    "Meta",
    "PartyKind",
    "PartyRegistered",
    "PersonCorrected",
    "PersonRegistered",
    "Profile",
    "Recorded",
    "RoleAssigned",
    "RoleAssignmentEnded",
    "RoleEstablished",
    "Scope",
    "Vote",
    "event_classes",
]
