"""What any act is held to when it comes in, on the edges; every field of every act is tried in `tests/domain/test_admission.py`."""

from datetime import date
from decimal import Decimal

from domain.deciding import Edge, table
from domain.trials import trial

PARTY = trial("register-party")
MEETING = trial("plan-meeting")
BODY = trial("set-up-body")
PERSON = trial("register-person")
CORRECTING = trial("correct-person")
EFFORT = trial("agree-effort")
SIGNAL = trial("raise-signal")

EDGES = [
    PARTY.refused(
        "record.text_characters", "a name is read in one direction", name="Gemeente \u202eegitlov",
        facts={"field": "name", "character": "U+202E RIGHT-TO-LEFT OVERRIDE", "at": 10},
    ),
    PARTY.refused("record.text_characters", "a name has no line ends", name="Gemeente\nVeen"),
    PARTY.allowed("record.text_characters", "a name in Arabic letters", name="بلدية", facts={"name": "بلدية"}),
    PARTY.allowed(
        "record.text_characters", "letters are composed", name="Su\u0301dwest", facts={"name": "S\u00fadwest"}
    ),
    SIGNAL.allowed(
        "record.text_characters", "a text has line ends, of one kind", text="eerst\r\ndan", facts={"text": "eerst\ndan"}
    ),
    SIGNAL.refused("record.text_characters", "a text has no other control characters", text="eerst\x00dan"),
    PARTY.allowed("record.text_length", "a name of two hundred characters", name="n" * 200),
    PARTY.refused(
        "record.text_length", "a name of one more", name="n" * 201,
        facts={"field": "name", "characters": 201, "most": 200},
    ),
    MEETING.allowed("record.text_length", "a title of five hundred", title="t" * 500),
    MEETING.refused("record.text_length", "a title of one more", title="t" * 501),
    SIGNAL.refused("record.text_length", "a text of one more", text="t\n" * 25_000 + "t"),
    PARTY.allowed("record.day_range", "the first day", on=date(1900, 1, 1)),
    PARTY.refused("record.day_range", "the day before", on=date(1899, 12, 31), facts={"field": "on"}),
    PARTY.allowed("record.day_range", "the last day", on=date(2199, 12, 31)),
    PARTY.refused("record.day_range", "the day after", on=date(2200, 1, 1), facts={"day": date(2200, 1, 1)}),
    PERSON.allowed(
        "person.mail_address", "a domain is written in small letters", email=" A.Voorbeeld@Gemeente.Example",
        facts={"email": "A.Voorbeeld@gemeente.example"},
    ),
    PERSON.allowed(
        "person.mail_address", "letters of an address are composed", email="e\u0301@xn--mnchen-3ya.example",
        facts={"email": "\u00e9@m\u00fcnchen.example"},
    ),
    PERSON.allowed("person.mail_address", "nobody needs an address", email=None, facts={"email": None}),
    PERSON.allowed("person.mail_address", "a part of sixty-four", email="a" * 64 + "@x.example"),
    *(
        PERSON.refused("person.mail_address", f"{email[:30]} is no address", email=email, facts={"field": "email"})
        for email in (
            "a", "a@", "@x.example", "a@b@x.example", "a b@x.example", "A. Voorbeeld <a@x.example>", "a@x", "a@localhost",
            "a@gemeente.local", "a@1.2.3.4", "a..b@x.example", "mailto:a@x", "a" * 65 + "@x.example", "a@x.example.",
            "a@x.example;b@x.example", "a@-x.example",
        )
    ),
    CORRECTING.refused("person.mail_address", "nor is it one to correct to", email="a@localhost"),
    CORRECTING.allowed("person.mail_address", "an address to correct to", email="a@x.example"),
    BODY.allowed("record.number_range", "a term of a hundred years", signal_answer_days=36_525),
    BODY.refused(
        "record.number_range", "a term of a day more", signal_answer_days=36_526,
        facts={"field": "signal_answer_days", "most": 36_525},
    ),
    EFFORT.allowed("record.number_range", "a billion times a thousand", amount=Decimal(10**12)),
    EFFORT.refused("record.number_range", "a cent more", amount=Decimal("1000000000000.01")),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
