"""Mutations of files and folders."""

import mimetypes
from typing import Any

from graphql import GraphQLError

from rso_pleio_sandbox.access import OWNER_ACCESS, Caller, stored_access
from rso_pleio_sandbox.changes import changes, found_user
from rso_pleio_sandbox.content_changes import found_item, new_item
from rso_pleio_sandbox.content_rules import apply, copy_of, require_member
from rso_pleio_sandbox.moments import now
from rso_pleio_sandbox.records import Group, Item, User
from rso_pleio_sandbox.uploads import Upload


@changes("addFile")
def add_file(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """The title is the name of the file; the access is the site's own default unless one is sent."""
    upload = given.get("file")
    if not isinstance(upload, Upload):
        raise GraphQLError("NO_FILE")
    group, folder = _container(who, user, given.get("containerGuid"))
    require_member(who, group)
    if folder is not None and not who.writes(folder):
        raise GraphQLError("could_not_save")
    item = new_item(user, "file", group, folder)
    item.title = upload.filename
    apply(who, item, {"accessId": who.state.settings.default_access_id, **given})
    _put(who, item, upload)
    who.state.items[item.guid] = item
    return {"entity": item}


def _container(who: Caller, user: User, guid: str | None) -> tuple[Group | None, Item | None]:
    if guid is None or guid == user.guid:
        return None, None
    if (group := who.state.groups.get(guid)) is not None:
        return group, None
    folder = who.state.items.get(guid)
    if folder is None or folder.subtype != "folder":
        raise GraphQLError("INVALID_CONTAINER_GUID")
    return who.state.groups.get(folder.group or ""), folder


def _put(who: Caller, item: Item, upload: Upload) -> None:
    item.file_name = upload.filename.replace("/", "_")
    guessed = mimetypes.guess_type(item.file_name)[0]
    item.mime_type = guessed or upload.mime_type
    item.size = len(upload.content)
    who.state.put_file(item.guid, upload.content)


@changes("editFileFolder")
def edit_file_folder(who: Caller, _: User, given: dict[str, Any]) -> dict[str, Any]:
    """A file that is sent replaces the bytes under the same guid. A new owner wipes the other grants."""
    item = found_item(who, given.get("guid"))
    if item.subtype not in ("folder", "file"):
        raise GraphQLError("could_not_find")
    trial = copy_of(item)
    apply(who, trial, given)
    if "ownerGuid" in given:
        # After the access of the same call, so that this is lost: the slip of the real site.
        trial.owner = found_user(who, given["ownerGuid"]).guid
        trial.access_id = trial.write_access_id = OWNER_ACCESS
    trial.time_updated = now()
    who.state.items[trial.guid] = trial
    if isinstance(given.get("file"), Upload) and trial.subtype == "file":
        _put(who, trial, given["file"])
    if trial.subtype == "folder":
        _pass_on(who, item, trial, given)
    return {"entity": trial}


def _pass_on(who: Caller, before: Item, folder: Item, given: dict[str, Any]) -> None:
    spread = given.get("ownerGuidRecursive") if "ownerGuid" in given else None
    for below in who.state.all_below(folder.guid):
        if given.get("isAccessRecursive"):
            for name, attribute in (("accessId", "access_id"), ("writeAccessId", "write_access_id")):
                # An access of 0 does not spread.
                if given.get(name):
                    setattr(below, attribute, getattr(folder, attribute))
        if spread == "updateAllFiles" or (spread == "updateOwnerFiles" and below.owner == before.owner):
            below.owner = folder.owner


@changes("moveFileFolder")
def move_file_folder(who: Caller, user: User, given: dict[str, Any]) -> dict[str, Any]:
    """To a group or folder; to where it already is, is refused."""
    item = found_item(who, given.get("guid"))
    if item.subtype not in ("folder", "file"):
        raise GraphQLError("could_not_find")
    group, folder = _container(who, user, given.get("containerGuid"))
    here = item.parent or item.group or item.owner
    below = {found.guid for found in who.state.all_below(item.guid)} | {item.guid}
    if given.get("containerGuid") in below | {here, None}:
        raise GraphQLError("INVALID_CONTAINER_GUID")
    if (folder is not None and not who.writes(folder)) or (group is not None and not _may_add(who, group)):
        raise GraphQLError("could_not_save")
    item.parent = folder.guid if folder else None
    for moved in [item, *who.state.all_below(item.guid)]:
        moved.group = group.guid if group else None
        moved.access_id = stored_access(moved.access_id, group)
    item.time_updated = now()
    return {"entity": item}


def _may_add(who: Caller, group: Group) -> bool:
    return who.is_admin or who.is_member(group)
