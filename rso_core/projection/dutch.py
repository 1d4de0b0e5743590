"""The covenant's own words for the choices in the record: what registers and Pleio show to Dutch readers."""

WORDS = {
    "province": "provincie",
    "municipality": "gemeente",
    "environmental_service": "omgevingsdienst",
    "water_authority": "waterschap",
    "other": "overig",
    "strategic": "strategisch",
    "tactical": "tactisch",
    "operational": "operationeel",
    "consult": "consultatie",
    "advise": "advies",
    "agree": "instemming",
    "decide": "besluit",
    "heard": "geconsulteerd",
    "adopted": "aangenomen",
    "rejected": "verworpen",
    "for": "voor",
    "against": "tegen",
    "abstain": "onthouding",
    "planned": "gepland",
    "held": "gehouden",
    "cancelled": "geannuleerd",
    "unrecorded": "niet vastgelegd",
    "mandate": "mandaat",
    "college_decision": "collegebesluit",
    "drafted": "concept",
    "open_for_signing": "opengesteld voor ondertekening",
    "in_force": "van kracht",
    "ended": "beëindigd",
    "signed": "ondertekend",
    "signed_late": "te laat ondertekend",
    "open": "open",
    "unsigned": "nog niet ondertekend",
    "conditional": "ondertekend onder voorbehoud",
    "refused": "weigert te ondertekenen",
    "withdrawn": "handtekening ingetrokken",
    "left": "uitgetreden",
    "moved": "verzet",
    "skipped": "overgeslagen",
    "paper": "op papier",
    "digital": "digitaal",
    "in_favour": "akkoord",
    "with_remarks": "akkoord met opmerkingen",
    "objects": "bezwaar",
    "board": "bestuurlijk",
    "official": "ambtelijk",
    "overview": "voortgangsoverzicht",
    "inform": "ter informatie",
    "discuss": "ter bespreking",
    "stands": "geldt",
    "superseded": "vervangen",
    "revoked": "ingetrokken",
    "conditional_open": "voorwaarde open",
    "new": "nieuw",
    "busy": "bezig",
    "done": "gereed",
    "dropped": "vervallen",
    "opportunity": "kans",
    "bottleneck": "knelpunt",
    "bundled": "gebundeld",
    "answered": "beantwoord",
    "project": "project",
    "network": "kennisnetwerk",
    "proposed": "voorgesteld",
    "running": "loopt",
    "paused": "gepauzeerd",
    "finished": "afgerond",
    "stopped": "gestopt",
    "hours": "uur",
    "euro": "euro",
    "fte": "fte",
    "statutory_task": "wettelijke taak",
    "fixed_contribution": "vaste bijdrage",
    "service_agreement": "dienstverleningsovereenkomst",
    "meeting": "vergadering",
    "decision": "besluit",
    "action": "actiepunt",
    "amendment": "wijziging van het convenant",
    "upcoming": "komt nog",
    "window_open": "venster open",
    "served": "bediend",
    "missed": "gemist",
    "session": "sessie",
    "interview": "gesprek",
    "questionnaire": "vragenlijst",
    "document": "document",
    "announced": "aangekondigd",
    "in_progress": "loopt",
    "accepted": "aanvaard",
    "called_off": "afgeblazen",
    "absent": "afwezig",
}


def dutch(word: str) -> str:
    """The Dutch word for a choice of the record; the word itself where it has none."""
    return WORDS.get(word, word)


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
