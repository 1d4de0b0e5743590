"""A process of its own that holds the registers of plugins of others to the record, and writes what it found as JSON.

Their code runs here, and could do anything; so what it says is taken for what these plugins say, and nothing else is.
"""

import json
import sys


def main() -> None:
    """Read addresses of store and keys as JSON on standard input; write findings on standard output."""
    from rso_core.derived.checking import check_others
    from rso_core.hooks import Plugins
    from rso_core.store import EventStore

    asked = json.load(sys.stdin)
    bundled = [model.name for model in Plugins(only_bundled=True).read_models()]
    with EventStore.open(asked["store"], asked["keys"]) as store:
        found = check_others(store, Plugins(), bundled)
    sys.stdout.write(json.dumps([{"check": f.check, "ok": f.ok, "found": f.found} for f in found]))


if __name__ == "__main__":
    main()
