"""Following the record: only the groups that something changed for are brought up to date, one watcher at a time."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import structlog

from rso_core import UnreachableStoreError
from rso_core.proof.errors import ProofError
from rso_core.time_zone import AMSTERDAM
from rso_pleio.apply import ApplyReport
from rso_pleio.errors import (
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    SessionExpiredError,
    StoppedError,
    UnreachableError,
)
from rso_pleio.ledger import BusyError
from rso_pleio.ledger_entry import fingerprint
from rso_pleio.model import DesiredSite
from rso_pleio.plan import Plan
from rso_pleio.status import events_behind
from rso_pleio.sync import Sync, only
from rso_pleio.telemetry import LAG, ROUNDS

RECORD_PAUSE = 60.0
"""Seconds between two looks, at most, while the record cannot be read."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@attrs.define(kw_only=True)
class Watcher:
    """Keeps a site in step with a record that grows.

    Attributes:
        sync: between the two.
        every: seconds between two looks at the record.
        full_every: seconds between two looks at the whole site, for what people changed there.
        stop: set from outside to end; a request that is under way is finished first.
        log: a structlog logger.
    """

    sync: Sync
    every: float = 2.0
    full_every: float = 3_600.0
    stop: threading.Event = attrs.field(factory=threading.Event)
    log: Any = attrs.field(factory=lambda: structlog.get_logger("rso.pleio"))
    _head: int = -1
    _day: date | None = None
    _next_full: datetime = LONG_AGO
    _in_step: dict[str, str] = attrs.field(factory=dict)
    _failures: int = 0

    def run(self) -> None:
        """Follow until `stop` is set.

        Raises:
            BusyError: another process works on this site.
            SessionExpiredError: the session ended; a new one is needed.
            PleioError: the site cannot be worked with at all.
            ProofError: what it would show does not follow from the record, or the record not from what was signed.
        """
        with self.sync.ledger.alone("watch"):
            self.log.info("watching", site=self.sync.client.url, every=self.every, full_every=self.full_every)
            while not self.stop.is_set():
                self.stop.wait(self.round())
            self.log.info("stopped", site=self.sync.client.url)

    def round(self) -> float:
        """Bring the site up to date once.

        Returns:
            Seconds to wait before the next round.
        """
        try:
            outcome = self._bring_up_to_date()
        except StoppedError:
            return 0.0
        except BusyError:
            self.log.info("waiting", told="another command is at work on this site")
            return self.every
        except (UnreachableError, OutcomeUnknownError, NotPleioError) as error:
            return self._down(error)
        except UnreachableStoreError as error:
            return self._record_gone(error)
        except SessionExpiredError as error:
            self._note("expired", str(error))
            self.log.error("session_expired", told=str(error))
            ROUNDS.add(1, {"outcome": "expired"})
            raise
        except (PleioError, ProofError) as error:
            # What does not follow from the record is not brought out; a person has to look.
            self._note("stopped", str(error))
            self.log.error("cannot_go_on", told=str(error))
            ROUNDS.add(1, {"outcome": "stopped"})
            raise
        self._failures = 0
        if outcome is not None:
            ROUNDS.add(1, {"outcome": outcome})
        return self.every

    def _bring_up_to_date(self) -> str | None:
        self.sync.ledger.still_alone("watch")
        # Taken first: what is recorded meanwhile is for the next round.
        head = self.sync.projector.store.head()
        for failed in self.sync.projector.catch_up():
            self.log.warning("register_stopped", register=failed.name, at_event=failed.failed_event, error=failed.error)
        today = datetime.now(AMSTERDAM).date()
        whole = datetime.now(UTC) >= self._next_full
        if head == self._head and today == self._day and not whole:
            return None
        desired = self.sync.desired(today)
        now = {group.key: fingerprint(group) for group in desired.groups}
        keys = [key for key, standing in now.items() if whole or self._in_step.get(key) != standing]
        with self.sync.ledger.alone():
            held = self._groups(desired, keys, now) if keys else {}
        self._head, self._day = head, today
        if whole:
            self._next_full = datetime.now(UTC) + timedelta(seconds=self.full_every)
        state = "held" if held else "in_step"
        self._note(state, "; ".join(f"{key}: {told}" for key, told in held.items()), head)
        LAG.set(0, {"site": self.sync.client.url})
        return state

    def _groups(self, desired: DesiredSite, keys: list[str], now: dict[str, str]) -> dict[str, str]:
        """Bring groups up to date; gives what is held back, by group."""
        LAG.set(events_behind(self.sync.ledger, self.sync.projector)[0], {"site": self.sync.client.url})
        plan = self.sync.plan(desired=only(desired, keys), diffs=False)
        held = {block.group_key: block.told for block in plan.safety_blocks}
        allowed = attrs.evolve(plan, steps=tuple(s for s in plan.steps if s.group_key not in held), safety_blocks=())
        _, report = self.sync.carry_out(allowed, stopping=self.stop.is_set)
        self._tell(keys, allowed, report, held)
        refused = {step.group_key for step, _ in report.refused} | {step.group_key for step in report.moved}
        self._in_step |= {key: now[key] for key in keys if key not in held and key not in refused}
        return held

    def _tell(self, keys: list[str], plan: Plan, report: ApplyReport, held: dict[str, str]) -> None:
        self.log.info(
            "in_step",
            groups=keys,
            done=dict(report.done),
            told={kind: number for kind, number in plan.counts.items() if kind in ("drift", "cannot", "leave")},
            requests=self.sync.client.counts.requests,
            mutations=self.sync.client.counts.mutations,
        )
        for step, reason in report.refused:
            self.log.warning("refused", group=step.group_key, what=step.what, key=step.key, reason=reason)
        for step in report.moved:
            self.log.warning("changed_by_a_person_meanwhile", group=step.group_key, key=step.key)
        for key, told in held.items():
            self.log.warning("held_back", group=key, told=told, remedy="rso pleio plan; rso pleio apply --force")

    def _down(self, error: UnreachableError | OutcomeUnknownError | NotPleioError) -> float:
        self._failures += 1
        pause = self.sync.client.retry.before_next_round(self._failures, self.every, error)
        self._next_full = LONG_AGO
        self._note("down", str(error))
        self.log.warning("site_down", told=str(error), tries=self._failures, next_try_in=round(pause, 1))
        ROUNDS.add(1, {"outcome": "down"})
        return pause

    def _record_gone(self, error: UnreachableStoreError) -> float:
        """The record cannot be read: its server restarts, or another program holds it. Nothing can be noted there either."""
        self._failures += 1
        pause = float(min(self.every * 2 ** min(self._failures, 5), RECORD_PAUSE))
        self.log.warning("record_unreachable", told=str(error), tries=self._failures, next_try_in=round(pause, 1))
        ROUNDS.add(1, {"outcome": "record_unreachable"})
        return pause

    def _note(self, state: str, told: str, position: int | None = None) -> None:
        before = self.sync.ledger.progress()
        at = position if position is not None else (before.position if before is not None else 0)
        self.sync.ledger.note_progress(at, state, told)
