"""Registers as somebody reads them, with what could not be told remembered: what is made of them goes on without it."""

from collections.abc import Callable

from rso_core.projection.errors import RegisterError
from rso_core.projection.read_model import Register


class RegistersRead:
    """Gives registers by name, and remembers which could not be read, and of which others a row could not be told.

    Args:
        register: gives a register by its name.

    Attributes:
        problems: what could not be told, a line each, in the order in which it was met.
    """

    def __init__(self, register: Callable[[str], Register]) -> None:
        self._register = register
        self._problems: dict[str, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be told so far."""
        return tuple(self._problems)

    def __call__(self, name: str) -> Register:
        """A register.

        Raises:
            RegisterError: it could not be read.
        """
        return self.noted(name, lambda: self._register(name))

    def noted(self, name: str, read: Callable[[], Register]) -> Register:
        """What reading a register gives, with what goes wrong in it remembered.

        Raises:
            RegisterError: it could not be read.
        """
        try:
            found = read()
        except RegisterError as error:
            self._problems[str(error)] = None
            raise
        self._problems |= dict.fromkeys(f"register {name!r} cannot tell of {untold}" for untold in found.untold)
        return found
