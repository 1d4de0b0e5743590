"""Pleio adapter: a typed client, texts that Pleio can show, and (in `rso_pleio.sandbox`) a site to try it on."""

from rso_pleio.client import MAX_BATCH, PleioClient
from rso_pleio.errors import OutcomeUnknownError, PleioError, SessionExpiredError
from rso_pleio.inputs import EventFields, GroupFields, WikiFields
from rso_pleio.operations import Operation
from rso_pleio.values import Entity, Group, Member, Role, Site, Status, TagCategory, User, Viewer

__all__ = [
    "MAX_BATCH",
    "Entity",
    "EventFields",
    "Group",
    "GroupFields",
    "Member",
    "Operation",
    "OutcomeUnknownError",
    "PleioClient",
    "PleioError",
    "Role",
    "SessionExpiredError",
    "Site",
    "Status",
    "TagCategory",
    "User",
    "Viewer",
    "WikiFields",
]
