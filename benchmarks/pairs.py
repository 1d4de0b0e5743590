"""The pairs of the first release: act, import, decode, rebuild."""

import json
from collections.abc import Callable, Iterator
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any

import attrs

from benchmarks.bare import bare_recorder, project_stock, save_same_rows, stock_mapper
from benchmarks.material import DAY, OFFICE
from benchmarks.timing import FULL, Amounts, Pair, in_turn, rate
from rso_core import Application, EventStore, acts
from rso_core.dossier import import_dossier
from rso_core.hooks import Plugins
from rso_core.projection import Projector, ReadModel
from rso_core.store.mapper import TypedMapper

BUNDLED = ("bodies", "calendar", "decisions", "roles", "signatures")
TIMELY = date(2026, 11, 20)
"""A day from which nothing later holds: what an act that comes in late costs is another question."""
_numbers = count()


def corrected(number: int) -> acts.Act:
    """An act that goes on in a stream that is known."""
    return acts.CorrectPerson(person=f"p-{number % 10}", on=TIMELY, name=f"P. Verbeterd {number}")


def planned(number: int) -> acts.Act:
    """An act that begins a stream, in a body that is known."""
    return acts.PlanMeeting(meeting=f"n-{number}", body="overleg", on=TIMELY, starts=time(10), ends=time(12))


def acts_against_saves(database: str, application: Application, amounts: Amounts = FULL) -> Iterator[Pair]:
    """One act committed, rules and all, against the bare save of the same rows: of the event, of the log, of the key."""
    recorder = bare_recorder(application.store)
    for name, act, goal in (("one act", corrected, 0.9), ("one act, new stream", planned, 0.6)):

        def ours(number: int = amounts.acts, act: Callable[[int], acts.Act] = act) -> int:
            for _ in range(number):
                n = next(_numbers)
                application.perform(act(n), attrs.evolve(OFFICE, key=f"act-{n}"))
            return number

        ours(10)
        last = application.store.read(application.store.head() - 1)[-1][1]
        template = TypedMapper(application.store.keys).to_stored_event(last)
        known = act is corrected
        mine, bare = in_turn(
            ours,
            lambda template=template, known=known: save_same_rows(recorder, template, amounts.acts, known=known),  # type: ignore[misc]
            amounts.rounds,
        )
        yield Pair(name=f"{name} / bare save of the same rows", database=database, ours=mine, bare=bare, goal=goal)


def import_against_commits(database: str, application: Application, folder: Path, amounts: Amounts = FULL) -> Pair:
    """An import against one commit per act."""

    def lines(number: int) -> Iterator[dict[str, Any]]:
        for _ in range(number):
            n = next(_numbers)
            yield {"act": "register-person", "person": f"i-{n}", "name": "P. Fictief", "on": str(DAY), "key": f"i-{n}"}

    def ours() -> int:
        path = folder / "dossier.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines(amounts.imported)))
        return import_dossier(application, path, actor="office:secretariaat").recorded

    def bare() -> int:
        for line in lines(amounts.acts):
            act = acts.RegisterPerson(person=line["person"], name=line["name"], on=DAY)
            application.perform(act, OFFICE)
        return amounts.acts

    mine, single = in_turn(ours, bare, min(3, amounts.rounds))
    return Pair(name="import of persons / one commit per act", database=database, ours=mine, bare=single, goal=7)


def decode_against_stock(database: str, store: EventStore, amounts: Amounts = FULL) -> Pair:
    """Our typed mapper against the stock mapper and transcoder on events with the same content."""
    typed, stock = TypedMapper(store.keys), stock_mapper()
    recorder: Any = store._log.recorder
    stored = recorder.select_notifications(1, amounts.decoded)
    plain = [_as_stock(stock, n) for n in stored]

    def ours() -> int:
        for notification in stored:
            typed.to_domain_event(notification)
        return len(stored)

    def bare() -> int:
        for event in plain:
            stock.to_domain_event(event)
        return len(plain)

    mine, theirs = in_turn(ours, bare, amounts.rounds)
    return Pair(name="decode / stock mapper and transcoder", database=database, ours=mine, bare=theirs, goal=4)


def _as_stock(stock: Any, notification: Any) -> Any:
    from eventsourcing.persistence import StoredEvent  # noqa: PLC0415

    content = stock.transcoder.encode(json.loads(notification.state))
    return StoredEvent(notification.originator_id, notification.originator_version, f"{__name__}:Plain", content)


class Plain:
    """What the stock mapper makes of an event: attributes in ``__dict__``."""

    originator_id: str
    originator_version: int


def bundled() -> list[ReadModel]:
    """The bundled read models, without those of an adapter."""
    return [model for model in Plugins().read_models() if model.name in BUNDLED]


def rebuild_against_runner(
    database: str, url: str, application: Application, events: int, amounts: Amounts = FULL
) -> Pair:
    """Rebuild of all bundled read models against the stock runner with a counting projection."""
    projector = Projector(application.store, bundled())
    projector.catch_up()

    def rebuild() -> int:
        projector.rebuild()
        return events

    mine = rate(rebuild)
    stock = rate(lambda: project_stock(url, application.store, amounts.projected))
    projector.close()
    return Pair(
        name="rebuild of 5 read models / stock runner, counting", database=database, ours=mine, bare=stock, goal=10
    )
