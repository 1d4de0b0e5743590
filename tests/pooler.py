"""A pooler between a program and PostgreSQL, as PgBouncer in transaction mode is: each transaction may get another session.

It speaks only what the tests need: no TLS, no password, no cancelling. It gives clients a process number of its own, hands a
session on once a transaction is over, and lets them take turns, so that what a session remembers is soon somebody else's.
"""

import os
import select
import socket
import struct
import threading
from collections import deque

READY, STARTUP = b"Z", 196608
ASKING = (b"Q", b"S")
"""Messages that a server answers with that it is ready."""


class Pooler:
    """Listens on 127.0.0.1; one thread per client.

    Args:
        server: port of the server.
        sessions: how many it keeps.
    """

    def __init__(self, server: int, sessions: int = 2) -> None:
        self._server = server
        self._free: deque[socket.socket] = deque()
        self._change = threading.Condition()
        self.greeting = b""
        for _ in range(sessions):
            self._free.append(self._session(server))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.transactions = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _session(self, port: int) -> socket.socket:
        session = socket.create_connection(("127.0.0.1", port))
        options = b"user\0postgres\0database\0postgres\0client_encoding\0UTF8\0\0"
        session.sendall(struct.pack("!ii", 8 + len(options), STARTUP) + options)
        greeting = b""
        while True:
            kind, message = received(session)
            if kind == b"S":
                greeting += message
            if kind == READY:
                self.greeting = greeting
                return session

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._attend, args=(client,), daemon=True).start()

    def _attend(self, client: socket.socket) -> None:
        try:
            self._greet(client)
            while True:
                first = received(client)
                if first[0] == b"X":
                    return
                self._transact(client, first)
        except (OSError, EOFError):
            pass
        finally:
            client.close()

    def _greet(self, client: socket.socket) -> None:
        while True:
            (length,) = struct.unpack("!i", exactly(client, 4))
            (code,) = struct.unpack("!i", exactly(client, 4))
            exactly(client, length - 8)
            if code == STARTUP:
                break
            client.sendall(b"N")
        key = b"K" + struct.pack("!i", 12) + os.urandom(8)
        client.sendall(b"R" + struct.pack("!ii", 8, 0) + self.greeting + key + READY + struct.pack("!i", 5) + b"I")

    def _transact(self, client: socket.socket, message: tuple[bytes, bytes]) -> None:
        """From the first message until the server is ready, outside a transaction, for all that was asked."""
        with self._change:
            while not self._free:
                self._change.wait()
            session = self._free.popleft()
            self.transactions += 1
        over = False
        try:
            over = self._pass_on(client, session, message)
        finally:
            with self._change:
                if not over:  # the client went away in the middle: what it left undone ends with its session
                    session.close()
                    session = self._session(self._server)
                self._free.append(session)
                self._change.notify()

    def _pass_on(self, client: socket.socket, session: socket.socket, message: tuple[bytes, bytes]) -> bool:
        """Whether the server was ready, outside a transaction, for all that was asked; False where the client left before.

        A server may send half a message, and the rest only when it is asked to end: so bytes go on as they come.
        """
        session.sendall(message[1])
        asked = int(message[0] in ASKING)
        answers, questions = b"", b""
        while True:
            readable, _, _ = select.select([client, session], [], [])
            if session in readable:
                some = some_of(session)
                client.sendall(some)
                told, answers = messages(answers + some)
                for kind, answer in told:
                    asked -= kind == READY
                    if kind == READY and not asked and answer[-1:] == b"I":
                        return True
            if client in readable:
                some = some_of(client)
                told, questions = messages(questions + some)
                if any(kind == b"X" for kind, _ in told):
                    return False
                session.sendall(some)
                asked += sum(kind in ASKING for kind, _ in told)


def some_of(sender: socket.socket, most: int = 65536) -> bytes:
    some = sender.recv(most)
    if not some:
        raise EOFError
    return some


def messages(sent: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The whole messages at the start of what was sent, and what is left."""
    found = []
    while len(sent) >= 5 and len(sent) > (length := struct.unpack("!i", sent[1:5])[0]):
        found.append((sent[:1], sent[: length + 1]))
        sent = sent[length + 1 :]
    return found, sent


def received(sender: socket.socket) -> tuple[bytes, bytes]:
    """The kind of the next message, and the whole of it."""
    head = exactly(sender, 5)
    (length,) = struct.unpack("!i", head[1:])
    return head[:1], head + exactly(sender, length - 4)


def exactly(sender: socket.socket, number: int) -> bytes:
    found = b""
    while len(found) < number:
        found += some_of(sender, number - len(found))
    return found
