"""Reading what the site shows, through lists: little when little changed, and enough to judge every item."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import attrs

from rso_pleio.client import GroupAsk, PleioClient, Viewer
from rso_pleio.client.operations import PAGE
from rso_pleio.ledger_entry import Entries, State, What
from rso_pleio.model import DesiredGroup, DesiredSite
from rso_pleio.plan.context import Context
from rso_pleio.plan.items import missing, undecided, unsure
from rso_pleio.plan.making import Choices, context_of
from rso_pleio.plan.members import unknown_addresses
from rso_pleio.seen import CATEGORY, SeenGroup, SeenItem, SeenSite, categories, our_key, seen_group, seen_item

PAGES_AT_ONCE = 8
"""Pages of content in one request: the site works through them one after the other."""
T = TypeVar("T")
R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Observer:
    """Reads a site.

    Attributes:
        client: a session on the site.
        entries: the ledger, which tells what to expect.
        choices: how the plan will be made.
        diffs: read what each item says that will change, to show the difference; otherwise only what is needed to judge.
        parallel: how many requests at a time.
    """

    client: PleioClient
    entries: Entries
    choices: Choices = attrs.field(factory=Choices)
    diffs: bool = True
    parallel: int = 3

    def observe(self, desired: DesiredSite) -> SeenSite:
        """The groups of the desired site, with what is in them.

        Raises:
            SessionExpiredError, UnreachableError: nothing can be read.
        """
        groups = {group.key: group for group in desired.groups}
        viewer, found = self._groups(groups)
        site = SeenSite(viewer=viewer, groups=found)
        site = attrs.evolve(site, strays=self._strays(desired.groups, site))
        site = attrs.evolve(site, users=self._users(desired.groups, site))
        return self._with_contents(desired.groups, site)

    def _groups(self, groups: Mapping[str, DesiredGroup]) -> tuple[Viewer, dict[str, SeenGroup]]:
        known = {key: self._guid(key) for key in groups}
        if not groups:
            return self.client.viewer(), {}
        viewer: Viewer | None = None
        found: dict[str, SeenGroup] = {}
        unknown = [key for key, guid in known.items() if guid is None]
        if len(unknown) < len(groups):
            viewer, found = self._read({key: guid for key, guid in known.items() if guid is not None}, groups)
            unknown = [key for key in groups if key not in found]
        if unknown:
            viewer, listed = self.client.site(CATEGORY, unknown)
            by_key = _by_key(listed, unknown)
            if by_key:
                viewer, more = self._read({key: raw["guid"] for key, raw in by_key.items()}, groups)
                found |= more
        assert viewer is not None
        return viewer, {key: found[key] for key in groups if key in found}

    def _read(
        self, guids: Mapping[str, str], groups: Mapping[str, DesiredGroup]
    ) -> tuple[Viewer, dict[str, SeenGroup]]:
        asks = {key: self._ask(key, guid, groups[key]) for key, guid in guids.items()}
        lots = list(_lots(asks))
        answers = in_parallel(lambda lot: self.client.read_groups([asks[key] for key in lot]), lots, self.parallel)
        found: dict[str, SeenGroup] = {}
        for lot, (_, raws) in zip(lots, answers, strict=True):
            found |= {key: seen_group(raw, key) for key, raw in zip(lot, raws, strict=True) if raw is not None}
        return answers[0][0], found

    def _ask(self, key: str, guid: str, group: DesiredGroup) -> GroupAsk:
        ours = sum(k[0] == key and k[1] == What.ITEM for k in self.entries)
        return GroupAsk(
            guid,
            pages=ours // PAGE + 1,
            full=ours == 0,
            invited=any(member.choice != "none" for member in group.members),
        )

    def _guid(self, key: str) -> str | None:
        entry = self.entries.get((key, What.GROUP, key))
        return entry.guid if entry is not None and entry.state == State.MADE else None

    def _context(self, group: DesiredGroup, site: SeenSite) -> Context:
        return context_of(group, site, self.entries, self.choices)

    def _strays(self, groups: Sequence[DesiredGroup], site: SeenSite) -> dict[str, SeenItem | None]:
        """What we made, or were about to make, and that is not where it should be."""
        contexts = [self._context(group, site) for group in groups]
        lost = [guid for context in contexts for guid in missing(context)]
        strays = {guid: seen_item(raw) if raw else None for guid, raw in self.client.contents(lost).items()}
        if keys := [key for context in contexts for key in unsure(context)]:
            strays |= {item.guid: item for item in find_intended(self.client, keys).values()}
        return strays

    def _users(self, groups: Sequence[DesiredGroup], site: SeenSite) -> Mapping[str, Any]:
        if not site.viewer.is_admin:
            return {}
        wanted = {email for group in groups for email in unknown_addresses(self._context(group, site))}
        return self.client.users(site.viewer, wanted)

    def _with_contents(self, groups: Sequence[DesiredGroup], site: SeenSite) -> SeenSite:
        guids = [guid for group in groups for guid in undecided(self._context(group, site), diffs=self.diffs)]
        if not guids:
            return site
        contents = self.client.contents(guids)
        filled = {guid: seen_item(raw) for guid, raw in contents.items() if raw}
        return attrs.evolve(
            site,
            groups={
                key: attrs.evolve(group, items=tuple(filled.get(item.guid, item) for item in group.items))
                for key, group in site.groups.items()
            },
        )


def find_intended(client: PleioClient, keys: Iterable[str]) -> dict[str, SeenItem]:
    """What stands on the site under our keys, wherever and in whatever publication status; the oldest of each.

    Args:
        client: a session on the site.
        keys: of items that may have been made.
    """
    found: dict[str, SeenItem] = {}
    wanted = set(keys)
    for raw in client.keyed(CATEGORY, sorted(wanted)):
        item = seen_item(raw)
        if item.key in wanted and item.key is not None:
            found.setdefault(item.key, item)
    return found


def in_parallel(work: Callable[[T], R], parts: Sequence[T], workers: int) -> list[R]:
    """The outcome of a piece of work per part, in order; a few at a time."""
    if len(parts) < 2 or workers < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(max_workers=min(workers, len(parts)), thread_name_prefix="rso-pleio") as pool:
        return list(pool.map(work, parts))


def _by_key(listed: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    wanted, found = set(keys), dict[str, Mapping[str, Any]]()
    for raw in listed:
        key = our_key(categories(raw))
        # The site ignores case where it filters; we do not.
        if key in wanted and key is not None:
            found.setdefault(key, raw)
    return found


def _lots(asks: Mapping[str, GroupAsk]) -> Iterator[list[str]]:
    """Groups that are read in one request."""
    lot: list[str] = []
    for key, ask in asks.items():
        if lot and sum(asks[k].pages for k in lot) + ask.pages > PAGES_AT_ONCE:
            yield lot
            lot = []
        lot.append(key)
    if lot:
        yield lot
