# Made by `make faces`; what stands in the domain decides what stands here.
from rso_core.catalogue import (
    act_classes,
    acts_by_hand,
)
from rso_core.domain.act import (
    Act,
    Needed,
    field_help,
    replace,
    said,
)
from rso_core.domain.action.course import (
    AgreeAction,
    DropAction,
    FinishAction,
    HandOnAction,
    PutOffAction,
    StartAction,
)
from rso_core.domain.action.state import (
    Action,
    ActionState,
)
from rso_core.domain.body.closing import (
    CloseBody,
    MergeBody,
)
from rso_core.domain.body.members import (
    JoinBody,
    LeaveBody,
)
from rso_core.domain.body.profile import (
    DecisionRule,
    Profile,
    ProfileChange,
)
from rso_core.domain.body.seats import (
    LeaveSeat,
    TakeSeat,
)
from rso_core.domain.body.setting_up import (
    RenameBody,
    RepositionBody,
    RescopeBody,
    SetUpBody,
)
from rso_core.domain.body.state import (
    Body,
    Seat,
)
from rso_core.domain.body.themes import (
    SetBodyThemes,
)
from rso_core.domain.certificate import (
    RecordCertificate,
)
from rso_core.domain.checked_types import (
    Called,
    Check,
)
from rso_core.domain.covenant.amending import (
    AmendCovenant,
    ProposeAmendment,
)
from rso_core.domain.covenant.certified import (
    DayFrom,
)
from rso_core.domain.covenant.commitments import (
    CollegeDecision,
    Commit,
    RefuseSigning,
)
from rso_core.domain.covenant.consultation import (
    AnswerConsultation,
    CloseConsultation,
    OpenConsultation,
)
from rso_core.domain.covenant.drafting import (
    AdoptCovenant,
    DraftCovenant,
    DraftVersion,
)
from rso_core.domain.covenant.inheritance import (
    InheritMatter,
    SettleMatter,
)
from rso_core.domain.covenant.life import (
    EndCovenant,
    EnterIntoForce,
    OpenSigning,
)
from rso_core.domain.covenant.parties import (
    Accede,
    WithdrawParty,
)
from rso_core.domain.covenant.signatures import (
    LiftReservation,
    WithdrawSignature,
)
from rso_core.domain.covenant.signing import (
    Medium,
    Sign,
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
    MoveMoment,
    Needs,
    ServeMoment,
    SetMoment,
)
from rso_core.domain.decision.conditions import (
    FulfilCondition,
)
from rso_core.domain.decision.revoking import (
    RevokeDecision,
)
from rso_core.domain.decision.state import (
    Decision,
    DecisionOutcome,
    Standing,
)
from rso_core.domain.decision.taking import (
    Decide,
    DecideInWriting,
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
    MatterKind,
)
from rso_core.domain.effort.agreement import (
    AgreeEffort,
    ChangeEffort,
)
from rso_core.domain.effort.commitments import (
    CommitEffort,
    EffortGround,
    TakeBackEffort,
)
from rso_core.domain.effort.state import (
    Effort,
    Unit,
)
from rso_core.domain.evaluation.course import (
    CloseEvaluation,
    GiveInput,
    InputKind,
    OpenEvaluation,
    Recommend,
    RecordFinding,
)
from rso_core.domain.evaluation.recommendations import (
    FinishRecommendation,
    Respond,
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
    AcceptHandover,
    AnnounceHandover,
    CallOffHandover,
    HandOverMatter,
    StartHandover,
)
from rso_core.domain.handover.state import (
    Handover,
    HandoverStage,
)
from rso_core.domain.meeting.agenda import (
    AddAgendaItem,
    RemoveAgendaItem,
)
from rso_core.domain.meeting.holding import (
    HoldMeeting,
)
from rso_core.domain.meeting.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DrawUpMinutes,
)
from rso_core.domain.meeting.planning import (
    CancelMeeting,
    MoveMeeting,
    PlanMeeting,
    SkipMeeting,
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
    ChoosePlatform,
    PlatformChoice,
    RegisterParty,
)
from rso_core.domain.party.mandates import (
    GrantMandate,
    PersonLeaves,
    WithdrawMandate,
)
from rso_core.domain.party.state import (
    Mandate,
    Party,
    Scope,
)
from rso_core.domain.person import (
    CorrectPerson,
    ErasePerson,
    Person,
    RegisterPerson,
)
from rso_core.domain.prerequisites import (
    Parameter,
    Prerequisites,
)
from rso_core.domain.project.course import (
    FinishProject,
    PauseProject,
    ProposeProject,
    StartProject,
    StopProject,
)
from rso_core.domain.project.particulars import (
    ChangeOwner,
    ReachMilestone,
    SetMilestone,
    SetProjectThemes,
)
from rso_core.domain.project.state import (
    Project,
    ProjectKind,
    ProjectState,
)
from rso_core.domain.record_key import (
    DismissWitness,
    IntroduceRecordKey,
    RecogniseWitness,
    RecordKeys,
)
from rso_core.domain.record_upkeep import (
    PublishUnproven,
    RecordUpkeep,
    RepairDerived,
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
    SetRetention,
)
from rso_core.domain.rhythm import (
    Rhythm,
)
from rso_core.domain.role.assigning import (
    AssignRole,
    EndAssignment,
    NameDeputy,
)
from rso_core.domain.role.establishing import (
    EstablishRole,
)
from rso_core.domain.role.state import (
    Assignment,
    Role,
)
from rso_core.domain.signal.answering import (
    AnswerSignal,
    EscalateSignal,
    RankSignals,
)
from rso_core.domain.signal.raising import (
    BundleSignal,
    RaiseSignal,
    SupportSignal,
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
    NameTheme,
    RetireTheme,
    Theme,
)
from rso_core.domain.values import (
    DecisionKind,
    Level,
    PartyKind,
    Period,
    Rank,
    VotesShown,
)

__all__ = [
    "Accede",
    "AcceptHandover",
    "Act",
    "Action",
    "ActionState",
    "AddAgendaItem",
    "AdoptCovenant",
    "AgendaItem",
    "AgreeAction",
    "AgreeEffort",
    "AmendCovenant",
    "Amendment",
    "AnnounceHandover",
    "Answer",
    "AnswerConsultation",
    "AnswerSignal",
    "ApproveMinutes",
    "AssignRole",
    "Assignment",
    "Attendee",
    "Body",
    "BundleSignal",
    "CallOffHandover",
    "Called",
    "CancelMeeting",
    "ChangeEffort",
    "ChangeOwner",
    "Check",
    "Choice",
    "ChoosePlatform",
    "CloseBody",
    "CloseConsultation",
    "CloseEvaluation",
    "CollegeDecision",
    "Commit",
    "CommitEffort",
    "Consultation",
    "CorrectMinutes",
    "CorrectPerson",
    "Covenant",
    "Cycle",
    "DayFrom",
    "Decide",
    "DecideInWriting",
    "Decision",
    "DecisionKind",
    "DecisionOutcome",
    "DecisionRule",
    "Declared",
    "DismissWitness",
    "Docket",
    "DraftCovenant",
    "DraftVersion",
    "DrawUpMinutes",
    "DropAction",
    "Effective",
    "Effort",
    "EffortGround",
    "EmptyIsNone",
    "EndAssignment",
    "EndCovenant",
    "EnterIntoForce",
    "ErasePerson",
    "EscalateSignal",
    "EstablishRole",
    "Evaluation",
    "Event",
    "FieldName",
    "FieldType",
    "FinishAction",
    "FinishProject",
    "FinishRecommendation",
    "FulfilCondition",
    "GiveInput",
    "GrantMandate",
    "Ground",
    "GroundKind",
    "HandOnAction",
    "HandOverMatter",
    "Handover",
    "HandoverStage",
    "HoldMeeting",
    "InheritMatter",
    "InputKind",
    "IntroduceRecordKey",
    "ItemKind",
    "JoinBody",
    "KindInValue",
    "LeaveBody",
    "LeaveSeat",
    "Level",
    "LiftReservation",
    "Located",
    "Mandate",
    "Matter",
    "MatterKind",
    "Medium",
    "Meeting",
    "MeetingState",
    "MergeBody",
    "Minutes",
    "Moment",
    "MoveMeeting",
    "MoveMoment",
    "NameDeputy",
    "NameIndex",
    "NameTheme",
    "Needed",
    "Needs",
    "NotChecked",
    "NumberRange",
    "OpenConsultation",
    "OpenEvaluation",
    "OpenSigning",
    "Parameter",
    "Party",
    "PartyKind",
    "PauseProject",
    "Period",
    "Person",
    "PersonLeaves",
    "PlanMeeting",
    "PlatformChoice",
    "Prerequisites",
    "Profile",
    "ProfileChange",
    "Project",
    "ProjectKind",
    "ProjectState",
    "ProposeAmendment",
    "ProposeProject",
    "PublishUnproven",
    "PutOffAction",
    "RaiseSignal",
    "Rank",
    "RankSignals",
    "ReachMilestone",
    "RecogniseWitness",
    "Recommend",
    "Recommendation",
    "RecordCertificate",
    "RecordFinding",
    "RecordKeys",
    "RecordUpkeep",
    "Reference",
    "RefuseSigning",
    "Refused",
    "RegisterParty",
    "RegisterPerson",
    "RemoveAgendaItem",
    "RenameBody",
    "RepairDerived",
    "RepositionBody",
    "RescopeBody",
    "Respond",
    "Response",
    "Retention",
    "RetireTheme",
    "RevokeDecision",
    "Rhythm",
    "Role",
    "Rule",
    "Scope",
    "Seat",
    "ServeMoment",
    "SetBodyThemes",
    "SetMilestone",
    "SetMoment",
    "SetProjectThemes",
    "SetRetention",
    "SetUpBody",
    "SettleMatter",
    "Sign",
    "Signal",
    "SignalKind",
    "SignalState",
    "Signature",
    "SkipMeeting",
    "Stage",
    "Standing",
    "StartAction",
    "StartHandover",
    "StartProject",
    "StopProject",
    "SupportSignal",
    "TakeBackEffort",
    "TakeSeat",
    "TextKind",
    "Theme",
    "Unit",
    "Version",
    "Vote",
    "VotesShown",
    "WithdrawMandate",
    "WithdrawParty",
    "WithdrawSignature",
    "act_classes",
    "acts_by_hand",
    "field_help",
    "replace",
    "said",
]
