"""Rules and refusals: a broken rule says which one, on what facts, and what would mend it."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal

import attrs

from rso_core.dutch.vocabulary import dutch, fact_in_dutch

Language = Literal["en", "nl"]


@attrs.frozen(kw_only=True)
class Rule:
    """A rule of the covenant, in the words of both its readers.

    Attributes:
        id: stable name, ``concept.rule``; what tests, tools and log readers hold on to.
        source: the recommendation the rule comes from (``S2``: the covenant memo, chapter on signing).
        en, nl: the rule itself.
        remedy_en, remedy_nl: what the reader can do about a refusal.
    """

    id: str
    source: str
    en: str
    nl: str
    remedy_en: str
    remedy_nl: str

    def refused(self, **facts: Any) -> "Refused":
        """The refusal of this rule on these facts; for the caller to raise."""
        return Refused(self, facts)

    def unless(self, holds: bool, **facts: Any) -> None:
        """Refuse on these facts, unless the rule holds.

        Raises:
            Refused: it does not hold.
        """
        if not holds:
            raise self.refused(**facts)


class FieldName(str):
    """A field, or a place in one, as a fact of a refusal: each reader gets it in their own language."""

    __slots__ = ()


class Refused(Exception):  # noqa: N818 - an act is refused, that is the domain's word
    """An act was refused by a rule; nothing of it has been recorded.

    Attributes:
        rule: the rule that stands in the way.
        facts: the facts on which it was judged, by name.
    """

    def __init__(self, rule: Rule, facts: Mapping[str, Any]) -> None:
        self.rule = rule
        self.facts = dict(facts)
        super().__init__(self.message())

    def message(self, language: Language = "en") -> str:
        """Rule, facts and remedy as one text in the language asked for."""
        called = fact_in_dutch if language == "nl" else _in_english
        shown = "; ".join(f"{called(name)}: {_shown(value, language)}" for name, value in self.facts.items())
        if language == "nl":
            head, facts, remedy = f"Geweigerd: {self.rule.nl}", "Feiten", f"Zo wel: {self.rule.remedy_nl}"
        else:
            head, facts, remedy = f"Refused: {self.rule.en}", "Facts", f"To mend it: {self.rule.remedy_en}"
        where = f"[{self.rule.id}, {self.rule.source}]"
        return f"{head} {where} {facts}: {shown}. {remedy}" if shown else f"{head} {where} {remedy}"


def _in_english(name: str) -> str:
    return name.replace("_", " ")


def _field_in_dutch(place: str) -> str:
    """A field, or a place in one such as ``votes[2].statement``, with each name in Dutch."""
    from rso_core.dutch.act_fields import field_in_dutch  # noqa: PLC0415 - only a refusal needs it

    return re.sub(r"[a-z][a-z0-9_]*", lambda name: field_in_dutch(name.group()), place)


def _shown(value: Any, language: Language) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_shown(item, language) for item in value) or "-"
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "nl": ("nee", "ja")}[language][value]
    if isinstance(value, FieldName):
        return _field_in_dutch(value) if language == "nl" else _in_english(value)
    if isinstance(value, Enum) and language == "nl":
        return dutch(str(value))
    return "-" if value is None else str(value)
