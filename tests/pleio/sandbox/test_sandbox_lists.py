"""Lists of content on the sandbox: defaults, filters and orders, with the blind spots of the real site."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pleio.sandbox.asking_the_sandbox import LIST, Asker, listed


def test_a_list_has_20_published_items_the_last_first(admin: Asker, member: Asker, group: str) -> None:
    guids = [admin.add("task", group, title=f"{number}") for number in range(22)]
    assert listed(member, c=group) == guids[:-21:-1]
    assert listed(member, c=group, l=1000, o="timeCreated", d="asc") == guids
    assert listed(member, c=group, l=3, off=20, o="timeCreated", d="asc") == guids[20:]
    admin.change("editEntity", guid=guids[0], title="x")
    assert listed(member, c=group, o="timeUpdated", l=1) == [guids[0]]


def test_a_subtype_of_wiki_lists_root_pages_only_and_subtypes_all(admin: Asker, group: str) -> None:
    root = admin.add("wiki", group)
    child = admin.add("wiki", root)
    assert listed(admin, c=group, s="wiki") == [root]
    assert listed(admin, c=group, ss=["wiki"]) == [child, root]
    assert listed(admin, c=root, ss=["wiki"]) == []


def test_lists_by_container_owner_feature_and_category(admin: Asker, member: Asker, group: str) -> None:
    category = [{"name": "rso", "values": ["K1"]}]
    inside = admin.add("blog", group, tagCategories=category, isFeatured=True)
    outside = admin.add("blog", None, accessId=1)
    mine = member.add("task", group, tagCategories=[{"name": "rso", "values": ["K2"]}])
    assert listed(admin, c="1") == [outside]
    assert listed(admin) == [mine, outside, inside]
    assert listed(admin, u=member.guid) == [mine]
    assert listed(admin, f=True) == [inside]
    both = [{"name": "rso", "values": ["k1", "k2"]}]
    assert listed(admin, c=group, ss=["blog", "task", "wiki"], t=both, st=["draft", "published", "archived"]) == [
        mine,
        inside,
    ]
    assert listed(admin, t=[{"name": "rso", "values": ["K"]}]) == []


def test_orders_by_title_leave_tasks_out_and_by_start_are_for_events_alone(admin: Asker, group: str) -> None:
    beta, alfa = admin.add("blog", group, title="Beta"), admin.add("blog", group, title="alfa")
    task = admin.add("task", group, title="zz")
    assert listed(admin, c=group, o="title", d="asc") == [task, alfa, beta]
    late = admin.add("event", group, startDate="2030-05-01T09:00:00+02:00")
    early = admin.add("event", group, startDate="2030-05-01T09:30:00+04:00")
    assert listed(admin, c=group, ss=["event"], o="startDate", d="asc") == [early, late]
    refused = [
        admin.ask(LIST, c=group, ss=["event", "wiki"], o="startDate"),
        admin.ask(LIST, c=group, s="wiki", e="upcoming"),
        admin.ask(LIST, c=group, s="onzin"),
    ]
    assert [answer["errors"][0]["message"] for answer in refused] == [
        "order_by_start_date_is_only_for_events",
        "event_filter_is_only_for_events",
        "invalid_subtype",
    ]
    admin.change("addEntity", subtype="comment", containerGuid=beta, richDescription="x")
    assert listed(admin, c=group, ss=["blog"], o="lastAction") == [beta, alfa]


def test_events_are_upcoming_from_this_morning_unless_asked_otherwise(admin: Asker, group: str) -> None:
    def event(start: datetime) -> str:
        return admin.add("event", group, startDate=start.isoformat())

    now = datetime.now(UTC)
    past, today, later = event(now - timedelta(days=2)), event(now), event(now + timedelta(days=2))
    query = "query q($f: EventFilter, $c: String) { events(filter: $f, containerGuid: $c) { total edges { guid } } }"

    def found(**asked: Any) -> list[str]:
        return [edge["guid"] for edge in admin.read(query, **asked)["events"]["edges"]]

    assert found() == found(c=group) == [today, later]
    assert found(f="previous") == [past]
    assert found(c="1") == []
    assert listed(admin, s="event", e="previous") == [past]
