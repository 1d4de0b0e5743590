"""Multipart requests: GraphQL with files, as the adapter's `requests` library and browsers send them."""

import json
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import HTTP
from typing import Any

import attrs
from ariadne import upload_scalar
from ariadne.exceptions import HttpBadRequestError
from ariadne.file_uploads import combine_multipart_data

__all__ = ["MultipartError", "Upload", "graphql_request", "upload_scalar"]


class MultipartError(ValueError):
    """A request is no multipart request that the site understands."""


@attrs.frozen
class Upload:
    """One file of a request."""

    filename: str
    mime_type: str
    content: bytes


def graphql_request(content_type: str, body: bytes) -> dict[str, Any]:
    """The GraphQL request in a multipart body, with its files in place in the variables.

    Raises:
        MultipartError: a part is missing, or is not as the specification has it.
    """
    parts = _parts(content_type, body)
    try:
        operations = json.loads(parts["operations"].content)
        found = combine_multipart_data(operations, json.loads(parts["map"].content), parts)
    except KeyError as error:
        raise MultipartError(f"Missing multipart field {error}") from None
    except ValueError as error:
        raise MultipartError(f"Invalid JSON in a multipart field: {error}") from None
    except HttpBadRequestError as error:
        raise MultipartError(error.message) from None
    if not isinstance(found, dict):
        raise MultipartError("'operations' must be an object")
    return found


def _parts(content_type: str, body: bytes) -> dict[str, Upload]:
    boundary = _headers(f"Content-Type: {content_type}\r\n\r\n").get_boundary()
    if not boundary:
        raise MultipartError("Invalid boundary in multipart form")
    found: dict[str, Upload] = {}
    for chunk in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if chunk.startswith(b"--"):
            return found
        head, separator, content = chunk.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not separator:
            break
        headers = _headers(head.decode("utf-8", "replace") + "\r\n\r\n")
        name = headers.get_param("name", header="content-disposition")
        found[str(name)] = Upload(headers.get_filename() or "", headers.get_content_type(), content)
    raise MultipartError("The multipart body ends too early")


def _headers(text: str) -> EmailMessage:
    return HeaderParser(EmailMessage, policy=HTTP).parsestr(text)
