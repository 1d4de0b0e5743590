"""How everything in the record is called, as far as it is known: one pass over the events, the last name wins.

Given in the order in which the events hold, that is the name that holds from the latest day.

What an event tells about names follows from its references: an event is about its subject or, where it names one, a part
of it (a mandate of a party), and the type of the reference says which field holds the name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from operator import attrgetter
from typing import Any, Protocol, Self

import attrs

from rso_core.domain.event import Event, context_fields
from rso_core.domain.references import Reference, Thing, field_types
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import Articles, article_of, counted, listed, quoted, with_article
from rso_core.dutch.spelling import folded

PARTIES: Articles = {
    "de": ("gemeente ", "provincie ", "omgevingsdienst", "veiligheidsregio", "regio ", "ggd"),
    "het": ("waterschap ", "hoogheemraadschap ", "regiebureau"),
}
BODIES: Articles = {
    "de": ("stuurgroep", "werkgroep", "commissie", "raad", "adviesgroep"),
    "het": (
        *("overleg", "bestuurlijk", "ambtelijk", "algemeen bestuur", "dagelijks bestuur"),
        *("coördinatieoverleg", "directeurenoverleg", "platform", "team"),
    ),
}
COVENANTS: Articles = {"de": ("intentieovereenkomst", "samenwerkingsovereenkomst"), "het": ("convenant",)}
"""Which article goes with a name, by how the name begins."""
OFFICES = {"secretariaat": "het", "griffie": "de", "archief": "het", "archivaris": "de", "bestuurssecretaris": "de"}
COMMON = ("gemeente", "provincie", "waterschap", "hoogheemraadschap")
PLURALS = {"gemeente": "gemeenten", "provincie": "provincies", "waterschap": "waterschappen"}
CALLED = ("party", "person", "body", "role", "theme", "covenant", "action", "signal", "evaluation")
"""Kinds of subject that are found by their name before others are, whose titles are often the same (meetings)."""


class Located(Protocol):
    """An event at its place, as the store gives it."""

    @property
    def event(self) -> Event:
        """What happened."""
        ...

    @property
    def unreadable(self) -> bool:
        """Whether a name stands in it that cannot be read, though nobody was erased."""
        ...


@attrs.frozen
class _About:
    """How to find what an event of a class is about: its subject, and which of its fields name a part of it."""

    kind: str
    subject: str
    parts: tuple[tuple[Reference, str], ...]
    reference: Reference | None

    @classmethod
    def of(cls, event: type[Event]) -> "_About | None":
        found = event.subject_field()
        if found is None:
            return None
        field, kind = found
        types = field_types(event)
        parts = []
        for name, each in types.items():
            inner = field_types(each.plain).get("id") if attrs.has(each.plain) else None
            path, reference = (f"{name}.id", inner.reference) if inner else (name, each.reference)
            if not each.many and reference is not None and reference.within == kind:
                parts.append((reference, path))
        return cls(kind, field, tuple(parts), types[field].reference)


_ABOUT: dict[type[Event], _About | None] = {}


@attrs.define
class NameIndex:
    """What everything is called in a sentence, article included; the identifier where no name is known.

    Attributes:
        own: subject of the story (``body:b-pso``); it needs no name in its own sentences.
    """

    own: str | None = None
    _names: dict[Thing, Any] = attrs.field(factory=dict)
    _first: dict[Thing, Event] = attrs.field(factory=dict)
    _latest: dict[Thing, dict[str, Any]] = attrs.field(factory=dict)
    _naming: dict[Thing, list[Event]] = attrs.field(factory=dict)
    _called: dict[str, dict[Thing, None]] = attrs.field(factory=dict)
    _unreadable: set[str] = attrs.field(factory=set)

    @classmethod
    def of(cls, events: Iterable[Located]) -> Self:
        """The names that these events tell, given in recorded order."""
        names = cls()
        for recorded in events:
            names.learn(recorded.event)
            if recorded.unreadable:
                names._unreadable.add(str(getattr(recorded.event, "person", "")))
        return names

    @classmethod
    def of_held(cls, held: Iterable[Located], known: Iterable[Located]) -> Self:
        """The names that hold; of what nothing holds any more, those that it had.

        Args:
            held: what holds, in the order in which it holds.
            known: everything that is known, the same events among it.
        """
        names = cls.of(held)
        gone, holding = cls.of(known), names._names.keys() | names._first.keys()
        names._names |= {thing: name for thing, name in gone._names.items() if thing not in holding}
        names._unreadable |= gone._unreadable
        names._first |= {thing: event for thing, event in gone._first.items() if thing not in holding}
        names._latest |= {thing: said for thing, said in gone._latest.items() if thing not in holding}
        for name, things in gone._called.items():
            names._called.setdefault(name, {}).update(things)
        return names

    def learn(self, event: Event) -> None:
        """Take in what one event tells; what is told later, in the order of these calls, counts."""
        if type(event) not in _ABOUT:
            _ABOUT[type(event)] = _About.of(type(event))
        about = _ABOUT[type(event)]
        if about is None:
            return
        thing: Thing = (about.kind, getattr(event, about.subject))
        reference, values = about.reference, event
        for part, path in about.parts:
            if (identifier := attrgetter(path)(event)) is not None:
                thing, reference = (part.kind, thing[1], identifier), part
                values = attrgetter(path.rpartition(".")[0])(event) if "." in path else event
                break
        self._first.setdefault(thing, event)
        copied = context_fields(type(event)) if values is event else ()
        said = {name: value for name, value in attrs.asdict(values, recurse=False).items() if name not in copied}
        self._latest.setdefault(thing, {}).update(said)
        for path in reference.called if reference is not None else ():
            if hasattr(values, path.partition(".")[0]):
                self._learn_name(thing, attrgetter(path)(values), event)

    def _learn_name(self, thing: Thing, name: str | None, event: Event) -> None:
        self._naming.setdefault(thing, []).append(event)
        if name is not None:
            self._names[thing] = name
        if name:
            self._called.setdefault(folded(name), {})[thing] = None

    def within(self, subject: str | None) -> "NameIndex":
        """The same names for the story of one subject."""
        return attrs.evolve(self, own=subject)

    def called(self, name: str) -> list[Thing]:
        """What has, or ever had, this name, however it is spelled (see `rso_core.dutch.spelling`)."""
        return list(self._called.get(folded(name), {}))

    def spellings(self) -> Mapping[str, Iterable[Thing]]:
        """Every name that anything has or ever had, as `rso_core.dutch.spelling.folded` gives it, with what has it."""
        return self._called

    def things(self) -> Iterable[Thing]:
        """Every subject, and every part of one, that an event is about."""
        return (thing for thing in self._first if None not in thing)

    def get(self, kind: str, *identifier: str) -> Any:
        """The name of a thing, or None."""
        return self._names.get((kind, *identifier))

    def first(self, kind: str, *identifier: str) -> Any:
        """The event with which a thing came into the record, or None."""
        return self._first.get((kind, *identifier))

    def latest(self, field: str, kind: str, *identifier: str) -> Any:
        """What the events about a thing last said in a field of this name, or None; what they only copy does not count."""
        return self._latest.get((kind, *identifier), {}).get(field)

    def named_before(self, event: Event, kind: str, identifier: str) -> Iterator[Any]:
        """The events that named a subject, or may name it, before this one, in the order in which they were told."""
        return takewhile(lambda each: each != event, self._naming.get((kind, identifier), ()))

    def party(self, party: str) -> str:
        """``de gemeente Utrecht``."""
        name = self.get("party", party)
        if not name:
            return f"de partij {party}"
        article = article_of(name, PARTIES) or ""
        common = name.split(" ")[0].casefold() in COMMON
        return f"{article} {name[:1].lower() + name[1:] if common else name}".strip()

    def party_alone(self, party: str) -> str:
        """``gemeente Utrecht``: without its article, for between brackets."""
        return self.party(party).removeprefix("de ").removeprefix("het ")

    def parties(self, parties: Iterable[str]) -> str:
        """``de provincie Utrecht en de gemeenten Baarn en Soest``; empty for none."""
        grouped: dict[str, list[str]] = {}
        for party in parties:
            kind, _, rest = (self.get("party", party) or "").partition(" ")
            plural = PLURALS.get(kind.casefold()) if rest else None
            grouped.setdefault(plural or party, []).append(party)
        return listed(
            self.party(members[0])
            if len(members) == 1
            else f"de {kind} {listed(sorted(self.get('party', one).partition(' ')[2] for one in members))}"
            for kind, members in grouped.items()
        )

    def person(self, person: str) -> str:
        """The name, or ``een persoon (p-0012)`` where none is known, or no longer; with a mark where it cannot be read."""
        return self.get("person", person) or f"een persoon ({person}{self._unread(person)})"

    def _unread(self, person: str) -> str:
        return "; naam onleesbaar" if person in self._unreadable else ""

    def why_unnamed(self, person: str) -> str:
        """Why the name of a person is not told: ``gewist``, or ``onleesbaar`` where its key is not the right one, or not here."""
        return "onleesbaar" if person in self._unreadable else "gewist"

    def persons(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Persons with the party they were there for: ``A. Voorbeeld (gemeente Soest) en …``."""
        return listed(f"{self.person(person)} ({self.party_alone(party)})" for person, party in pairs)

    def body(self, body: str) -> str:
        """``de Stuurgroep``, ``het overleg “Ruimte”``."""
        if self.own == f"body:{body}":
            return "het overleg"
        name = self.get("body", body)
        return with_article(name, BODIES, "het overleg") if name else f"het overleg {body}"

    def role(self, role: str) -> str:
        """``de rol “Voorzitter stuurgroep”``."""
        return self._called_as("role", role, "de rol")

    def theme(self, theme: str) -> str:
        """``het thema “Wonen”``."""
        return self._called_as("theme", theme, "het thema")

    def themes(self, themes: Iterable[str]) -> str:
        """``de thema’s “Wonen” en “Energie”``; empty for none."""
        names = [quoted(self.get("theme", theme) or theme) for theme in themes]
        return f"{'het thema' if len(names) == 1 else 'de thema’s'} {listed(names)}" if names else ""

    def covenant(self, covenant: str) -> str:
        """``het Convenant Regionale Samenwerking``."""
        if self.own == f"covenant:{covenant}":
            return "het convenant"
        title = self.get("covenant", covenant)
        return with_article(title, COVENANTS, "het convenant") if title else f"het convenant {covenant}"

    def text_signed(self, covenant: str, amendment: str | None) -> str:
        """The covenant, or the amendment of it, that a signature stands under."""
        if amendment is None:
            return self.covenant(covenant)
        return f"de wijziging {self.part('amendment', covenant, amendment)} van {self.covenant(covenant)}"

    def meeting(self, meeting: str) -> str:
        """``de vergadering “Ambtelijk overleg” van 12 maart 2026``."""
        if self.own == f"meeting:{meeting}":
            return "de vergadering"
        title = self.get("meeting", meeting)
        day = self.latest("held_on", "meeting", meeting) or self.latest("on", "meeting", meeting)
        return f"de vergadering {quoted(title)} van {in_words(day)}" if title and day else f"de vergadering {meeting}"

    def decision(self, decision: str) -> str:
        """``het besluit “Programma” van 12 maart 2026``."""
        if self.own == f"decision:{decision}":
            return "het besluit"
        title, day = self.get("decision", decision), self.latest("taken_on", "decision", decision)
        return f"het besluit {quoted(title)} van {in_words(day)}" if title and day else f"het besluit {decision}"

    def action(self, action: str) -> str:
        """``het actiepunt “Cijfers opvragen” (gemeente Soest)``: several may have the same title."""
        party = self.latest("party", "action", action)
        by = f" ({self.party_alone(party)})" if party and self.own != f"action:{action}" else ""
        return self.action_alone(action) + by

    def action_alone(self, action: str) -> str:
        """``het actiepunt “Cijfers opvragen”``, without the party that does it."""
        return self._called_as("action", action, "het actiepunt")

    def signal(self, signal: str) -> str:
        """``het signaal “Te weinig toezichthouders”``."""
        return self._called_as("signal", signal, "het signaal")

    def signals(self, signals: Iterable[str]) -> str:
        """``de signalen “…” en “…”``."""
        names = [quoted(self.get("signal", signal) or signal) for signal in signals]
        return f"{'het signaal' if len(names) == 1 else 'de signalen'} {listed(names)}"

    def project(self, project: str) -> str:
        """``het project “Datadeling”`` or ``het kennisnetwerk “Bodem”``."""
        kind = "het kennisnetwerk" if self.latest("kind", "project", project) == "network" else "het project"
        if self.own == f"project:{project}":
            return kind
        return f"{kind} {quoted(self.get('project', project) or project)}"

    def evaluation(self, evaluation: str) -> str:
        """``de evaluatie “Eerste evaluatie”``."""
        return self._called_as("evaluation", evaluation, "de evaluatie")

    def effort(self, effort: str) -> str:
        """``de inzet van de gemeente Soest voor de rol “Secretaris”``."""
        party = self.latest("party", "effort", effort)
        if party is None:
            return f"de inzet {effort}"
        if self.own == f"effort:{effort}":
            return "de inzet"
        purpose = self.effort_purpose(self.latest("role", "effort", effort), self.latest("purpose", "effort", effort))
        return f"de inzet van {self.party(party)}{purpose}"

    def effort_purpose(self, role: str | None, purpose: str) -> str:
        """`` voor de rol “Secretaris”``: for which role, or for what, effort is agreed, with a space before it."""
        if role:
            return f" voor {self.role(role)}"
        return f" voor {quoted(purpose)}" if purpose.strip() else ""

    def handover(self, handover: str, role: str | None = None) -> str:
        """``de overdracht van de rol “Secretaris”``."""
        role = role or self.latest("role", "handover", handover)
        if self.own == f"handover:{handover}":
            return "de overdracht"
        return f"de overdracht van {self.role(role)}" if role else f"de overdracht {handover}"

    def cycle(self, cycle: str) -> str:
        """``de beleidscyclus 2026``."""
        return "de beleidscyclus" if self.own == f"cycle:{cycle}" else f"de beleidscyclus {cycle}"

    def part(self, kind: str, of: str, identifier: str) -> str:
        """The title of a part of a subject (a milestone, an input), quoted; its identifier where it has none."""
        return quoted(self.get(kind, of, identifier) or identifier)

    def parts(self, kind: str, of: str, identifiers: Iterable[str]) -> str:
        """The titles of several parts."""
        return listed(self.part(kind, of, one) for one in identifiers)

    def matter(self, kind: str, identifier: str) -> str:
        """An open matter of a body, by its kind (``action``, ``signal``, ``project``, ``place``)."""
        named = {"action": self.action, "signal": self.signal, "project": self.project}.get(kind)
        if named:
            return named(identifier)
        return f"de plaats van {self.project(identifier)}" if kind == "place" else quoted(identifier)

    def matters(self, matters: Iterable[tuple[str, str]]) -> str:
        """Open matters; many of a kind are counted: ``12 actiepunten en het signaal “…”``."""
        grouped: dict[str, list[str]] = {}
        for kind, identifier in matters:
            grouped.setdefault(kind, []).append(identifier)
        many = {"action": "actiepunten", "signal": "signalen", "project": "projecten", "place": "plaatsen"}
        return listed(
            counted(len(found), "", many[kind])
            if kind in many and len(found) > 3
            else listed(self.matter(kind, one) for one in found)
            for kind, found in grouped.items()
        )

    def actor(self, actor: str) -> str:
        """Who recorded something: ``het secretariaat``, a person or a party."""
        kind, _, identifier = actor.partition(":")
        match kind:
            case "office" if identifier:
                article = OFFICES.get(identifier.casefold())
                return f"{article} {identifier}" if article else f"de afdeling {quoted(identifier)}"
            case "person" if identifier:
                return self.person(identifier)
            case "party" if identifier:
                return self.party(identifier)
        return quoted(actor)

    def subject(self, stream: str) -> str:
        """What a stream (``body:b-pso``) is called."""
        kind, _, identifier = stream.partition(":")
        if kind == "docket":
            return f"de openstaande zaken van {self.body(identifier)}"
        if kind == "retention":
            return "de bewaartermijn voor " + (
                self.role(identifier) if self.get("role", identifier) else "al het andere"
            )
        if kind == "record-keys":
            return "de sleutels van het dossier"
        if kind == "record-upkeep":
            return "het onderhoud van het dossier"
        if kind == "meeting" and self.latest("skipped_on", "meeting", identifier):
            body, day = (self.latest(field, "meeting", identifier) for field in ("body", "on"))
            return f"de overgeslagen vergadering van {self.body(body)} rond {in_words(day)}"
        return _NAMED_BY[kind](self)(identifier) if kind in _NAMED_BY else stream

    def _called_as(self, kind: str, identifier: str, word: str) -> str:
        if self.own == f"{kind}:{identifier}":
            return word
        name = self.get(kind, identifier)
        return f"{word} {quoted(name) if name else identifier}"


_NAMED_BY: Mapping[str, Callable[[NameIndex], Callable[[str], str]]] = {
    name: attrgetter(name)
    for name in (
        *("party", "person", "body", "role", "theme", "covenant", "meeting", "decision", "action"),
        *("signal", "project", "evaluation", "effort", "handover", "cycle"),
    )
}
