"""What stands for the cooperation as a whole: who signed, who holds which role, and the order of the bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rso_core.dutch.sentences import capital
from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Item, Part, bullet_list, doc, heading, paragraph, refer
from rso_pleio.model import DesiredItem
from rso_pleio.rows import ORDER, ROLES, SIGNATURES
from rso_pleio.texts.certificates import table_of_signatures
from rso_pleio.texts.people import deputy, holder
from rso_pleio.texts.visibility import VisibleRegisters, in_order, is_open
from rso_pleio.texts.words import in_words, line, period, person_name, section, table_or

if TYPE_CHECKING:
    from rso_roles.register import RoleRow
    from rso_signatures.register import SignatureRow

SIGNATURE_HEADERS = ("Partij", "Toezegging", "Collegebesluit", "Ondertekend op", "Door", "Grond", "Voorbehoud", "Stand")
ROLE_HEADERS = ("Rol", "Partij", "Persoon", "Plaatsvervanger", "Periode", "Stand")


def signing_register(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """Who committed to what is signed now, and who signed it, on what ground and when."""
    current = [row for row in visible.rows(SIGNATURES) if row.stage != "ended"]
    subjects: dict[tuple[str, str], list[SignatureRow]] = {}
    for row in current:
        subjects.setdefault((row.covenant, row.amendment), []).append(row)
    shown_subjects = [rows for rows in subjects.values() if not _signed_before_the_record(rows)]
    if not shown_subjects:
        return
    text = doc(*(block for rows in shown_subjects for block in _subject(rows)))
    yield DesiredItem(key="register-signatures", kind="wiki", title="Ondertekeningsregister", text=text, gathers=True)


def _signed_before_the_record(rows: list[SignatureRow]) -> bool:
    """A text is in force by its signatures; without any on record, they are older than the record."""
    return bool(rows[0].stage == "in_force") and not any(row.signed_on for row in rows)


def _subject(rows: list[SignatureRow]) -> list[Block]:
    first = rows[0]
    bound = [row for row in rows if row.state != "left"]
    signed = sum(row.signed_on is not None for row in bound)
    deadline = f" Uiterste dag: {in_words(first.deadline)}." if first.deadline else ""
    name = line(first.title) or line(first.covenant)
    told: list[Part] = [refer(name, f"covenant-{first.covenant}"), f": {line(dutch(first.stage))}."]
    return [
        heading(f"Wijziging: {name}" if first.amendment else name),
        paragraph(*told, f" Ondertekend door {signed} van de {len(bound)} partijen.{deadline}"),
        table_of_signatures(SIGNATURE_HEADERS, [_signature(row) for row in rows], rows),
    ]


def _signature(row: SignatureRow) -> list[Item]:
    college = f"{dutch(row.college)}, {in_words(row.college_on)}" if row.college else ""
    ground = [part for part in (line(row.ground_nl), line(row.document)) if part]
    lifted = f" (vervallen op {in_words(row.lifted_on)})" if row.lifted_on else ""
    reservation = f"{line(row.reservation)}{lifted}" if row.reservation else ""
    reason = f": {line(row.reason)}" if row.reason else ""
    return [
        line(row.party_name),
        in_words(row.committed_on),
        college,
        in_words(row.signed_on),
        person_name(row.person, row.person_name),
        ": ".join(ground),
        reservation,
        f"{line(row.state_nl)}{reason}",
    ]


def role_register(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """Who holds which role, per body, and which roles are vacant."""
    roles = visible.rows(ROLES)
    bodies = [row.body for row in in_order(visible.bodies.values()) if is_open(row)]
    blocks: list[Block] = []
    for body in (*bodies, None):
        mine = [_role(row) for row in roles if row.body == body]
        name = visible.body_name(body) if body else "Voor de samenwerking als geheel"
        blocks += section(name, [table_or(ROLE_HEADERS, mine, "")] if mine else [])
    if blocks:
        told = paragraph("Wie welke rol houdt, per overleg.")
        yield DesiredItem(
            key="register-roles", kind="wiki", title="Rollenregister", text=doc(told, *blocks), gathers=True
        )


def _role(row: RoleRow) -> list[Item]:
    since = f" sinds {in_words(row.vacant_since)}" if row.vacant_since else ""
    return [
        line(row.role_name) or line(row.role),
        line(row.party_name) if row.party else "",
        holder(row),
        deputy(row),
        period(row.start, row.until),
        f"{line(row.state_nl)}{since}",
    ]


def order_of_bodies(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """The order of the bodies, drawn: each below the one it reports to."""
    tree = _tree(visible)
    if tree:
        told = paragraph("Elk overleg staat onder het overleg waaraan het rapporteert.")
        text = doc(told, _drawn(tree))
        yield DesiredItem(
            key="register-order", kind="wiki", title="Ordening van de overleggen", text=text, gathers=True
        )


class _Branch:
    """A body with those below it."""

    def __init__(self, depth: int, label: str) -> None:
        self.depth, self.label = depth, label
        self.below: list[_Branch] = []


def _tree(visible: VisibleRegisters) -> list[_Branch]:
    """The drawing of the register as a tree; what lies below a body that is not shown hangs one step higher."""
    top = _Branch(-1, "")
    above = [top]
    for row in visible.rows(ORDER):
        while above[-1].depth >= row.depth:
            above.pop()
        body = visible.bodies.get(row.body)
        if body is not None and is_open(body):
            about = ", ".join(part for part in (line(row.level_nl), line(row.kind)) if part)
            branch = _Branch(row.depth, f"{capital(visible.body_name(row.body))}{f' ({about})' if about else ''}")
            above[-1].below.append(branch)
            above.append(branch)
    return top.below


def _drawn(branches: list[_Branch]) -> Block:
    items: list[Item] = [[branch.label, _drawn(branch.below)] if branch.below else branch.label for branch in branches]
    return bullet_list(*items)
