"""The covenant as a page: its life, versions, consultations, amendments, themes and parties; and its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from rso_core.dutch.sentences import capital, listed
from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Document, Item, Part, bullet_list, doc, paragraph, refer
from rso_pleio.model import DesiredFile, DesiredItem, title
from rso_pleio.rows import COVENANTS, SIGNATURES
from rso_pleio.texts.certificates import table_of_signatures
from rso_pleio.texts.visibility import VisibleRegisters, in_order, is_open
from rso_pleio.texts.words import facts, in_words, line, period, prose, section, table_or

if TYPE_CHECKING:
    from rso_covenants.register import CovenantStepRow

DRAFT, VERSION, ADOPTION, AMENDMENT = "concept", "versie", "vaststelling", "wijziging"
CONSULTATION, INHERITED, OPENING = "consultatie", "nalatenschap", "openstelling"
IN_FORCE, END = "inwerkingtreding", "einde"
"""Kinds of steps, as the register of covenants names them."""
_STAGES = {
    DRAFT: "concept",
    ADOPTION: "vastgesteld",
    OPENING: "opengesteld voor ondertekening",
    IN_FORCE: "van kracht",
    END: "beëindigd",
}
_LIFE = (DRAFT, VERSION, CONSULTATION, ADOPTION, OPENING, IN_FORCE, AMENDMENT)
_BEFORE_DECISION = ", besluit "
"""In the title of an adoption: what stands between the version and the decision."""
_UNSAFE = re.compile(r"[^\w\- ]+")
LONGEST_FILE_NAME = 100


@attrs.frozen
class Covenant:
    """The steps of one covenant, in order."""

    id: str
    steps: tuple[CovenantStepRow, ...]

    def of_kind(self, *kinds: str) -> list[CovenantStepRow]:
        """The steps of these kinds."""
        return [step for step in self.steps if step.kind in kinds]

    @property
    def name(self) -> str:
        """The title of the covenant."""
        return next((line(step.title) for step in self.of_kind(DRAFT)), "") or line(self.id)

    @property
    def ended(self) -> bool:
        """Whether it was ended."""
        return bool(self.of_kind(END))

    @property
    def stage(self) -> str:
        """Where it stands in its life, in words."""
        return next((_STAGES[step.kind] for step in reversed(self.steps) if step.kind in _STAGES), _STAGES[DRAFT])


def covenants_of(visible: VisibleRegisters) -> list[Covenant]:
    """The covenants, in the order of the register.

    Raises:
        UnknownReadModelError: no plugin brings the register of covenants.
    """
    steps: dict[str, list[CovenantStepRow]] = {}
    for row in visible.rows(COVENANTS):
        steps.setdefault(row.covenant, []).append(row)
    return [Covenant(covenant, tuple(sorted(of_it, key=_in_life))) for covenant, of_it in steps.items()]


def _in_life(step: CovenantStepRow) -> tuple[date, int, str]:
    """Steps of one day stand in the order of a life."""
    kind = line(step.kind)
    return step.on or date.min, _LIFE.index(kind) if kind in _LIFE else len(_LIFE), line(step.step)


def titles_of_covenants(visible: VisibleRegisters, *, ended: bool) -> dict[str, str]:
    """Titles of covenants by identifier; none where no plugin brings them.

    Args:
        visible: the registers.
        ended: those that ended too.
    """
    if not visible.known(COVENANTS):
        return {}
    return {covenant.id: covenant.name for covenant in covenants_of(visible) if ended or not covenant.ended}


def amendment_title(visible: VisibleRegisters, amendment: str) -> str:
    """What an amendment is about, or how the record calls it."""
    step = f"{AMENDMENT}:{amendment}"
    return next((line(row.title) for row in visible.known(COVENANTS) if row.step == step), line(amendment))


def covenant_pages(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """A page per covenant, and its document as a file."""
    for covenant in covenants_of(visible):
        yield DesiredItem(
            key=f"covenant-{covenant.id}",
            kind="wiki",
            title=title(covenant.name),
            text=_text(visible, covenant),
            gathers=True,
        )
        yield from _document(covenant)


def _text(visible: VisibleRegisters, covenant: Covenant) -> Document:
    predecessor = next((line(step.result) for step in covenant.of_kind(DRAFT)), "")
    in_force = next((step.on for step in covenant.of_kind(IN_FORCE)), None)
    last_day = next((step.on for step in covenant.of_kind(END)), None)
    return doc(
        *facts(
            ("Stand", covenant.stage),
            ("Volgt op", predecessor),
            ("Van kracht", period(in_force, last_day) if in_force else ""),
            ("Document", refer("het convenant als bestand", f"document-{covenant.id}") if _chosen(covenant) else ""),
            ("Ondertekening", "" if covenant.ended else refer("het ondertekeningsregister", "register-signatures")),
        ),
        *section("Levensloop", _life(visible, covenant)),
        *section("Versies", _versions(covenant)),
        *section("Consultaties", _consultations(covenant)),
        *section("Wijzigingen", _amendments(covenant)),
        *section("Nalatenschap van de voorganger", _inherited(covenant)),
        *section("Thema's", _themes(visible, covenant)),
        *section("Partijen", _parties(visible, covenant)),
    )


def _life(visible: VisibleRegisters, covenant: Covenant) -> list[Block]:
    rows: list[list[Item]] = [
        [_when(step), capital(line(step.kind)), _about(visible, step)]
        for step in covenant.steps
        if step.kind not in (VERSION, INHERITED)
    ]
    return [table_or(("Datum", "Stap", "Waarover"), rows, "Er zijn nog geen stappen.")]


def _when(step: CovenantStepRow) -> str:
    return period(step.on, step.until) if step.kind == CONSULTATION else in_words(step.on)


def _about(visible: VisibleRegisters, step: CovenantStepRow) -> Item:
    if step.kind == ADOPTION:
        version, _, identifier = line(step.title).rpartition(_BEFORE_DECISION)
        decision = visible.decision(identifier)
        return (
            [version or identifier] if decision is None else [f"{version}, besluit ", *visible.decision_link(decision)]
        )
    party, about = line(step.party_name) if step.party else "", line(step.title)
    return f"{party}: {about}" if party and about else party or about


def _versions(covenant: Covenant) -> list[Block]:
    rows: list[list[Item]] = []
    for step in covenant.of_kind(VERSION):
        version, _, document = line(step.title).partition(": ")
        rows.append([version, document, in_words(step.on)])
    return [table_or(("Versie", "Document", "Opgesteld op"), rows, "")] if rows else []


def _consultations(covenant: Covenant) -> list[Block]:
    blocks: list[Block] = []
    for step in covenant.of_kind(CONSULTATION):
        rows = [[line(a["party_name"]), dutch(a["answer"]), line(a["text"])] for a in step.answers]
        told = facts(
            ("Periode", period(step.on, step.until)),
            ("Geantwoord", f"{len(step.answers)} van {len(step.asked)}"),
            ("Nog geen antwoord van", listed(line(party) for party in step.unanswered)),
            ("Gesloten op", in_words(step.closed_on)),
            ("Conclusie", line(step.result)),
        )
        answers = table_or(("Partij", "Antwoord", "Opmerkingen"), rows, "Er zijn nog geen antwoorden.")
        blocks += section(line(step.title), [*told, answers], level=3)
    return blocks


def _amendments(covenant: Covenant) -> list[Block]:
    rows: list[list[Item]] = [
        [line(step.title), in_words(step.on), in_words(step.until), _in_force(step)]
        for step in covenant.of_kind(AMENDMENT)
    ]
    return [table_or(("Wijziging", "Voorgesteld op", "Ondertekenen voor", "Stand"), rows, "")] if rows else []


def _in_force(step: CovenantStepRow) -> str:
    return f"van kracht per {in_words(step.closed_on)}" if step.closed_on else "in ondertekening"


def _inherited(covenant: Covenant) -> list[Block]:
    rows: list[list[Item]] = [
        [
            line(s.title),
            f"afgehandeld op {in_words(s.closed_on)}" if s.closed_on else "open",
            line(s.result),
        ]
        for s in covenant.of_kind(INHERITED)
    ]
    return [table_or(("Zaak", "Stand", "Hoe"), rows, "")] if rows else []


def _themes(visible: VisibleRegisters, covenant: Covenant) -> list[Block]:
    if covenant.ended:
        return []
    bodies = [body for body in in_order(visible.bodies.values()) if is_open(body) and line(body.themes)]
    rows: list[list[Item]] = [[visible.body_name(body.body), line(body.themes)] for body in bodies]
    told = "Het convenant gaat over vorm en structuur; de thema's staan erbuiten en kunnen vrij wijzigen."
    return [*prose(told), table_or(("Overleg", "Thema's"), rows, "")] if rows else []


def _parties(visible: VisibleRegisters, covenant: Covenant) -> list[Block]:
    found = [row for row in visible.known(SIGNATURES) if row.covenant == covenant.id and not row.amendment]
    signers = sorted(found, key=lambda row: (line(row.party_name), row.party))
    if covenant.of_kind(IN_FORCE, END) and not any(row.signed_on for row in signers):
        # It was signed before this record began; that nobody signed it would be wrong.
        return [bullet_list(*(line(row.party_name) for row in signers))] if signers else []
    rows: list[list[Item]] = [
        [line(r.party_name), line(r.state_nl), in_words(r.signed_on), in_words(r.left_on)] for r in signers
    ]
    return (
        [table_of_signatures(("Partij", "Stand", "Ondertekend op", "Partij tot en met"), rows, signers)] if rows else []
    )


@attrs.frozen
class _Chosen:
    """The text that holds: its step, which version or amendment it is, why this one, and its document."""

    step: CovenantStepRow
    which: str
    why: str
    document: str


def _chosen(covenant: Covenant) -> _Chosen | None:
    """The text as amended last; else the version that was adopted; else the newest draft.

    A text of which no document is on record is not made up for by another one.
    """
    chosen = _amended(covenant) or _version_that_holds(covenant)
    return chosen if chosen is not None and chosen.step.sha256 else None


def _amended(covenant: Covenant) -> _Chosen | None:
    steps = [step for step in covenant.of_kind(AMENDMENT) if step.closed_on]
    if not steps:
        return None
    step = max(steps, key=lambda one: (one.closed_on, line(one.step)))
    why = f"zoals gewijzigd, van kracht per {in_words(step.closed_on)}"
    newest = next(reversed(covenant.of_kind(VERSION)), None)
    return _Chosen(step, line(step.title), why, _document_name(newest))


def _version_that_holds(covenant: Covenant) -> _Chosen | None:
    versions = {_version(step): step for step in covenant.of_kind(VERSION)}
    adoption = next(reversed(covenant.of_kind(ADOPTION)), None)
    version = next(reversed(versions.values()), None) if adoption is None else versions.get(_adopted(adoption))
    if version is None:
        return None
    since, how = (version, "concept van") if adoption is None else (adoption, "vastgesteld op")
    return _Chosen(version, _version(version), f"{how} {in_words(since.on)}", _document_name(version))


def _adopted(adoption: CovenantStepRow) -> str:
    return line(adoption.title).rpartition(_BEFORE_DECISION)[0].removeprefix("versie ")


def _document_name(version: CovenantStepRow | None) -> str:
    return "" if version is None else line(version.title).partition(": ")[2]


def _version(step: CovenantStepRow) -> str:
    return line(step.title).partition(": ")[0]


def _document(covenant: Covenant) -> Iterator[DesiredItem]:
    chosen = _chosen(covenant)
    if chosen is None or chosen.step.sha256 is None:
        return
    about: Part = refer(covenant.name, f"covenant-{covenant.id}")
    yield DesiredItem(
        key=f"document-{covenant.id}",
        kind="file",
        title=title(covenant.name),
        text=doc(
            paragraph("De tekst van ", about, "."),
            *facts(
                ("Wijziging" if chosen.step.kind == AMENDMENT else "Versie", chosen.which),
                ("Stand", chosen.why),
                ("Controlegetal (SHA-256)", chosen.step.sha256),
            ),
        ),
        file=DesiredFile(sha256=chosen.step.sha256, name=file_name(covenant.name, chosen.document)),
    )


def file_name(name: str, document: str) -> str:
    """A file name that every system takes, with the ending of the document on record.

    Args:
        name: what the file is about.
        document: name of the document on record; ``.pdf`` where it has no usual ending.
    """
    _, dot, ending = document.rpartition(".")
    safe = " ".join(_UNSAFE.sub(" ", name).split())[:LONGEST_FILE_NAME].strip() or "convenant"
    return f"{safe}.{ending.lower() if dot and re.fullmatch(r'[A-Za-z0-9]{2,5}', ending) else 'pdf'}"
