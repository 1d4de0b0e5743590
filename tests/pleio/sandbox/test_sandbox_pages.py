"""The pages of the sandbox: readable, in order, in Dutch, at the addresses that the API gives."""

import json
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
import requests

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox.rich_text import to_html, to_text


class Outline(HTMLParser):
    """Headings with their text, header cells with their scope, links, and tables that do not scroll."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.cells: list[tuple[str, str | None]] = []
        self.links: list[str] = []
        self.loose_tables = 0
        self.tags: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag not in ("meta", "br", "img", "link"):
            self._open.append((tag, given))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((int(tag[1]), ""))
        elif tag in ("th", "td"):
            self.cells.append((tag, given.get("scope")))
        elif tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "table":
            around = self._open[-2][1]
            self.loose_tables += around.get("class") != "scroll" or around.get("tabindex") != "0"

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open[-1][0] == tag, f"{self._open[-1][0]} is still open at </{tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(tag in ("h1", "h2", "h3", "h4", "h5", "h6") for tag, _ in self._open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def text_of(*nodes: Any) -> str:
    return json.dumps({"type": "doc", "content": list(nodes)})


def para(text: str, **mark: Any) -> Any:
    node: dict[str, Any] = {"type": "text", "text": text}
    if mark:
        node["marks"] = [mark]
    return {"type": "paragraph", "content": [node]}


def heading(level: int, text: str) -> Any:
    return {"type": "heading", "attrs": {"level": level}, "content": [{"type": "text", "text": text}]}


def page(asker: Asker, address: str) -> str:
    answer = requests.get(f"{asker.site.url}{address}", timeout=5)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html"), address
    return answer.text


def url_of(asker: Asker, guid: str, typename: str) -> str:
    return str(asker.entity(guid, f"... on {typename} {{ url }}")["url"])


def checked(asker: Asker, address: str) -> tuple[str, Outline]:
    """A page that any page has to be like."""
    shown = page(asker, address)
    outline = Outline(shown)
    levels = [level for level, _ in outline.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), outline.headings
    assert all(scope in ("row", "col") for tag, scope in outline.cells if tag == "th")
    assert outline.loose_tables == 0
    assert '<html lang="nl">' in shown
    assert "script" not in outline.tags
    return shown, outline


@pytest.fixture
def filled(admin: Asker, leader: Asker, member: Asker, group: str) -> dict[str, str]:
    """Something of every kind in the group, by a name."""
    leader.change("addSubgroup", groupGuid=group, name="Kerngroep", members=[member.guid])
    made = {"wiki": leader.add("wiki", group, title="Besluiten")}
    made["child"] = leader.add("wiki", made["wiki"], title="Besluit 1", richDescription=text_of(heading(4, "Diep")))
    given = {"startDate": "2026-07-01T08:00:00+00:00", "endDate": "2026-07-01T09:30:00+00:00", "location": "Zaal <1>"}
    made["event"] = leader.add("event", group, title="Overleg", richDescription=text_of(para("Agenda")), **given)
    made["part"] = leader.add("event", made["event"], title="Opening", **given)
    made["task"] = leader.add("task", group, title="Actie")
    leader.change("editTask", guid=made["task"], state="BUSY")
    made["folder"] = leader.add("folder", group, title="Stukken")
    made["file"] = leader.upload("verslag één.pdf", b"%PDF" * 500, containerGuid=made["folder"])["guid"]
    made["blog"] = leader.add("blog", group, title="Blogje")
    made["draft"] = leader.add("wiki", group, title="Concept X", timePublished=None)
    made["archived"] = leader.add("blog", group, title="Archief X", scheduleArchiveEntity="2020-01-01T00:00:00Z")
    return made


def test_the_group_page_shows_people_and_content(admin: Asker, filled: dict[str, str], group: str) -> None:
    shown, outline = checked(admin, f"/groups/view/{group}/groep")
    assert [text for _, text in outline.headings] == [
        "Groep",
        "Agenda",
        "Wiki",
        "Taken",
        "Bestanden",
        "Blog",
        "Leden (3)",
    ]
    for expected in ("Kerngroep", "1 juli 2026, 10:00–11:30 uur", "Zaal &lt;1&gt;", "bezig", "Besluit 1", "2,0 kB"):
        assert expected in shown, expected
    assert not any(hidden in shown for hidden in ("Concept X", "Archief X"))
    assert "beheerder" in shown
    assert page(admin, f"/groups/view/{group}") == shown


@pytest.mark.parametrize(
    ("name", "typename"),
    [
        ("wiki", "Wiki"),
        ("child", "Wiki"),
        ("event", "Event"),
        ("part", "Event"),
        ("task", "Task"),
        ("folder", "Folder"),
        ("file", "File"),
        ("blog", "Blog"),
    ],
)
def test_every_item_opens_at_the_address_that_the_api_gives(
    leader: Asker, filled: dict[str, str], name: str, typename: str
) -> None:
    address = url_of(leader, filled[name], typename)
    shown, outline = checked(leader, address)
    assert f"/view/{filled[name]}/" in address
    assert page(leader, address.rsplit("/", 1)[0]) == shown
    for link in outline.links:
        if link.startswith("/"):
            assert requests.get(f"{leader.site.url}{link}", timeout=5).status_code == 200, link


def test_what_is_on_the_pages_of_items(leader: Asker, filled: dict[str, str], group: str) -> None:
    event = page(leader, f"/event/view/{filled['event']}/oud-adres")
    assert all(text in event for text in ("1 juli 2026, 10:00–11:30 uur", "Zaal &lt;1&gt;", "Agenda", "Opening"))
    child = page(leader, f"/wiki/view/{filled['child']}")
    assert child.index(f"/groups/view/{group}/groep") < child.index(f"/wiki/view/{filled['wiki']}/besluiten")
    assert "<h2>Diep</h2>" in child
    assert "Besluit 1" in page(leader, f"/wiki/view/{filled['wiki']}")
    assert "bezig" in page(leader, f"/tasks/view/{filled['task']}")
    assert "concept" in page(leader, f"/wiki/view/{filled['draft']}")
    assert "gearchiveerd" in page(leader, f"/blog/view/{filled['archived']}")


def test_a_file_downloads_under_its_name_and_is_never_shown(leader: Asker, filled: dict[str, str], group: str) -> None:
    site = leader.site.url
    address = leader.entity(filled["file"], "... on File { download }")["download"]
    answer = requests.get(f"{site}{address}", timeout=5)
    assert (answer.status_code, answer.content) == (200, b"%PDF" * 500)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''verslag%20%C3%A9%C3%A9n.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert requests.get(f"{site}/file/download/{filled['wiki']}/x", timeout=5).status_code == 404


def test_home_shows_groups_that_are_not_hidden(admin: Asker, group: str) -> None:
    admin.group(name="Verborgen", isHidden=True)
    admin.group(name="<i>Schuin</i>", isClosed=False)
    shown, outline = checked(admin, "/")
    assert [text for _, text in outline.headings] == ["Groepen", "<i>Schuin</i>", "Groep"]
    assert "Verborgen" not in shown


@pytest.mark.parametrize("address", ["/wiki/view/weg", "/groups/view/weg/x", "/file/download/weg/x", "/files/view/weg"])
def test_what_is_not_there_is_told(admin: Asker, address: str) -> None:
    answer = requests.get(f"{admin.site.url}{address}", timeout=5)
    assert (answer.status_code, "bestaat niet" in answer.text) == (404, True)


def test_colours_of_text_have_enough_contrast(admin: Asker) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    shown = page(admin, "/")
    backgrounds = ("#ffffff", "#f2f6f8")
    for ink in ("#1d2b36", "#0b5a8c", "#44535e"):
        assert ink in shown
        assert all((light(ground) + 0.05) / (light(ink) + 0.05) >= 4.5 for ground in backgrounds)
    assert "--soft: #f2f6f8" in shown


def test_rich_text_escapes_and_links_lead_only_where_they_may() -> None:
    def link(address: str) -> str:
        return to_html(text_of(para("x & <b>", type="link", attrs={"href": address})))

    assert link("/wiki/view/1/a") == '<p><a href="/wiki/view/1/a">x &amp; &lt;b&gt;</a></p>'
    assert link('https://x.example/"a') == '<p><a href="https://x.example/&quot;a">x &amp; &lt;b&gt;</a></p>'
    assert link("mailto:a@x.example").startswith('<p><a href="mailto:')
    assert link("javascript:alert(1)") == link(" JavaScript:alert(1)") == "<p>x &amp; &lt;b&gt;</p>"
    assert to_html("<script>") == "<p>&lt;script&gt;</p>"
    assert to_html("") == ""


def test_headings_of_a_text_never_skip_a_level_and_never_reach_the_title() -> None:
    text = text_of(heading(1, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d"), heading(6, "e"))
    assert to_html(text) == "<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2><h3>e</h3>"


def test_tables_have_header_cells_wherever_these_are_stored() -> None:
    def cell(kind: str, text: str) -> Any:
        return {"type": kind, "content": [para(text)]}

    body = {"type": "tableRow", "content": [cell("tableHeader", "r"), cell("tableCell", "1")]}
    heads = [cell("tableHeader", "A"), cell("tableHeader", "B")]
    loose = to_html(text_of({"type": "table", "content": [*heads, body]}))
    in_row = to_html(text_of({"type": "table", "content": [{"type": "tableRow", "content": heads}, body]}))
    assert loose == in_row
    assert '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>' in loose
    assert '<tbody><tr><th scope="row">r</th><td><p>1</p></td></tr></tbody>' in loose


def test_lists_images_and_files_are_shown_and_text_is_taken_out() -> None:
    item = {"type": "listItem", "content": [para("punt")]}
    nodes = [
        {"type": "orderedList", "attrs": {"order": 3}, "content": [item]},
        {"type": "image", "attrs": {"src": "/a.png", "alt": 'Een "plaat"'}},
        {"type": "file", "attrs": {"url": "/file/download/1/a.pdf", "name": "a.pdf"}},
        {"type": "image", "attrs": {"src": "javascript:x"}},
    ]
    shown = to_html(text_of(*nodes))
    assert '<ol start="3"><li><p>punt</p></li></ol>' in shown
    assert '<img src="/a.png" alt="Een &quot;plaat&quot;">' in shown
    assert '<a href="/file/download/1/a.pdf">a.pdf</a>' in shown
    assert "javascript" not in shown
    assert to_text(text_of(para("een"), nodes[0])).split() == ["een", "punt"]


@pytest.mark.parametrize(
    "node",
    [
        {"type": "heading", "attrs": {"level": "x"}},
        {"type": "orderedList", "attrs": ["x"], "content": "x"},
        {"type": "text", "text": None, "marks": ["x", {"type": "link"}, 3]},
        {"type": "mention", "attrs": 3},
        {"type": "table", "content": [3]},
    ],
)
def test_what_is_no_good_document_breaks_no_page(leader: Asker, group: str, node: Any) -> None:
    guid = leader.add("wiki", group)
    leader.site.state.items[guid].rich_description = text_of(node)
    page(leader, f"/wiki/view/{guid}")
    assert leader.entity(guid, "... on Wiki { description }") is not None
