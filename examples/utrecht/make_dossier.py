"""Write the Utrecht dossier: what the covenant memo tells, and two plausible years marked as example.

    python examples/utrecht/make_dossier.py > examples/utrecht/dossier.jsonl

The same file comes out every time (fixed seed). Persons are invented and say so in their names. The dossier runs from
January 2025 to 20 November 2026: what has not happened yet cannot be recorded, so later meetings are only planned.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date

import bodies_chapter as bodies
import covenant_chapter as covenant
import matters_chapter as matters
import meetings_chapter as meetings_
from writing import Dossier


def lines() -> Iterator[str]:
    """The whole dossier, a line at a time, without line ends."""
    dossier = Dossier()
    covenant.people(dossier)
    covenant.predecessor(dossier)
    covenant.drafting(dossier)
    bodies.seats_before(dossier)
    bodies.restructure(dossier)
    bodies.seats_after(dossier)
    bodies.roles(dossier)
    bodies.succession(dossier)
    bodies.effort(dossier)
    meetings = meetings_.Meetings(dossier)
    meetings_.before_the_restructure(meetings)
    covenant.adoption(dossier, meetings_.memo_meetings(meetings))
    covenant.signatures(dossier)
    meetings_.after_the_restructure(meetings)
    matters.signals(meetings)
    matters.portfolio(meetings)
    matters.decisions_that_changed(meetings)
    matters.cycle(meetings)
    covenant.amendment(dossier, date(2026, 9, 17))
    matters.evaluation(dossier)
    bodies.handover(dossier, matters.open_matters(dossier, "b-pso", date(2026, 9, 10)))
    yield "# The regional cooperation of Utrecht. Lines with a source tell what the covenant memo tells (a day that the"
    yield '# memo leaves open is chosen within the month it names); lines with "example": true are invented.'
    for _, _, line in sorted(dossier.lines, key=lambda item: item[:2]):
        yield json.dumps(line, ensure_ascii=False, default=str)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
