"""Pages of the sandbox: what arrived, for a person to look at. Readable without logging in, on loopback only."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rso_core.dutch.days import in_words
from rso_core.time_zone import AMSTERDAM
from rso_pleio_sandbox.item_fields import address
from rso_pleio_sandbox.kinds import KINDS, slug
from rso_pleio_sandbox.moments import parse
from rso_pleio_sandbox.records import Group, Item
from rso_pleio_sandbox.rich_text import to_html, to_text
from rso_pleio_sandbox.state import SiteState

_ROLES = {"owner": "eigenaar", "admin": "beheerder", "member": "lid", "pending": "aangevraagd"}
_STATES = {"NEW": "nieuw", "BUSY": "bezig", "DONE": "gedaan"}
_KINDS = {
    "wiki": "Wikipagina",
    "event": "Bijeenkomst",
    "task": "Taak",
    "blog": "Blog",
    "news": "Nieuws",
    "file": "Bestand",
    "folder": "Map",
    "discussion": "Discussie",
    "question": "Vraag",
    "statusupdate": "Update",
}
_OLD_PATHS = ("event",)
"""First parts of addresses that the site had before; they still open."""
_UNITS = ("bytes", "kB", "MB", "GB")


def _moment(text: str | None) -> str:
    if not text:
        return ""
    local = parse(text).astimezone(AMSTERDAM)
    return f"{in_words(local.date())}, {local:%H:%M} uur"


def _period(item: Item) -> str:
    """From when until when an event is, the day only once when it is within one."""
    if not item.start_date or not item.end_date or item.end_date == item.start_date:
        return _moment(item.start_date)
    start, end = (parse(text).astimezone(AMSTERDAM) for text in (item.start_date, item.end_date))
    if start.date() != end.date():
        return f"{_moment(item.start_date)} tot {_moment(item.end_date)}"
    return f"{in_words(start.date())}, {start:%H:%M}–{end:%H:%M} uur"


def _size(size: int) -> str:
    power = 0
    number = float(size)
    while number >= 1000 and power < len(_UNITS) - 1:
        number, power = number / 1000, power + 1
    text = f"{number:.0f}" if power == 0 or number >= 100 else f"{number:.1f}".replace(".", ",")
    return f"{text} {_UNITS[power]}"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(
    moment=_moment,
    period=_period,
    size=_size,
    slug=slug,
    rich=to_html,
    plain=to_text,
    address=address,
    kind=lambda item: _KINDS[item.subtype],
    role=lambda role: _ROLES.get(role, role),
    state=lambda state: _STATES.get(state, state),
    download=lambda item: f"/file/download/{item.guid}/{quote(item.file_name)}",
)


class Pages:
    """The pages of one site. Drafts and what is archived are not shown in lists, but open by their address."""

    def __init__(self, state: SiteState) -> None:
        self.state = state

    def home(self, _: Mapping[str, str]) -> Response:
        """All groups that are not hidden."""
        groups = sorted((g for g in self.state.groups.values() if not g.is_hidden), key=lambda g: g.name)
        return self._show("home.html", title="Groepen", groups=groups)

    def group(self, asked: Mapping[str, str]) -> Response:
        """One group with its people and content."""
        found = self.state.groups.get(asked["guid"])
        if found is None:
            return self._missing()
        return self._show("group.html", title=found.name, group=found, **self._content(found))

    def item(self, asked: Mapping[str, str]) -> Response:
        """One item of any kind."""
        found = self.state.items.get(asked["guid"])
        if found is None or found.subtype == "comment":
            return self._missing()
        return self._show(
            "item.html",
            title=found.title or "Zonder titel",
            item=found,
            group=self.state.groups.get(found.group or ""),
            trail=self._trail(found),
            children=self._below(found),
            comments=[i for i in self.state.below(found.guid) if i.subtype == "comment"],
            people=self.state.users,
            below=self._below,
        )

    def download(self, asked: Mapping[str, str]) -> Response:
        """The bytes of a file, never shown as a page."""
        found = self.state.items.get(asked["guid"])
        if found is None or found.subtype != "file":
            return self._missing()
        name = f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        mime_type = found.mime_type or "application/octet-stream"
        return Response(self.state.file(found.guid), media_type=mime_type, headers=headers)

    def _show(self, template: str, status: int = 200, **values: Any) -> Response:
        page = _ENVIRONMENT.get_template(template).render(site=self.state, **values)
        return HTMLResponse(page, status_code=status)

    def _missing(self) -> Response:
        return self._show("missing.html", 404, title="Niet gevonden")

    def _below(self, item: Item) -> list[Item]:
        found = (below for below in self.state.below(item.guid) if below.status == "published")
        return sorted((below for below in found if below.subtype != "comment"), key=_place)

    def _trail(self, item: Item) -> list[Item]:
        trail: list[Item] = []
        above = self.state.items.get(item.parent or "")
        while above is not None and above not in trail:
            trail.insert(0, above)
            above = self.state.items.get(above.parent or "")
        return trail

    def _content(self, group: Group) -> dict[str, Any]:
        def top(*subtypes: str) -> list[Item]:
            shown = self.state.items_of(group.guid, lambda i: i.status == "published" and i.parent is None)
            return sorted((item for item in shown if item.subtype in subtypes), key=_place)

        return {
            "members": self._members(group),
            "events": top("event"),
            "pages": top("wiki"),
            "tasks": top("task"),
            "files": top("folder", "file"),
            "blogs": top("blog", "news"),
            "talks": top("discussion", "question", "statusupdate"),
            "below": self._below,
        }

    def _members(self, group: Group) -> list[tuple[str, str, str]]:
        users, order = self.state.users, list(_ROLES)
        known = [(users[guid], role) for guid, role in group.members.items() if guid in users]
        return [
            (user.name, role, ", ".join(sorted(s.name for s in group.subgroups if user.guid in s.members)))
            for user, role in sorted(known, key=lambda row: (order.index(row[1]), row[0].name))
        ]


def _place(item: Item) -> tuple[bool, str, str]:
    """Place in a list: folders first, events by their start, the rest by title."""
    start = parse(item.start_date).astimezone(AMSTERDAM).isoformat() if item.start_date else ""
    return item.subtype != "folder", start, item.title.lower()


def routes(state: SiteState) -> list[Route]:
    """The addresses of the pages, each with and without the readable end."""
    pages = Pages(state)

    def page(make: Callable[[Mapping[str, str]], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            with state.lock:
                return make(request.path_params)

        return endpoint

    item_paths = sorted({kind.path for kind in KINDS.values() if kind.path} | set(_OLD_PATHS))
    viewed = [("groups", pages.group), *((path, pages.item) for path in item_paths)]
    return [
        Route("/", page(pages.home)),
        Route("/file/download/{guid}", page(pages.download)),
        Route("/file/download/{guid}/{name}", page(pages.download)),
        *(Route(f"/{path}/view/{{guid}}", page(make)) for path, make in viewed),
        *(Route(f"/{path}/view/{{guid}}/{{slug}}", page(make)) for path, make in viewed),
    ]
