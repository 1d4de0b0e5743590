"""Regions at random, in which everything says whose it is, and what is confidential says so."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from pleio.desired.registers_by_hand import DAY, ByHand
from pleio.desired.rows_by_hand import (
    Rows,
    action,
    agenda_item,
    body,
    decision,
    effort,
    in_the_order,
    meeting,
    milestone,
    moment,
    person,
    progress,
    project,
    recommendation,
    role,
    seat,
    signal,
    signature,
    step,
    vote,
)
from rso_actions.register import ActionRow
from rso_bodies.register import BodyRow
from rso_calendar.agenda import AgendaItemRow
from rso_calendar.register import MeetingRow
from rso_decisions.register import DecisionRow
from rso_progress.register import ProgressRow
from rso_signals.register import SignalRow

SECRET = "GEHEIM"
BODIES = ("a", "b", "c", "d")
_NASTY = ("", "\x00\x1f", "een\ntwee\r\ndrie", "[haak](x) {a} <b>", "\u2028\x85é\U0001f600", "x" * 5000, "  ", "\ud800")


def owned(body_: str) -> str:
    """The mark of what is of a body."""
    return f"VAN-{body_}-ZELF"


@st.composite
def regions(draw: st.DrawFn, *, apart: bool = False) -> ByHand:
    """Registers of a region.

    Args:
        apart: nothing of one body leads to another.
    """
    return _Region(draw, apart).registers()


class _Region:
    def __init__(self, draw: st.DrawFn, apart: bool) -> None:
        self.draw, self.apart = draw, apart
        self.bodies = [self._body(name, place) for place, name in enumerate(BODIES, 1)]
        self.secret_bodies = {row.body for row in self.bodies if row.confidential}
        self.calendar: list[MeetingRow] = [self._meeting(f"v{n}") for n in range(draw(st.integers(0, 4)))]
        self.agenda: list[AgendaItemRow] = [self._item(n) for n in range(len(self.calendar) * 2)]
        self.decisions: list[DecisionRow] = []
        for number in range(draw(st.integers(0, 6))):
            self._decide(number)
        self.actions = [self._action(number) for number in range(draw(st.integers(0, 5)))]
        self.signals = [self._signal(number) for number in range(draw(st.integers(0, 4)))]
        self._chain()

    def _yes(self) -> bool:
        return self.draw(st.booleans())

    def _one(self, values: Iterable[Any]) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def _words(self, of: str, *, secret: bool = False) -> str:
        """A text that says whose it is, and whether it is confidential, with anything after it."""
        mark = SECRET if secret or of in self._secret_so_far else ""
        return f"{owned(of)} {mark} {self._one(_NASTY)}"

    @property
    def _secret_so_far(self) -> set[str]:
        return getattr(self, "secret_bodies", set())

    def _body(self, name: str, place: int) -> BodyRow:
        secret, mark = self._yes(), self._one(_NASTY)
        called = f"Overleg {name} {SECRET if secret else ''} {mark}"
        told = SECRET if secret else self._one(_NASTY)
        return body(
            name,
            name=called,
            place=place,
            kind=told,
            scope=told,
            themes=told,
            former_names=told,
            confidential=secret,
            closed=not secret and self._one((False, False, False, True)),
            reports_to=self._one((None, *BODIES[: place - 1])),
            overview_first=self._yes(),
            votes_shown=self._one(("none", "counts", "parties")),
            signal_answer_days=self._one((None, 1, 30)),
        )

    def _name_of(self, body_: str | None) -> str | None:
        return next((row.name for row in self.bodies if row.body == body_), None)

    def _meeting(self, name: str) -> MeetingRow:
        at = self._one(BODIES)
        on = DAY + timedelta(days=self.draw(st.integers(-200, 200)))
        return meeting(
            name,
            at,
            body_name=self._name_of(at),
            title=self._words(at),
            on=on,
            starts=self._one((None, time(0), time(9, 30), time(23, 59))),
            ends=self._one((None, time(0), time(12), time(23, 59))),
            place=self._one(_NASTY),
            state=self._one(("planned", "unrecorded", "held", "held", "cancelled", "skipped")),
            former_day=self._one((None, on - timedelta(days=7))),
            reason=self._words(at),
            opened_with_overview=self._yes(),
            minutes=self._one((None, self._words(at))),
            chair=self._one((None, "p1", "p-erased")),
            chair_name=None,
            approved_in=self._one((None, "v0")) if not self.apart else None,
        )

    def _item(self, number: int) -> AgendaItemRow:
        row = self._one(self.calendar)
        secret = self._yes()
        return agenda_item(
            f"i{number}",
            row.meeting,
            title=self._words(row.body, secret=secret),
            papers=self._words(row.body, secret=secret),
            confidential=secret,
            at=self._one((None, time(10, 5))),
        )

    def _decide(self, number: int) -> None:
        held = self._one((None, *self.calendar))
        at = held.body if held else self._one(BODIES)
        items = [row for row in self.agenda if held and row.meeting == held.meeting]
        item = self._one((None, *items))
        hidden = self._yes()
        secret = hidden or at in self.secret_bodies or bool(item and item.confidential)
        identifier = f"b{number}{'-' + SECRET if secret else ''}-{owned(at)}"
        words = self._words(at, secret=secret)
        self.decisions.append(
            decision(
                identifier,
                at,
                body_name=self._name_of(at),
                meeting=held.meeting if held else None,
                item=item.item if item else None,
                title=words,
                text=words,
                source=self._one((None, words)),
                condition=self._one((None, words)),
                confidential=hidden,
                votes_for=self._one((0, 3)),
                votes=[vote("prov", "for", words), vote("gem", "against")],
                dissent="Gem",
                outcome=self._one(("heard", "adopted", "rejected")),
                asked_on=self._one((None, DAY)),
                taken_on=date(2025 + number % 2, 5, 1 + number),
            )
        )

    def _is_secret(self, identifier: str | None) -> bool:
        return identifier is not None and SECRET in identifier

    def _decision_of(self, at: str) -> str | None:
        known = [row.decision for row in self.decisions if not self.apart or row.body == at]
        return str(self._one(known)) if known and self._yes() else None

    def _action(self, number: int) -> ActionRow:
        at = self._one(BODIES)
        carries_out = self._decision_of(at)
        secret = at in self.secret_bodies or self._is_secret(carries_out)
        meetings = [row.meeting for row in self.calendar if not self.apart or row.body == at]
        return action(
            f"c{number}{'-' + SECRET if secret else ''}",
            at,
            body_name=self._name_of(at),
            title=self._words(at, secret=secret),
            result=self._words(at, secret=secret),
            decision=carries_out,
            meeting=self._one((None, *meetings)),
            person=self._one((None, "p1", "p-erased")),
            person_name=None,
            state=self._one(("new", "busy", "done", "dropped")),
            from_body=self._one((None, *BODIES)) if not self.apart else None,
        )

    def _signal(self, number: int) -> SignalRow:
        at, first = self._one(BODIES), self._one(BODIES)
        answered_by = self._decision_of(at)
        secret = at in self.secret_bodies or self._is_secret(answered_by)
        return signal(
            f"s{number}",
            at,
            raised_at=first,
            raised_at_name=self._name_of(first),
            body_name=self._name_of(at),
            path=" → ".join(str(self._name_of(one)) for one in (first, at)),
            path_bodies=[first, at],
            title=self._words(at),
            text=self._words(at),
            state=self._one(("open", "bundled", "answered")),
            answer=self._words(at, secret=secret),
            answered_on=self._one((None, DAY)),
            decision=answered_by,
            rank=self._one((None, 1)),
        )

    def _chain(self) -> None:
        """Links between decisions, actions and signals, each way as the register gives them."""
        for row in self.actions:
            self._link(row.decision, f"action:{row.action}")
        for signalled in self.signals:
            for taken in self.decisions:
                if taken.decision == signalled.decision:
                    taken.follows.append(f"signal:{signalled.signal}")
        for number, (earlier, later) in enumerate(pairwise(list(self.decisions))):
            if self._yes() and not (self.apart and earlier.body != later.body):
                self._link(earlier.decision, f"decision:{later.decision}")
                later.follows.append(f"decision:{earlier.decision}")
                if self._yes():
                    ended = {"ended_by": later.decision, "standing": self._one(("superseded", "revoked"))}
                    self.decisions[number] = DecisionRow(**{**earlier, **ended})

    def _link(self, identifier: str | None, subject: str) -> None:
        for row in self.decisions:
            if row.decision == identifier:
                row.followed_by.append(subject)

    def _progress(self) -> list[ProgressRow]:
        rows = []
        known: list[tuple[str, DecisionRow | ActionRow | SignalRow]] = [("decision", row) for row in self.decisions]
        known += [("action", row) for row in self.actions] + [("signal", row) for row in self.signals]
        for kind, row in known:
            # What lies at one body may have been decided in another.
            at = row.body if self.apart or kind == "signal" else self._one((row.body, *BODIES))
            section = self._one(("1. Besloten", "2. Gereed", "3. Te laat", ""))
            subject = f"{kind}:{row[kind]}"
            rows.append(progress(subject, at, section=section, title=row.title, since=self._one((None, DAY))))
        return rows

    def _of_a_body(self) -> dict[str, Rows]:
        """What else lies at bodies, a row each."""
        roles, projects, moments, efforts = [], [], [], []
        for row in self.bodies:
            at = row.body
            words = self._words(at)
            over = self._decision_of(at)
            motive = self._words(at, secret=self._is_secret(over))
            roles.append(role(f"voorzitter-{at}", at, role_name=words, person="p1", deputy="p2", deputy_name="P. Twee"))
            roles.append(role(f"lid-{at}", at, role_name="Lid", person="p-erased", person_name=self._one((None, ""))))
            projects.append(project(f"pr-{at}", at, name=words, goal=words, decision=over, motive=motive))
            linked = [f"decision:{row.decision}" for row in self.decisions if not self.apart or row.body == at]
            meetings = [f"meeting:{row.meeting}" for row in self.calendar if not self.apart or row.body == at]
            moments.append(moment(f"m-{at}", at, name=words, linked=[*linked, *meetings]))
            efforts.append(effort(f"e-{at}", f"voorzitter-{at}", role_name=words, purpose=words))
        milestones = [milestone("m", row.project, title=row.name) for row in projects]
        return {
            "roles": roles,
            "portfolio": projects,
            "cycle": moments,
            "resources": efforts,
            "milestones": milestones,
        }

    def _of_the_whole(self) -> dict[str, Rows]:
        """The covenant, its signatures and its evaluations; apart, they lead to no decision of any body."""
        known: list[str] = [] if self.apart else [row.decision for row in self.decisions]
        adopted_by = self._one(known or ["elders"])
        results = [recommendation(f"r{n}", response="decision", result=one) for n, one in enumerate(known)]
        results += (
            []
            if self.apart
            else [recommendation(f"ra{n}", response="action", result=row.action) for n, row in enumerate(self.actions)]
        )
        return {
            "covenants": [
                step("concept", f"Convenant {self._one(_NASTY)}", DAY),
                step("versie", f"v1: {self._one(_NASTY)}", DAY, "v1", sha256="0" * 64),
                step("vaststelling", f"versie v1, besluit {adopted_by}", DAY),
            ],
            "signatures": [signature("gem", title=self._one(_NASTY), signed_on=DAY, person="p-erased")],
            "evaluations": results,
        }

    def registers(self) -> ByHand:
        tables: dict[str, Rows] = {
            "bodies": self.bodies,
            "order": in_the_order(self.bodies),
            "calendar": self.calendar,
            "agenda": self.agenda,
            "decisions": self.decisions,
            "actions": self.actions,
            "signals": self.signals,
            "progress": self._progress(),
            "pleio_people": [person("p1"), person("p2"), person("p-erased", name=None, email=self._one((None, "")))],
            "seats": [seat("s1", "p-erased", self._one(BODIES), person_name=None)],
            **self._of_a_body(),
            **self._of_the_whole(),
        }
        lost = self.draw(
            st.sets(st.sampled_from(sorted(tables.keys() - {"bodies", "roles", "pleio_people"})), max_size=2)
        )
        for name in lost:
            del tables[name]
        return ByHand(tables)
