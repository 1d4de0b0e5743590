"""A steady pace of requests, shared by the threads of one run."""

import threading
import time


class Pace:
    """Lets at most so many requests start per second.

    Args:
        per_second: requests per second; 0 sets no limit.
    """

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second if per_second > 0 else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait for the turn of the next request."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            time.sleep(turn - now)
