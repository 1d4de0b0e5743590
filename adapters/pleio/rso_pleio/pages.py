"""The wiki pages that the adapter itself brings: decisions per body, and the signing register."""

from collections.abc import Iterable

from rso_core.projection import Register
from rso_pleio.desired import DesiredItem, Registers, Row, clean, facts, in_words, title
from rso_pleio.documents import Block, doc, heading, paragraph, table

FIRST_PLACE = 1
"""The body at this place in the order shows what concerns the covenant as a whole."""


def decision_pages(body: Row, registers: Registers) -> Iterable[DesiredItem]:
    """A page *Besluiten* with a page per decision of the body below it; what is confidential stays out."""
    of_body = [row for row in registers("decisions").rows if row["body"] == body["body"]]
    decisions = [row for row in of_body if not row["confidential"]]
    if not decisions:
        return
    root = f"decisions-{body['body']}"
    rows = [
        [in_words(row["taken_on"]), row["kind_nl"], clean(row["title"]), row["outcome_nl"]]
        for row in reversed(decisions)
    ]
    overview = doc(
        paragraph(f"Alle besluiten van {clean(body['name'])}, het laatste eerst."),
        table(["Datum", "Soort", "Besluit", "Uitkomst"], rows),
    )
    yield DesiredItem(key=root, kind="wiki", title="Besluiten", text=overview.to_json())
    for row in decisions:
        yield DesiredItem(
            key=f"decision-{row['decision']}",
            kind="wiki",
            title=title(row["title"]),
            text=doc(*_decision(row)).to_json(),
            parent=root,
        )


def _decision(row: Row) -> list[Block]:
    blocks = facts(
        ("Genomen op", in_words(row["taken_on"])),
        ("Overleg", row["body_name"]),
        ("Soort", row["kind_nl"]),
        ("Uitkomst", row["outcome_nl"]),
        ("Stand", row["standing_nl"]),
        ("Voorwaarde", row["condition"]),
        ("Kenmerk", row["decision"]),
        ("Bron", row["source"]),
    )
    if row["text"]:
        blocks += [heading("Tekst"), *(paragraph(clean(part)) for part in row["text"].splitlines() if part.strip())]
    if row["votes_for"] or row["votes_against"] or row["abstentions"]:
        counts = [[str(row[name]) for name in ("votes_for", "votes_against", "abstentions", "absent")]]
        blocks += [heading("Stemmen"), table(["Voor", "Tegen", "Onthouding", "Afwezig"], counts)]
        blocks += facts(("Tegen stemden", row["dissent"]))
    return blocks


def signing_page(body: Row, registers: Registers) -> Iterable[DesiredItem]:
    """The signing register, in the group of the first body."""
    register: Register = registers("signatures")
    current = [row for row in register.rows if row["stage"] != "ended"]
    if body["place"] != FIRST_PLACE or not current:
        return
    shown = [column for column in register.columns if column.key not in ("document", "title")]
    blocks: list[Block] = []
    for subject in dict.fromkeys((row["covenant"], row["amendment"]) for row in current):
        of_subject = [row for row in current if (row["covenant"], row["amendment"]) == subject]
        rows = [["" if row[c.key] is None else clean(str(row[c.key])) for c in shown] for row in of_subject]
        signed = sum(row["signed_on"] is not None for row in of_subject)
        blocks += [
            heading(clean(str(of_subject[0]["title"]))),
            paragraph(f"{signed} van de {len(rows)} partijen hebben ondertekend."),
            table([column.title for column in shown], rows),
        ]
    text = doc(*blocks)
    yield DesiredItem(key="register-signatures", kind="wiki", title=register.title, text=text.to_json())
