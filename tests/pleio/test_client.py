"""The client against the sandbox, over real HTTP."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from rso_pleio.client import Change, GroupAsk, PleioClient, Upload
from rso_pleio.client.retry import retry_after
from rso_pleio.errors import (
    DocumentRefusedError,
    ForbiddenError,
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    RedirectRefusedError,
    RefusedByPleioError,
    SessionExpiredError,
    UnreachableError,
)
from rso_pleio_sandbox import SandboxServer
from sandbox_sites import site_of_a_test


@pytest.fixture
def site() -> Iterator[SandboxServer]:
    with site_of_a_test() as server:
        yield server


@pytest.fixture
def admin(site: SandboxServer) -> PleioClient:
    return PleioClient(site.url, site.admin_session, pause=0.001)


def one(client: PleioClient, mutation: str, /, **given: Any) -> Any:
    return client.change([Change(mutation, given)])[0]


def group(client: PleioClient, **more: Any) -> str:
    made = one(client, "addGroup", name="Groep", isClosed=True, **more)
    return str(made["group"]["guid"])


def page(client: PleioClient, container: str, **more: Any) -> Any:
    fields = {"subtype": "wiki", "title": "Pagina", "containerGuid": container, "accessId": 4, **more}
    return one(client, "addEntity", **fields)


def content(client: PleioClient, there: str) -> list[Any]:
    found = client.read_groups([GroupAsk(there, full=True)])[1][0]
    assert found is not None
    return list(found["content"])


def key_of(answer: Any) -> str:
    assert isinstance(answer, RefusedByPleioError)
    return answer.key


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (HTMLResponse("<html>", 401), SessionExpiredError),
        (HTMLResponse("<html>", 403), ForbiddenError),
        (RedirectResponse("https://elders.example/graphql", 301), RedirectRefusedError),
        (HTMLResponse("<html>hallo</html>", 200), NotPleioError),
        (PlainTextResponse("nee", 404), NotPleioError),
        (JSONResponse([1]), NotPleioError),
        (JSONResponse({"errors": [{"message": "not_logged_in"}], "data": None}), SessionExpiredError),
        (JSONResponse({"errors": [{"message": "Cannot query field"}]}, 400), DocumentRefusedError),
    ],
)
def test_every_kind_of_answer_has_an_error_of_its_own(
    site: SandboxServer, admin: PleioClient, answer: Response, error: type[PleioError]
) -> None:
    site.traffic.before = lambda _: answer
    with pytest.raises(error) as raised:
        admin.viewer()
    assert site.admin_session not in str(raised.value)
    assert site.admin_session not in repr(admin)


def test_reads_are_tried_again_and_changes_never(site: SandboxServer, admin: PleioClient) -> None:
    site.traffic.before = lambda _: PlainTextResponse("", 502)
    with pytest.raises(UnreachableError):
        admin.viewer()
    assert site.traffic.requests == 3
    with pytest.raises(OutcomeUnknownError):
        group(admin)
    assert site.traffic.requests == 4


def test_a_wrong_address_is_told() -> None:
    with pytest.raises(UnreachableError, match="does not answer"):
        PleioClient("http://127.0.0.1:1", "geheim", pause=0.001).viewer()
    with pytest.raises(NotPleioError, match="no address of a site"):
        PleioClient("samenwerken", "geheim")


def test_a_failing_change_in_a_batch_stops_no_other(admin: PleioClient) -> None:
    there = group(admin)
    fields = {"subtype": "event", "containerGuid": there, "accessId": 4}
    answers = admin.change(
        [
            Change("addEntity", {**fields, "title": "zonder begin"}),
            Change("addEntity", {**fields, "title": "goed", "startDate": "2026-03-01T10:00:00+01:00"}),
            Change("addEntity", {**fields, "title": "x" * 257, "startDate": "2026-03-01T10:00:00+01:00"}),
        ]
    )
    assert [key_of(answers[0]), key_of(answers[2])] == ["invalid_date", "invalid_value"]
    seen = content(admin, there)
    assert [(item["title"], item["startDate"]) for item in seen] == [("goed", "2026-03-01T10:00:00+01:00")]


def test_the_category_filter_ignores_case_and_lists_are_paged_to_the_end(admin: PleioClient) -> None:
    categories = [{"name": "rso", "values": ["body-Stuurgroep:1"]}]
    there = group(admin, tagCategories=categories)
    assert [found["guid"] for found in admin.groups("rso", ["body-stuurgroep:1"])] == [there]
    assert admin.groups("rso", ["nergens"]) == []
    for _ in range(5):
        admin.change([Change("addEntity", {"subtype": "wiki", "title": "T", "containerGuid": there})] * 30)
    assert len(content(admin, there)) == 150


def test_an_address_that_would_show_the_session_is_refused() -> None:
    with pytest.raises(NotPleioError, match="not encrypted"):
        PleioClient("http://samenwerken.example.nl", "geheim")
    with pytest.raises(NotPleioError, match="name or password"):
        PleioClient("https://iemand:geheim@samenwerken.example.nl", "geheim")
    assert PleioClient("http://localhost:8000/pad", "geheim").url == "http://localhost:8000"


def test_what_the_site_asks_to_wait_is_waited_before_a_read_is_repeated(
    site: SandboxServer, admin: PleioClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(admin.retry.stop, "wait", waited.append)
    answers = iter([PlainTextResponse("", 429, {"Retry-After": "7"}), PlainTextResponse("", 503)])
    site.traffic.before = lambda _: next(answers, None)
    assert admin.viewer().is_admin
    assert waited == [7.0, 0.002]


def test_a_change_that_the_site_puts_off_is_not_repeated_and_tells_when(
    site: SandboxServer, admin: PleioClient
) -> None:
    site.traffic.before = lambda _: PlainTextResponse("", 429, {"Retry-After": "5"})
    with pytest.raises(OutcomeUnknownError) as raised:
        group(admin)
    assert (raised.value.retry_after, site.traffic.requests) == (5.0, 1)


def test_a_time_to_wait_is_read_in_seconds_or_as_a_date_and_never_for_ever() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    found = retry_after(soon)
    assert found is not None
    assert 15 < found <= 20
    assert retry_after("99999999") == 300.0
    assert retry_after("Mon, 01 Jan 2001 00:00:00 GMT") == 0.0
    assert retry_after("straks") is None
    assert retry_after(None) is None


def test_an_answer_that_trickles_in_is_given_up(site: SandboxServer) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)
            yield b" "

    site.traffic.before = lambda _: StreamingResponse(trickle(), media_type="application/json")
    impatient = PleioClient(site.url, site.admin_session, pause=0.001, deadline=0.2)
    with pytest.raises(UnreachableError, match="too long"):
        impatient.viewer()


def test_requests_keep_to_the_pace(site: SandboxServer) -> None:
    paced = PleioClient(site.url, site.admin_session, per_second=20)
    begin = time.monotonic()
    for _ in range(5):
        paced.viewer()
    assert time.monotonic() - begin >= 4 / 20


def test_several_files_go_in_one_request(site: SandboxServer, admin: PleioClient) -> None:
    there = group(admin)
    fields = {"containerGuid": there, "accessId": 4}
    files = [Upload("een.txt", b"een"), Upload("twee.txt", b"twee\x00")]
    before = site.traffic.requests
    admin.change([Change("addFile", fields, file) for file in files])
    assert site.traffic.requests == before + 1
    assert sorted((item["title"], item["size"]) for item in content(admin, there)) == [("een.txt", 3), ("twee.txt", 5)]


def test_people_are_looked_up_by_address_the_banned_told_apart(site: SandboxServer, admin: PleioClient) -> None:
    site.state.add_user("A.Voorbeeld@gem.example", "A. Voorbeeld")
    site.state.add_user("b.voorbeeld@gem.example", "B. Voorbeeld")
    banned = next(user for user in site.state.users.values() if user.email == "b.voorbeeld@gem.example")
    banned.is_banned = True
    asked = ["a.voorbeeld@GEM.example", "b.voorbeeld@gem.example", "niemand@gem.example"]
    found = admin.users(admin.viewer(), asked)
    assert not found["a.voorbeeld@gem.example"].banned
    assert found["b.voorbeeld@gem.example"].banned
    assert "niemand@gem.example" not in found


def test_who_last_changed_a_page_is_told(admin: PleioClient) -> None:
    there = group(admin)
    guid = page(admin, there)["entity"]["guid"]
    one(admin, "editEntity", guid=guid, title="Anders")
    name, at = admin.last_changed([guid])[guid]
    assert name == "Sitebeheer"
    assert datetime.fromisoformat(at).tzinfo is not None
