"""``python -m benchmarks.pleio``: a first load of the Utrecht groups against the same changes sent bare.

Both go to a sandbox site in a process of its own. Bare: the very mutations of the first load, in the same batches, with
plain `requests` and nothing around them. With ``--write`` the outcome goes to ``benchmarks/RESULTS-PLEIO.md``.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import requests

from benchmarks import kept
from benchmarks.databases import TINY, parser_of
from benchmarks.kept import Figure
from benchmarks.timing import machine
from rso_core import Application, Provenance, open_application
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.client.transport import Transport
from rso_pleio.sync import open_sync

UTRECHT = Path(__file__).parents[1] / "examples" / "utrecht"
OFFICE = "office:secretariaat"
GOAL = 1.3
ROUNDS = 3


@attrs.frozen
class Sent:
    """A request of the first load that changed something, and its answer."""

    document: str
    variables: Mapping[str, Any]
    answer: Mapping[str, Any]


@contextmanager
def site(users: Path) -> Iterator[tuple[str, str]]:
    """Address and session of an empty site in a process of its own."""
    command = [sys.executable, "-m", "rso_pleio_sandbox", "--users", str(users)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield told["url"], told["admin_session"]
        finally:
            process.terminate()


def fill(application: Application, folder: Path, acts: int | None) -> None:
    """Record the Utrecht example; the definition and so many acts of its dossier, or all."""
    definition = load_definition(UTRECHT / "definition.toml")
    apply_definition(application, definition, Provenance(actor=OFFICE, source="definition.toml"))
    lines = (UTRECHT / "dossier.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    dossier = folder / "dossier.jsonl"
    dossier.write_text("".join(lines[:acts]), encoding="utf-8")
    import_dossier(application, dossier, actor=OFFICE)


def load(projector: Projector, plugins: Plugins, url: str, session: str, sent: list[Sent] | None) -> dict[str, float]:
    """A first load; gives seconds of the desired state and of plan and apply, and the counts."""
    with open_sync(projector, plugins, url, session, parallel=3) as sync:
        if sent is not None:
            _keep(sync.client._transport, sent)
        start, cpu = time.perf_counter(), time.process_time()
        desired = sync.desired()
        ready, cpu = time.perf_counter(), time.process_time() - cpu
        plan = sync.plan(desired=desired, diffs=False)
        sync.carry_out(plan)
        done = time.perf_counter()
        items = sum(len(group.items) for group in desired.groups)
        counts = sync.client.counts
        return {
            "desired": ready - start,
            "desired_cpu": cpu,
            "apply": done - ready,
            "items": items,
            "requests": counts.requests,
            "mutations": counts.mutations,
        }


def _keep(transport: Transport, sent: list[Sent]) -> None:
    change = transport.change

    def kept(document: str, variables: Mapping[str, Any], files: Any = (), fields: int = 1) -> dict[str, Any]:
        answer = change(document, variables, files, fields)
        if not files:
            sent.append(Sent(document, variables, answer))
        return answer

    transport.change = kept  # type: ignore[method-assign]


def send_bare(sent: list[Sent], url: str, session: str, people: Mapping[str, str]) -> float:
    """Send the same changes to another empty site; gives seconds."""
    http = requests.Session()
    http.cookies.set("sessionid", session, domain="127.0.0.1")
    guids = dict(people)
    prepared = [(one.document, json.dumps(one.variables), one.answer) for one in sent]
    start = time.perf_counter()
    for document, variables, before in prepared:
        here = variables
        for old, new in guids.items():
            here = here.replace(old, new)
        body = {"query": document, "variables": json.loads(here)}
        answer = http.post(f"{url}/graphql", json=body, timeout=120).json()
        guids |= dict(_pairs(before.get("data"), answer.get("data")))
    return time.perf_counter() - start


def _pairs(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    """Guids of the first load with those that the other site gave for the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            if name == "guid" and value != after.get(name):
                yield value, after[name]
            yield from _pairs(value, after.get(name))


def accounts(url: str, session: str) -> dict[str, str]:
    """Guid by address of everybody on a site."""
    query = "{ siteUsers(limit: 1000) { edges { guid email } } }"
    answer = requests.post(f"{url}/graphql", json={"query": query}, cookies={"sessionid": session}, timeout=30).json()
    return {edge["email"]: edge["guid"] for edge in answer["data"]["siteUsers"]["edges"]}


def measure(folder: Path, acts: int | None, rounds: int) -> tuple[list[str], list[Figure]]:
    """The lines of the outcome, with so many acts of the dossier (None: all); and the figures in it."""
    plugins, ratios, told = Plugins(), [], {}
    users = folder / "users.json"
    with open_application(f"sqlite:///{folder / 'rso.db'}") as application:
        fill(application, folder, acts)
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        people = [row for row in projector.register("pleio_people").rows if row["email"]]
        users.write_text(json.dumps([{"email": row["email"], "name": row["name"]} for row in people]))
        for _ in range(rounds):
            sent: list[Sent] = []
            with site(users) as (url, session):
                first = accounts(url, session)
                told = load(projector, plugins, url, session, sent)
            with site(users) as (url, session):
                second = accounts(url, session)
                bare = send_bare(sent, url, session, {first[email]: second[email] for email in first})
            ratios.append(told["apply"] / bare)
            print(f"plan and apply {told['apply']:.2f} s, bare {bare:.2f} s", flush=True)
        projector.close()
    ratio = statistics.median(ratios)
    per_request = told["items"] / told["requests"]
    figures = [
        Figure(name="Pleio, first load, times the same mutations bare", now=ratio, goal=GOAL, lower=True),
        Figure(name="Pleio, desired state from cold, seconds of CPU", now=told["desired_cpu"], goal=0.8, lower=True),
    ]
    lines = [
        f"{machine()}; {datetime.now(UTC).date()}; median of {rounds} rounds",
        "",
        "| pair | ratio of time | goal | |",
        "| --- | --- | --- | --- |",
        f"| first load, plan and apply / the same mutations bare | {ratio:.2f} | ≤ {GOAL} | "
        f"{'met' if ratio <= GOAL else 'MISSED'} |",
        "",
        f"{told['items']:.0f} items in {told['requests']:.0f} requests ({per_request:.1f} a request), "
        f"{told['mutations']:.0f} mutations. Making the desired state from the registers took {told['desired']:.1f} s beside it, "
        "most of it for the overviews of earlier meetings.",
    ]
    return lines, figures


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks.pleio", __doc__)
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS-PLEIO.md")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        lines, figures = measure(Path(name), *((TINY, 1) if given.tiny else (None, ROUNDS)))
    lines += kept.told(figures, "the Utrecht dossier", given)
    print("\n".join(lines))
    if given.write:
        Path(__file__).with_name("RESULTS-PLEIO.md").write_text(
            "\n".join(["# Pleio: a first load against bare mutations", "", *lines]) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
