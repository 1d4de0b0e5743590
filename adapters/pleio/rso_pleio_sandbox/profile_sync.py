"""The profile-sync API: accounts and memberships by a token of the site, beside GraphQL."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rso_pleio_sandbox.membership import forget, join
from rso_pleio_sandbox.moments import now
from rso_pleio_sandbox.records import User
from rso_pleio_sandbox.state import SiteState

_DEFAULT_LIMIT = 100
_IN_WORDS = {
    "invalid_bearer_token": "You did not supply a valid bearer token",
    "not_found": "The requested object could not be found",
    "could_not_create": "This user could not be created",
    "could_not_update": "This user could not be updated",
    "invalid_json": "Could not parse the request",
}


def routes(state: SiteState) -> list[Route]:
    """The addresses of this API. An empty token on the site refuses everyone."""

    def guarded(answer: Callable[[SiteState, Request, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            given = request.headers.get("authorization", "")
            with state.lock:
                if not state.profile_sync_token or given != f"Bearer {state.profile_sync_token}":
                    return refusal("invalid_bearer_token", 403)
                try:
                    return answer(state, request, body)
                finally:
                    state.save()

        return endpoint

    base = "/profile_sync_api/users"
    return [
        Route(base, guarded(list_users), methods=["GET"]),
        Route(base, guarded(put_user), methods=["POST"]),
        Route(f"{base}/{{guid}}", guarded(delete_user), methods=["DELETE"]),
        Route(f"{base}/{{guid}}/ban", guarded(ban), methods=["POST"]),
        Route(f"{base}/{{guid}}/unban", guarded(unban), methods=["POST"]),
    ]


def refusal(error: str, status: int) -> Response:
    """An error as this API tells it."""
    body = {"error": error, "pretty_error": _IN_WORDS[error], "status": status}
    return JSONResponse(body, status_code=status)


def list_users(state: SiteState, request: Request, _: bytes) -> Response:
    """Accounts, oldest first; `cursor` is the last one that was seen."""
    found = sorted(state.users.values(), key=lambda user: user.time_created)
    cursor = request.query_params.get("cursor")
    if cursor is not None:
        if cursor not in state.users:
            return refusal("not_found", 404)
        found = [user for user in found if user.time_created > state.users[cursor].time_created]
    limit = int(request.query_params.get("limit") or _DEFAULT_LIMIT)
    return JSONResponse({"users": [_told(user) for user in found[:limit]]})


def put_user(state: SiteState, _: Request, body: bytes) -> Response:
    """Make an account, or change the one with this guid: that lifts a ban and overwrites the name."""
    try:
        given = json.loads(body)
    except ValueError:
        return refusal("invalid_json", 400)
    known = state.users.get(given["guid"]) if given.get("guid") else None
    if given.get("guid") and known is None:
        return PlainTextResponse("Internal Server Error", status_code=500)
    refused = "could_not_update" if known else "could_not_create"
    if not given.get("email") or not given.get("name") or _taken(state, given, known):
        return refusal(refused, 400)
    user = known or User(guid=str(uuid4()), name="", email="", time_created=now())
    user.name, user.email, user.is_banned, user.time_updated = given["name"], given["email"], False, now()
    user.external_id = given.get("external_id", user.external_id)
    user.profile.update({str(key): str(value) for key, value in (given.get("profile") or {}).items()})
    state.users[user.guid] = user
    for guid in filter(None, str(given.get("groups") or "").split(",")):
        if (group := state.groups.get(guid.strip())) is not None:
            join(state, group, user.guid)
    return JSONResponse({"status": 200, "user": _told(user)})


def _taken(state: SiteState, given: dict[str, Any], known: User | None) -> bool:
    others = [user for user in state.users.values() if user is not known]
    if any(user.email == given["email"] for user in others):
        return True
    if known is not None and given.get("external_id") is None:
        return False
    # Without an external key the real site compares with nothing, and finds any account that has none.
    return any(user.external_id == given.get("external_id") for user in others)


def delete_user(state: SiteState, request: Request, _: bytes) -> Response:
    """Really deletes."""
    guid = request.path_params["guid"]
    if guid not in state.users:
        return refusal("not_found", 404)
    forget(state, guid)
    return JSONResponse({"status": 200})


def ban(state: SiteState, request: Request, _: bytes) -> Response:
    """Take the access to the site away."""
    return _set_banned(state, request, banned=True)


def unban(state: SiteState, request: Request, _: bytes) -> Response:
    """Give the access to the site back."""
    return _set_banned(state, request, banned=False)


def _set_banned(state: SiteState, request: Request, *, banned: bool) -> Response:
    user = state.users.get(request.path_params["guid"])
    if user is None:
        return refusal("not_found", 404)
    user.is_banned, user.ban_reason, user.time_updated = banned, "profile sync" if banned else "", now()
    return JSONResponse({"status": 200, "user": _told(user)})


def _told(user: User) -> dict[str, Any]:
    return {
        "guid": user.guid,
        "external_id": user.external_id,
        "name": user.name,
        "email": user.email,
        "is_member": True,
        "is_banned": user.is_banned,
        "time_created": user.time_created,
        "time_updated": user.time_updated,
        "icontime": None,
        "profile": user.profile,
    }
