"""Persons: the only events that hold names and addresses; every other event holds the person's id.

The identifier must not reveal who it is: it stays when the person is erased. Names and addresses are stored sealed; once
the person is erased (AVG, article 17) nobody can read them any more, and every event reads None in their place.
"""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field, new
from rso_core.domain.checked_types import MailAddress, Name, Text
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, require_happened
from rso_core.dutch.sentences import in_sentences, on_ground

PERSON_NOT_ERASED = Rule(
    id="person.not_erased",
    source="S14",
    en="Of a person who was erased nothing new is recorded; only the identifier is left.",
    nl="Van een persoon die is gewist, wordt niets nieuws meer vastgelegd; alleen het kenmerk is er nog.",
    remedy_en="Register the person anew under another identifier, if there is a ground to keep the name again.",
    remedy_nl="Registreer de persoon opnieuw onder een ander kenmerk, als er weer een grond is om de naam te bewaren.",
)

PERSON_MERGED = Rule(
    id="person.merged",
    source="S14",
    en="A person who was registered twice becomes one: everything that names the double can name the other.",
    nl="Een persoon die twee keer is geregistreerd wordt er één: alles wat de dubbele noemt, kan de andere noemen.",
    remedy_en="Correct or set aside in one go what stands in the way ('--with').",
    remedy_nl="Verbeter wat in de weg staat tegelijk mee, of zet het opzij ('--with').",
)
PERSON_ANOTHER = Rule(
    id="person.another",
    source="S14",
    en="A person is merged into another person.",
    nl="Een persoon gaat op in een andere persoon.",
    remedy_en="Name the identifier that stays.",
    remedy_nl="Noem het kenmerk dat blijft.",
)
PERSON_REGISTERED_ONCE = Rule(
    id="person.registered_once",
    source="S14",
    en="A person is registered once.",
    nl="Een persoon wordt één keer geregistreerd.",
    remedy_en="Use the identifier that is there, or name it in 'unlike' where it is somebody else.",
    remedy_nl="Gebruik het kenmerk dat er al is, of noem het in 'unlike' als het om iemand anders gaat.",
)


def person_stream(person: PersonId) -> str:
    """The stream in which everything that names a person stands."""
    return f"person:{person}"


@concept("person")
@attrs.frozen(kw_only=True)
class Person:
    """State of one person as last corrected; name and address are None once the person is erased."""

    id: PersonId
    name: str | None
    email: str | None
    erased: bool = False


def require_not_erased(state: Person) -> None:
    """Refuse a person who was erased.

    Raises:
        Refused: PERSON_NOT_ERASED.
    """
    if state.erased:
        raise PERSON_NOT_ERASED.refused(person=state.id)


@event("person.registered", version=2, sealed=("name", "email"))
class PersonRegistered(Event):
    """A person became known; ``email`` is where the person is known on the members' platform.

    Both are None once the person is erased, and while no key at hand opens them.
    """

    person: PersonId = subject()
    name: str | None
    email: str | None = None

    def apply(self, state: Person | None) -> Person:
        """A person who is known."""
        return Person(id=self.person, name=self.name, email=self.email)

    def sentence(self, names: NameIndex) -> str:
        """A person became known."""
        if not self.name:
            why = names.why_unnamed(self.person)
            return in_sentences(f"een persoon ({self.person}) werd in het dossier opgenomen; de naam is {why}")
        email = f", bereikbaar op {self.email}" if self.email else ""
        return in_sentences(f"{self.name} werd in het dossier opgenomen{email}")


@act("register-person", source="S14", chapter="parties", names_a_person=True, known_ahead=True)
class RegisterPerson(Act):
    """Register a person; all other acts name the person by this identifier."""

    person: PersonId = new("identifier that does not reveal who it is, such as p-0001")
    name: Name = field("name of the person")
    on: date = effective("day from which the person is known to the cooperation")
    email: MailAddress | None = field("address under which the person is known in Pleio", default=None)
    unlike: tuple[PersonId, ...] = later_field("persons whom this one resembles, and is not", default=())

    def decide(self) -> PersonRegistered:
        """Once per identifier."""
        return PersonRegistered(person=self.person, name=self.name, email=self.email)


@event("person.corrected", version=3, sealed=("name", "email"))
class PersonCorrected(Event):
    """Name or address of a person from a day on; None is not said, and stays as it was. Both are once the person is erased."""

    person: PersonId = subject()
    name: str | None
    email: str | None = None

    def apply(self, state: Person) -> Person:
        """The person under the corrected name and address."""
        return attrs.evolve(state, name=self.name or state.name, email=self.email or state.email)

    def sentence(self, names: NameIndex) -> str:
        """Name or address changed."""
        former = self._former("name", names)
        name = self.name or former
        if not name:
            why = names.why_unnamed(self.person)
            return in_sentences(f"de gegevens van een persoon ({self.person}) werden verbeterd; de naam is {why}")
        email = f", bereikbaar op {self.email}" if self.email else ""
        if not email and not self._former("email", names):
            email = ", zonder bekend adres"
        if former and former != name:
            return in_sentences(f"{former} staat voortaan in het dossier als {name}{email}")
        return in_sentences(f"de gegevens van {name} werden verbeterd{email}")

    def _former(self, field: str, names: NameIndex) -> str | None:
        """The name or address of the person just before this correction, where it is known."""
        said = [getattr(each, field) for each in names.named_before(self, "person", self.person)]
        return next(filter(None, reversed(said)), None)


@act("correct-person", source="S14", chapter="parties", names_a_person=True, known_ahead=True)
class CorrectPerson(Act):
    """Correct the name or address of a person; what is left out stays as it was."""

    person: PersonId = field("identifier of the person")
    on: date = effective("day from which the correction holds")
    name: Name | None = field("name as it should be", default=None)
    email: MailAddress | None = field("address as it should be", default=None)

    def decide(self, person: Person) -> PersonCorrected:
        """What is not given stays as it was."""
        require_not_erased(person)
        return PersonCorrected(person=self.person, name=self.name, email=self.email)


@event("person.erased", erases=True)
class PersonErased(Event):
    """Name and address of a person can no longer be read: recording this destroyed the key.

    ``ground`` is why: the request, or the retention term that is over.
    """

    person: PersonId = subject()
    ground: str

    def apply(self, state: Person) -> Person:
        """A person of whom only the identifier is left."""
        return Person(id=self.person, name=None, email=None, erased=True)

    def sentence(self, names: NameIndex) -> str:
        """A person was erased."""
        return in_sentences(
            f"naam en adres van een persoon ({self.person}) zijn voorgoed gewist{on_ground(self.ground)}"
        )


@act("erase-person", source="S14", by_hand=False)
class ErasePerson(Act):
    """Erase name and address of a person for good: the key is destroyed. Use 'rso person erase', which cleans up too."""

    person: PersonId = field("identifier of the person")
    ground: Text = field("request or retention term on which it rests")
    on: date = effective("day of the decision to erase")
    set_aside: bool = later_field("whether the name stands only in acts that were set aside", default=False)

    def decide(self, person: Person | None, today: date) -> PersonErased:
        """It cannot be planned (S14; AVG, article 17)."""
        require_happened(self.on, today, "erasure")
        if person is not None:
            require_not_erased(person)
        elif not self.set_aside:
            raise RECORD_KNOWN.refused(unknown_person=self.person)
        return PersonErased(person=self.person, ground=self.ground)
