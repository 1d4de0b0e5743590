"""What can go wrong between us and a Pleio site; every message says what would mend it."""

EXIT_CODE = 7


class PleioError(Exception):
    """The site refused, or cannot be reached. Base of the errors below."""

    exit_code = EXIT_CODE


class SetupError(PleioError):
    """Address, session or a setting of the site is missing or wrong."""


class SessionExpiredError(PleioError):
    """The session cookie is missing, wrong or expired."""

    def __init__(self) -> None:
        super().__init__(
            "the session on the Pleio site is not valid (any more); log in to the site with the service account, take "
            "the value of its cookie 'sessionid', hand it over with 'rso pleio login' or in RSO_PLEIO_SESSION, and run "
            "the command again: it goes on where it stopped"
        )


class NotPleioError(PleioError):
    """Something answers at this address, but not as Pleio does."""


class RedirectRefusedError(PleioError):
    """The site redirects; following it could repeat or lose a change."""


class ForbiddenError(PleioError):
    """HTTP 403: the site asks for two-factor login or a CSRF token."""


class NoUsableAnswerError(PleioError):
    """One request got no answer of the site itself: a lost connection, a time-out, or a server in front of it.

    Attributes:
        retry_after: seconds that the site asks to wait, where it said so.
    """

    def __init__(self, told: str, retry_after: float | None = None) -> None:
        self.told = told
        self.retry_after = retry_after
        super().__init__(told)


class UnreachableError(PleioError):
    """No answer to a read, after several tries."""


class OutcomeUnknownError(PleioError):
    """A change was sent and no answer came: it may have been carried out. Look before repeating it.

    Attributes:
        retry_after: seconds that the site asks to wait, where it said so.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class DocumentRefusedError(PleioError):
    """The site does not know a field or type that we ask for; it runs another version."""


class UnsafePlanError(PleioError):
    """A plan changes much at once, or deletes something, and nobody said that this is meant."""


class MovedSinceError(PleioError):
    """The site is not as it was when the plan was made."""


class StoppedError(PleioError):
    """The work was asked to stop and did, between two requests."""


class RefusedByPleioError(PleioError):
    """The site carried the request but refused it; `key` is its own word for it."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"Pleio refused: {EXPLAINED.get(key, key)}")


EXPLAINED = {
    "not_logged_in": "not logged in",
    "not_authorized": "this account may not do that; creating groups needs a site administrator",
    "user_not_site_admin": "that needs a site administrator",
    "could_not_find": "it does not exist, or this account may not see it",
    "could_not_find_group": "the group or page to put it in does not exist, or this account may not see it",
    "could_not_save": "this account may not change that; make it an administrator of the group",
    "could_not_add": "this account may not add that here",
    "could_not_invite": "this account may not add people to the group",
    "user_not_member_of_group": "the account, or the person, is not a member of the group",
    "invalid_value": "a title is empty or longer than 256 characters",
    "invalid_date": "an event lacks its start, or ends before it starts",
    "invalid_subtype": "the site does not know this kind of content",
    "text_too_long": "a text is longer than the site allows",
    "INVALID_CONTAINER_GUID": "the group to put the file in does not exist, or this account may not see it",
}
