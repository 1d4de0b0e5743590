"""Code of others under guard: whatever it does, what called it goes on, and says what happened."""

import itertools
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from acts_of_a_region import open_region
from models_to_try import counting_parties
from rso_core import guard
from rso_core.guard import EndedTheProgramError, TimeLimitError, TooManyError, guarded, ours
from rso_core.hooks import DueItem, Plugins, hookimpl
from rso_core.projection import Projector

# What is broken off may be the measuring itself, at work under a lock that nobody then gives back.
pytestmark = pytest.mark.no_cover


@pytest.fixture(autouse=True)
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.WATCH, "limit", 0.5)


def raises(error: BaseException) -> Callable[[], None]:
    def function() -> None:
        raise error

    return function


def slept(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (raises(SystemExit(0)), "SystemExit: 0"),
        (raises(KeyboardInterrupt()), "KeyboardInterrupt"),
        (raises(GeneratorExit()), "GeneratorExit"),
        (raises(BaseException("boe")), "BaseException: boe"),
        (lambda: os._exit(0), "(os._exit)"),
        (lambda: os.execv("/bin/true", ["true"]), "(os.execv)"),
        (lambda: os.abort(), "(os.abort)"),  # noqa: PLW0108 - what it is when it is called
    ],
)
def test_what_would_end_the_program_is_an_error_like_any_other(function: Callable[[], Any], said: str) -> None:
    with pytest.raises(EndedTheProgramError) as caught:
        guarded("x", "a hook", function)
    assert said in str(caught.value)


def test_a_process_that_others_started_ends_as_it_wants() -> None:
    def starts_one() -> int:
        child = os.fork()
        if child == 0:
            os._exit(7)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert guarded("x", "a hook", starts_one) == 7


def test_who_typed_the_command_can_end_it_while_a_plugin_is_at_work() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it

    def interrupted() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    try:
        with pytest.raises(KeyboardInterrupt):
            guarded("x", "a hook", interrupted)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("function", [lambda: time.sleep(60), lambda: [None for _ in itertools.count()]])
def test_what_does_not_return_is_broken_off(function: Callable[[], Any]) -> None:
    began = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"within 0\.5 seconds .* RSO_PLUGIN_SECONDS"):
        guarded("x", "a hook", function)
    assert 0.5 <= time.monotonic() - began < 20
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_a_plugin_asks_of_us_is_not_counted_as_its_time() -> None:
    assert guarded("x", "a hook", lambda: ours(lambda: slept(1.0))) == 1.0
    with pytest.raises(TimeLimitError):
        guarded("x", "a hook", lambda: [ours(lambda: 1) for _ in itertools.count()])


def test_two_calls_in_turn_have_a_time_each() -> None:
    for _ in range(3):
        guarded("x", "a hook", lambda: time.sleep(0.3))


def test_who_came_back_in_time_is_not_waited_for_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "STUCK", 0.1)
    monkeypatch.setattr(guard.WATCH, "limit", 0.3)
    guarded("x", "a hook", lambda: None)
    time.sleep(0.8)


def test_what_comes_with_this_software_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.WATCH, "trusted", {"own"})
    guarded("own", "a hook", lambda: time.sleep(0.8))


def test_elsewhere_than_in_the_main_thread_there_is_no_limit_and_the_rest_holds() -> None:
    found: list[object] = []

    def elsewhere() -> None:
        found.append(guarded("x", "a hook", lambda: slept(0.7)))
        try:
            guarded("x", "a hook", raises(SystemExit()))
        except EndedTheProgramError as error:
            found.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found[0] == 0.7
    assert isinstance(found[1], EndedTheProgramError)


def test_a_program_with_a_timer_of_its_own_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.4)
        guarded("x", "a hook", lambda: time.sleep(0.6))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert rung == [signal.SIGALRM]


@pytest.mark.parametrize("said", ["0", "-1", "nan", "inf", "x", "", True, None, 86_401])
def test_a_limit_is_a_number_of_seconds(said: object) -> None:
    with pytest.raises(ValueError, match="above 0 and up to 86400"):
        guard.seconds(said)
    assert (guard.seconds("0.5"), guard.seconds(86_400)) == (0.5, 86_400.0)


def test_of_what_never_ends_no_more_is_taken_than_anybody_uses() -> None:
    assert guard.all_of(range(3), at_most=3) == [0, 1, 2]
    with pytest.raises(TooManyError, match="more than 3 things"):
        guard.all_of(itertools.count(), at_most=3)


class Gives:
    """A plugin with one thing due."""

    def __init__(self, due: Callable[[date], Any]) -> None:
        self.due = due

    @hookimpl
    def rso_due(self, on: date) -> Any:
        return self.due(on)


def good(on: date) -> list[DueItem]:
    return [DueItem(on=on, what="iets", who="iemand", rule="waarom")]


def never(on: date) -> Iterator[DueItem]:
    while True:
        time.sleep(0.05)
        yield good(on)[0]


class MuteError(Exception):
    """An error that ends the program where it is asked what it is."""

    def __str__(self) -> str:
        raise SystemExit


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (lambda on: raises(SystemExit(0))(), "SystemExit"),
        (never, "within 0.5 seconds"),
        (lambda on: itertools.repeat(good(on)[0]), "more than 1000000"),
        (lambda on: [DueItem(on="gisteren", what="a", who="b", rule="c")], "must be a day"),  # type: ignore[arg-type]
        (lambda on: [DueItem(on=on, what=5, who="b", rule="c")], "what"),  # type: ignore[arg-type]
        (lambda on: 5, "not iterable"),
        (lambda on: [5], "not a DueItem"),
        (lambda on: raises(MuteError())(), "MuteError, which cannot say what it is"),
    ],
)
def test_a_hook_that_does_wrong_is_named_and_the_others_are_told(due: Callable[[date], Any], said: str) -> None:
    plugins = Plugins(load_entry_points=False, extra=[("bad", Gives(due)), ("good", Gives(good))])
    assert plugins.due(lambda name: raises(AssertionError())(), date(2026, 1, 1)) == good(date(2026, 1, 1))  # type: ignore[arg-type, return-value]
    failures = {info.name: info.failure for info in plugins.infos()}
    assert said in str(failures["bad"])
    assert failures["good"] is None


def test_a_hook_that_gives_none_gives_nothing() -> None:
    plugins = Plugins(load_entry_points=False, extra=[("mild", Gives(lambda on: None))])
    assert plugins.due(lambda name: raises(AssertionError())(), date(2026, 1, 1)) == []  # type: ignore[arg-type, return-value]
    assert plugins.infos()[0].failure is None


@pytest.mark.parametrize("error", [SystemExit(0), KeyboardInterrupt(), None])
def test_a_handler_that_ends_or_hangs_stops_its_own_read_model(sqlite_url: str, error: BaseException | None) -> None:
    def handled() -> None:
        if error is not None:
            raise error
        time.sleep(60)

    with open_region(sqlite_url) as application:
        projector = Projector(
            application.store, [counting_parties("bad", handled), counting_parties("good", lambda: None)]
        )
        (failed,) = projector.catch_up()
        assert failed.name == "bad"
        assert ("TimeLimitError" if error is None else "EndedTheProgramError") in str(failed.error)
        assert projector.register("good").rows
        projector.close()


def test_the_limit_is_of_each_event_and_not_of_a_rebuild(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, [counting_parties("slow", lambda: time.sleep(0.2))])
        assert projector.catch_up() == []
        began = time.monotonic()
        projector.rebuild()
        assert time.monotonic() - began > 0.5, "in all it took longer than the limit"
        projector.close()
