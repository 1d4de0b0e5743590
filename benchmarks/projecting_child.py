"""What one process measures for `benchmarks.projecting`: run as a file, with whatever code stands on the path."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count

from rso_core import Application, EventStore, Provenance, acts
from rso_core.hooks import Plugins
from rso_core.projection import Projector

NOW = datetime(2031, 11, 24, 12, tzinfo=UTC)
OFFICE = Provenance(actor="office:secretariaat")
_numbers = count(int(time.time()))


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that this process spends on something."""
    start = time.process_time()
    work()
    return time.process_time() - start


def one_more(application: Application, projector: Projector, person: str, on: date) -> float:
    """Correct the name of a person from a day on; gives what it takes to bring every register up to it."""
    number = next(_numbers)
    application.perform(acts.CorrectPerson(person=person, on=on, name=f"P. Fictief {number}"), OFFICE)
    return cpu(projector.catch_up)


def main(url: str, acts_each: int) -> None:
    """Measure and print as JSON."""
    with Application(EventStore.open(url), lambda: NOW) as application:
        projector = Projector(application.store, Plugins().read_models())
        projector.catch_up()
        build = cpu(projector.rebuild)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        persons = sorted(row["person"] for row in projector.register("persons").rows if row["name"])[:acts_each]
        today = NOW.date()
        one_more(application, projector, persons[0], today)
        timely, late = [], []
        for number, person in enumerate(persons):
            timely.append(one_more(application, projector, person, today))
            late.append(one_more(application, projector, person, today - timedelta(days=30 + number)))
        projector.close()
    found = {"build": build, "timely": statistics.median(timely), "late": statistics.median(late), "peak": peak}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
