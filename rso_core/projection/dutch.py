"""The covenant's own words, for registers; and rhythms in words."""

from rso_core.domain.dutch import WORDS, dutch

__all__ = ["WORDS", "dutch", "rhythm_in_words"]

_FREQUENCIES = {
    "DAILY": ("dag", "dagen"),
    "WEEKLY": ("week", "weken"),
    "MONTHLY": ("maand", "maanden"),
    "YEARLY": ("jaar", "jaar"),
}


def rhythm_in_words(rule: str | None) -> str:
    """An RFC 5545 rule in Dutch words, as far as frequency and interval go (``elke 3 maanden``)."""
    parts = dict(part.split("=", 1) for part in (rule or "").removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES:
        return ""
    one, many = _FREQUENCIES[parts["FREQ"]]
    interval = parts.get("INTERVAL", "1")
    return f"elke {one}" if interval == "1" else f"elke {interval} {many}"
