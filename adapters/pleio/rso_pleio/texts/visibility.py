"""What the group of a body may show: the one place that decides what stays out because it is confidential.

Texts ask here for anything that they name. What is not known to be open stays out, so that a register that is
missing hides too much rather than too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

import attrs

from rso_core.projection import RegisterError, UnknownReadModelError
from rso_pleio.documents import Part, refer
from rso_pleio.model import Registers
from rso_pleio.rows import (
    ACTIONS,
    AGENDA,
    BODIES,
    CALENDAR,
    DECISIONS,
    PARTIES,
    ROLES,
    SEATS,
    SIGNALS,
    SIGNATURES,
    RegisterOf,
)
from rso_pleio.texts.words import line

if TYPE_CHECKING:
    from rso_actions.register import ActionRow
    from rso_bodies.register import BodyRow
    from rso_calendar.register import MeetingRow
    from rso_decisions.register import DecisionRow
    from rso_signals.register import SignalRow

PATH_STEP = " → "
"""Between the names of bodies in the path of a signal."""


class OfBody(Protocol):
    """A row that is of a body, or of none."""

    @property
    def body(self) -> str | None:
        """Identifier of the body."""


class OfParty(Protocol):
    """A row that names a party."""

    @property
    def party(self) -> str | None:
        """Identifier of the party."""

    @property
    def party_name(self) -> str | None:
        """Its name."""


R = TypeVar("R")
B = TypeVar("B", bound=OfBody)


def is_open(body: BodyRow) -> bool:
    """Whether a body exists on the day and may be shown."""
    return not body.closed and not body.confidential


def in_order(bodies: Iterable[BodyRow]) -> list[BodyRow]:
    """Bodies in their order."""
    return sorted(bodies, key=lambda row: (row.place, row.body))


@attrs.frozen
class VisibleRegisters:
    """The registers, as far as the group of one body may show them.

    Attributes:
        body: the body of the group, a row of the body register.
        registers: as of the day that the site should show.
    """

    body: BodyRow
    registers: Registers

    @property
    def id(self) -> str:
        """The body of the group."""
        return str(self.body.body)

    def rows(self, register: RegisterOf[R]) -> tuple[R, ...]:
        """The rows of a register.

        Raises:
            UnknownReadModelError: no plugin brings it.
        """
        return register.rows(self.registers)

    def known(self, register: RegisterOf[R]) -> tuple[R, ...]:
        """The rows of a register, none where no plugin brings it."""
        try:
            return self.rows(register)
        except UnknownReadModelError:
            return ()

    def own(self, register: RegisterOf[B]) -> list[B]:
        """The rows of a register that are of the body of the group.

        Raises:
            UnknownReadModelError: no plugin brings it.
        """
        return [row for row in self.rows(register) if row.body == self.id]

    @cached_property
    def bodies(self) -> Mapping[str, BodyRow]:
        """Bodies that may be named, those that were closed too, in their order."""
        return {row.body: row for row in self.rows(BODIES) if not row.confidential}

    @property
    def is_first(self) -> bool:
        """Whether this is the first body in the order, whose group shows what concerns the covenant as a whole."""
        return next((row.body for row in in_order(self.bodies.values()) if is_open(row)), None) == self.id

    def body_name(self, body: str | None) -> str:
        """The name of a body; nothing when it may not be named."""
        row = self.bodies.get(body or "")
        return "" if row is None else line(row.name) or line(body)

    @cached_property
    def _decisions(self) -> Mapping[str, DecisionRow]:
        return {row.decision: row for row in self.known(DECISIONS) if self._may_show_decision(row)}

    @cached_property
    def _closed_doors(self) -> frozenset[tuple[str, str]] | None:
        """Confidential items of agendas; None where no plugin brings the agenda."""
        try:
            return frozenset((row.meeting, row.item) for row in self.rows(AGENDA) if row.confidential)
        except UnknownReadModelError:
            return None

    @cached_property
    def _actions(self) -> Mapping[str, ActionRow]:
        return {row.action: row for row in self.known(ACTIONS) if self._may_show_action(row)}

    @cached_property
    def _signals(self) -> Mapping[str, SignalRow]:
        return {row.signal: row for row in self.known(SIGNALS) if row.body in self.bodies}

    @cached_property
    def _meetings(self) -> Mapping[str, MeetingRow]:
        return {row.meeting: row for row in self.known(CALENDAR) if row.body in self.bodies}

    def _may_show_decision(self, row: DecisionRow) -> bool:
        if row.confidential or row.body not in self.bodies:
            return False
        # What is decided under a confidential item is confidential, however it was recorded itself.
        if not row.item:
            return True
        return self._closed_doors is not None and (row.meeting, row.item) not in self._closed_doors

    def _may_show_action(self, row: ActionRow) -> bool:
        carries_out_what_is_open = not row.decision or row.decision in self._decisions
        return row.body in self.bodies and carries_out_what_is_open

    def decision(self, decision: str | None) -> DecisionRow | None:
        """A decision that may be shown."""
        return self._decisions.get(decision or "")

    def action(self, action: str | None) -> ActionRow | None:
        """An action item that may be shown: not one that carries out what is confidential."""
        return self._actions.get(action or "")

    def signal(self, signal: str | None) -> SignalRow | None:
        """A signal that may be shown."""
        return self._signals.get(signal or "")

    def meeting(self, meeting: str | None) -> MeetingRow | None:
        """A meeting that may be named."""
        return self._meetings.get(meeting or "")

    @cached_property
    def parties(self) -> Mapping[str, str]:
        """Names of parties, as far as a register tells them."""
        naming: tuple[RegisterOf[OfParty], ...] = (SIGNATURES, SEATS, ROLES)
        found: list[tuple[str | None, str | None]] = [(row.party, row.name) for row in self.known(PARTIES)]
        for register in naming:
            # Where one of them cannot be told, the others name the same parties.
            with suppress(RegisterError):
                found += [(row.party, row.party_name) for row in self.known(register)]
        names: dict[str, str] = {}
        for party, name in found:
            if party and line(name):
                names.setdefault(party, line(name))
        return names

    def party(self, party: str | None) -> str:
        """The name of a party, or how the record calls it; nothing for no party."""
        return self.parties.get(party or "", line(party))

    def link(self, text: str, key: str, body: str | None) -> Part:
        """A text as a link to an item, where that stands in this group; members of others may not open it."""
        return refer(text, key) if body == self.id else text

    def decision_link(self, row: DecisionRow) -> list[Part]:
        """A decision by its title: a link where it stands in this group, else with the body that took it."""
        return self._named(row, "decision", row.decision)

    def action_link(self, row: ActionRow) -> list[Part]:
        """An action item by its title: a link where it stands in this group, else with the body that follows it."""
        return self._named(row, "action", row.action)

    def _named(self, row: DecisionRow | ActionRow, kind: str, identifier: str) -> list[Part]:
        elsewhere = "" if row.body == self.id else f" ({self.body_name(row.body)})"
        named = self.link(line(row.title) or line(identifier), f"{kind}-{identifier}", row.body)
        return [named, elsewhere]

    def path(self, signal: SignalRow) -> str:
        """The way of a signal from body to body, without the bodies that may not be named."""
        return PATH_STEP.join(self.body_name(body) for body in signal.path_bodies if body in self.bodies)
