"""Sentences about retention, erasure, the keys of the record and its witnesses."""

from rso_core.domain.names import NameIndex
from rso_core.domain.record_key import RecordKeyIntroduced, WitnessDismissed, WitnessRecognised
from rso_core.domain.retention import RetentionSet
from rso_core.dutch.sentences import because, counted, on_ground, quoted, told
from rso_core.narrative.sentences import narrates


@narrates(RetentionSet)
def retention_set(event: RetentionSet, names: NameIndex) -> str:
    """A retention term."""
    whose = f"wie {names.role(event.role)} had" if event.role else "wie iets anders deed in de samenwerking"
    term = f"nog {counted(event.years, 'jaar', 'jaar')} bewaard" if event.years else "niet langer bewaard dan nodig"
    return told(f"de naam van {whose} wordt na afloop {term}{on_ground(event.ground)}")


@narrates(RecordKeyIntroduced)
def key_introduced(event: RecordKeyIntroduced, names: NameIndex) -> str:
    """The record got a key."""
    if event.previous is None:
        return told(f"de controlepunten van het dossier worden ondertekend met de sleutel {quoted(event.public_key)}")
    vouched = "" if event.vouched else "De vorige sleutel heeft daar niet voor getekend"
    return told(
        f"de controlepunten van het dossier worden voortaan ondertekend met de sleutel {quoted(event.public_key)}",
        because(event.reason),
        vouched,
    )


@narrates(WitnessRecognised)
def witness_recognised(event: WitnessRecognised, names: NameIndex) -> str:
    """A party witnesses checkpoints."""
    return told(f"{names.party(event.party)} is erkend als getuige, met de sleutel {quoted(event.public_key)}")


@narrates(WitnessDismissed)
def witness_dismissed(event: WitnessDismissed, names: NameIndex) -> str:
    """A key of a witness no longer counts."""
    return told(
        f"de sleutel {quoted(event.public_key)} van {names.party(event.party)} als getuige telt niet meer mee",
        because(event.reason),
    )
