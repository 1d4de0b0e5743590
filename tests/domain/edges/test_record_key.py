"""Keys of the record and of its witnesses."""

from datetime import date

from acts_of_a_cooperation import RECORD_KEY, WITNESS_KEY
from domain.deciding import Edge, Trial, table
from domain.trials import REGION
from rso_core import acts

FORM = "record_key.form"
REASON = "record_key.reason"
WITNESS = "record_key.witness_known"
NEW = "record.new"
ON = date(2026, 11, 12)
BASE64 = "A" * 44
OTHER_KEY = RECORD_KEY.replace("+1", "+2", 1)

INTRODUCE = acts.IntroduceRecordKey(public_key=RECORD_KEY, on=ON)
RECOGNISE = acts.RecogniseWitness(party="gem-b", public_key=WITNESS_KEY, on=ON)
DISMISS = acts.DismissWitness(public_key=WITNESS_KEY, reason="Andere sleutel", on=ON)
FIRST, WITNESSING = Trial(REGION, INTRODUCE), Trial(REGION, RECOGNISE)
NEXT = Trial((*REGION, INTRODUCE), acts.IntroduceRecordKey(public_key=OTHER_KEY, on=ON, reason="Verloren"))

FORMS = {
    "has a name of a sign at least": (f"+0123abcd+{BASE64}", False),
    "may have a name of 200 signs": (f"{'n' * 200}+0123abcd+{BASE64}", True),
    "has a name of at most 200 signs": (f"{'n' * 201}+0123abcd+{BASE64}", False),
    "has no space in its name": (f"a b+0123abcd+{BASE64}", False),
    "has eight digits in its hash, no less": (f"n+123abcd+{BASE64}", False),
    "has eight digits in its hash, no more": (f"n+00123abcd+{BASE64}", False),
    "has a hash in small letters": (f"n+0123ABCD+{BASE64}", False),
    "may have 44 signs of base64": (f"n+0123abcd+{BASE64}", True),
    "has no less than 44 signs of base64": (f"n+0123abcd+{'A' * 43}", False),
    "may have 48 signs of base64": (f"n+0123abcd+{'+/aZ09' * 8}", True),
    "has no more than 48 signs of base64": (f"n+0123abcd+{'A' * 49}", False),
    "may end in two equals signs": (f"n+0123abcd+{BASE64}==", True),
    "does not end in three equals signs": (f"n+0123abcd+{BASE64}===", False),
    "begins with its name": (f" n+0123abcd+{BASE64}", False),
}

EDGES = [
    FIRST.allowed(REASON, "the first key needs no reason", reason="", facts={"previous": None}),
    NEXT.allowed(REASON, "a next key has a reason", facts={"previous": RECORD_KEY}),
    NEXT.refused(REASON, "a next key has a reason that says something", reason=" "),
    NEXT.refused(NEW, "the present key is not introduced again", public_key=RECORD_KEY),
    NEXT.allowed(NEW, "an earlier key comes back with a reason", public_key=RECORD_KEY, after=[NEXT.act]),
    WITNESSING.allowed(NEW, "a witness is recognised before the record has a key"),
    WITNESSING.refused(NEW, "a witness is recognised once a key", after=[RECOGNISE], party="gem-a"),
    WITNESSING.refused(NEW, "the key of the record is that of no witness", after=[INTRODUCE], public_key=RECORD_KEY),
    WITNESSING.allowed(NEW, "a witness is recognised beside the key of the record", after=[INTRODUCE]),
    WITNESSING.allowed(NEW, "another key of the same witness is recognised", after=[RECOGNISE], public_key=OTHER_KEY),
    WITNESSING.allowed(NEW, "a dismissed key is recognised again", after=[RECOGNISE, DISMISS]),
    Trial(REGION, DISMISS).refused(WITNESS, "where there are no witnesses none is dismissed"),
    Trial(REGION, DISMISS).refused(
        WITNESS, "the key of the record is no witness", after=[INTRODUCE], public_key=RECORD_KEY,
    ),
    Trial(REGION, DISMISS).allowed(WITNESS, "a witness is dismissed", after=[RECOGNISE], facts={"party": "gem-b"}),
    Trial(REGION, DISMISS).refused(WITNESS, "a witness is dismissed once", after=[RECOGNISE, DISMISS]),
    Trial(REGION, DISMISS).allowed(
        WITNESS, "dismissing one key leaves the other", public_key=OTHER_KEY,
        after=[RECOGNISE, acts.RecogniseWitness(party="gem-b", public_key=OTHER_KEY, on=ON), DISMISS],
    ),
]  # fmt: skip
for tried, what in ((FIRST, "a key of the record"), (WITNESSING, "a key of a witness")):
    for sentence, (key, fits) in FORMS.items():
        row = tried.allowed if fits else tried.refused
        EDGES.append(row(FORM, f"{what} {sentence}", public_key=key))


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
