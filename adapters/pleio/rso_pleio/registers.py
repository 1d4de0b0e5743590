"""Registers for one round: as of the day that the site should show, and as they stood on earlier days."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any

import attrs

from rso_core.events import PersonErased
from rso_core.projection import IncompleteRegisterError, Projector, Register, RegistersRead, UnknownReadModelError
from rso_core.time_zone import AMSTERDAM
from rso_pleio.model import Registers
from rso_pleio.rows import CALENDAR


@attrs.define
class Earlier:
    """Registers as they stood on earlier days, kept between rounds: what was known then does not change.

    Only an event that is recorded with an earlier moment, as an import does, can change it; and the erasure of a person,
    whose name is not told on any earlier day either.
    """

    projector: Projector
    _found: dict[tuple[str, date], Register] = attrs.field(factory=dict)
    _position: int = 0

    def register(self, name: str, on: date) -> Register:
        """A register as it stood on a day, by what was known at its end."""
        self._forget_what_changed()
        if (name, on) not in self._found:
            calendar = CALENDAR.of(self.projector.register("calendar"))
            # Whoever asks for the overview of one meeting asks for that of the others too.
            held = {row.on for row in calendar if row.state == "held" and row.opened_with_overview}
            found = self.projector.registers_on(name, {on, *held})
            self._found |= {(name, day): register for day, register in found.items()}
        return self._found[name, on]

    def _forget_what_changed(self) -> None:
        earliest: date | None = None
        while batch := self.projector.store.read(self._position, 1_000):
            days = [recorded.meta.recorded_at.astimezone(AMSTERDAM).date() for _, recorded in batch]
            earliest = min([*days, *([earliest] if earliest else [])])
            if any(isinstance(recorded.event, PersonErased) for _, recorded in batch):
                self._found.clear()
            self._position = batch[-1][0]
        if earliest is not None:
            self._found = {key: register for key, register in self._found.items() if key[1] < earliest}


@attrs.frozen
class RegistersOfDay:
    """Registers as of a day; see `rso_pleio.model.Registers`."""

    day: date
    _asked: RegistersRead
    _earlier: Earlier

    def __call__(self, name: str) -> Register:
        """A register as of the day."""
        return self._asked(name)

    def earlier(self, name: str, on: date) -> Register:
        """A register as it stood on an earlier day."""
        return self._asked.noted(name, lambda: self._earlier.register(name, on))

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be told so far."""
        return self._asked.problems


@attrs.frozen
class OpenRegisters:
    """Registers without what is confidential: what a plugin sees unless it asks for more.

    Rows that say so themselves, rows of a confidential body, and what carries out a confidential decision. Any register
    may be asked for, so rows are read as mappings here: one without such a column says nothing of it.

    Attributes:
        everything: the same with what is confidential, for who decides row by row what may be shown.
    """

    everything: Registers

    @property
    def day(self) -> date:
        """The day that the site should show (Europe/Amsterdam)."""
        return self.everything.day

    def __call__(self, name: str) -> Register:
        """A register as of the day."""
        return self._opened(self.everything(name))

    def earlier(self, name: str, on: date) -> Register:
        """A register as it stood on an earlier day."""
        return self._opened(self.everything.earlier(name, on))

    def _opened(self, register: Register) -> Register:
        bodies = self._secret("bodies", "body")
        items = {(r["meeting"], r["item"]) for r in self._rows("agenda") if r.get("confidential", None)}
        decisions = self._secret("decisions", "decision") | {
            r["decision"] for r in self._rows("decisions") if (r.get("meeting", None), r.get("item", None)) in items
        }

        def is_open(row: Mapping[str, Any]) -> bool:
            secret = row.get("confidential", None) or row.get("body", None) in bodies
            return not (secret or row.get("decision", None) in decisions)

        return attrs.evolve(register, rows=tuple(row for row in register.rows if is_open(row)))

    def _secret(self, name: str, key: str) -> set[str]:
        return {row[key] for row in self._rows(name) if row.get("confidential", None)}

    def _rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        try:
            register = self.everything(name)
        except UnknownReadModelError:
            return ()
        if register.untold:
            # What cannot be told may be what is confidential.
            raise IncompleteRegisterError(name, register.untold)
        return register.rows


@contextmanager
def registers_of(projector: Projector, earlier: Earlier, on: date | None) -> Iterator[RegistersOfDay]:
    """Registers as of a day (Europe/Amsterdam); today when left out."""
    day = on or datetime.now(AMSTERDAM).date()
    with projector.registers(day) as asked:
        yield RegistersOfDay(day, RegistersRead(cache(asked)), earlier)
