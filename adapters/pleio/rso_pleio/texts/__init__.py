"""The Dutch texts that members read, as a pure function of the registers."""

from collections.abc import Callable, Iterator

from rso_core.projection import RegisterError, UnknownReadModelError
from rso_pleio.model import DesiredItem, Registers, Row
from rso_pleio.old_names import forward
from rso_pleio.rows import BODIES
from rso_pleio.texts.actions import actions
from rso_pleio.texts.bodies import description, introduction
from rso_pleio.texts.covenant import covenant_pages
from rso_pleio.texts.decisions import decisions
from rso_pleio.texts.matters import portfolio, signals
from rso_pleio.texts.meetings import meetings
from rso_pleio.texts.overviews import overviews
from rso_pleio.texts.standing import order_of_bodies, role_register, signing_register
from rso_pleio.texts.upkeep import cycle, evaluations, resources
from rso_pleio.texts.visibility import VisibleRegisters

__all__ = ["VisibleRegisters", "description", "introduction", "pages"]
__getattr__ = forward("rso_pleio.texts", "rso_pleio.texts", {"Shown": "VisibleRegisters"})

Part = Callable[[VisibleRegisters], Iterator[DesiredItem]]
OF_EACH_BODY: tuple[Part, ...] = (meetings, overviews, decisions, actions, signals, portfolio, resources, cycle)
OF_THE_FIRST_BODY: tuple[Part, ...] = (
    covenant_pages,
    signing_register,
    role_register,
    order_of_bodies,
    evaluations,
)


def pages(body: Row, registers: Registers) -> Iterator[DesiredItem]:
    """All items for the group of a body; what rests on a register that no plugin brings stays away by itself.

    So does what rests on one that cannot be told, or not whole. Who gives the registers remembers that (`RegistersRead`),
    so that it is told, and what is on the site is not taken for something that is no longer wanted.

    Args:
        body: a row of the body register.
        registers: as of the day that the site should show.
    """
    visible = VisibleRegisters(BODIES.row(body), registers)
    for part in (*OF_EACH_BODY, *(OF_THE_FIRST_BODY if visible.is_first else ())):
        try:
            items = list(part(visible))
        except (UnknownReadModelError, RegisterError):
            continue
        yield from items
