"""Changing: all mutations of the sandbox, each registered by the module that holds it."""

from rso_pleio_sandbox import content_changes, file_changes, group_changes, member_changes
from rso_pleio_sandbox.changes import mutation

__all__ = ["content_changes", "file_changes", "group_changes", "member_changes", "mutation"]
