"""Signing: commitments, decisions of boards, signatures, reservations, refusals and withdrawals."""

from datetime import date
from typing import Any

from acts_of_a_region import START, mandate
from domain.deciding import Edge, Trial, table
from domain.edges.covenant_acts import (
    AMENDMENT,
    IN_FORCE,
    NEWCOMER,
    OPEN,
    OPENED,
    OTHER_SHA,
    PROPOSED,
    RUNNING,
    SHA,
    C,
    signed,
)
from domain.trials import DAY, EVERY, REGION, trial
from rso_core import Act, acts
from rso_core.events import DayFrom, GroundKind, Medium, Scope

PARTY = "signing.party_of_covenant"
OPEN_FOR = "signing.covenant_open"
ONCE = "signing.once"
GROUND = "signing.ground"
TEXT = "signing.text_of_covenant"
CERTIFICATE = "signing.certificate"
STANDS = "signing.stands"
LATER_STANDS = "record.later_stands"
UNSIGNED = "signing.refused_unsigned"
REPRESENTED = "party.represented"
KNOWN = "record.known"
HASH = "record.document_hash"

SIGNED = date(2025, 12, 1)
STRANGER: tuple[Act, ...] = (
    NEWCOMER, acts.RegisterPerson(person="p-9", name="Z. Voorbeeld", on=START),
    mandate("gem-c", "p-9", scopes=(Scope.SIGN, Scope.REPRESENT)),
)  # fmt: skip
PERSON = acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START)
SIGN = Trial(OPEN, signed("gem-a", OPENED))
BOARD = Trial(OPEN, signed("gem-a", SIGNED, ground=GroundKind.COLLEGE_DECISION, document="B&W 12", decided_on=SIGNED))
AMENDED: tuple[Act, ...] = (*RUNNING, AMENDMENT)
SIGN_AMENDMENT = Trial(AMENDED, signed("gem-a", PROPOSED, amendment="w1"))
CERT, ROOT = "c" * 64, "d" * 64
NOTHING_MORE: dict[str, Any] = {"issuer": None, "trusted_root": None, "root_name": None, "day_from": None}
COMMIT = Trial(REGION, acts.Commit(**C, party="gem-a", given_on=OPENED, ground="Besluit"))
COLLEGE = Trial(REGION, acts.CollegeDecision(**C, party="gem-a", document="B&W 12", decided_on=OPENED))
RESERVED: tuple[Act, ...] = (*OPEN, signed("gem-a", SIGNED, reservation="Instemming van de raad"))
LIFT = Trial(RESERVED, acts.LiftReservation(**C, party="gem-a", on=SIGNED, ground="Raadsbesluit"))
JOINED = Trial(
    (*RUNNING, *STRANGER, acts.Accede(**C, party="gem-c", on=PROPOSED, ground="Besluit")),
    acts.Sign(**C, party="gem-c", person="p-9", signed_on=PROPOSED),
)
LIFT_AMENDED = Trial(
    (*AMENDED, signed("gem-a", PROPOSED, amendment="w1", reservation="Raad")),
    acts.LiftReservation(**C, party="gem-a", on=PROPOSED, ground="Raadsbesluit", amendment="w1"),
)
REFUSE = Trial(OPEN, acts.RefuseSigning(**C, party="gem-a", on=SIGNED, reason="Geen uren"))
WITHDRAW = Trial(
    (*OPEN, signed("gem-a", SIGNED)), acts.WithdrawSignature(**C, party="gem-a", on=SIGNED, reason="Vergissing")
)
WITHDRAW_AMENDED = Trial(
    (*AMENDED, *(signed(party, PROPOSED, amendment="w1") for party in ("prov", "gem-a", "gem-b"))),
    acts.WithdrawSignature(**C, party="gem-a", on=PROPOSED, reason="Vergissing", amendment="w1"),
)
AMENDMENT_IN_FORCE = acts.AmendCovenant(**C, amendment="w1", on=date(2026, 7, 1))
ENDED = acts.EndCovenant(**C, last_day=date(2026, 5, 31), reason="Opgevolgd")
LEFT = acts.WithdrawParty(**C, party="gem-a", last_day=date(2026, 2, 28), reason="Fusie")
WITH_TEXT = EVERY[: [act.act_name for act in EVERY].index("commit")]
ADOPTED_SHA = getattr(trial("sign").act, "sha256")  # noqa: B009 - the act is known by its name only
DIGITAL = Trial(WITH_TEXT, signed("gem-a", SIGNED, medium=Medium.DIGITAL, sha256=ADOPTED_SHA))
CERTIFIED = Trial(
    WITH_TEXT,
    signed(
        "gem-a", SIGNED, medium=Medium.DIGITAL, sha256=ADOPTED_SHA, certificate=CERT, issuer="CA", trusted_root=ROOT,
        root_name="Root", day_from=DayFrom.TIME_STAMP,
    ),
)  # fmt: skip

EDGES = [
    COMMIT.allowed(PARTY, "a party of the covenant gives its word"),
    COMMIT.refused(PARTY, "no other party gives its word", after=[NEWCOMER], party="gem-c"),
    COMMIT.refused("record.new", "a party gives its word once", after=[COMMIT.act]),
    COMMIT.allowed("record.new", "each party gives its word", after=[COMMIT.act], party="gem-b"),
    COLLEGE.allowed(PARTY, "the board of a party decides", facts={"in_favour": True}),
    COLLEGE.allowed(PARTY, "the board of a party decides against", in_favour=False, facts={"in_favour": False}),
    COLLEGE.refused(PARTY, "no other board decides", after=[NEWCOMER], party="gem-c"),
    SIGN.allowed(PARTY, "a party of the covenant signs"),
    SIGN.refused(PARTY, "no other party signs", after=STRANGER, party="gem-c", person="p-9"),
    Trial((*RUNNING, LEFT), signed("gem-a", date(2026, 3, 1))).refused(PARTY, "a party that left signs no more"),
    Trial((*OPEN, acts.EnterIntoForce(**C, on=IN_FORCE), LEFT), signed("gem-a", date(2026, 2, 28))).allowed(
        PARTY, "a party signs on its last day",
    ),
    JOINED.allowed(
        PARTY, "a party signs from the day on which it joined"
    ),
    JOINED.refused(
        PARTY, "a party does not sign before it joined", signed_on=PROPOSED - DAY
    ),
    SIGN.allowed(OPEN_FOR, "a covenant is signed on the day of opening"),
    SIGN.refused(OPEN_FOR, "a covenant is not signed before the day of opening", signed_on=OPENED - DAY),
    Trial(REGION, signed("gem-a", OPENED)).refused(OPEN_FOR, "a draft is not signed"),
    Trial((*OPEN, acts.EnterIntoForce(**C, on=IN_FORCE), ENDED), signed("gem-a", date(2026, 5, 31))).allowed(
        OPEN_FOR, "a covenant is signed on its last day",
    ),
    Trial((*OPEN, acts.EnterIntoForce(**C, on=IN_FORCE), ENDED), signed("gem-a", date(2026, 6, 1))).refused(
        OPEN_FOR, "a covenant that ended is not signed",
    ),
    Trial((*OPEN, acts.EnterIntoForce(**C, on=IN_FORCE)), signed("gem-a", date(2026, 6, 1))).allowed(
        OPEN_FOR, "a covenant in force is signed late",
    ),
    Trial((*REGION, acts.EndCovenant(**C, last_day=OPENED, reason="R")), signed("gem-a", OPENED)).refused(
        OPEN_FOR, "a draft that ended is not signed",
    ),
    SIGN_AMENDMENT.allowed(OPEN_FOR, "an amendment is signed on the day of its proposal"),
    SIGN_AMENDMENT.refused(OPEN_FOR, "an amendment is not signed before its proposal", signed_on=PROPOSED - DAY),
    SIGN.refused(ONCE, "a party signs once", after=[signed("gem-a", OPENED)], signed_on=SIGNED),
    SIGN.allowed(ONCE, "each party signs", after=[signed("gem-b", OPENED)]),
    SIGN.allowed(
        ONCE, "a party signs again after withdrawing",
        after=[signed("gem-a", OPENED), acts.WithdrawSignature(**C, party="gem-a", on=OPENED, reason="R")],
    ),
    SIGN_AMENDMENT.refused(ONCE, "a party signs an amendment once", after=[SIGN_AMENDMENT.act]),
    BOARD.allowed(GROUND, "a decision of the board may be of the day of the signature"),
    BOARD.refused(GROUND, "a decision of the board is not later than the signature", decided_on=SIGNED + DAY),
    BOARD.refused(GROUND, "a decision of the board has a day", decided_on=None),
    BOARD.refused(GROUND, "a decision of the board has a name", document=" "),
    BOARD.allowed(GROUND, "on a mandate no decision is named", ground=GroundKind.MANDATE, document="", decided_on=None),
    *(
        tried.refused(
            REPRESENTED, sentence, person="p-4", after=[PERSON, mandate("gem-a", "p-4", scopes=(scope,))],
            facts={"needs": needs},
        )
        for tried, sentence, scope, needs in (
            (SIGN, "who may only represent does not sign on a mandate", Scope.REPRESENT, Scope.SIGN),
            (BOARD, "who may only sign does not sign on a decision of the board", Scope.SIGN, Scope.REPRESENT),
        )
    ),
    SIGN.allowed(
        REPRESENTED, "a mandate to sign is enough", person="p-4",
        after=[PERSON, mandate("gem-a", "p-4", scopes=(Scope.SIGN,))],
    ),
    BOARD.allowed(
        REPRESENTED, "who represents signs on a decision of the board", person="p-4",
        after=[PERSON, mandate("gem-a", "p-4")],
    ),
    SIGN.refused(REPRESENTED, "the person of another party does not sign", person="p-3"),
    DIGITAL.allowed(TEXT, "the adopted text is signed", facts={"sha256": ADOPTED_SHA}),
    DIGITAL.refused(
        TEXT, "another text is not signed", sha256=OTHER_SHA,
        facts={"hash_on_record": ADOPTED_SHA, "signed": OTHER_SHA},
    ),
    DIGITAL.refused(HASH, "what is signed digitally has a hash", sha256=None),
    DIGITAL.allowed(TEXT, "on paper a hash may be left out", medium=Medium.PAPER, sha256=None, facts={"sha256": None}),
    DIGITAL.refused(TEXT, "on paper a hash that is given is that of the text", medium=Medium.PAPER, sha256=OTHER_SHA),
    DIGITAL.allowed(TEXT, "a hash in capitals is the same", sha256=ADOPTED_SHA.upper(), facts={"sha256": ADOPTED_SHA}),
    SIGN.refused(
        TEXT, "without an adopted text there is none to sign digitally", medium=Medium.DIGITAL, sha256=SHA,
        facts={"hash_on_record": None},
    ),
    SIGN_AMENDMENT.allowed(TEXT, "the text of the amendment is signed", medium=Medium.DIGITAL, sha256=OTHER_SHA),
    SIGN_AMENDMENT.refused(
        TEXT, "another text than that of the amendment is not signed", medium=Medium.DIGITAL, sha256=SHA,
    ),
    CERTIFIED.allowed(
        CERTIFICATE, "a certificate is held against a root",
        facts={"certificate": CERT, "issuer": "CA", "trusted_root": ROOT, "root_name": "Root", "day_from": "time_stamp"},
    ),
    CERTIFIED.allowed(
        CERTIFICATE, "a certificate is not held against a root", trusted_root=None, root_name=None,
        day_from=DayFrom.CLAIMED, facts={"trusted_root": None, "day_from": "claimed"},
    ),
    CERTIFIED.allowed(CERTIFICATE, "of a certificate no more is said", **NOTHING_MORE),
    CERTIFIED.allowed(CERTIFICATE, "of a digital signature nothing is known but the text", **NOTHING_MORE, certificate=None),
    CERTIFIED.allowed(CERTIFICATE, "a root is not named", root_name=None),
    CERTIFIED.refused(CERTIFICATE, "nobody signs on paper with a certificate", medium=Medium.PAPER, **NOTHING_MORE),
    *(
        CERTIFIED.refused(
            CERTIFICATE, f"no {name} without a certificate", **{**NOTHING_MORE, name: value}, certificate=None,
            facts={name: value},
        )
        for name, value in (("issuer", "CA"), ("trusted_root", ROOT), ("day_from", DayFrom.CLAIMED))
    ),
    *(
        CERTIFIED.refused("record.text_given", f"{name} that is given says something", **{name: " "})
        for name in ("issuer", "root_name")
    ),
    *(
        CERTIFIED.refused(HASH, f"{name} is a fingerprint", **{name: "c" * 63}) for name in ("certificate", "trusted_root")
    ),
    *(
        CERTIFIED.allowed(HASH, f"{name} is kept in small letters", **{name: "AF" * 32}, facts={name: "af" * 32})
        for name in ("certificate", "trusted_root")
    ),
    CERTIFIED.refused(
        CERTIFICATE, "no name of a root that is not there", trusted_root=None, day_from=DayFrom.CLAIMED,
        facts={"root_name": "Root"},
    ),
    CERTIFIED.refused(
        CERTIFICATE, "no time stamp that counts without a root", trusted_root=None, root_name=None,
        facts={"day_from": "time_stamp"},
    ),
    LIFT.allowed(STANDS, "a reservation is lifted on the day of the signature"),
    LIFT.refused(STANDS, "a reservation is not lifted before the signature", on=SIGNED - DAY),
    LIFT.refused(STANDS, "a reservation is lifted once", after=[LIFT.act], facts={"lifted_on": SIGNED}),
    LIFT.refused(STANDS, "of who did not sign no reservation is lifted", party="gem-b"),
    LIFT.refused(
        STANDS, "of a signature without reservation none is lifted", after=[signed("gem-b", SIGNED)], party="gem-b",
    ),
    LIFT.refused(PARTY, "of who is no party no reservation is lifted", after=[NEWCOMER], party="gem-c"),
    LIFT.refused(KNOWN, "no reservation under an amendment that is unknown", amendment="w1"),
    LIFT_AMENDED.allowed(
        STANDS, "a reservation under an amendment is lifted"
    ),
    LIFT_AMENDED.refused(
        STANDS, "a reservation under an amendment is none under the covenant", amendment=None
    ),
    REFUSE.allowed(UNSIGNED, "who did not sign refuses"),
    REFUSE.refused(
        UNSIGNED, "who signed does not refuse", after=[signed("gem-a", SIGNED)], facts={"signed_on": SIGNED},
    ),
    REFUSE.allowed(UNSIGNED, "who withdrew the signature refuses", after=[signed("gem-a", SIGNED), WITHDRAW.act]),
    REFUSE.allowed(UNSIGNED, "who refused may refuse again", after=[REFUSE.act]),
    REFUSE.refused(PARTY, "who is no party does not refuse", after=[NEWCOMER], party="gem-c"),
    Trial(AMENDED, acts.RefuseSigning(**C, party="gem-a", on=PROPOSED, reason="R", amendment="w1")).allowed(
        UNSIGNED, "who signed the covenant refuses an amendment",
    ),
    WITHDRAW.allowed(STANDS, "a signature is withdrawn on its own day"),
    WITHDRAW.refused(STANDS, "a signature is not withdrawn before its day", on=SIGNED - DAY),
    WITHDRAW.refused(STANDS, "a signature is withdrawn once", after=[WITHDRAW.act]),
    WITHDRAW.refused(STANDS, "who did not sign withdraws nothing", party="gem-b"),
    WITHDRAW.allowed(
        STANDS, "a signature is withdrawn the day before the covenant is in force",
        after=[acts.EnterIntoForce(**C, on=IN_FORCE)], on=IN_FORCE - DAY,
    ),
    WITHDRAW.refused(
        STANDS, "a signature is not withdrawn on the day on which the covenant is in force",
        after=[acts.EnterIntoForce(**C, on=IN_FORCE)], on=IN_FORCE,
    ),
    WITHDRAW_AMENDED.allowed(STANDS, "a signature under an amendment is withdrawn while the covenant is in force"),
    WITHDRAW_AMENDED.refused(
        LATER_STANDS, "a signature on which an amendment entered into force the day after is not withdrawn",
        after=[AMENDMENT_IN_FORCE], on=date(2026, 6, 30),
    ),
    WITHDRAW_AMENDED.refused(
        STANDS, "a signature is not withdrawn on the day on which the amendment is in force",
        after=[AMENDMENT_IN_FORCE], on=date(2026, 7, 1),
    ),
    WITHDRAW_AMENDED.refused(
        PARTY, "who is not asked to sign an amendment withdraws nothing", after=[NEWCOMER], party="gem-c",
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
