"""Who may act for a party: mandates are granted, withdrawn, and end when their holder leaves (S2, S6)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Remark, Text
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import PARTY_REPRESENTED, Mandate, Party, Scope
from rso_core.domain.person import Person, require_not_erased
from rso_core.domain.references import MandateId, PartyId, PersonId
from rso_core.domain.refusal import FieldName, Rule
from rso_core.domain.values import RECORD_TEXT_GIVEN, Period, period, require_new_part
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, in_sentences, on_ground

MANDATE_KNOWN = Rule(
    id="mandate.known",
    source="S2",
    en="Only a mandate that the party gave can be withdrawn, once and not before it starts.",
    nl="Alleen een mandaat dat de partij gaf kan worden ingetrokken, één keer en niet voor het begint.",
    remedy_en="Name a running mandate of this party and a day within it.",
    remedy_nl="Noem een lopend mandaat van deze partij en een dag daarbinnen.",
)


@event("party.mandate_granted")
class MandateGranted(Event):
    """The party mandated a person, from ``start`` up to and including ``until``."""

    party: PartyId = subject()
    mandate: MandateId
    person: PersonId
    scopes: tuple[Scope, ...]
    start: date
    until: date | None
    ground: str

    def apply(self, state: Party) -> Party:
        """One mandate more."""
        mandate = Mandate(
            id=self.mandate,
            person=self.person,
            scopes=self.scopes,
            period=Period(self.start, self.until),
            ground=self.ground,
        )
        return attrs.evolve(state, mandates=(*state.mandates, mandate))

    def sentence(self, names: NameIndex) -> str:
        """A mandate."""
        party = names.party(self.party)
        if Scope.SIGN not in self.scopes:
            may = f"{party} vertegenwoordigen in overleggen en rollen"
        else:
            may = f"namens {party} ondertekenen"
            if Scope.REPRESENT in self.scopes:
                may += " en deelnemen aan overleggen en rollen"
        return in_sentences(f"{names.person(self.person)} mag {may}{until_words(self.until)}{on_ground(self.ground)}")


@act("grant-mandate", source="S2", chapter="parties")
class GrantMandate(Act):
    """A party mandates a person to sign, to represent it, or both."""

    party: PartyId = field("party that gives the mandate")
    mandate: MandateId = field("identifier of the mandate, unique within the party")
    person: PersonId = field("person who receives it")
    start: date = effective("first day of the mandate")
    ground: Text = field("decision or regulation it rests on")
    scopes: tuple[Scope, ...] = field("what it allows: sign, represent", default=(Scope.REPRESENT,))
    until: date | None = field("last day, left out for an open end", default=None)

    def decide(self, party: Party, person: Person) -> MandateGranted:
        """To a person who was not erased; every mandate has an identifier of its own within the party."""
        require_not_erased(person)
        RECORD_TEXT_GIVEN.unless(bool(self.scopes), missing=FieldName("scopes"))
        period(self.start, self.until)
        require_new_part(self.mandate, [known.id for known in party.mandates], "mandate")
        return MandateGranted(
            party=self.party,
            mandate=self.mandate,
            person=self.person,
            scopes=self.scopes,
            start=self.start,
            until=self.until,
            ground=self.ground,
        )


@event("party.mandate_withdrawn")
class MandateWithdrawn(Event):
    """The party ended a mandate; ``last_day`` is the last day on which it holds."""

    party: PartyId = subject()
    mandate: MandateId
    last_day: date
    reason: str

    def apply(self, state: Party) -> Party:
        """The mandate ends earlier."""
        mandates = (_until(known, self.last_day) if known.id == self.mandate else known for known in state.mandates)
        return attrs.evolve(state, mandates=tuple(mandates))

    def sentence(self, names: NameIndex) -> str:
        """The end of a mandate."""
        granted: MandateGranted | None = names.first("mandate", self.party, self.mandate)
        of = f"het mandaat van {names.person(granted.person)}" if granted else f"het mandaat {self.mandate}"
        return in_sentences(
            f"{names.party(self.party)} trok {of} in; het geldt nog tot en met {in_words(self.last_day)}",
            because(self.reason),
        )


@act("withdraw-mandate", source="S2", chapter="parties")
class WithdrawMandate(Act):
    """A party ends a mandate before its time."""

    party: PartyId = field("party that gave the mandate")
    mandate: MandateId = field("identifier of the mandate")
    last_day: date = effective("last day on which it holds")
    reason: Remark = field("why it ends", default="")

    def decide(self, party: Party) -> MandateWithdrawn:
        """A running mandate ends on a day within its period."""
        known = next((mandate for mandate in party.mandates if mandate.id == self.mandate), None)
        if known is None or known.withdrawn or not known.period.covers(self.last_day):
            raise MANDATE_KNOWN.refused(
                mandate=self.mandate, party=self.party, last_day=self.last_day, period=known and known.period
            )
        return MandateWithdrawn(party=self.party, mandate=self.mandate, last_day=self.last_day, reason=self.reason)


@event("party.person_left")
class PersonLeft(Event):
    """A person left the organisation; every mandate that ran on ends with ``last_day``."""

    party: PartyId = subject()
    person: PersonId
    last_day: date
    reason: str

    def apply(self, state: Party) -> Party:
        """Mandates of the person end, also those that had yet to start; those that had ended stay as they were."""
        return attrs.evolve(
            state,
            mandates=tuple(_until(known, self.last_day) if self._ends(known) else known for known in state.mandates),
        )

    def sentence(self, names: NameIndex) -> str:
        """Someone left the organisation."""
        return in_sentences(
            f"{names.person(self.person)} werkte tot en met {in_words(self.last_day)} bij {names.party(self.party)}; "
            "de mandaten eindigden daarmee",
            because(self.reason),
        )

    def _ends(self, mandate: Mandate) -> bool:
        until = mandate.period.until
        return mandate.person == self.person and (until is None or until > self.last_day)


@act("person-leaves", source="S2", chapter="parties")
class PersonLeaves(Act):
    """A person who acts for a party leaves the organisation; all mandates that run end."""

    party: PartyId = field("party that the person acted for")
    person: PersonId = field("identifier of the person")
    last_day: date = effective("last day in the organisation")
    reason: Text = field("why the person leaves")

    def decide(self, party: Party) -> PersonLeft:
        """Who acts for the party on that day can leave it (S6)."""
        held = [mandate.period for mandate in party.mandates if mandate.person == self.person]
        if not any(period.covers(self.last_day) for period in held):
            raise PARTY_REPRESENTED.refused(person=self.person, party=self.party, on=self.last_day, mandates_held=held)
        return PersonLeft(party=self.party, person=self.person, last_day=self.last_day, reason=self.reason)


def _until(mandate: Mandate, last_day: date) -> Mandate:
    return attrs.evolve(mandate, period=Period(mandate.period.start, last_day), withdrawn=True)
