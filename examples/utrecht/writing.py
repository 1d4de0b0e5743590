"""How the Utrecht dossier is written: lines with a key, in the order in which they became known, and invented people."""

import hashlib
import random
import string
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from rso_core.events import step_aside

MUNICIPALITIES = """
gm0307 gm0308 gm0310 gm0312 gm0313 gm0317 gm0321 gm0327 gm0331 gm0335 gm0339 gm0340 gm0342 gm0344 gm0345 gm0351
gm0352 gm0353 gm0355 gm0356 gm0589 gm0632 gm0736 gm1581 gm1904 gm1961
""".split()  # noqa: SIM905 - easier to check against the register of municipalities
SIGNATORIES = ["pv26", *MUNICIPALITIES, "odu"]
STEERING = ["pv26", "gm0307", "gm0344", "gm0345", "gm0632", "odu"]
COORDINATION = ["pv26", "gm0307", "gm0344", "odu"]
BODIES = {
    "leidinggevendenoverleg": [*SIGNATORIES, "rhbo"],
    "stuurgroep": STEERING,
    "coordinatieoverleg": COORDINATION,
    "a-pso": SIGNATORIES,
    "b-pso": SIGNATORIES,
}
BOARD_LEVEL = ("stuurgroep", "b-pso")
COVENANT = "utrecht-2026"
PREDECESSOR = "intentieovereenkomst"
STARTED = date(2025, 1, 2)
ADOPTED = date(2025, 10, 31)
RESTRUCTURED = date(2026, 1, 1)
LAST_RECORDED = date(2026, 11, 20)
MEMO = "Oplegger Convenant Regionale Samenwerking, november 2025"

Line = dict[str, Any]


def workday(day: date) -> date:
    """The day itself, or the first later one that is neither weekend nor a Dutch holiday."""
    return step_aside(day)


def later(day: date, days: int) -> date:
    """A working day some days on, and never after the last day of the dossier."""
    return min(workday(day + timedelta(days=days)), LAST_RECORDED)


def invented_hash(name: str) -> str:
    """The hash of a document that does not exist."""
    return hashlib.sha256(f"voorbeeld: {name}".encode()).hexdigest()


class Dossier:
    """Collects lines and gives them out in the order in which they were recorded."""

    def __init__(self) -> None:
        self.random = random.Random(2026)
        self.lines: list[tuple[date, int, Line]] = []
        self.board: dict[str, str] = {}
        self.staff: dict[str, str] = {}
        self.deputy: dict[str, str] = {}
        self.present: list[Line] = []
        self.succeeded: dict[str, tuple[date, str]] = {}
        self._names = self._invented_names()

    def add(self, act: str, key: str, recorded: date, *, memo: bool = False, **fields: Any) -> None:
        """Add a line; lines of the memo carry it as source, all others are marked as example."""
        about: Line = {"source": MEMO} if memo else {"example": True}
        line = {"act": act, "key": key, "recorded": recorded, **about, **fields}
        self.lines.append((recorded, len(self.lines), line))

    def person(self, party: str, sort: str, number: int, recorded: date) -> str:
        """Register an invented person of a party and give back the identifier."""
        identifier = f"p-{number:04d}"
        name = next(self._names)
        mailbox = name.lower().replace(". ", ".").replace("-", "")
        email = f"{mailbox}@{party}.example"
        fields: Line = {"person": identifier, "name": name, "on": recorded, "email": email}
        self.add("register-person", f"persoon-{identifier}", recorded, **fields)
        {"board": self.board, "staff": self.staff, "deputy": self.deputy}[sort][party] = identifier
        return identifier

    def mandate(self, party: str, person: str, start: date, scopes: list[str], recorded: date) -> None:
        """A mandate of the party for the person."""
        ground = "Mandaatregeling" if "sign" in scopes else "Aanwijzing vertegenwoordiger"
        fields: Line = {
            "mandate": f"{party}-{person}",
            "person": person,
            "start": start,
            "scopes": scopes,
            "ground": ground,
        }
        self.add("grant-mandate", f"mandaat-{party}-{person}", recorded, party=party, **fields)

    def who(self, body: str) -> dict[str, str]:
        """Who takes part in a body for each party: of the board, or of the staff."""
        return self.board if body in BOARD_LEVEL else self.staff

    def person_for(self, body: str, party: str, on: date) -> str:
        """Who takes part for the party on a day; in one municipality a board member was succeeded."""
        start, successor = self.succeeded.get(party, (date.max, ""))
        return successor if body in BOARD_LEVEL and on >= start else self.who(body)[party]

    @staticmethod
    def _invented_names() -> Iterator[str]:
        for surname in ("Voorbeeld", "Fictief", "Verzonnen", "Denkbeeldig", "Bedacht"):
            for initial in string.ascii_uppercase:
                yield f"{initial}. {surname}"
