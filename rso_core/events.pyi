# Made by `make faces`; what stands in the domain decides what stands here.
from rso_core.catalogue import (
    event_classes,
)
from rso_core.domain.act import (
    Act,
    Needed,
)
from rso_core.domain.action.course import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionHandedOn,
    ActionMovedAlong,
    ActionPutOff,
    ActionStarted,
)
from rso_core.domain.action.state import (
    Action,
    ActionState,
)
from rso_core.domain.body.closing import (
    BodyClosed,
    BodyMergedIn,
)
from rso_core.domain.body.profile import (
    DecisionRule,
    Profile,
    ProfileChange,
)
from rso_core.domain.body.seats import (
    SeatLeft,
    SeatTaken,
)
from rso_core.domain.body.setting_up import (
    BodyRenamed,
    BodyRepositioned,
    BodyRescoped,
    BodySetUp,
)
from rso_core.domain.body.state import (
    Body,
    Seat,
)
from rso_core.domain.body.themes import (
    BodyThemesSet,
)
from rso_core.domain.certificate import (
    CertificateRecorded,
)
from rso_core.domain.checked_types import (
    Called,
    Check,
)
from rso_core.domain.correction import (
    EventsWithdrawn,
)
from rso_core.domain.covenant.amending import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
)
from rso_core.domain.covenant.certified import (
    DayFrom,
)
from rso_core.domain.covenant.commitments import (
    CollegeDecided,
    CommitmentGiven,
    SigningRefused,
)
from rso_core.domain.covenant.consultation import (
    ConsultationAnswered,
    ConsultationClosed,
    ConsultationOpened,
)
from rso_core.domain.covenant.drafting import (
    CovenantAdopted,
    CovenantDrafted,
    VersionDrafted,
)
from rso_core.domain.covenant.inheritance import (
    InheritedMatterSettled,
    MatterInherited,
)
from rso_core.domain.covenant.life import (
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
)
from rso_core.domain.covenant.parties import (
    PartyAcceded,
    PartyWithdrew,
)
from rso_core.domain.covenant.signatures import (
    ReservationLifted,
    SignatureWithdrawn,
)
from rso_core.domain.covenant.signing import (
    CovenantSigned,
    Medium,
)
from rso_core.domain.covenant.state import (
    Amendment,
    Answer,
    Consultation,
    Covenant,
    Ground,
    GroundKind,
    Signature,
    Stage,
    Version,
)
from rso_core.domain.cycle import (
    Cycle,
    Moment,
    MomentLinked,
    MomentMoved,
    MomentSet,
    Needs,
)
from rso_core.domain.decision.conditions import (
    ConditionFulfilled,
)
from rso_core.domain.decision.revoking import (
    DecisionRevoked,
    DecisionSuperseded,
)
from rso_core.domain.decision.state import (
    Decision,
    DecisionOutcome,
    Standing,
)
from rso_core.domain.decision.taking import (
    DecisionTaken,
)
from rso_core.domain.decision.voting import (
    Choice,
    Vote,
)
from rso_core.domain.declared import (
    Declared,
)
from rso_core.domain.docket import (
    Docket,
    Matter,
    MatterClosed,
    MatterKind,
    MatterOpened,
    MattersTakenOver,
)
from rso_core.domain.effort.agreement import (
    EffortAgreed,
    EffortChanged,
)
from rso_core.domain.effort.commitments import (
    CommitmentTakenBack,
    EffortCommitted,
    EffortGround,
)
from rso_core.domain.effort.state import (
    Effort,
    Unit,
)
from rso_core.domain.evaluation.course import (
    EvaluationClosed,
    EvaluationOpened,
    FindingMade,
    InputGiven,
    InputKind,
    Recommended,
)
from rso_core.domain.evaluation.recommendations import (
    RecommendationDone,
    Responded,
)
from rso_core.domain.evaluation.state import (
    Evaluation,
    Recommendation,
    Response,
)
from rso_core.domain.event import (
    Effective,
    Event,
)
from rso_core.domain.handover.course import (
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    HandoverStarted,
    MatterHandedOver,
)
from rso_core.domain.handover.state import (
    Handover,
    HandoverStage,
)
from rso_core.domain.meeting.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
)
from rso_core.domain.meeting.holding import (
    MeetingHeld,
)
from rso_core.domain.meeting.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrawnUp,
)
from rso_core.domain.meeting.planning import (
    MeetingCancelled,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
)
from rso_core.domain.meeting.state import (
    AgendaItem,
    Attendee,
    ItemKind,
    Meeting,
    MeetingState,
    Minutes,
)
from rso_core.domain.names import (
    Located,
    NameIndex,
)
from rso_core.domain.number_range import (
    NumberRange,
)
from rso_core.domain.party.joining import (
    PartyRegistered,
    PlatformChoice,
    PlatformChosen,
)
from rso_core.domain.party.mandates import (
    MandateGranted,
    MandateWithdrawn,
    PersonLeft,
)
from rso_core.domain.party.state import (
    Mandate,
    Party,
    Scope,
)
from rso_core.domain.person import (
    Person,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
)
from rso_core.domain.prerequisites import (
    Parameter,
    Prerequisites,
)
from rso_core.domain.project.course import (
    ProjectFinished,
    ProjectMovedAlong,
    ProjectPaused,
    ProjectProposed,
    ProjectStarted,
    ProjectStopped,
)
from rso_core.domain.project.particulars import (
    MilestoneReached,
    MilestoneSet,
    OwnerChanged,
    ProjectThemesSet,
)
from rso_core.domain.project.state import (
    Project,
    ProjectKind,
    ProjectState,
)
from rso_core.domain.record_key import (
    RecordKeyIntroduced,
    RecordKeys,
    WitnessDismissed,
    WitnessRecognised,
)
from rso_core.domain.record_upkeep import (
    DerivedRepaired,
    PublishedUnproven,
    RecordUpkeep,
)
from rso_core.domain.references import (
    EmptyIsNone,
    FieldType,
    KindInValue,
    NotChecked,
    Reference,
)
from rso_core.domain.refusal import (
    FieldName,
    Refused,
    Rule,
)
from rso_core.domain.retention import (
    Retention,
    RetentionSet,
)
from rso_core.domain.rhythm import (
    Rhythm,
    dates_in_turn,
    occurrences,
    planned_dates,
    step_aside,
    unserved,
)
from rso_core.domain.role.assigning import (
    DeputyNamed,
    RoleAssigned,
    RoleAssignmentEnded,
)
from rso_core.domain.role.establishing import (
    RoleEstablished,
)
from rso_core.domain.role.state import (
    Assignment,
    Role,
)
from rso_core.domain.signal.answering import (
    SignalAnswered,
    SignalEscalated,
    SignalMovedAlong,
    SignalRanked,
)
from rso_core.domain.signal.raising import (
    BundleGrew,
    SignalBundled,
    SignalRaised,
    SignalSupported,
)
from rso_core.domain.signal.state import (
    Signal,
    SignalKind,
    SignalState,
)
from rso_core.domain.text_rule import (
    TextKind,
)
from rso_core.domain.theme import (
    Theme,
    ThemeNamed,
    ThemeRetired,
)
from rso_core.domain.values import (
    DecisionKind,
    Level,
    PartyKind,
    Period,
    Rank,
    VotesShown,
)
from rso_core.store.recorded import (
    Meta,
    RecordedEvent,
)

__all__ = [
    "Act",
    "Action",
    "ActionAgreed",
    "ActionDone",
    "ActionDropped",
    "ActionHandedOn",
    "ActionMovedAlong",
    "ActionPutOff",
    "ActionStarted",
    "ActionState",
    "AgendaItem",
    "AgendaItemAdded",
    "AgendaItemRemoved",
    "Amendment",
    "AmendmentEnteredIntoForce",
    "AmendmentProposed",
    "Answer",
    "Assignment",
    "Attendee",
    "Body",
    "BodyClosed",
    "BodyMergedIn",
    "BodyRenamed",
    "BodyRepositioned",
    "BodyRescoped",
    "BodySetUp",
    "BodyThemesSet",
    "BundleGrew",
    "Called",
    "CertificateRecorded",
    "Check",
    "Choice",
    "CollegeDecided",
    "CommitmentGiven",
    "CommitmentTakenBack",
    "ConditionFulfilled",
    "Consultation",
    "ConsultationAnswered",
    "ConsultationClosed",
    "ConsultationOpened",
    "Covenant",
    "CovenantAdopted",
    "CovenantDrafted",
    "CovenantEnded",
    "CovenantEnteredIntoForce",
    "CovenantOpenedForSigning",
    "CovenantSigned",
    "Cycle",
    "DayFrom",
    "Decision",
    "DecisionKind",
    "DecisionOutcome",
    "DecisionRevoked",
    "DecisionRule",
    "DecisionSuperseded",
    "DecisionTaken",
    "Declared",
    "DeputyNamed",
    "DerivedRepaired",
    "Docket",
    "Effective",
    "Effort",
    "EffortAgreed",
    "EffortChanged",
    "EffortCommitted",
    "EffortGround",
    "EmptyIsNone",
    "Evaluation",
    "EvaluationClosed",
    "EvaluationOpened",
    "Event",
    "EventsWithdrawn",
    "FieldName",
    "FieldType",
    "FindingMade",
    "Ground",
    "GroundKind",
    "Handover",
    "HandoverAccepted",
    "HandoverAnnounced",
    "HandoverCalledOff",
    "HandoverStage",
    "HandoverStarted",
    "InheritedMatterSettled",
    "InputGiven",
    "InputKind",
    "ItemKind",
    "KindInValue",
    "Level",
    "Located",
    "Mandate",
    "MandateGranted",
    "MandateWithdrawn",
    "Matter",
    "MatterClosed",
    "MatterHandedOver",
    "MatterInherited",
    "MatterKind",
    "MatterOpened",
    "MattersTakenOver",
    "Medium",
    "Meeting",
    "MeetingCancelled",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingPlanned",
    "MeetingSkipped",
    "MeetingState",
    "Meta",
    "MilestoneReached",
    "MilestoneSet",
    "Minutes",
    "MinutesApproved",
    "MinutesCorrected",
    "MinutesDrawnUp",
    "Moment",
    "MomentLinked",
    "MomentMoved",
    "MomentSet",
    "NameIndex",
    "Needed",
    "Needs",
    "NotChecked",
    "NumberRange",
    "OwnerChanged",
    "Parameter",
    "Party",
    "PartyAcceded",
    "PartyKind",
    "PartyRegistered",
    "PartyWithdrew",
    "Period",
    "Person",
    "PersonCorrected",
    "PersonErased",
    "PersonLeft",
    "PersonRegistered",
    "PlatformChoice",
    "PlatformChosen",
    "Prerequisites",
    "Profile",
    "ProfileChange",
    "Project",
    "ProjectFinished",
    "ProjectKind",
    "ProjectMovedAlong",
    "ProjectPaused",
    "ProjectProposed",
    "ProjectStarted",
    "ProjectState",
    "ProjectStopped",
    "ProjectThemesSet",
    "PublishedUnproven",
    "Rank",
    "Recommendation",
    "RecommendationDone",
    "Recommended",
    "RecordKeyIntroduced",
    "RecordKeys",
    "RecordUpkeep",
    "RecordedEvent",
    "Reference",
    "Refused",
    "ReservationLifted",
    "Responded",
    "Response",
    "Retention",
    "RetentionSet",
    "Rhythm",
    "Role",
    "RoleAssigned",
    "RoleAssignmentEnded",
    "RoleEstablished",
    "Rule",
    "Scope",
    "Seat",
    "SeatLeft",
    "SeatTaken",
    "Signal",
    "SignalAnswered",
    "SignalBundled",
    "SignalEscalated",
    "SignalKind",
    "SignalMovedAlong",
    "SignalRaised",
    "SignalRanked",
    "SignalState",
    "SignalSupported",
    "Signature",
    "SignatureWithdrawn",
    "SigningRefused",
    "Stage",
    "Standing",
    "TextKind",
    "Theme",
    "ThemeNamed",
    "ThemeRetired",
    "Unit",
    "Version",
    "VersionDrafted",
    "Vote",
    "VotesShown",
    "WitnessDismissed",
    "WitnessRecognised",
    "dates_in_turn",
    "event_classes",
    "occurrences",
    "planned_dates",
    "step_aside",
    "unserved",
]
