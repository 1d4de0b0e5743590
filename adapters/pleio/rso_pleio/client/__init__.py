"""Calls to a Pleio site: documents, transport and a typed client."""

from rso_pleio.client.client import Change, FoundUser, Look, PleioClient, Viewer
from rso_pleio.client.operations import GroupAsk
from rso_pleio.client.transport import Counts, Upload

__all__ = ["Change", "Counts", "FoundUser", "GroupAsk", "Look", "PleioClient", "Upload", "Viewer"]
