"""What holds for every act: its identifiers, texts, hashes, references and days, field by field."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import attrs
import pytest

from domain.deciding import Edge, Record, Trial, table
from domain.trials import DAY, EVERY, REGION, trial
from rso_core import Act, Refused, acts
from rso_core.events import InputKind, PartyKind, Response, SignalKind

TEXTS = {
    "accede": ["ground"], "add-agenda-item": ["title"], "agree-action": ["title"], "announce-handover": ["reason"],
    "answer-consultation": ["text"], "answer-signal": ["answer"], "call-off-handover": ["reason"],
    "cancel-meeting": ["reason"], "change-effort": ["reason"], "close-body": ["reason"],
    "close-consultation": ["conclusion"], "close-evaluation": ["conclusion"], "college-decision": ["document"],
    "commit": ["ground"], "commit-effort": ["document"], "correct-minutes": ["correction"], "correct-person": ["name"],
    "decide": ["title"], "decide-in-writing": ["title"], "draft-covenant": ["title"], "draft-version": ["document"],
    "draw-up-minutes": ["document"], "drop-action": ["reason"], "end-assignment": ["reason"],
    "end-covenant": ["reason"], "erase-person": ["ground"], "escalate-signal": ["reason"], "establish-role": ["name"],
    "finish-project": ["result"], "finish-recommendation": ["how"], "fulfil-condition": ["ground"],
    "give-input": ["title"], "grant-mandate": ["ground"], "inherit-matter": ["title"], "leave-seat": ["reason"],
    "lift-reservation": ["ground"], "merge-body": ["reason"], "move-meeting": ["reason"], "move-moment": ["reason"],
    "name-theme": ["name"], "open-evaluation": ["title"], "pause-project": ["reason"], "person-leaves": ["reason"],
    "propose-amendment": ["title", "document"], "propose-project": ["name"], "put-off-action": ["reason"],
    "raise-signal": ["title"], "recommend": ["text"], "record-finding": ["text"], "refuse-signing": ["reason"],
    "record-certificate": ["issuer", "signer"], "register-party": ["name"], "register-person": ["name"], "remove-agenda-item": ["reason"],
    "rename-body": ["name"], "retire-theme": ["reason"], "revoke-decision": ["reason"], "set-milestone": ["title"],
    "set-moment": ["name"], "set-retention": ["ground"], "set-up-body": ["name"], "settle-matter": ["how"],
    "skip-meeting": ["reason"], "stop-project": ["reason"], "take-back-effort": ["reason"],
    "withdraw-party": ["reason"], "withdraw-signature": ["reason"], "dismiss-witness": ["reason"],
    "repair-derived": ["reason"], "publish-unproven": ["published", "reason"],
}  # fmt: skip
"""Texts that an act cannot do without."""

OPTIONAL_TEXTS = {
    "decide": ["condition"], "decide-in-writing": ["condition"], "hold-meeting": ["without_overview"],
    "reposition-body": ["name"], "sign": ["reservation"],
}  # fmt: skip
"""Texts that may be left out, and hold something where they are given."""

MAY_BE_BLANK = {
    "decide": ["text"], "decide-in-writing": ["text"], "draft-covenant": ["concerns"], "finish-action": ["result"],
    "hand-over-matter": ["note"], "open-consultation": ["question"], "open-evaluation": ["evaluator"],
    "plan-meeting": ["place", "title"], "propose-project": ["goal"], "raise-signal": ["text"],
    "agree-effort": ["purpose"], "withdraw-mandate": ["reason"],
}  # fmt: skip
"""Texts that need not say anything."""

NEW = {
    "accept-handover": "assignment", "add-agenda-item": "item", "agree-action": "action", "agree-effort": "effort",
    "announce-handover": "handover", "assign-role": "assignment", "commit-effort": "commitment", "decide": "decision",
    "decide-in-writing": "decision", "draft-covenant": "covenant", "draft-version": "version",
    "establish-role": "role", "give-input": "input", "grant-mandate": "mandate", "inherit-matter": "matter",
    "name-theme": "theme", "open-consultation": "consultation", "open-evaluation": "evaluation",
    "plan-meeting": "meeting", "propose-amendment": "amendment", "propose-project": "project",
    "raise-signal": "signal", "recommend": "recommendation", "record-finding": "finding", "register-party": "party",
    "register-person": "person", "set-milestone": "milestone", "set-moment": "moment", "set-up-body": "body",
    "skip-meeting": "meeting", "take-seat": "seat",
}  # fmt: skip
"""The identifier that an act gives out."""

GIVEN_AGAIN = {"accept-handover": "handover.in_order", "set-milestone": None}
"""What another time under the same identifier comes to, where that is not a refusal because it is taken."""

REFERENCES = {
    "accede": ["covenant", "party"], "accept-handover": ["handover"], "add-agenda-item": ["meeting"],
    "adopt-covenant": ["covenant", "version", "decision"], "agree-action": [
        "body", "party", "person", "meeting", "decision",
    ],
    "agree-effort": ["party", "role"], "amend-covenant": ["covenant", "amendment"],
    "announce-handover": ["role", "successor", "party"], "answer-consultation": ["covenant", "consultation"],
    "answer-signal": ["signal", "decision"], "approve-minutes": ["meeting", "in_meeting"],
    "assign-role": ["role", "party", "person", "deputy"], "bundle-signal": ["signal", "under"],
    "call-off-handover": ["handover"], "cancel-meeting": ["meeting"], "change-effort": ["effort"],
    "change-owner": ["project", "owner"], "choose-platform": ["party"], "close-body": ["body", "merged_into"],
    "close-consultation": ["covenant", "consultation"], "close-evaluation": ["evaluation"],
    "college-decision": ["covenant"], "commit": ["covenant"], "commit-effort": ["effort"],
    "correct-minutes": ["meeting"], "correct-person": ["person"], "decide": [
        "meeting", "follows", "supersedes", "over_limit",
    ],
    "decide-in-writing": ["body", "follows", "supersedes", "over_limit"], "draft-covenant": ["parties"],
    "draft-version": ["covenant"], "draw-up-minutes": ["meeting"], "drop-action": ["action"],
    "end-assignment": ["role"], "end-covenant": ["covenant"], "enter-into-force": ["covenant"],
    "erase-person": ["person"], "escalate-signal": ["signal", "to"], "establish-role": ["body", "parties"],
    "finish-action": ["action"], "finish-project": ["project"], "finish-recommendation": [
        "evaluation", "recommendation",
    ],
    "fulfil-condition": ["decision"], "give-input": ["evaluation", "parties"], "grant-mandate": ["party", "person"],
    "hand-on-action": ["action", "party", "person"], "hand-over-matter": ["handover", "matter"],
    "hold-meeting": ["meeting"], "inherit-matter": ["covenant"], "join-body": ["body", "party"],
    "leave-body": ["body"], "leave-seat": ["body"], "lift-reservation": ["covenant", "amendment"],
    "merge-body": ["body", "into"], "move-meeting": ["meeting"], "move-moment": ["cycle", "moment"],
    "name-deputy": ["role", "deputy"], "open-consultation": ["covenant", "asked", "version"],
    "open-evaluation": ["covenant"], "open-signing": ["covenant"], "pause-project": ["project"],
    "person-leaves": ["party"], "plan-meeting": ["body"], "propose-amendment": ["covenant"],
    "propose-project": ["body", "owner", "themes"], "put-off-action": ["action"],
    "raise-signal": ["party", "body", "person", "theme"], "rank-signals": ["decision", "signals"],
    "reach-milestone": ["project", "milestone"], "recognise-witness": ["party"], "recommend": [
        "evaluation", "findings",
    ],
    "record-finding": ["evaluation", "inputs"], "record-certificate": ["person"], "refuse-signing": ["covenant", "amendment"],
    "remove-agenda-item": ["meeting", "item"], "rename-body": ["body"], "reposition-body": ["body"],
    "rescope-body": ["body"], "respond": ["evaluation", "recommendation", "result"], "retire-theme": ["theme"],
    "revoke-decision": ["decision", "by"], "serve-moment": ["cycle", "moment", "meeting", "decision"],
    "set-body-themes": ["body", "themes"], "set-milestone": ["project"], "set-moment": ["body"],
    "set-project-themes": ["project", "themes"], "set-retention": ["role"], "set-up-body": ["members"],
    "settle-matter": ["covenant"], "sign": ["covenant", "party", "person", "amendment"], "skip-meeting": ["body"],
    "start-action": ["action"], "start-handover": ["handover"], "start-project": ["project", "over_limit"],
    "stop-project": ["project"], "support-signal": ["signal", "party"], "take-back-effort": ["effort"],
    "take-seat": ["body", "party", "person"], "withdraw-mandate": ["party"],
    "withdraw-party": ["covenant"], "withdraw-signature": ["covenant", "amendment"],
}  # fmt: skip
"""Fields in which only what the record knows may stand; a tuple is tried with one name in it that it does not know."""

HAPPENED = {
    "answer-consultation": "on", "hold-meeting": "held_on", "commit": "given_on", "college-decision": "decided_on",
    "sign": "signed_on", "lift-reservation": "on", "refuse-signing": "on", "withdraw-signature": "on",
    "raise-signal": "on", "draw-up-minutes": "on", "fulfil-condition": "on", "decide-in-writing": "closed_on",
    "start-action": "on", "finish-action": "on", "drop-action": "on", "support-signal": "on", "bundle-signal": "on",
    "escalate-signal": "on", "answer-signal": "on", "start-project": "on", "pause-project": "on",
    "reach-milestone": "on", "finish-project": "on", "stop-project": "on", "finish-recommendation": "on",
    "erase-person": "on",
}  # fmt: skip
"""The day on which something has happened, once it is recorded."""

HASHES = ["draft-version", "propose-amendment", "draw-up-minutes", "correct-minutes"]


def _fields(fields: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, of_act in fields.items():
        for field in of_act:
            yield name, field


def _texts() -> Iterator[Edge]:
    rule = "record.text_given"
    for name, field in [*_fields(TEXTS), *_fields(OPTIONAL_TEXTS)]:
        yield trial(name).refused(rule, f"{name}: {field} is not empty", **{field: ""})
        yield trial(name).refused(rule, f"{name}: {field} is more than white space", **{field: " \t\n"})
        yield trial(name).allowed(rule, f"{name}: {field} may be one sign", **{field: "x"})
    for name, field in _fields(OPTIONAL_TEXTS):
        if name != "reposition-body":  # left out, its name stays
            yield trial(name).allowed(rule, f"{name}: {field} may be left out", **{field: None})
    for name, field in _fields(MAY_BE_BLANK):
        yield trial(name).allowed(rule, f"{name}: {field} may be blank", **{field: " "})
    for name, field in (("rescope-body", "scope"), ("open-consultation", "asked"), ("grant-mandate", "scopes")):
        yield trial(name).refused(rule, f"{name}: {field} names at least one", **{field: ()})
    yield trial("answer-consultation").allowed(
        rule, "an answer in favour needs no words", answer="in_favour", text="", facts={"text": ""}
    )
    for answer in ("with_remarks", "objects"):
        yield trial("answer-consultation").refused(rule, f"an answer '{answer}' says what", answer=answer, text=" ")


def _identifiers() -> Iterator[Edge]:
    rule = "record.valid_id"
    for name, field in NEW.items():
        for sentence, value in (
            ("has a sign at least", ""),
            ("has at most 80 signs", "a" * 81),
            ("begins with a letter or digit", "-a"),
            ("holds no space", "a b"),
            ("holds no letter of another alphabet", "caf\u00e9"),
        ):
            yield trial(name).refused(rule, f"{name}: {field} {sentence}", **{field: value})
        for value in ("a" * 80, "0", "Z.9_a-"):
            yield trial(name).allowed(rule, f"{name}: {field} may be {value}", **{field: value})
    yield trial("set-moment").refused(rule, "set-moment: the cycle has an identifier too", cycle="a b")


def _given_once() -> Iterator[Edge]:
    for name, field in NEW.items():
        tried = trial(name)
        again = Trial((*tried.given, tried.act), tried.act)
        rule = GIVEN_AGAIN.get(name, "record.new")
        if rule is None:
            yield again.allowed("record.new", f"{name} once more gives what is open other words")
        else:
            yield again.refused(rule, f"{name} does not give out {field} twice")
    for name, other in (("set-up-body", {"name": "Anders"}), ("register-party", {"name": "Anders"})):
        tried = trial(name)
        yield Trial((*tried.given, tried.act), tried.act).refused(
            "record.new", f"{name} does not give it out to another either", **other
        )


def _references() -> Iterator[Edge]:
    rule = "record.known"
    for name, field in _fields(REFERENCES):
        value = getattr(trial(name).act, field)
        unknown: Any = "onbekend"
        if isinstance(value, tuple):
            unknown = (*value, "onbekend")
        yield trial(name).refused(rule, f"{name}: {field} is known to the record", **{field: unknown})
    for name, field in _fields(REFERENCES):
        yield trial(name).allowed(rule, f"{name}: {field} that is known")


def _days() -> Iterator[Edge]:
    rule = "record.not_yet"
    for name, field in HAPPENED.items():
        day = getattr(trial(name).act, field)
        yield trial(name).allowed(rule, f"{name} is recorded on the day itself", recorded_on=day)
        yield trial(name).refused(
            rule,
            f"{name} is not recorded the day before",
            recorded_on=day - DAY,
            facts={"on": day, "recorded_on": day - DAY},
        )
    sign = trial("sign")
    day = cast("acts.Sign", sign.act).signed_on  # in winter, midnight in Amsterdam is 23:00 UTC of the day before
    eve = datetime(day.year, day.month, day.day, 22, 59, 59, tzinfo=UTC) - DAY
    yield sign.refused(rule, "a day begins at midnight in Amsterdam, not earlier", recorded_on=eve)
    yield sign.allowed(
        rule, "a day begins at midnight in Amsterdam", recorded_on=datetime.fromtimestamp(eve.timestamp() + 1, UTC)
    )
    summer = trial("finish-recommendation")
    yield summer.refused(
        rule, "in summer midnight is 22:00 UTC, not earlier",
        on=date(2026, 10, 20), recorded_on=datetime(2026, 10, 19, 21, 59, 59, tzinfo=UTC),
    )  # fmt: skip
    yield summer.allowed(
        rule, "in summer midnight is 22:00 UTC",
        on=date(2026, 10, 20), recorded_on=datetime(2026, 10, 19, 22, tzinfo=UTC),
    )  # fmt: skip


def _hashes() -> Iterator[Edge]:
    rule = "record.document_hash"
    for name in HASHES:
        for sentence, value in (
            ("has no digit less", "a" * 63),
            ("has no digit more", "a" * 65),
            ("has no other letters", "g" + "a" * 63),
            ("has no space before it", " " + "a" * 63),
        ):
            yield trial(name).refused(rule, f"{name}: the hash {sentence}", sha256=value)
        yield trial(name).allowed(
            rule, f"{name}: the hash is kept in small letters", sha256="AF09" * 16, facts={"sha256": "af09" * 16}
        )
    for name in ("draw-up-minutes", "correct-minutes"):
        yield trial(name).allowed(rule, f"{name}: the hash may be left out", sha256=None, facts={"sha256": None})


RECORDED_KEY = acts.RegisterParty(party="p", name="P", kind=PartyKind.OTHER, on=date(2026, 1, 1))
_EVALUATION = trial("respond")
RESULTS = [
    _EVALUATION.refused(
        "record.known", "a decision that a recommendation became is known", response=Response.DECISION, result="a1",
    ),
    _EVALUATION.refused(
        "record.known", "an action that a recommendation became is known", response=Response.ACTION, result="d3",
    ),
    _EVALUATION.refused(
        "record.known", "an amendment that a recommendation became is known", response=Response.AMENDMENT, result="d3",
    ),
    _EVALUATION.allowed(
        "record.known", "a recommendation became a known action", response=Response.ACTION, result="a1",
    ),
    _EVALUATION.allowed(
        "record.known", "a recommendation became a known amendment", response=Response.AMENDMENT, result="w1",
    ),
    trial("record-finding").refused(
        "record.known", "the second input of a finding is known too", inputs=("sessie", "ander"),
    ),
    trial("recommend").refused("record.known", "the second finding is known too", findings=("b1", "ander")),
    trial("give-input").allowed("record.known", "an input may be of no party", parties=(), kind=InputKind.DOCUMENT),
    trial("raise-signal").allowed(
        "record.known", "a signal may have neither person nor theme", person=None, theme=None,
        kind=SignalKind.BOTTLENECK,
    ),
]  # fmt: skip

EDGES = [*_texts(), *_identifiers(), *_given_once(), *_references(), *_days(), *_hashes(), *RESULTS]


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_every_text_field_of_every_act_is_classified() -> None:
    classified = {*_fields(TEXTS), *_fields(OPTIONAL_TEXTS), *_fields(MAY_BE_BLANK), *_fields(REFERENCES), *NEW.items()}
    others = {
        (act.act_name, field.name)
        for act in EVERY
        for field in attrs.fields(cast("Any", type(act)))
        if type(getattr(act, field.name)) is str and (act.act_name, field.name) not in classified
    }
    assert others == WITH_A_RULE_OF_THEIR_OWN


WITH_A_RULE_OF_THEIR_OWN = {
    ("announce-handover", "assignment"), ("answer-consultation", "party"), ("college-decision", "party"),
    ("commit", "party"), ("commit-effort", "party"), ("decide", "item"), ("dismiss-witness", "public_key"),
    ("draft-version", "sha256"), ("draw-up-minutes", "sha256"), ("end-assignment", "assignment"),
    ("hold-meeting", "chair"), ("introduce-record-key", "public_key"), ("introduce-record-key", "reason"),
    ("leave-body", "party"), ("leave-seat", "seat"), ("lift-reservation", "party"), ("name-deputy", "assignment"),
    ("person-leaves", "person"), ("propose-amendment", "sha256"), ("recognise-witness", "public_key"),
    ("refuse-signing", "party"), ("register-party", "platform_ground"), ("register-person", "email"),
    ("respond", "motive"), ("set-moment", "cycle"), ("set-up-body", "chair"), ("set-up-body", "kind"),
    ("set-up-body", "quorum"), ("set-up-body", "reports_to"), ("set-up-body", "rhythm"), ("settle-matter", "matter"),
    ("record-certificate", "certificate"), ("sign", "certificate"), ("sign", "issuer"), ("sign", "root_name"), ("sign", "trusted_root"),
    ("sign", "document"), ("sign", "sha256"), ("start-project", "motive"), ("take-back-effort", "commitment"),
    ("take-seat", "deputy_of"), ("withdraw-mandate", "mandate"), ("withdraw-party", "party"),
    ("withdraw-signature", "party"),
}  # fmt: skip
"""Text fields of which the edges are in the tables of their concept."""


def test_a_moment_after_the_clock_is_no_moment_of_recording() -> None:
    clock = datetime(2026, 11, 24, 12, tzinfo=UTC)
    Record(clock=clock).perform(RECORDED_KEY, clock)
    with pytest.raises(Refused) as refused:
        Record(clock=clock).perform(RECORDED_KEY, datetime(2026, 11, 24, 12, 0, 0, 1, tzinfo=UTC))
    assert refused.value.rule.id == "record.not_yet"


def test_a_key_stands_for_one_act() -> None:
    record = Record()
    first = record.perform(RECORDED_KEY, key="k")
    assert record.perform(RECORDED_KEY, key="k") == first
    other: Act = attrs.evolve(cast("Any", RECORDED_KEY), name="Q")
    with pytest.raises(Refused) as refused:
        record.perform(other, key="k")
    assert refused.value.rule.id == "record.key_reused"


def test_what_is_refused_changes_nothing_for_what_follows() -> None:
    record = Record(REGION)
    with pytest.raises(Refused):
        record.perform(acts.EnterIntoForce(covenant="conv", on=date(2026, 1, 1)))
    assert record.perform(acts.OpenSigning(covenant="conv", on=date(2025, 11, 1)))
