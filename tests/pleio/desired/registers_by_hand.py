"""Registers made by hand for tests of the desired state, and what a site says as plain text."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pleio.desired.rows_by_hand import Rows
from rso_core.projection import Register, UnknownReadModelError
from rso_pleio.desired import desired_site
from rso_pleio.documents import Block, Document, Inline
from rso_pleio.model import DesiredGroup, DesiredItem, DesiredSite
from rso_pleio.texts import pages

DAY = date(2026, 6, 1)
NEEDED: dict[str, Rows] = {"bodies": (), "roles": (), "pleio_people": ()}


class ByHand:
    """Registers out of rows; asks for earlier ones are kept."""

    def __init__(
        self,
        tables: Mapping[str, Rows],
        *,
        day: date = DAY,
        then: Mapping[tuple[str, date], Rows] | None = None,
    ) -> None:
        self.day = day
        self.tables = {**NEEDED, **tables}
        self.then = then or {}
        self.asked: list[tuple[str, date]] = []

    def __call__(self, name: str) -> Register:
        if name not in self.tables:
            raise UnknownReadModelError(name, self.tables)
        return Register(title=name, columns=(), rows=tuple(self.tables[name]))

    def earlier(self, name: str, on: date) -> Register:
        self.asked.append((name, on))
        rows = self.then.get((name, on))
        return self(name) if rows is None else Register(title=name, columns=(), rows=tuple(rows))


def site_of(tables: Mapping[str, Rows], **more: Any) -> DesiredSite:
    return desired_site(ByHand(tables, **more), pages)


def group_of(site: DesiredSite, body: str = "a") -> DesiredGroup:
    return next(group for group in site.groups if group.key == f"body-{body}")


def item_of(site: DesiredSite, key: str, body: str = "a") -> DesiredItem:
    return next(item for item in group_of(site, body).items if item.key == key)


def keys_of(site: DesiredSite, body: str = "a") -> list[str]:
    return [item.key for item in group_of(site, body).items]


def told(text: Document) -> str:
    """All that a text says, a line per block, cells apart by a bar."""
    return "\n".join(_told(block) for block in text.content)


def _told(block: Block) -> str:
    parts = [_stretch(part) if isinstance(part, Inline) else _told(part) for part in block.content]
    between = {"tableRow": " | ", "tableHeader": " / ", "tableCell": " / ", "paragraph": "", "heading": ""}
    return between.get(block.type, "\n").join(parts)


def _stretch(part: Inline) -> str:
    return part.text or "\n"


def blocks_of(content: Iterable[Block | Inline]) -> Iterator[Block]:
    for part in content:
        if isinstance(part, Block):
            yield part
            yield from blocks_of(part.content)
