"""The keys of the record: with which its checkpoints are signed, and with which parties witness them (S14).

They stand in the record itself, and so in the log that they sign: who holds one checkpoint can follow every later key.
Verifier keys are written as in the C2SP signed-note format, ``name+hash+base64``.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.checked_types import Remark, Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, context, event
from rso_core.domain.names import NameIndex
from rso_core.domain.references import PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW
from rso_core.dutch.sentences import because, in_sentences, quoted

RECORD = "record"
"""The one subject of these events."""
RECORD_KEYS_STREAM = f"record-keys:{RECORD}"
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
    witnesses: Mapping[str, PartyId] = attrs.field(factory=lambda: MappingProxyType({}))


def require_key(public_key: str) -> None:
    """Refuse what is no verifier key.

    Raises:
        Refused: RECORD_KEY_FORM.
    """
    if not _VERIFIER_KEY.match(public_key):
        raise RECORD_KEY_FORM.refused(public_key=repr(public_key[:120]))


@event("record.key_introduced", stream=RECORD_KEYS_STREAM)
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
    previous: str | None = context(default=None)
    vouched: str | None = None
    reason: str = ""

    def apply(self, state: RecordKeys | None) -> RecordKeys:
        """Another key signs."""
        return attrs.evolve(state or RecordKeys(), key=self.public_key)

    def sentence(self, names: NameIndex) -> str:
        """The record got a key."""
        if self.previous is None:
            return in_sentences(
                f"de controlepunten van het dossier worden ondertekend met de sleutel {quoted(self.public_key)}"
            )
        vouched = "" if self.vouched else "De vorige sleutel heeft daar niet voor getekend"
        return in_sentences(
            f"de controlepunten van het dossier worden voortaan ondertekend met de sleutel {quoted(self.public_key)}",
            because(self.reason),
            vouched,
        )


@act("introduce-record-key", source="S14", by_hand=False, known_ahead=True)
class IntroduceRecordKey(Act):
    """Introduce the key that signs checkpoints from now on. Use 'rso init' or 'rso audit key'."""

    public_key: str = field("its public key, name+hash+key")
    on: date = effective("day from which it is used")
    vouched: str | None = field("signature of the key before over it", default=None)
    reason: Remark = field("why the key before is no longer used", default="")

    def decide(self, keys: RecordKeys | None = needed(lambda: RECORD)) -> RecordKeyIntroduced:
        """The first key, or another one with the reason why."""
        require_key(self.public_key)
        previous = keys.key if keys else None
        RECORD_NEW.unless(self.public_key != previous, public_key=self.public_key)
        RECORD_KEY_REASON.unless(previous is None or bool(self.reason.strip()), public_key=self.public_key)
        return RecordKeyIntroduced(
            public_key=self.public_key, previous=previous, vouched=self.vouched, reason=self.reason
        )


@event("record.witness_recognised", stream=RECORD_KEYS_STREAM)
class WitnessRecognised(Event):
    """A party witnesses checkpoints with this key."""

    party: PartyId
    public_key: str
    sentence = "{party} is erkend als getuige, met de sleutel {public_key}"

    def apply(self, state: RecordKeys | None) -> RecordKeys:
        """One witness more."""
        keys = state or RecordKeys()
        return attrs.evolve(keys, witnesses={**keys.witnesses, self.public_key: self.party})


@act("recognise-witness", source="S14", known_ahead=True)
class RecogniseWitness(Act):
    """Recognise a party as a witness of checkpoints, by its public key."""

    party: PartyId = field("party that holds the key")
    public_key: str = field("its public key, as 'rso witness' prints it")
    on: date = effective("day from which it counts")

    def decide(self, keys: RecordKeys | None = needed(lambda: RECORD)) -> WitnessRecognised:
        """A key is of one witness, and not of the record itself."""
        require_key(self.public_key)
        taken = keys is not None and self.public_key in (keys.key, *keys.witnesses)
        RECORD_NEW.unless(not taken, public_key=self.public_key)
        return WitnessRecognised(party=self.party, public_key=self.public_key)


@event("record.witness_dismissed", stream=RECORD_KEYS_STREAM)
class WitnessDismissed(Event):
    """A key of a witness no longer counts."""

    party: PartyId = context()
    public_key: str
    reason: str

    def apply(self, state: RecordKeys) -> RecordKeys:
        """One witness less."""
        left = {key: party for key, party in state.witnesses.items() if key != self.public_key}
        return attrs.evolve(state, witnesses=left)

    def sentence(self, names: NameIndex) -> str:
        """A key of a witness no longer counts."""
        return in_sentences(
            f"de sleutel {quoted(self.public_key)} van {names.party(self.party)} als getuige telt niet meer mee",
            because(self.reason),
        )


@act("dismiss-witness", source="S14", known_ahead=True)
class DismissWitness(Act):
    """No longer count a key of a witness."""

    public_key: str = field("the public key")
    reason: Text = field("why")
    on: date = effective("last day on which it counts")

    def decide(self, keys: RecordKeys | None = needed(lambda: RECORD)) -> WitnessDismissed:
        """Only a key that is recognised."""
        party = keys.witnesses.get(self.public_key) if keys else None
        if party is None:
            raise RECORD_KEY_WITNESS_KNOWN.refused(public_key=self.public_key)
        return WitnessDismissed(party=party, public_key=self.public_key, reason=self.reason)
