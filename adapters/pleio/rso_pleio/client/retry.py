"""What is asked of a Pleio site again, how often, and after how long: one policy for reads, runs and rounds.

A read changes nothing, so it is repeated. A change is never sent again by itself: it may have been carried out. Where the
site said when to come back, the run looks anew and goes on from there. Every wait ends at once when the work is to stop.
"""

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import attrs
from tenacity import AttemptManager, RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from rso_pleio.errors import NoUsableAnswerError, OutcomeUnknownError, StoppedError

READ_TRIES = 3
"""How often a read is sent, at most."""
RUN_TRIES = 4
"""How often a run that the site put off (``Retry-After``) is carried on, its first time counted."""
LONGEST_WAIT = 300.0
"""Seconds that are waited at most: when the site asks for it, and between two rounds while it is down."""
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When a request, a run or a round is tried again.

    Attributes:
        pause: seconds before the second try of a read; doubled for each further one.
        stop: once it is set, nothing is waited for any more.
    """

    pause: float = 0.5
    stop: threading.Event = attrs.field(factory=threading.Event)

    def read(self, ask: Callable[[], T]) -> T:
        """The answer to a read, repeated while none comes: after what the site asks, else after `pause`.

        Raises:
            NoUsableAnswerError: no answer after `READ_TRIES`.
        """
        return Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, NoUsableAnswerError)),
            stop=stop_after_attempt(READ_TRIES),
            wait=self._before_next_read,
            sleep=self.stop.wait,  # type: ignore[arg-type] # what it gives is not looked at
            reraise=True,
        )(ask)

    def runs(self) -> Iterator[AttemptManager]:
        """The tries of a run of changes: another one only when the site put the work off and said until when.

        Raises:
            OutcomeUnknownError: a change got no answer, or the site put it off for the `RUN_TRIES`-th time.
            StoppedError: the work is to stop, and was waiting.
        """
        return iter(
            Retrying(
                retry=retry_if_exception(lambda error: put_off_for(error) is not None),
                stop=stop_after_attempt(RUN_TRIES),
                wait=lambda state: put_off_for(_error(state)) or 0.0,
                sleep=self._wait_unless_stopped,
                reraise=True,
            )
        )

    def before_next_round(self, failures: int, every: float, error: BaseException) -> float:
        """Seconds until a site that is down is tried again, without end: doubled each time up to `LONGEST_WAIT`.

        Args:
            failures: how many rounds failed in a row.
            every: seconds between two rounds while all is well.
            error: why this one failed.
        """
        if asked := put_off_for(error):
            return asked
        # Spread, so that several watchers of one site do not come back at the same moment.
        longest: float = min(LONGEST_WAIT, every * 2 ** min(failures, 10))
        return longest * random.uniform(0.5, 1.0)

    def _before_next_read(self, state: RetryCallState) -> float:
        asked = put_off_for(_error(state))
        return asked if asked is not None else float(self.pause * 2 ** (state.attempt_number - 1))

    def _wait_unless_stopped(self, seconds: float) -> None:
        self.stop.wait(seconds)
        if self.stop.is_set():
            raise StoppedError("stopped while the site had put the work off; the next run goes on from there")


def put_off_for(error: BaseException | None) -> float | None:
    """Seconds after which the site asks to come back, where an error tells."""
    return error.retry_after if isinstance(error, NoUsableAnswerError | OutcomeUnknownError) else None


def retry_after(value: str | None) -> float | None:
    """Seconds to wait by a ``Retry-After`` header, in seconds or as a date; at most `LONGEST_WAIT`."""
    if not value:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else _until(parsedate_to_datetime(value))
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _until(moment: datetime) -> float:
    return (moment - datetime.now(UTC)).total_seconds()


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
