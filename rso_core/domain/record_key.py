"""The keys of the record: with which its checkpoints are signed, and with which parties witness them (S14).

They stand in the record itself, and so in the log that they sign: who holds one checkpoint can follow every later key.
Verifier keys are written as in the C2SP signed-note format, ``name+hash+base64``.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event
from rso_core.domain.references import PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_text

RECORD = "record"
"""The one subject of these events."""
_VERIFIER_KEY = re.compile(r"^[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44,48}={0,2}$")

RECORD_KEY_FORM = Rule(
    id="record_key.form",
    source="S14",
    en="A public key is written as name+hash+key, as 'rso audit key' and 'rso witness' print it.",
    nl="Een openbare sleutel is geschreven als naam+hash+sleutel, zoals 'rso audit key' en 'rso witness' die tonen.",
    remedy_en="Copy the whole line.",
    remedy_nl="Neem de hele regel over.",
)
RECORD_KEY_REASON = Rule(
    id="record_key.reason",
    source="S14",
    en="A next key of the record names why the one before is no longer used.",
    nl="Een volgende sleutel van het dossier noemt waarom de vorige niet meer wordt gebruikt.",
    remedy_en="Give the reason.",
    remedy_nl="Geef de reden.",
)
RECORD_KEY_WITNESS_KNOWN = Rule(
    id="record_key.witness_known",
    source="S14",
    en="Only a recognised witness can be dismissed.",
    nl="Alleen een erkende getuige kan worden geschrapt.",
    remedy_en="Look in 'rso audit witnesses' which key is meant.",
    remedy_nl="Kijk met 'rso audit witnesses' welke sleutel wordt bedoeld.",
)


@concept("record-keys")
@attrs.frozen(kw_only=True)
class RecordKeys:
    """The keys as they are now.

    Attributes:
        key: the verifier key with which new checkpoints are checked; None before the first.
        witnesses: per verifier key of a witness, the party that holds it.
    """

    key: str | None = None
    witnesses: Mapping[str, str] = attrs.field(factory=lambda: MappingProxyType({}))


@event("record.key_introduced", stream="record-keys:record")
class RecordKeyIntroduced(Event):
    """Checkpoints are signed with this key from now on.

    Attributes:
        public_key: its verifier key.
        previous: the verifier key of the key before; None for the first.
        vouched: signature (base64) of the key before over ``rso record key`` and the new verifier key; None for the
            first, and when the key before was lost.
        reason: why the key before is no longer used.
    """

    public_key: str
    previous: str | None = None
    vouched: str | None = None
    reason: str = ""


@event("record.witness_recognised", stream="record-keys:record")
class WitnessRecognised(Event):
    """A party witnesses checkpoints with this key."""

    party: PartyId
    public_key: str


@event("record.witness_dismissed", stream="record-keys:record")
class WitnessDismissed(Event):
    """A key of a witness no longer counts."""

    party: PartyId
    public_key: str
    reason: str


RecordKeyEvent = RecordKeyIntroduced | WitnessRecognised | WitnessDismissed


def evolve(state: RecordKeys | None, event: RecordKeyEvent) -> RecordKeys:
    """Fold one event into the keys."""
    keys = state or RecordKeys()
    match event:
        case RecordKeyIntroduced():
            return attrs.evolve(keys, key=event.public_key)
        case WitnessRecognised():
            return attrs.evolve(keys, witnesses={**keys.witnesses, event.public_key: event.party})
        case WitnessDismissed():
            return attrs.evolve(keys, witnesses={k: p for k, p in keys.witnesses.items() if k != event.public_key})
        case _:
            assert_never(event)


def introduce(state: RecordKeys | None, *, public_key: str, vouched: str | None, reason: str) -> RecordKeyIntroduced:
    """Introduce the first or a next key of the record (S14)."""
    require_key(public_key)
    previous = state.key if state else None
    if public_key == previous:
        raise RECORD_NEW.refused(public_key=public_key)
    if previous is not None and not reason.strip():
        raise RECORD_KEY_REASON.refused(public_key=public_key)
    return RecordKeyIntroduced(public_key=public_key, previous=previous, vouched=vouched, reason=reason)


def recognise(state: RecordKeys | None, *, party: str, public_key: str) -> WitnessRecognised:
    """Recognise a party as a witness, by its public key (S14)."""
    require_key(public_key)
    if state is not None and public_key in (state.key, *state.witnesses):
        raise RECORD_NEW.refused(public_key=public_key)
    return WitnessRecognised(party=party, public_key=public_key)


def dismiss(state: RecordKeys | None, *, public_key: str, reason: str) -> WitnessDismissed:
    """No longer count a key of a witness (S14)."""
    require_text(reason, "reason")
    if state is None or public_key not in state.witnesses:
        raise RECORD_KEY_WITNESS_KNOWN.refused(public_key=public_key)
    return WitnessDismissed(party=state.witnesses[public_key], public_key=public_key, reason=reason)


def require_key(public_key: str) -> None:
    """Refuse what is no verifier key.

    Raises:
        Refused: RECORD_KEY_FORM.
    """
    if not _VERIFIER_KEY.match(public_key):
        raise RECORD_KEY_FORM.refused(public_key=repr(public_key[:120]))
