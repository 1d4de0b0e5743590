"""What is tried again, how often and after how long, without a site."""

import threading
import time
from collections.abc import Callable

import pytest

from rso_pleio.client.retry import LONGEST_WAIT, READ_TRIES, RUN_TRIES, RetryPolicy, retry_after
from rso_pleio.errors import (
    NoUsableAnswerError,
    OutcomeUnknownError,
    PleioError,
    SessionExpiredError,
    StoppedError,
    UnreachableError,
)


class RecordedEvent(threading.Event):
    """A stop that nobody gives; keeps what is waited on it."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return self.is_set()


@pytest.fixture
def stop() -> RecordedEvent:
    return RecordedEvent()


def failing(*errors: BaseException) -> Callable[[], str]:
    """Fails with each error once, and then gives an answer."""
    left = list(errors)

    def ask() -> str:
        if left:
            raise left.pop(0)
        return f"an answer after {len(errors)}"

    return ask


def nothing(seconds: float | None = None) -> NoUsableAnswerError:
    return NoUsableAnswerError("HTTP 503", seconds)


@pytest.mark.parametrize(
    ("errors", "waits"),
    [
        ([], []),
        ([nothing()], [0.5]),
        ([nothing(), nothing()], [0.5, 1.0]),
        ([nothing(7.0), nothing()], [7.0, 1.0]),
        ([nothing(), nothing(0.0)], [0.5, 0.0]),
    ],
)
def test_a_read_is_repeated_until_an_answer_comes(
    stop: RecordedEvent, errors: list[PleioError], waits: list[float]
) -> None:
    assert RetryPolicy(stop=stop).read(failing(*errors)) == f"an answer after {len(errors)}"
    assert stop.waits == waits


def test_a_read_is_given_up_after_the_third_time_with_its_own_error(stop: RecordedEvent) -> None:
    errors = [nothing() for _ in range(READ_TRIES)]
    with pytest.raises(NoUsableAnswerError) as raised:
        RetryPolicy(stop=stop).read(failing(*errors))
    assert raised.value is errors[-1]
    assert len(stop.waits) == READ_TRIES - 1 == 2


def test_a_read_that_the_site_refused_is_not_repeated(stop: RecordedEvent) -> None:
    with pytest.raises(SessionExpiredError):
        RetryPolicy(stop=stop).read(failing(SessionExpiredError()))
    assert stop.waits == []


def put_off(seconds: float | None) -> OutcomeUnknownError:
    return OutcomeUnknownError("no answer", seconds)


def carried(policy: RetryPolicy, *errors: BaseException) -> list[int]:
    """Numbers of the tries of a run that fails with each error once."""
    work, tries = failing(*errors), []
    for run in policy.runs():
        with run:
            tries.append(run.retry_state.attempt_number)
            work()
            break
    return tries


def test_a_run_goes_on_when_the_site_said_when(stop: RecordedEvent) -> None:
    assert carried(RetryPolicy(stop=stop), put_off(60.0), put_off(0.0), put_off(5.0)) == [1, 2, 3, 4]
    assert stop.waits == [60.0, 0.0, 5.0]


def test_a_run_is_given_up_when_it_was_put_off_for_the_fourth_time(stop: RecordedEvent) -> None:
    with pytest.raises(OutcomeUnknownError):
        carried(RetryPolicy(stop=stop), *[put_off(1.0) for _ in range(RUN_TRIES)])
    assert stop.waits == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("error", [put_off(None), UnreachableError("down"), SessionExpiredError()])
def test_any_other_end_of_a_run_is_its_end(stop: RecordedEvent, error: PleioError) -> None:
    with pytest.raises(type(error)):
        carried(RetryPolicy(stop=stop), error)
    assert stop.waits == []


def stopped_soon() -> RetryPolicy:
    policy = RetryPolicy(pause=60.0)
    threading.Timer(0.1, policy.stop.set).start()
    return policy


def test_a_run_that_waits_ends_at_once_when_it_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(StoppedError):
        carried(stopped_soon(), put_off(60.0))
    assert time.monotonic() - started < 30


def test_a_read_that_waits_goes_on_at_once_when_it_is_stopped() -> None:
    started = time.monotonic()
    assert stopped_soon().read(failing(nothing(), nothing(60.0))) == "an answer after 2"
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("failures", "longest"), [(1, 4.0), (2, 8.0), (7, 256.0), (8, LONGEST_WAIT), (10_000, LONGEST_WAIT)]
)
def test_rounds_come_slower_and_spread_while_the_site_is_down(failures: int, longest: float) -> None:
    found = [RetryPolicy().before_next_round(failures, 2.0, UnreachableError("down")) for _ in range(200)]
    assert longest / 2 <= min(found) < max(found) <= longest


def test_the_next_round_comes_when_the_site_asks() -> None:
    assert RetryPolicy().before_next_round(5, 2.0, put_off(7.0)) == 7.0
    assert RetryPolicy().before_next_round(1, 2.0, put_off(0.0)) >= 2.0


def test_no_site_makes_us_wait_longer_than_five_minutes() -> None:
    assert retry_after("301") == LONGEST_WAIT == 300.0
