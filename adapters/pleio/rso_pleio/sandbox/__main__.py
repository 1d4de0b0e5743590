"""``python -m rso_pleio.sandbox``: run the sandbox site until Ctrl-C."""

import argparse
import json
import sys
import threading
from pathlib import Path

from rso_pleio.sandbox.server import SandboxServer


def main() -> None:
    """Start the site and print one line of JSON: its address and an admin's session."""
    parser = argparse.ArgumentParser(prog="python -m rso_pleio.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="file that keeps the site between runs")
    parser.add_argument("--users", type=Path, help='JSON list of {"email", "name", "admin"}')
    given = parser.parse_args()
    with SandboxServer(given.state, given.port) as server:
        for user in json.loads(given.users.read_text(encoding="utf-8")) if given.users else []:
            server.state.add_user(user["email"], user["name"], admin=bool(user.get("admin")))
        sys.stdout.write(json.dumps({"url": server.url, "admin_session": server.admin_session}) + "\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
