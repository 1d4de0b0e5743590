"""A session that ends while changes are sent: it is told as such, whichever change of a request it meets."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import JSONResponse

from rso_pleio.client import Change, PleioClient
from rso_pleio.errors import DocumentRefusedError, RefusedByPleioError, SessionExpiredError
from rso_pleio_sandbox import SandboxServer

CHANGES = [Change("addEntity", {"title": f"Pagina {n}"}) for n in range(3)]


@pytest.fixture(scope="module")
def site() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def client(site: SandboxServer) -> Iterator[PleioClient]:
    made = PleioClient(site.url, site.admin_session, pause=0.001)
    yield made
    made.close()
    site.traffic.before = None


def answers(site: SandboxServer, data: Any, *errors: tuple[str | None, str]) -> None:
    """The site answers with this data, and an error per field and message."""
    told = [{"message": message, **({"path": [field]} if field else {})} for field, message in errors]
    body = {"data": data, **({"errors": told} if told else {})}
    site.traffic.before = lambda _: JSONResponse(body)


DONE = {"entity": {"guid": "g"}}


@pytest.mark.parametrize("refused", [["m0"], ["m1"], ["m2"], ["m0", "m1", "m2"]])
def test_who_is_not_logged_in_at_one_of_the_changes_has_no_session(
    site: SandboxServer, client: PleioClient, refused: list[str]
) -> None:
    data = {f"m{n}": None if f"m{n}" in refused else DONE for n in range(3)}
    answers(site, data, *((field, "not_logged_in") for field in refused))
    with pytest.raises(SessionExpiredError, match="rso pleio login"):
        client.change(CHANGES)


def test_a_session_that_ended_goes_before_another_refusal(site: SandboxServer, client: PleioClient) -> None:
    answers(site, {"m0": None, "m1": None, "m2": DONE}, ("m0", "could_not_save"), ("m1", "not_logged_in"))
    with pytest.raises(SessionExpiredError):
        client.change(CHANGES)


def test_another_refusal_is_that_of_its_own_change(site: SandboxServer, client: PleioClient) -> None:
    answers(site, {"m0": DONE, "m1": None, "m2": DONE}, ("m1", "could_not_save"))
    first, second, third = client.change(CHANGES)
    assert (first, third) == (DONE, DONE)
    assert isinstance(second, RefusedByPleioError)
    assert second.key == "could_not_save"


def test_without_a_refusal_each_change_has_its_answer(site: SandboxServer, client: PleioClient) -> None:
    answers(site, {"m0": DONE, "m1": None, "m2": {}})
    assert client.change(CHANGES) == [DONE, {}, {}]


def test_no_data_at_all_is_a_request_that_the_site_does_not_accept(site: SandboxServer, client: PleioClient) -> None:
    answers(site, None, (None, "Cannot query field"))
    with pytest.raises(DocumentRefusedError, match="Cannot query field"):
        client.change(CHANGES)


def test_nothing_to_change_asks_nothing(site: SandboxServer, client: PleioClient) -> None:
    before = site.traffic.requests
    assert client.change([]) == []
    assert site.traffic.requests == before
