"""Pages of the sandbox: what arrived, for a person to look at. Readable without logging in, on loopback only."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rso_core.projection.dutch import MONTHS
from rso_pleio.sandbox.queries import slug
from rso_pleio.sandbox.rich_text import to_html
from rso_pleio.sandbox.state import Group, Item, SiteState

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_ROLES = {"owner": "eigenaar", "admin": "beheerder", "member": "lid", "pending": "aangevraagd"}
_ENVIRONMENT = Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)


def _moment(text: str | None) -> str:
    if not text:
        return ""
    local = datetime.fromisoformat(text).astimezone(AMSTERDAM)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M} uur"


_ENVIRONMENT.filters.update(moment=_moment, slug=slug, rich=to_html, role=lambda role: _ROLES.get(role, role))


def routes(state: SiteState) -> list[Route]:
    """The pages of a site."""

    def show(template: str, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(_ENVIRONMENT.get_template(template).render(site=state, **values), status_code=status)

    def missing() -> Response:
        return show("missing.html", 404, title="Niet gevonden")

    def home(_: Mapping[str, str]) -> Response:
        return show("home.html", title="Groepen", groups=sorted(state.groups.values(), key=lambda g: g.name))

    def group(asked: Mapping[str, str]) -> Response:
        found = state.groups.get(asked["guid"])
        return (
            missing() if found is None else show("group.html", title=found.name, group=found, **_content(state, found))
        )

    def item(asked: Mapping[str, str]) -> Response:
        found = state.items.get(asked["guid"])
        if found is None:
            return missing()
        below = [i for i in state.items.values() if i.parent == found.guid and i.status == "published"]
        return show(
            "item.html",
            title=found.title,
            item=found,
            group=state.groups.get(found.group or ""),
            parent=state.items.get(found.parent or ""),
            children=sorted(below, key=lambda i: i.title),
        )

    def page(make: Callable[[Mapping[str, str]], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            with state.lock:
                return make(request.path_params)

        return endpoint

    return [
        Route("/", page(home)),
        Route("/groups/view/{guid}", page(group)),
        Route("/groups/view/{guid}/{slug}", page(group)),
        Route("/wiki/view/{guid}", page(item)),
        Route("/wiki/view/{guid}/{slug}", page(item)),
        Route("/event/view/{guid}", page(item)),
        Route("/event/view/{guid}/{slug}", page(item)),
    ]


def _content(state: SiteState, group: Group) -> dict[str, Any]:
    order = ("owner", "admin", "member", "pending")
    members = sorted(
        ((state.users[guid].name, role) for guid, role in group.members.items()),
        key=lambda member: (order.index(member[1]), member[0]),
    )

    def published(item: Item) -> bool:
        return item.status == "published"

    items = list(state.items_of(group.guid, published))
    return {
        "members": members,
        "events": sorted((i for i in items if i.subtype == "event"), key=lambda i: i.start_date or ""),
        "pages": sorted((i for i in items if i.subtype == "wiki" and not i.parent), key=lambda i: i.title),
    }
