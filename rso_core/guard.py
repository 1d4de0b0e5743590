"""Code of others is called under guard: it may raise, want to end the program, or not return, and the run goes on.

What it raises becomes an `Exception` that names what happened, whatever it was; a real Ctrl-C of the person who typed a
command stays one. A call that takes longer than the limit is broken off, and so is a handler on one event, however long
a rebuild takes in all. That takes a timer of the system, in the main thread; elsewhere (Windows, other threads, a program
with a timer of its own) nothing is broken off, and the rest holds.

What this does not hold: code that ends the process past Python (a crash in C, a kill). See `rso_core.left_out`.
"""

import contextlib
import faulthandler
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from time import monotonic
from types import FrameType
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
VARIABLE = "RSO_PLUGIN_SECONDS"
"""Environment variable with the time limit."""
SECONDS = 30.0
AT_MOST = 1_000_000
"""Of so many things at most one call gives: what never ends would fill the memory within the time limit."""
IN_ALL = 10
"""So many times the limit, the time included in which the call waits for what it asked of us."""
IGNORED = 5
"""A plugin that goes on after it was broken off so many times is ended with the program."""
STUCK = 10.0
"""So many seconds more than the limit, at least, no Python runs before the program is ended: a busy machine is no loop."""
EXIT_CODE = 8
_LIMIT = "'seconds' under [plugins] in rso.toml, or RSO_PLUGIN_SECONDS"


OURS = {__file__, contextlib.__file__}
"""The files that call code of others, and put things back after it."""


class EndedTheProgramError(Exception):
    """Code of others wanted to end the program."""

    exit_code = EXIT_CODE

    def __init__(self, how: BaseException) -> None:
        kind, said = ("", str(how)) if isinstance(how, _Exit) else (type(how).__name__, str(how))
        super().__init__(f"it wanted to end the program ({': '.join(filter(None, (kind, said)))})")


class TimeLimitError(Exception):
    """Code of others took longer than it may."""


class MuteError(Exception):
    """Code of others raised something that cannot say what it is."""


class TooManyError(Exception):
    """Code of others gives more things than anybody could use."""


class _BrokenOff(BaseException):
    """Raised in code of others whose time is up; no `Exception`, so that it does not take it for one of its own."""


class _Exit(BaseException):
    """Raised where code of others calls for the end of the process."""


# Plain classes: every command loads this module.
class _Call:
    """A call of code of others that is going on; without a name, what it asked of us in turn."""

    def __init__(self, plugin: str | None, what: str) -> None:
        self.plugin, self.what = plugin, what
        self.began, self.spent = monotonic(), 0.0
        self.broken_off = 0


class _Watch:
    """What of others is at work now.

    Attributes:
        limit: seconds that a call, or a handler on one event, may take.
        trusted: the plugins that have no limit: those that come with this software.
        handling: name of the plugin of which a handler is at work on an event.
        turn: counts those events.
        is_ticking: whether it is looked now and then how long that has been so.
        was_interrupted: whether the person who typed the command wanted it to end since.
        is_program: whether this process is a run of ``rso``, in which nobody else has reason to end it.
    """

    def __init__(self) -> None:
        self.limit = SECONDS
        self.trusted: set[str] = set()
        self.handling: str | None = None
        self.turn = 0
        self.is_ticking = self.was_interrupted = self.is_program = False
        self._calls: list[_Call] = []
        self._elsewhere = 0
        self._ticked = 0.0
        self._turn_then, self._spent = -1, 0.0
        self._handler = _Call(None, "a handler, on one event")

    def call(self, plugin: str | None, what: str, function: Callable[[], T]) -> T:
        if threading.current_thread() is not threading.main_thread():
            self._elsewhere += 1
            try:
                return function()
            finally:
                self._elsewhere -= 1
        self._calls.append(_Call(plugin, what))
        handling, self.handling = self.handling, None
        try:
            with self.ticking():
                self._arm()
                return function()
        finally:
            self._calls.pop()
            self.handling = handling
            self._arm()

    def is_at_work(self) -> bool:
        """Whether code of others has the word."""
        calls = bool(self._calls and self._calls[-1].plugin is not None)
        return calls or self.handling is not None or self._elsewhere > 0

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Look now and then how long what is at work has been so, where the system lets us."""
        if self.is_ticking or not _has_timer():
            yield
            return
        interval = min(1.0, self.limit / 10)
        self.is_ticking, self._ticked, self._spent = True, monotonic(), 0.0
        self.was_interrupted = False
        before = signal.signal(signal.SIGALRM, self._tick)
        ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if ours:
            signal.signal(signal.SIGINT, self._interrupt)
        signal.setitimer(signal.ITIMER_REAL, interval, interval)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)
            if ours:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            self.is_ticking = False

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self.was_interrupted = True
        signal.default_int_handler(number, frame)

    def _tick(self, _: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_filename in OURS:
            return  # what puts things back where they were is not to be broken off itself
        now = monotonic()
        passed, self._ticked = now - self._ticked, now
        if self.handling is not None:
            same, self._turn_then = self.turn == self._turn_then, self.turn
            self._spent = self._spent + passed if same else 0.0
            if not same:
                self._handler.broken_off = 0
            if self.handling not in self.trusted and self._spent >= self.limit:
                self._break_off(self.handling, self._handler)
            return
        self._arm()
        over = [call for call in self._calls if call.plugin and now - call.began >= IN_ALL * self.limit]
        if self._calls:
            call = self._calls[-1]
            call.spent += passed
            if call.plugin is not None and call.spent >= self.limit:
                over.append(call)
        for call in over:
            if call.plugin not in self.trusted:
                self._break_off(str(call.plugin), call)

    @staticmethod
    def _break_off(plugin: str, call: _Call) -> None:
        call.broken_off += 1
        if call.broken_off > IGNORED:
            _end_with_it(plugin, call.what)
        raise _BrokenOff

    def _arm(self) -> None:
        """Where no Python runs, as in a loop in C, only the end of the program is left, well after the limit."""
        call = self._calls[-1] if self._calls else None
        if not self.is_ticking:
            return
        if call is None or call.plugin is None or call.plugin in self.trusted:
            faulthandler.cancel_dump_traceback_later()
            return
        if sys.__stderr__ is not None:
            with contextlib.suppress(OSError, ValueError):  # where the channel for errors is closed
                faulthandler.dump_traceback_later(self.limit + max(self.limit, STUCK), exit=True, file=sys.__stderr__)


WATCH = _Watch()


def guarded(plugin: str, what: str, function: Callable[[], T]) -> T:
    """Call code of others.

    Args:
        plugin: whose it is.
        what: what is asked of it, such as the name of the hook.
        function: the call.

    Raises:
        EndedTheProgramError: it wanted to end the program.
        TimeLimitError: it took longer than it may.
        KeyboardInterrupt: the person who typed the command wants it to end.
        Exception: what it raised itself.
    """
    _hold_exits()
    try:
        return WATCH.call(plugin, what, function)
    except BaseException as error:
        failure = failure_of(error)
        if failure is error:
            raise
        raise failure from error


def ours(function: Callable[[], T]) -> T:
    """What code of others asks of us in turn: it takes the time that it takes, and that is not counted as theirs."""
    return WATCH.call(None, "", function) if WATCH.is_at_work() else function()


def failure_of(error: BaseException) -> Exception:
    """What code of others raised, as an `Exception`.

    Raises:
        KeyboardInterrupt: it is the person who typed the command, who wants it to end.
    """
    if isinstance(error, Exception):
        return _that_speaks(error)
    if isinstance(error, KeyboardInterrupt) and (WATCH.was_interrupted or not _has_timer()):
        raise error
    if isinstance(error, _BrokenOff):
        return TimeLimitError(
            f"it did not answer within {WATCH.limit:g} seconds and was broken off (the limit is {_LIMIT})"
        )
    return EndedTheProgramError(error)


def _that_speaks(error: Exception) -> Exception:
    """The error itself, unless it cannot say what it is: that is said by code of others too."""
    try:
        WATCH.call("?", "what an error says", lambda: str(error))
    except BaseException as worse:
        return MuteError(f"{type(error).__name__}, which cannot say what it is ({type(worse).__name__})")
    return error


def all_of(things: Iterable[T], at_most: int = AT_MOST) -> list[T]:
    """What code of others gives, as a list.

    Raises:
        TooManyError: it gives more than so many, which most likely never ends.
    """
    found = list(islice(things, at_most + 1))
    if len(found) > at_most:
        raise TooManyError(f"it gives more than {at_most} things, and was not asked for the rest")
    return found


def seconds(said: object) -> float:
    """A time limit as somebody gives it.

    Raises:
        ValueError: it is no number of seconds above zero.
    """
    try:
        limit = float(said) if isinstance(said, str | int | float) and not isinstance(said, bool) else math.nan
    except (ValueError, OverflowError):
        limit = math.nan
    if not 0 < limit <= 86_400:
        raise ValueError(f"{said!r} is not a number of seconds above 0 and up to 86400")
    return limit


def _has_timer() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return WATCH.is_ticking or signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN)


def _end_with_it(plugin: str, what: str) -> NoReturn:
    with contextlib.suppress(Exception):
        print(
            f"Error: plugin {plugin!r} ({what}) did not stop when its {WATCH.limit:g} seconds were up, and goes on after "
            f"it was broken off; the program is ended. Leave it out with RSO_BLOCK_PLUGINS={plugin}",
            file=sys.__stderr__,
            flush=True,
        )
    _EXITS["_exit"](EXIT_CODE)
    raise AssertionError("unreachable")  # pragma: no cover


_EXITS: dict[str, Callable[..., Any]] = {}


def _hold_exits() -> None:
    """Let `os._exit` and what puts another program in place of this one raise, as long as code of others is at work.

    In another process, such as one that they started for themselves, it does what it says.
    """
    if _EXITS:
        return
    system = sys.modules.get("posix") or sys.modules.get("nt")
    for name in ("_exit", "abort", "execv", "execve"):
        really = _EXITS[name] = getattr(os, name)
        held = _held(name, really, os.getpid())
        setattr(os, name, held)
        if system is not None:
            setattr(system, name, held)


def _held(name: str, really: Callable[..., Any], process: int) -> Callable[..., Any]:
    def held(*arguments: Any, **named: Any) -> Any:
        if os.getpid() == process and (WATCH.is_program or WATCH.is_at_work()):
            raise _Exit(f"os.{name}")
        return really(*arguments, **named)

    return held
