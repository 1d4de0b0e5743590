"""The registers that the site is made of, each with the class of its rows, so that a column that is renamed is a type error.

The classes belong to the plugins that bring the registers and are imported for type checkers only: the adapter needs
none of them to run. Another plugin, or another version, may bring a register under the same name, with rows that are
plain mappings. A column that such a register lacks is an error where it is read, except what is named here with what
it then says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import attrs

from rso_core.projection import IncompleteRegisterError, Register
from rso_core.projection.register_row import RegisterRow, typed_rows
from rso_pleio.model import Registers, Row

if TYPE_CHECKING:
    from rso_actions.register import ActionRow
    from rso_bodies.register import BodyRow
    from rso_bodies.seats import SeatRow
    from rso_calendar.agenda import AgendaItemRow
    from rso_calendar.register import MeetingRow
    from rso_covenants.register import CovenantStepRow
    from rso_cycle.register import MomentRow
    from rso_decisions.register import DecisionRow
    from rso_evaluations.cycle import EvaluationCycleRow
    from rso_evaluations.register import RecommendationRow
    from rso_order.register import PlaceRow
    from rso_parties.register import PartyRow
    from rso_pleio.people import AddressRow
    from rso_portfolio.milestones import MilestoneRow
    from rso_portfolio.register import ProjectRow
    from rso_progress.register import ProgressRow
    from rso_resources.register import EffortRow
    from rso_roles.register import RoleRow
    from rso_signals.register import SignalRow
    from rso_signatures.register import SignatureRow

R_co = TypeVar("R_co", covariant=True)


@attrs.frozen
class RegisterOf(Generic[R_co]):
    """A register by its name, read as rows of a class.

    Attributes:
        name: of the register.
        absent: columns that a register of another plugin may lack, with what they then say.
    """

    name: str
    absent: Mapping[str, Any] = attrs.field(factory=dict)

    def rows(self, registers: Registers) -> tuple[R_co, ...]:
        """Its rows as of the day that the site should show.

        Raises:
            UnknownReadModelError: no plugin brings it.
        """
        return self.of(registers(self.name))

    def earlier(self, registers: Registers, on: date) -> tuple[R_co, ...]:
        """Its rows as they stood on an earlier day.

        Raises:
            UnknownReadModelError: no plugin brings it.
        """
        return self.of(registers.earlier(self.name, on))

    def row(self, row: Row) -> R_co:
        """One row that somebody gives."""
        (typed,) = self.of(Register(title=self.name, columns=(), rows=(row,)))
        return typed

    def of(self, register: Register) -> tuple[R_co, ...]:
        """The rows of the register as somebody has it.

        Raises:
            IncompleteRegisterError: not all of its rows can be told. What a page or a group rests on is whole, or the page
                stays as it is: one that lacks a row would look as if that had gone.
        """
        if register.untold:
            raise IncompleteRegisterError(self.name, register.untold)
        return cast("tuple[R_co, ...]", typed_rows(RegisterRow, register, self.absent))


_UNNAMED_PARTY = {"party_name": ""}
ACTIONS: RegisterOf[ActionRow] = RegisterOf("actions")
AGENDA: RegisterOf[AgendaItemRow] = RegisterOf("agenda")
BODIES: RegisterOf[BodyRow] = RegisterOf(
    "bodies",
    {
        "confidential": False,
        "former_names": "",
        "member_ids": "",
        "overview_first": False,
        "portfolio_limit": None,
        "signal_answer_days": None,
        "votes_shown": "counts",
    },
)
CALENDAR: RegisterOf[MeetingRow] = RegisterOf("calendar")
COVENANTS: RegisterOf[CovenantStepRow] = RegisterOf("covenants")
CYCLE: RegisterOf[MomentRow] = RegisterOf("cycle")
DECISIONS: RegisterOf[DecisionRow] = RegisterOf("decisions", {"item": None})
EVALUATION_CYCLE: RegisterOf[EvaluationCycleRow] = RegisterOf("evaluation_cycle")
EVALUATIONS: RegisterOf[RecommendationRow] = RegisterOf("evaluations")
MILESTONES: RegisterOf[MilestoneRow] = RegisterOf("milestones")
ORDER: RegisterOf[PlaceRow] = RegisterOf("order")
PARTIES: RegisterOf[PartyRow] = RegisterOf("parties", {"name": "", "platform_choice": "none"})
PEOPLE: RegisterOf[AddressRow] = RegisterOf("pleio_people")
PORTFOLIO: RegisterOf[ProjectRow] = RegisterOf("portfolio")
PROGRESS: RegisterOf[ProgressRow] = RegisterOf("progress")
RESOURCES: RegisterOf[EffortRow] = RegisterOf("resources")
ROLES: RegisterOf[RoleRow] = RegisterOf("roles", _UNNAMED_PARTY)
SEATS: RegisterOf[SeatRow] = RegisterOf("seats", _UNNAMED_PARTY)
SIGNALS: RegisterOf[SignalRow] = RegisterOf("signals")
SIGNATURES: RegisterOf[SignatureRow] = RegisterOf("signatures", _UNNAMED_PARTY)
