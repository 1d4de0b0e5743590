"""The whole line on the Utrecht dossier: record, read models, Pleio, replay. Run it with ``make demo``.

Everything is kept in ``.demo/``; a second run finds it there and changes nothing. With DEMO_EXIT=1 it stops by itself.
"""

import hashlib
import json
import os
import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rso_core import Application, Provenance, acts, open_application
from rso_core.cli.session import progress_bar
from rso_core.corrections import Correction, correct
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import read_checkpoint
from rso_core.proof.verification import HeldCheckpoint, verify
from rso_pleio.documents_folder import DocumentsFolder
from rso_pleio.sync import Sync, open_sync
from rso_pleio_sandbox import SandboxServer

HERE = Path(__file__).parent
DEMO = HERE.parent / ".demo"
OFFICE = "office:secretariaat"
DEADLINE = date(2025, 12, 31)
LATE, MISCOPIED = "b-pso-2026-09-17-1-a2", "b-pso-2026-09-17-3-a5"
"""Action items: of one a postponement is told late, the title of the other is put right."""


def main() -> None:
    """Run the demo and print what a newcomer needs to know."""
    started = time.monotonic()
    start_anew_with_another_dossier()
    plugins = Plugins()
    with open_application(f"sqlite:///{DEMO / 'rso.db'}") as application:
        summary = record(application)
        projector = Projector(application.store, plugins.read_models())
        failed = projector.catch_up()
        summary["read_models"] = {status.name: status.rows for status in projector.status()}
        say("2. Read models", *(f"{s.title} ({s.name}): {s.rows} rows" for s in projector.status()))
        for status in failed:
            say(f"   register {status.name} FAILED: {status.error}")
        with SandboxServer(DEMO / "pleio.json", port=site_port()) as site:
            welcome_people(site, projector)
            papers = DocumentsFolder(HERE / "utrecht" / "documenten")
            key = KeyPlace(DEMO / "rso-signing.key")
            introduce_key(application, key, "utrecht/demo", date(2025, 1, 1), Provenance(actor=OFFICE))
            about: dict[str, Any] = {"documents": papers, "parallel": 3, "signing": key}
            with open_sync(projector, plugins, site.url, site.admin_session, **about) as sync:
                summary |= bring_in_step(sync, site)
                summary |= put_right(application, projector, sync, site)
            state_of_affairs(projector, plugins)
            replay(projector)
            summary["in_order"] = proof(application, key)
            summary["seconds"] = round(time.monotonic() - started, 2)
            (DEMO / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
            projector.close()
            say(f"Done in {summary['seconds']} s; figures in {DEMO / 'summary.json'}.")
            say(f"Look at the groups: {site.url}/   (record: rso --store sqlite:///{DEMO / 'rso.db'} show)")
            if os.environ.get("DEMO_EXIT") != "1":
                say("The site stays up until Ctrl-C.")
                try:
                    threading.Event().wait()
                except KeyboardInterrupt:
                    say("", "Stopped.")


def start_anew_with_another_dossier() -> None:
    """Keep what an earlier run made, unless it was made of another dossier or definition."""
    DEMO.mkdir(exist_ok=True)
    files = ("definition.toml", "dossier.jsonl")
    content = version("rso-core").encode() + b"".join((HERE / "utrecht" / name).read_bytes() for name in files)
    fingerprint, kept = hashlib.sha256(content).hexdigest(), DEMO / "made-of"
    if not kept.exists() or kept.read_text() != fingerprint:
        for kept_file in DEMO.glob("*"):
            if kept_file.is_dir():
                shutil.rmtree(kept_file)
            elif kept_file.name != "port":
                kept_file.unlink()
        kept.write_text(fingerprint)


def say(first: str, *rest: str) -> None:
    """Print a line and what belongs to it."""
    print(first, *(f"   {line}" for line in rest), sep="\n", flush=True)


def record(application: Application) -> dict[str, Any]:
    """Record definition and dossier; a second time changes nothing."""
    definition = load_definition(HERE / "utrecht" / "definition.toml")
    defined = apply_definition(application, definition, Provenance(actor=OFFICE, source="definition.toml"))
    report = import_dossier(application, HERE / "utrecht" / "dossier.jsonl", actor=OFFICE)
    if not report.accepted:
        raise SystemExit("\n".join(f"dossier line {bad.number}: {bad.reason}" for bad in report.bad_lines))
    recorded = defined + report.recorded
    events = 0
    after = 0
    while batch := application.store.read(after):
        events, after = events + len(batch), batch[-1][0]
    say(
        "1. The record",
        f"definition and dossier of Utrecht: {recorded} acts recorded now, {report.repeated} had been recorded before",
        f"{events} events in the store",
    )
    return {"events": events, "acts_recorded": recorded}


def site_port() -> int:
    """The port of the first run, so that the site keeps its address; another when it is taken."""
    kept = DEMO / "port"
    if kept.exists():
        port = int(kept.read_text())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    kept.write_text(str(port))
    return port


def welcome_people(site: SandboxServer, projector: Projector) -> None:
    """Give the people of the dossier an account on the site, as they have on a real one; but for one of them."""
    known = {user.email for user in site.state.users.values()}
    latecomer = max(row["person"] for row in projector.register("roles").rows if row["person"])
    for row in projector.register("pleio_people").rows:
        if row["email"] and row["email"] not in known and row["person"] != latecomer:
            site.state.add_user(row["email"], row["name"])


def bring_in_step(sync: Sync, site: SandboxServer) -> dict[str, Any]:
    """Apply, and apply again: the second time there is nothing to do."""
    with progress_bar() as bar:
        task = bar.add_task("Pleio", total=None)
        plan, first = sync.apply(progress=lambda done, total: bar.update(task, completed=done, total=total))
    requests, mutations = sync.client.counts.requests, sync.client.counts.mutations
    _, second = sync.apply()
    groups = list(site.state.groups.values())
    kinds = Counter(item.subtype for item in site.state.items.values())
    counts: dict[str, Any] = {
        "groups": len(groups),
        "members": sum(len(group.members) for group in groups),
        "items": len(site.state.items),
        "kinds": dict(sorted(kinds.items())),
        "messages_sent": len(site.state.notifications),
        "requests_first": requests,
        "mutations_first": mutations,
        "requests_second": sync.client.counts.requests - requests,
        "mutations_second": sync.client.counts.mutations - mutations,
    }
    say(
        f"3. Pleio ({site.url}, a sandbox that behaves like Pleio)",
        f"{counts['groups']} groups, {counts['members']} memberships, {counts['items']} items: {_told(kinds)}",
        f"messages that members got of this first load: {counts['messages_sent']}",
        f"first apply: {_told(first.done)}; {requests} requests, {mutations} changes sent",
        f"second apply: {_told(second.done)}; {counts['mutations_second']} changes sent",
        *(f"{step.kind}: {step.group_key} {step.label} ({step.reason})" for step in plan.steps if step.reason),
    )
    for step, reason in first.refused:
        say(f"   refused: {step.label}: {reason}")
    return counts


def _told(done: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(done.items())) or "nothing to do"


def put_right(application: Application, projector: Projector, sync: Sync, site: SandboxServer) -> dict[str, Any]:
    """Minutes that arrive late, and a title that was copied wrongly: the groups show both, and no page comes twice."""
    before = len(site.state.items)
    late = acts.PutOffAction(action=LATE, due=date(2026, 10, 22), on=date(2026, 9, 24), reason="Wacht op de raad")
    application.perform(late, Provenance(actor=OFFICE, source="Verslag 24 september 2026", key="demo-laat"))
    title = {"title": "Voorstel voor de vergadering van december schrijven"}
    wrong = [Correction(f"actie-{MISCOPIED}", title)]
    corrected = correct(application, wrong, "verkeerd overgenomen", Provenance(actor=OFFICE, key="demo-verbetering"))
    projector.catch_up()
    _, applied = sync.apply()
    on = date(2026, 11, 1)
    told = {row["action"]: row for row in projector.register("actions", on).rows if row["action"] in (LATE, MISCOPIED)}
    recorded = corrected.events[0].meta.recorded_at - timedelta(microseconds=1)
    known = {row["action"]: row for row in projector.register("actions", on, recorded).rows}
    say(
        "4. A late act and a correction",
        f"{LATE}: put off on 24 September, told after that of 29 September; due {told[LATE]['due']}, as the later one says",
        f"{MISCOPIED}: {told[MISCOPIED]['title']!r}",
        f"  before the correction: {known[MISCOPIED]['title']!r}",
        f"Pleio: {_told(applied.done)}; {len(site.state.items) - before} pages more",
    )
    return {"put_right": dict(applied.done), "pages_more": len(site.state.items) - before}


def state_of_affairs(projector: Projector, plugins: Plugins) -> None:
    """What is due on a day, and the progress overview for the next meeting of a body."""
    day = date(2026, 3, 1)
    due = plugins.due(lambda name: projector.register(name, day), day)
    kinds = Counter(item.rule.partition(":")[0] for item in due)
    say(
        f"5. Due on {day}: {len(due)} ({', '.join(f'{kind} {number}' for kind, number in sorted(kinds.items()))})",
        *(f"{item.on}  {item.what} — {item.who}" for item in due if not item.rule.startswith("S15")),
    )
    on, known = date(2026, 6, 15), date(2026, 6, 20)
    rows = [row for row in projector.register("progress", on, known).rows if row["body"] == "b-pso"]
    sections = Counter(row["section"] for row in rows)
    say(
        f"6. Progress overview of {rows[0]['body_name']} for {rows[0]['next_on']}, as known on {known}",
        *(f"{section}: {number}" for section, number in sorted(sections.items())),
    )


def replay(projector: Projector) -> None:
    """Two moments: what held on the last day for signing, as known then and as known two weeks later."""
    say("7. Back in time")
    for known in (DEADLINE, date(2026, 1, 14)):
        with projector.as_of(DEADLINE, known) as moment:
            signing = moment.register("signatures").rows
            rows = [row for row in signing if row["covenant"] == "utrecht-2026" and not row["amendment"]]
            signed = sum(row["signed_on"] is not None for row in rows)
            bodies = [row["name"] for row in moment.register("bodies").rows if not row["closed"]]
        say(f"   signed by {DEADLINE}, as known on {known}: {signed} of {len(rows)} parties ({len(bodies)} bodies)")
    for known in (date(2026, 4, 27), date(2026, 4, 28)):
        calendar = projector.register("calendar", date(2026, 4, 1), known)
        held = next(row for row in calendar.rows if row["meeting"] == "b-pso-2026-03-19")
        say(f"   present in the B-PSO of 2026-03-19, as known on {known}: {held['parties_present']} parties")
    with projector.as_of(date(2026, 1, 1)) as moment:
        closed = [f"{row['name']} {row['state_nl']}" for row in moment.register("bodies").rows if row["closed"]]
    say(f"   on 2026-01-01: {'; '.join(closed)}")


def proof(application: Application, key: KeyPlace) -> bool:
    """The record is verified against the checkpoint that the site now shows."""
    held = HeldCheckpoint("dat nu in Pleio staat", read_checkpoint(key.checkpoint))
    result = verify(application.store, [held])
    say(
        "8. Proof: every event as it was recorded",
        *(f"{finding.check}: {finding.found}" for finding in result.findings),
    )
    return result.ok


if __name__ == "__main__":
    main()
