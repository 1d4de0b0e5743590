"""What a site is made of: accounts, groups, content and what it sent. All moments are ISO texts with offset."""

from datetime import UTC, datetime
from typing import Any

import attrs

Categories = list[dict[str, Any]]
FULL_ROLES = ("owner", "admin", "member")


@attrs.define(kw_only=True)
class User:
    """An account on the site.

    Attributes:
        needs_2fa: the site asks for a second factor and this account has none.
        external_id: key of the person in another system, known to the profile-sync API only.
    """

    guid: str
    name: str
    email: str
    is_admin: bool = False
    is_editor: bool = False
    is_superadmin: bool = False
    is_banned: bool = False
    ban_reason: str = ""
    needs_2fa: bool = False
    external_id: str | None = None
    profile: dict[str, str] = attrs.field(factory=dict)
    time_created: str = ""
    time_updated: str = ""


@attrs.define(kw_only=True)
class MemberSettings:
    """What a member of a group wants to hear of it."""

    enabled: bool = False
    push: bool = False
    direct_mail: bool = False


@attrs.define(kw_only=True)
class Subgroup:
    """A part of a group, by the guids of its members; who leaves the group may still be in it."""

    id: int
    name: str
    members: list[str] = attrs.field(factory=list)


@attrs.define(kw_only=True)
class Invitation:
    """An invitation to a group; the code is in the mail only, never in an answer."""

    id: int
    code: str
    email: str
    user: str | None
    time_created: str


@attrs.define(kw_only=True)
class Group:
    """A group with its members by user guid and role (owner, admin, member, pending).

    Attributes:
        owner: who the group belongs to; stays as it is when that person is demoted or taken out.
    """

    guid: str
    name: str = ""
    introduction: str = ""
    rich_description: str = ""
    welcome_message: str = ""
    required_profile_fields_message: str = ""
    icon: str | None = None
    is_closed: bool = False
    is_hidden: bool = False
    is_membership_on_request: bool = False
    is_introduction_public: bool = False
    is_submit_updates_enabled: bool = False
    is_featured: bool = False
    is_leaving_group_disabled: bool = False
    is_auto_membership_enabled: bool = False
    auto_notification: bool = False
    plugins: list[str] = attrs.field(factory=lambda: ["members"])
    tags: list[str] = attrs.field(factory=list)
    tag_categories: Categories = attrs.field(factory=list)
    default_tags: list[str] = attrs.field(factory=list)
    default_tag_categories: Categories = attrs.field(factory=list)
    widgets: list[dict[str, Any]] = attrs.field(factory=list)
    owner: str = ""
    members: dict[str, str] = attrs.field(factory=dict)
    member_since: dict[str, str] = attrs.field(factory=dict)
    member_settings: dict[str, MemberSettings] = attrs.field(factory=dict)
    subgroups: list[Subgroup] = attrs.field(factory=list)
    invitations: list[Invitation] = attrs.field(factory=list)

    def settings_of(self, user: str) -> MemberSettings:
        """What a member wants to hear; kept from the first time it is asked for."""
        return self.member_settings.setdefault(user, MemberSettings())


@attrs.define(kw_only=True)
class Item:
    """Content of any kind. `parent` is the page, event, folder or, for a comment, the item above.

    Attributes:
        notified: whether members have heard of it, or need not hear any more.
        mentioned: guids of whom its text mentions and who were told.
    """

    guid: str
    subtype: str
    title: str
    owner: str
    group: str | None
    parent: str | None = None
    abstract: str = ""
    rich_description: str = ""
    access_id: int = 0
    write_access_id: int = 0
    tags: list[str] = attrs.field(factory=list)
    tag_categories: Categories = attrs.field(factory=list)
    start_date: str | None = None
    end_date: str | None = None
    location: str = ""
    location_link: str = ""
    location_address: str = ""
    source: str = ""
    ticket_link: str = ""
    max_attendees: str | None = None
    rsvp: bool = False
    qr_access: bool = False
    attend_event_without_account: bool = False
    enable_maybe_attend_event: bool = True
    state: str = "NEW"
    file_name: str = ""
    mime_type: str | None = None
    size: int = 0
    is_featured: bool = False
    is_recommended: bool = False
    is_pinned: bool = False
    time_created: str = ""
    time_updated: str = ""
    time_published: str | None = None
    schedule_archive: str | None = None
    schedule_delete: str | None = None
    archived: bool = False
    notified: bool = True
    mentioned: list[str] = attrs.field(factory=list)

    @property
    def status(self) -> str:
        """Publication status: draft, published or archived."""
        if self.archived:
            return "archived"
        if self.time_published is None or datetime.fromisoformat(self.time_published) > datetime.now(UTC):
            return "draft"
        return "published"


@attrs.define(kw_only=True)
class Revision:
    """One version of a page or blog: the fields that changed, after and before."""

    guid: str
    container: str
    author: str
    type: str
    time_created: str
    content: dict[str, Any] = attrs.field(factory=dict)
    original: dict[str, Any] = attrs.field(factory=dict)
    status_changed: str | None = None


@attrs.define(kw_only=True)
class Notification:
    """Something that a real site would send or show to a person.

    Attributes:
        kind: content, mention, comment, welcome, invitation, accepted, rejected, request, owner or message.
        to: guid of the user, or an e-mail address where there is no account.
        about: guid of the group or item.
    """

    kind: str
    to: str
    about: str


@attrs.define(kw_only=True)
class SiteSettings:
    """How the site is set up; as shipped, unless a test says otherwise."""

    name: str = "Proefomgeving"
    language: str = "nl"
    is_closed: bool = True
    limited_group_add: bool = True
    default_access_id: int = 1
    max_characters_in_abstract: int = 320
    custom_tags_allowed: bool = True
    show_tags_in_detail: bool = True
    tag_categories: Categories = attrs.field(factory=list)
