"""Who records an act: a person or party, written as its stream is, or an office, which has none."""

import re

from rso_core.domain.refusal import FieldName, Rule
from rso_core.domain.text_rule import visible

RECORD_ACTOR = Rule(
    id="record.actor",
    source="S14",
    en=(
        "Who records an act is a person, party or office by identifier, never by name; "
        "a person or party is one that the record knows."
    ),
    nl=(
        "Wie een handeling vastlegt is een persoon, partij of bureau met een kenmerk, nooit met een naam; "
        "een persoon of partij is er een die in het dossier bekend is."
    ),
    remedy_en="Write person:<id>, party:<id> or office:<id>, such as office:secretariaat; register the person or party first.",
    remedy_nl="Schrijf person:<id>, party:<id> of office:<id>, zoals office:secretariaat; leg de persoon of partij eerst vast.",
)
ACTOR_PATTERN = r"^(person|party|office):[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
_ACTOR = re.compile(ACTOR_PATTERN.replace("$", r"\Z"))


def require_actor(actor: str, field: str) -> str:
    """The actor itself, when it is written as one.

    Raises:
        Refused: RECORD_ACTOR.
    """
    if not _ACTOR.match(actor):
        raise RECORD_ACTOR.refused(field=FieldName(field), actor=visible(actor))
    return actor
