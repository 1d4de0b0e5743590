"""The chapters of the covenant under which acts are listed; known before any act is imported."""

CHAPTER_OF = {
    "S1": "covenant",
    "S2": "signing",
    "S3": "bodies",
    "S4": "meetings",
    "S5": "meetings",
    "S6": "roles",
    "S7": "resources",
    "S8": "signals",
    "S9": "portfolio",
    "S10": "cycle",
    "S11": "evaluations",
    "S13": "accountability",
    "S14": "accountability",
    "S15": "decisions",
}
"""The chapter under which acts are listed, by the recommendation they carry out."""
