"""An account as Markdown and as a page, for who asked for it."""

from collections.abc import Iterator
from itertools import groupby

from rso_core.dutch.days import in_words
from rso_core.html_page import escaped, page
from rso_core.narrative.account import Account, Entry

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def as_markdown(account: Account) -> str:
    """The account in Markdown: a heading per day, an item per act."""
    return "\n".join(_lines(account)).rstrip() + "\n"


def _lines(account: Account) -> Iterator[str]:
    yield f"# {_plain(account.title)}"
    yield ""
    yield from (f"{_plain(sentence)}  " for sentence in account.scope)
    yield _plain(account.summary)
    for day, entries in groupby(account.entries, key=lambda entry: entry.on):
        yield ""
        yield f"## {in_words(day)}"
        yield ""
        for entry in entries:
            remarks = "".join(f" **{_plain(remark)}**" for remark in entry.remarks)
            yield f"- {_plain(' '.join(entry.sentences))}{remarks}  "
            yield f"  *{_plain(entry.recorded)}* {_plain(sources(entry))}"


def as_html(account: Account) -> str:
    """The account as a page of its own."""
    return page(account.title, "", "\n".join(_parts(account)))


def _parts(account: Account) -> Iterator[str]:
    for sentence in (*account.scope, account.summary):
        yield f"<p>{escaped(sentence)}</p>"
    for day, entries in groupby(account.entries, key=lambda entry: entry.on):
        yield f'<section>\n<h2><time datetime="{day.isoformat()}">{in_words(day)}</time></h2>\n<ul>'
        for entry in entries:
            remarks = "".join(f" <strong>{escaped(remark)}</strong>" for remark in entry.remarks)
            told = f"{escaped(' '.join(entry.sentences))}{remarks}"
            yield f"<li>{told}<br><small>{escaped(entry.recorded)} {escaped(sources(entry))}</small></li>"
        yield "</ul>\n</section>"


def sources(entry: Entry) -> str:
    """Where it stands in the record: ``(party:gm0344@3)``; what no longer holds of it too."""
    return f"({', '.join(event.recorded.id for act in (entry.act, *entry.earlier) for event in act.events)})"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return " ".join(text.split()).translate(_SPECIAL)
