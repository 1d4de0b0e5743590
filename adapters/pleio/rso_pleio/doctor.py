"""A look at a site before work: who we are, what we may do, what will therefore not happen, what we do not know.

Changes nothing, and needs no introspection: a document that asks for more than it runs is checked by the site as a whole.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Literal

import attrs

from rso_pleio.client import PleioClient, operations
from rso_pleio.client.operations import MUTATIONS, PAGE
from rso_pleio.documents import doc
from rso_pleio.errors import DocumentRefusedError, RefusedByPleioError
from rso_pleio.ledger_entry import What
from rso_pleio.plan import Plan
from rso_pleio.seen import SeenGroup
from rso_pleio.sync import Sync

PARTS = frozenset({"events", "blog", "discussion", "questions", "files", "wiki", "tasks", "members"})
"""Parts of a group that we know."""
TYPES = frozenset(
    [
        "Blog",
        "Comment",
        "Discussion",
        "Event",
        "ExternalContent",
        "File",
        "Folder",
        "Group",
        "News",
        "Pad",
        "Page",
        "Poll",
        "Question",
        "StatusUpdate",
        "Task",
        "User",
        "Wiki",
    ]
)
"""Kinds of content that we know, ours or not."""
_TEXT = json.dumps(doc().to_json())
"""A text as a document that the site surely takes, written as GraphQL writes a string."""
_SHAPES = {
    "addGroup": 'name: "", introduction: "", richDescription: TEXT, isClosed: true, autoNotification: false, '
    "plugins: [events, wiki, tasks, files, blog, members], " + 'tagCategories: [{name: "rso", values: [""]}]',
    "editGroup": 'guid: "", name: "", introduction: "", richDescription: TEXT, isClosed: true, plugins: [members], '
    'tagCategories: [{name: "rso", values: [""]}]',
    "inviteToGroup": 'guid: "", users: [{guid: ""}, {email: ""}], directAdd: true',
    "acceptMembershipRequest": 'userGuid: "", groupGuid: ""',
    "changeGroupRole": 'guid: "", userGuid: "", role: admin',
    "removeGroupMembers": 'guid: "", userGuids: [""]',
    "addSubgroup": 'groupGuid: "", name: "", members: [""]',
    "editSubgroup": 'id: 0, name: "", members: [""]',
    "addEntity": 'subtype: "wiki", title: "", richDescription: TEXT, containerGuid: "", accessId: 4, location: "", '
    'startDate: "2026-01-01T09:00:00+01:00", endDate: "2026-01-01T10:00:00+01:00", '
    'tagCategories: [{name: "rso", values: [""]}], scheduleArchiveEntity: "2000-01-01T00:00:00+00:00"',
    "editEntity": 'guid: "", title: "", richDescription: TEXT, containerGuid: "", accessId: 4, location: "", '
    'startDate: "2026-01-01T09:00:00+01:00", endDate: "2026-01-01T10:00:00+01:00", timePublished: null, '
    'tagCategories: [{name: "rso", values: [""]}], scheduleArchiveEntity: null',
    "editTask": 'guid: "", state: "DONE"',
    "addFile": 'containerGuid: "", file: null, richDescription: TEXT, accessId: 4, '
    'tagCategories: [{name: "rso", values: [""]}]',
    "editFileFolder": 'guid: "", title: "", file: null, richDescription: TEXT, accessId: 4, '
    'tagCategories: [{name: "rso", values: [""]}]',
    "deleteEntity": 'guid: ""',
}
"""Per mutation every field that we ever send, written out so that the site can check them without carrying them out."""


Level = Literal["ok", "note", "problem"]


@attrs.frozen
class Finding:
    """Something that the look tells: fine, worth knowing, or in the way (Dutch)."""

    level: Level
    told: str


def examine(sync: Sync) -> list[Finding]:
    """Look at the site, and tell what was found.

    Raises:
        SessionExpiredError, UnreachableError: there is nothing to look at.
    """
    viewer = sync.client.viewer()
    role = "sitebeheerder" if viewer.is_admin else "gewone gebruiker"
    found = [Finding("ok", f"ingelogd op {sync.client.url} als {viewer.name or viewer.guid} ({role})")]
    found += _what_it_knows(sync.client)
    if not viewer.is_admin:
        told = "dit account maakt geen groepen en voegt niemand rechtstreeks toe; groepen worden klaargezet door een "
        found.append(Finding("note", f"{told}sitebeheerder en in gebruik genomen met 'rso pleio adopt'"))
    if sync.accounts is not None:
        works = sync.accounts.works()
        told = "het profile_sync-token werkt" if works else "het profile_sync-token wordt door de site geweigerd"
        found.append(Finding("ok" if works else "problem", told))
    try:
        plan = sync.plan(diffs=False)
    except (DocumentRefusedError, RefusedByPleioError) as error:
        return [*found, Finding("problem", f"er kan geen plan worden gemaakt: {error}")]
    for group in plan.seen.groups.values():
        found += _group(sync.client, group)
    found += _plan(plan)
    return found


def _what_it_knows(client: PleioClient) -> Iterator[Finding]:
    documents = {**operations.all_documents(), **{f"{name} (velden)": _shape(name) for name in _SHAPES}}
    together = "\n".join(_renamed(document, n) for n, document in enumerate(documents.values()))
    if not _refusals(client, together):
        yield Finding("ok", f"de site kent alles wat wij gebruiken ({len(documents)} vragen en opdrachten nagekeken)")
        return
    for name, document in documents.items():
        for told in _refusals(client, _renamed(document, 0)):
            yield Finding("problem", f"de site kent iets niet dat wij gebruiken, in {name}: {told}")


def _refusals(client: PleioClient, document: str) -> list[str]:
    """What the site has against a document, of which only a harmless part is carried out."""
    probe = "query rsoProbe { viewer { guid } }\n"
    answer = client.ask(probe + document, {}, "rsoProbe")
    return [str(error.get("message", "")) for error in answer.get("errors") or []]


def _shape(name: str) -> str:
    selection = MUTATIONS[name][1]
    fields = _SHAPES[name].replace("TEXT", _TEXT)
    return f"mutation changes {{ m0: {name}(input: {{{fields}}}) {selection} }}"


def _renamed(document: str, number: int) -> str:
    """The document under a name of its own: a request may not hold two of the same name."""
    kind, rest = document.split(" ", 1)
    end = min(place for mark in " ({" if (place := rest.find(mark)) >= 0)
    return f"{kind} part{number}{rest[end:]}"


def _group(client: PleioClient, group: SeenGroup) -> Iterator[Finding]:
    may = "beheerd door dit account" if group.can_edit else "NIET te wijzigen door dit account"
    told = f"groep {group.name!r} ({group.key}): {group.member_count} leden, {may}"
    yield Finding("ok" if group.can_edit else "problem", told)
    if not group.closed:
        yield Finding("note", f"groep {group.name!r} is niet besloten; de volgende apply sluit haar")
    if group.auto_notification:
        told = f"groep {group.name!r} zet meldingen aan voor nieuwe leden; wat nieuw is wordt aan hen gemeld"
        yield Finding("note", told)
    if unknown := sorted(set(group.plugins) - PARTS):
        yield Finding("note", f"groep {group.name!r} heeft onderdelen die wij niet kennen: {', '.join(unknown)}")
    answer = client.ask(operations.EVERYTHING, {"group": group.guid, "offset": 0, "limit": PAGE})
    edges = ((answer.get("data") or {}).get("entities") or {}).get("edges") or []
    kinds = Counter(str(edge.get("__typename")) for edge in edges if edge)
    if strange := sorted(set(kinds) - TYPES):
        told = f"groep {group.name!r} bevat soorten inhoud die wij niet kennen en met rust laten: {', '.join(strange)}"
        yield Finding("note", told)


def _plan(plan: Plan) -> Iterator[Finding]:
    counts = ", ".join(f"{number} {kind}" for kind, number in plan.counts.items()) or "niets te doen"
    yield Finding("ok", f"plan: {counts}")
    reasons = Counter((step.what, step.reason) for step in plan.steps if step.kind == "cannot")
    for (what, reason), number in sorted(reasons.items()):
        who = sorted({s.key for s in plan.steps if (s.kind, s.what, s.reason) == ("cannot", what, reason)})
        named = f" ({', '.join(who[:5])}{', …' if len(who) > 5 else ''})"
        # A person without an account is nothing unusual, and stops nothing else.
        level: Level = "note" if what == What.MEMBER else "problem"
        yield Finding(level, f"gebeurt niet: {number} x {_WHAT[what]}: {reason}{named}")
    for block in plan.safety_blocks:
        yield Finding("note", f"{block.group_key}: {block.told}; vraagt om een bevestiging")
    for sending in plan.sendings:
        yield Finding("note", f"{sending.group_key}: {sending.told}")


_WHAT = {
    What.GROUP: "groep",
    What.ITEM: "onderdeel",
    What.MEMBER: "lid",
    What.SUBGROUP: "subgroep",
    What.PERSON: "persoon",
}


def blocked(findings: list[Finding]) -> bool:
    """Whether something is in the way."""
    return any(finding.level == "problem" for finding in findings)
