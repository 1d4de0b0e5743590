"""Accounts by the site's own token interface (profile_sync): only ever made, never changed.

The site un-bans a person and overwrites the name when an account is written again, so an account that exists is
left alone.
"""

from typing import Any

import requests

from rso_pleio.client.transport import TIMEOUT, keep_to_ourselves
from rso_pleio.errors import OutcomeUnknownError, PleioError, RefusedByPleioError, SetupError
from rso_pleio.model import DesiredMember


class AccountMaker:
    """Makes accounts with the token that a site administrator set.

    Args:
        url: address of the site, as the client has it.
        token: kept out of messages and of the object's text.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/profile_sync_api/users"
        self._http = requests.Session()
        keep_to_ourselves(self._http, url)
        self._http.headers["Authorization"] = f"Bearer {token}"

    def __repr__(self) -> str:
        return f"AccountMaker({self._url!r})"

    def make(self, member: DesiredMember, group: str | None) -> str:
        """Make an account; our identifier of the person goes along as the site's external key.

        Args:
            member: with address and name.
            group: guid of the group that the site puts the person in at once, as a member.

        Returns:
            The guid of the account.

        Raises:
            RefusedByPleioError: the address or our key is taken.
            SetupError: the token is not right.
            OutcomeUnknownError: no answer; it may have been made.
        """
        body = {"email": member.email, "name": member.name or member.person, "external_id": f"rso-{member.person}"}
        if group is not None:
            body["groups"] = group
        try:
            response = self._http.post(self._url, json=body, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException:
            raise OutcomeUnknownError("no answer to the making of an account; run the command again") from None
        answer = _json(response)
        if response.status_code == 403:
            raise SetupError("the site refuses the profile_sync token; a site administrator sets it on the site")
        if response.status_code != 200 or not answer.get("user"):
            raise RefusedByPleioError(str(answer.get("error") or f"HTTP {response.status_code}"))
        return str(answer["user"]["guid"])

    def works(self) -> bool:
        """Whether the site takes the token; changes nothing.

        Raises:
            PleioError: the site does not answer.
        """
        try:
            response = self._http.get(self._url, params={"limit": "1"}, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException:
            raise PleioError("the site does not answer on its profile_sync address") from None
        return response.status_code == 200

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
