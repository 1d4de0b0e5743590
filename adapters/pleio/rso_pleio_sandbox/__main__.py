"""``python -m rso_pleio_sandbox``: run the sandbox site until Ctrl-C."""

import argparse
import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rso_pleio_sandbox.control import misbehaviours_from
from rso_pleio_sandbox.server import SandboxServer
from rso_pleio_sandbox.state import SiteState

_FLAGS = {"banned": "is_banned", "editor": "is_editor", "needs_2fa": "needs_2fa"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the site and print one line of JSON: its address, an admin's session and the sessions by address."""
    parser = argparse.ArgumentParser(prog="python -m rso_pleio_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="file that keeps the site between runs")
    parser.add_argument(
        "--users",
        type=Path,
        help='JSON list of {"email", "name"} and, as wanted, "admin", "banned", "editor", "needs_2fa"',
    )
    parser.add_argument("--misbehave", help='JSON: a misbehaviour or a list, such as {"kind": "bad_gateway", "at": 3}')
    parser.add_argument("--profile-sync-token", help="token of the profile-sync API; without one it refuses everyone")
    given = parser.parse_args(arguments)
    with SandboxServer(given.state, given.port) as server:
        sessions = _add_users(server.state, json.loads(given.users.read_text(encoding="utf-8")) if given.users else [])
        if given.profile_sync_token is not None:
            server.state.profile_sync_token = given.profile_sync_token
            server.state.save()
        if given.misbehave:
            server.traffic.misbehave(*misbehaviours_from(json.loads(given.misbehave)))
        told = {"url": server.url, "admin_session": server.admin_session, "sessions": sessions}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


def _add_users(state: SiteState, users: list[dict[str, Any]]) -> dict[str, str]:
    sessions = {}
    for wanted in users:
        token = state.add_user(wanted["email"], wanted["name"], admin=bool(wanted.get("admin")))
        sessions[wanted["email"]] = token
        for name, attribute in _FLAGS.items():
            setattr(state.users[state.sessions[token]], attribute, bool(wanted.get(name)))
    state.save()
    return sessions


if __name__ == "__main__":
    main()
