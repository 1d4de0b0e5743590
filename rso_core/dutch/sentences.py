"""Small parts of Dutch sentences: lists, quotations, shares and amounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

Articles = Mapping[str, tuple[str, ...]]
"""Per article, the beginnings (in lower case) of the names that it goes with."""
SHARES = {
    Fraction(1, 2): "de helft",
    Fraction(1, 3): "een derde",
    Fraction(2, 3): "twee derde",
    Fraction(1, 4): "een vierde",
    Fraction(3, 4): "drie vierde",
    Fraction(4, 5): "vier vijfde",
}


def listed(words: Iterable[str]) -> str:
    """``a, b en c``, of those that are not empty."""
    labelled = [word for word in words if word]
    return " en ".join(filter(None, (", ".join(labelled[:-1]), labelled[-1] if labelled else "")))


def quoted(text: str) -> str:
    """Words of others, between Dutch quotation marks and without a full stop of their own."""
    return f"“{text.strip().removesuffix('.')}”"


def labelled(label: str, text: str | None) -> str:
    """``Reden: “…”``; empty when nothing was said."""
    return f"{label}: {quoted(text)}" if text and text.strip() else ""


def because(reason: str | None) -> str:
    """The reason as a sentence of its own; empty when none was given."""
    return labelled("reden", reason)


def on_ground(ground: str | None) -> str:
    """``, op grond van “…”``, with the comma before it; empty without a ground."""
    return f", op grond van {quoted(ground)}" if ground and ground.strip() else ""


def in_sentences(*sentences: str) -> str:
    """Sentences one after another, each with a capital and a full stop; those that are empty are left out."""
    return " ".join(_whole(sentence) for sentence in sentences if sentence.strip())


def capital(text: str) -> str:
    """The text with its first letter as a capital; of ``één`` that is ``Eén``."""
    return f"E{text[1:]}" if text.startswith("één") else text[:1].upper() + text[1:]


def _whole(sentence: str) -> str:
    text = capital(sentence.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def counted(number: int, one: str, many: str) -> str:
    """``één stem`` or ``3 stemmen``."""
    return f"één {one}" if number == 1 else f"{number} {many}"


def share_of(share: str, whole: str, one: str, many: str) -> str:
    """A share such as ``2/3`` of something, with the verb: ``ten minste twee derde van de leden moet``, ``alle leden moeten``."""
    value = Fraction(share)
    return f"alle {whole} {many}" if value == 1 else f"ten minste {SHARES.get(value, share)} van de {whole} {one}"


def number_in_words(amount: Decimal) -> str:
    """An exact amount as ``1.200,50``: a point between thousands, a comma before decimals."""
    text = f"{amount:,f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0") if len(decimals) != 2 else decimals
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def article_of(name: str, articles: Articles) -> str | None:
    """The article that goes with how a name begins, where that is known."""
    lower = name.casefold()
    return next((article for article, beginnings in articles.items() if lower.startswith(beginnings)), None)


def with_article(name: str, articles: Articles, otherwise: str) -> str:
    """A name behind its article; quoted, behind the word for what it is, where no article is known for it."""
    article = article_of(name, articles)
    return f"{article} {name}" if article else f"{otherwise} {quoted(name)}"
