"""Covenant, registers, signals, projects, effort, cycle and evaluations as pages."""

from datetime import date
from typing import Any

import pytest

from pleio.desired.registers_by_hand import item_of, keys_of, site_of, told
from pleio.desired.rows_by_hand import (
    Rows,
    action,
    body,
    decision,
    effort,
    in_the_order,
    meeting,
    milestone,
    moment,
    project,
    recommendation,
    role,
    signal,
    signature,
    step,
)
from rso_pleio.documents import Block
from rso_pleio.texts.covenant import file_name

SHA = {name: name * 64 for name in "abc"}
LIFE = [
    step("concept", "Convenant 2026", date(2025, 9, 1), result="Intentieovereenkomst"),
    step("versie", "v1: Convenant v1.PDF", date(2025, 9, 2), "v1", sha256=SHA["a"]),
    step("versie", "v2: Convenant v2.pdf", date(2025, 10, 2), "v2", sha256=SHA["b"]),
]
ADOPTED = step("vaststelling", "versie v1, besluit b1", date(2025, 10, 31))


def site_with(**tables: Any) -> Any:
    return site_of({"bodies": [body(), body("b", place=2, reports_to="a")], **tables})


def test_what_concerns_the_whole_stands_in_the_first_group_only() -> None:
    bodies = [body("x", place=1, confidential=True), body("a", place=1), body("b", place=2)]
    site = site_of(
        {"bodies": bodies, "covenants": LIFE, "signatures": [signature("gem", stage="drafted")], "roles": [role("lid")]}
    )
    assert keys_of(site) == ["covenant-conv", "document-conv", "register-signatures", "register-roles"]
    assert keys_of(site, "b") == []


def test_the_life_of_a_covenant() -> None:
    answers = [{"party": "gem", "party_name": "Gemeente", "answer": "with_remarks", "text": "Korter."}]
    steps = [
        *LIFE,
        step(
            "consultatie",
            "r1: Goed zo?",
            date(2025, 9, 10),
            "r1",
            until=date(2025, 9, 30),
            asked=["Gemeente", "ODU"],
            answers=answers,
            unanswered=["ODU"],
        ),
        ADOPTED,
        step("openstelling", "open voor ondertekening", date(2026, 1, 1)),
        step("inwerkingtreding", "van kracht", date(2026, 1, 1)),
        step("nalatenschap", "Archief", date(2025, 9, 1), "m1", closed_on=date(2026, 2, 1), result="Overgedragen"),
        step("toetreding", "Wil meedoen", date(2026, 3, 1), "odu", party="odu", party_name="ODU"),
    ]
    bodies = [body(themes="Wonen"), body("x", place=2, confidential=True, themes="Staatsgeheim")]
    tables: dict[str, Rows] = {
        "covenants": steps,
        "decisions": [decision("b1", title="Instemming")],
        "signatures": [signature("gem", signed_on=date(2025, 12, 1), state_nl="ondertekend")],
    }
    item = item_of(site_of({"bodies": bodies, **tables}), "covenant-conv")
    text = told(item.text)
    assert (item.title, item.gathers) == ("Convenant 2026", True)
    for said in (
        "Stand: van kracht",
        "Volgt op: Intentieovereenkomst",
        "Van kracht: vanaf 1 januari 2026",
        "v2 | Convenant v2.pdf | 2 oktober 2025",
        "10 september 2025 t/m 30 september 2025 | Consultatie | r1: Goed zo?",
        "Geantwoord: 1 van 2",
        "Nog geen antwoord van: ODU",
        "Gemeente | akkoord met opmerkingen | Korter.",
        "Vaststelling | versie v1, besluit Instemming",
        "ODU: Wil meedoen",
        "Archief | afgehandeld op 1 februari 2026 | Overgedragen",
        "Overleg a | Wonen",
        "Gem | ondertekend | 1 december 2025",
    ):
        assert said in text
    assert text.index("Openstelling") < text.index("Inwerkingtreding")
    assert "Staatsgeheim" not in text
    assert item.text.references == {"document-conv", "register-signatures", "decision-b1"}


def test_an_adoption_by_a_confidential_decision_does_not_name_it() -> None:
    tables: dict[str, Rows] = {"covenants": [*LIFE, ADOPTED], "decisions": [decision("b1", confidential=True)]}
    text = told(item_of(site_with(**tables), "covenant-conv").text)
    assert "Vaststelling | versie v1\n" in text
    assert "b1" not in text


def test_a_covenant_that_was_signed_before_the_record_began_names_its_parties_only() -> None:
    steps = [*LIFE, step("einde", "Opgevolgd", date(2026, 1, 1))]
    text = told(item_of(site_with(covenants=steps, signatures=[signature("gem", stage="ended")]), "covenant-conv").text)
    assert "Stand: beëindigd" in text
    assert text.endswith("Partijen\nGem")


AMENDED = step("wijziging", "Nieuwe partij", date(2026, 2, 1), "w1", sha256=SHA["c"], closed_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("steps", "sha256", "said"),
    [
        (LIFE, SHA["b"], ("Versie: v2", "Stand: concept van 2 oktober 2025")),
        ([*LIFE, ADOPTED], SHA["a"], ("Versie: v1", "vastgesteld op 31 oktober 2025")),
        ([*LIFE, ADOPTED, AMENDED], SHA["c"], ("Wijziging: Nieuwe partij", "van kracht per 1 maart 2026")),
        ([*LIFE, ADOPTED, {**AMENDED, "closed_on": None}], SHA["a"], ("Versie: v1",)),
    ],
)
def test_the_document_is_the_text_that_holds(steps: Any, sha256: str, said: tuple[str, ...]) -> None:
    item = item_of(site_with(covenants=steps), "document-conv")
    assert item.file is not None
    assert (item.kind, item.file.sha256, item.file.name) == ("file", sha256, "Convenant 2026.pdf")
    assert all(one in told(item.text) for one in said)


@pytest.mark.parametrize(
    "steps",
    [
        [LIFE[0]],
        [LIFE[0], {**LIFE[1], "sha256": None}, LIFE[2], ADOPTED],
        [*LIFE, step("vaststelling", "versie v9, besluit b1", date(2026, 1, 1))],
    ],
)
def test_no_document_where_the_text_that_holds_is_not_on_record(steps: Any) -> None:
    assert "document-conv" not in keys_of(site_with(covenants=steps))


@pytest.mark.parametrize(
    ("name", "document", "safe"),
    [
        ("Convenant: vorm/structuur?", "a.docx", "Convenant vorm structuur.docx"),
        ("../../etc/passwd", "", "etc passwd.pdf"),
        ("***", "zonder punt", "convenant.pdf"),
        ("x" * 5000, "a.tar.gz", "x" * 100 + ".gz"),
        ("Regel\nTwee\x00", "a.p/df", "Regel Twee.pdf"),
    ],
)
def test_names_of_files_are_safe(name: str, document: str, safe: str) -> None:
    assert file_name(name, document) == safe


def test_the_signing_register() -> None:
    rows = [
        signature(
            "gem", signed_on=date(2025, 11, 1), person="p1", person_name=None, college="in_favour", state="signed"
        ),
        signature("odu", reservation="Mits geld", lifted_on=date(2026, 2, 1), reason="Later"),
        signature("oud", state="left"),
        signature("weg", covenant="oud", stage="ended"),
        signature("vroeger", covenant="ouder", stage="in_force"),
    ]
    text = told(item_of(site_with(signatures=rows), "register-signatures").text)
    assert "Convenant: van kracht. Ondertekend door 1 van de 2 partijen. Uiterste dag: 31 december 2025." in text
    assert "1 november 2025 | (naam verwijderd)" in text
    assert "Mits geld (vervallen op 1 februari 2026)" in text
    assert "Weg" not in text
    assert "Vroeger" not in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "uitgegeven door Voorbeeld CA; vertrouwen niet nagegaan; dag volgens de ondertekenaar"),
        (
            {"trusted_root": "d" * 64, "root_name": "Voorbeeld Root", "day_from": "time_stamp"},
            "uitgegeven door Voorbeeld CA; nagegaan tot Voorbeeld Root; dag volgens een vertrouwd tijdstempel",
        ),
        ({"trusted_root": "d" * 64, "issuer": None, "day_from": None}, f"nagegaan tot {'d' * 64}"),
    ],
)
def test_whether_a_certificate_was_checked_is_told_beside_the_signature(given: dict[str, Any], said: str) -> None:
    certificate = {"certificate": "c" * 64, "issuer": "Voorbeeld CA", "day_from": "claimed", "signer": "P. Wijsneus"}
    rows = [
        signature("gem", signed_on=date(2025, 11, 1), person="p1", state="signed", **{**certificate, **given}),
        signature("odu", signed_on=date(2025, 11, 1), person="p2", state="signed"),
    ]
    site = site_with(signatures=rows, covenants=LIFE)
    for page in ("register-signatures", "covenant-conv"):
        text = told(item_of(site, page).text)
        assert "Certificaat" in text
        assert f" | {said}" in text
        assert "Wijsneus" not in text
    without = site_with(signatures=rows[1:], covenants=LIFE)
    for page in ("register-signatures", "covenant-conv"):
        assert "Certificaat" not in told(item_of(without, page).text)


def test_the_role_register_names_no_confidential_body() -> None:
    bodies = [body(), body("x", place=2, confidential=True)]
    vacant: dict[str, Any] = dict.fromkeys(("party", "party_name", "person", "person_name", "start", "until"))
    roles = [
        role("voorzitter-a", deputy="p2", deputy_name="P. Twee"),
        role("vacature", **{**vacant, "state_nl": "vacant", "vacant_since": date(2026, 2, 1)}),
        role("fluisteraar", body="x"),
        role("coordinator", body=None),
    ]
    text = told(item_of(site_of({"bodies": bodies, "roles": roles}), "register-roles").text)
    assert "Voorzitter-a | Provincie | P. Een | P. Twee | vanaf 1 januari 2026 | vervuld" in text
    assert "Vacature |  |  |  |  | vacant sinds 1 februari 2026" in text
    assert "Voor de samenwerking als geheel\n" in text
    assert "luisteraar" not in text


def _nested(block: Block) -> list[Any]:
    items = [[c for c in item.content if isinstance(c, Block)] for item in block.content if isinstance(item, Block)]
    return [(parts[0].content[0].text.split(" (")[0], *[_nested(p) for p in parts[1:]]) for parts in items]  # type: ignore[union-attr]


def test_the_order_is_drawn_without_what_is_confidential() -> None:
    bodies = [
        body("a"),
        body("x", place=2, reports_to="a", confidential=True),
        body("b", place=3, reports_to="x"),
        body("c", place=4, reports_to="a"),
        body("y", place=5, reports_to="c", confidential=True),
    ]
    item = item_of(site_of({"bodies": bodies, "order": in_the_order(bodies)}), "register-order")
    assert _nested(item.text.content[1]) == [("Overleg a", [("Overleg b",), ("Overleg c",)])]


def test_signals_with_rank_answer_and_path() -> None:
    bodies = [body(), body("b", place=2), body("c", place=2, closed=True), body("x", place=3, confidential=True)]
    rows = [
        signal("s1", rank=1, path_bodies=["b", "x", "c", "a"], supporters="ODU", overdue=True),
        signal("s2", state="bundled", under="s1"),
        signal("s3", state="answered", answer="Doen we.", answered_on=date(2026, 5, 1), decision="b1"),
        signal("s4", state="answered", answer="Stil houden.", answered_on=date(2026, 4, 1), decision="b2"),
        signal("s5", body="b"),
    ]
    decisions = [decision("b1"), decision("b2", confidential=True)]
    item = item_of(site_of({"bodies": bodies, "signals": rows, "decisions": decisions}), "signals-a")
    text = told(item.text)
    assert "1 | Knelpunt: Signaal s1 | Gemeente, gesteund door ODU | Overleg b → Overleg c → Overleg a |" in text
    assert "open, te laat" in text
    assert "Knelpunt: Signaal s2 | Gemeente | Signaal s1" in text
    assert "Doen we. | 1 mei 2026 | Besluit b1" in text
    for hidden in ("Overleg x", "Stil houden", "s5"):
        assert hidden not in text
    assert keys_of(site_of({"bodies": [body()], "signals": [signal("s1", body="b")]})) == []


@pytest.mark.parametrize("of_x", [{"name": "Overleg b"}, {"name": "Bestuur"}, {"name": "b"}])
def test_a_confidential_body_is_not_in_the_path_of_a_signal_whatever_it_is_called(of_x: dict[str, str]) -> None:
    bodies = [body(), body("b", place=2, former_names="Bestuur"), body("x", place=3, confidential=True, **of_x)]
    passed_on = signal("s1", path=f"{of_x['name']} → Overleg a", path_bodies=["x", "a"])
    for state in ("open", "answered"):
        text = told(item_of(site_of({"bodies": bodies, "signals": [{**passed_on, "state": state}]}), "signals-a").text)
        assert "Gemeente | Overleg a |" in text, state


def test_a_body_with_an_arrow_in_its_name_stands_in_the_path_of_a_signal() -> None:
    bodies = [body(), body("b", place=2, name="Van plan → uitvoering")]
    site = site_of({"bodies": bodies, "signals": [signal("s1", path_bodies=["b", "a"])]})
    assert "| Van plan → uitvoering → Overleg a |" in told(item_of(site, "signals-a").text)


def test_projects_with_milestones_and_limit() -> None:
    rows = [
        project("p1", limit=1, load=2, over_limit=True, decision="b1", motive="Haast"),
        project("p2", limit=1, load=2, over_limit=True, decision="b2", motive="Heimelijk"),
        project("n1", kind="network", limit=1, load=2, over_limit=True),
        project("p3", body="b"),
    ]
    decisions = [decision("b1"), decision("b2", confidential=True)]
    tables: dict[str, Rows] = {
        "portfolio": rows,
        "milestones": [milestone("m1", "p1"), milestone("m2", "p3")],
        "decisions": decisions,
    }
    item = item_of(site_with(**tables), "portfolio-a")
    text = told(item.text)
    assert text.startswith("Er lopen nu 2 projecten; het maximum is 1, dat is overschreden.")
    assert "Loopt boven het maximum op grond van: Besluit b1 — Haast" in text
    assert "Mijlpaal m1 | 1 juli 2026" in text
    assert text.index("Project p2") < text.index("Kennisnetwerken") < text.index("Project n1")
    for hidden in ("Heimelijk", "m2", "p3"):
        assert hidden not in text


def test_effort_by_body_of_the_role() -> None:
    roles = [role("r-a"), role("r-b", body="b"), role("r-none", body=None)]
    rows = [effort("e1", "r-a"), effort("e2", "r-b"), effort("e3", "r-none"), effort("e4"), effort("e5", "onbekend")]
    site = site_with(resources=[{**row, "purpose": row["effort"]} for row in rows], roles=roles)
    text = told(item_of(site, "resources-a").text)
    assert [name for name in ("e1", "e2", "e3", "e4", "e5") if name in text] == ["e1", "e3", "e4"]
    assert "1.200,5 uur | 1.200 uur | 0,5 uur" in text
    assert "e2" in told(item_of(site, "resources-b", "b").text)


def test_the_policy_cycle() -> None:
    rows = [moment("m1", linked=["meeting:v1", "decision:b1", "decision:b2", "meeting:v9"]), moment("m2", body=None)]
    tables: dict[str, Rows] = {
        "cycle": rows,
        "calendar": [meeting("v1")],
        "decisions": [decision("b1", body="b"), decision("b2", confidential=True)],
    }
    site = site_with(**tables)
    item = item_of(site, "cycle-a")
    assert "besluit | Overleg a van 12 maart 2026 / Besluit b1 (Overleg b) | bediend" in told(item.text)
    assert "Moment m2" in told(item.text)
    assert item.text.references == {"meeting-v1"}
    assert "cycle-b" not in keys_of(site, "b")


def test_evaluations_and_what_became_of_them() -> None:
    rows = [
        recommendation("r1", response="decision", result="b1", due=date(2026, 9, 1)),
        recommendation("r2", response="decision", result="b2", motive="Niet zeggen"),
        recommendation("r3", response="action", result="c1", done_on=date(2026, 5, 1)),
        recommendation("r4", response="amendment", result="w1"),
        recommendation("r5", response="rejected", motive="Te duur"),
        recommendation("r6", overdue=True),
        recommendation(None, evaluation="ev2", title="Tweede", inputs=0),
    ]
    cycle = [{"title": "Convenant", "rhythm_nl": "elk jaar", "next": date(2027, 1, 1)}]
    tables: dict[str, Rows] = {
        "evaluations": rows,
        "evaluation_cycle": cycle,
        "covenants": [*LIFE, AMENDED],
        "decisions": [decision("b1"), decision("b2", confidential=True)],
        "actions": [action("c1")],
    }
    text = told(item_of(site_with(**tables), "evaluations-a").text)
    for said in (
        "evaluatie elk jaar; de volgende is voor 1 januari 2027.",
        "Over: Convenant 2026",
        "Rust op: 1 opbrengst en 2 bevindingen",
        "uitgewerkt als besluit | Besluit b1 | 1 september 2026",
        "r2 | Vergader minder. | overgenomen |  |",
        "afgerond | Actie c1 |  | 1 mei 2026",
        "uitgewerkt als wijziging van het convenant | Nieuwe partij",
        "niet overgenomen: Te duur",
        "wacht op antwoord, te laat",
        "Er zijn nog geen aanbevelingen.",
    ):
        assert said in text
    assert "Niet zeggen" not in text
