"""How everything in the record is called, as far as it is known: one pass over the events, the last name wins."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Any

import attrs

from rso_core.domain.body_events import BodySetUp, Profile
from rso_core.domain.effort import EffortAgreed, Unit
from rso_core.domain.event import Event
from rso_core.domain.meeting_events import MeetingSkipped
from rso_core.domain.person import PersonCorrected
from rso_core.domain.project import ProjectKind
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import Articles, article_of, counted, listed, quoted, with_article
from rso_core.narrative.learning import LEARNT, PROFILE_EVENTS
from rso_core.store.recorded import Recorded

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
VERSIONED = ("body", "person")
"""Kinds of subject of which what was told earlier is told too, when it changes."""
CALLED = ("party", "person", "body", "role", "theme", "covenant", "action", "signal", "evaluation")
"""Kinds of subject that are found by their name."""


@attrs.define
class NameIndex:
    """What everything is called in a sentence, article included; the identifier where no name is known.

    Attributes:
        own: subject of the story (``body:b-pso``); it needs no name in its own sentences.
    """

    own: str | None = None
    _known: dict[tuple[str, ...], Any] = attrs.field(factory=dict)
    _versions: dict[tuple[str, ...], list[Event]] = attrs.field(factory=dict)
    _called: dict[str, dict[str, None]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, events: Iterable[Recorded]) -> "NameIndex":
        """The names that these events tell, given in recorded order."""
        names = cls()
        for recorded in events:
            names.learn(recorded.event)
        return names

    def learn(self, event: Event) -> None:
        """Take in what one event tells."""
        for kind, fields, keep in LEARNT.get(type(event), ()):
            identifier = tuple(attrgetter(field)(event) for field in fields)
            value = keep(event)
            self._known[(kind, *identifier)] = value
            if kind in VERSIONED:
                self._versions.setdefault((kind, *identifier), []).append(event)
            if kind in CALLED and value:
                self._called.setdefault(value.strip().casefold(), {})[f"{kind}:{identifier[0]}"] = None

    def within(self, subject: str | None) -> "NameIndex":
        """The same names for the story of one subject."""
        return attrs.evolve(self, own=subject)

    def called(self, name: str) -> list[str]:
        """Subjects (``body:b-pso``) that have, or ever had, this name; capitals make no difference."""
        return list(self._called.get(name.strip().casefold(), {}))

    def get(self, kind: str, *identifier: str) -> Any:
        """What was learnt of a thing, or None."""
        return self._known.get((kind, *identifier))

    def former_profile(self, event: PROFILE_EVENTS, since: date) -> Profile | None:
        """The profile of the body just before this event: of what was recorded earlier, the latest to start."""
        earlier: list[tuple[date, int, Profile]] = []
        for number, each in enumerate(self._before("body", event.body, event)):
            started = each.set_up_on if isinstance(each, BodySetUp) else each.since
            if started <= since:
                earlier.append((started, number, each.profile))
        return max(earlier, key=lambda one: one[:2])[2] if earlier else None

    def former_name(self, event: PersonCorrected) -> str | None:
        """The name of a person just before this correction, where it is known."""
        earlier = list(self._before("person", event.person, event))
        return earlier[-1].name if earlier else None

    def _before(self, kind: str, identifier: str, event: Event) -> Iterator[Any]:
        return takewhile(lambda each: each != event, self._versions.get((kind, identifier), ()))

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
        """The name, or ``een persoon (p-0012)`` where none is known, or no longer."""
        return self.get("person", person) or f"een persoon ({person})"

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
        title, day = self.get("meeting", meeting), self.get("day", meeting)
        return f"de vergadering {quoted(title)} van {in_words(day)}" if title and day else f"de vergadering {meeting}"

    def decision(self, decision: str) -> str:
        """``het besluit “Programma” van 12 maart 2026``."""
        if self.own == f"decision:{decision}":
            return "het besluit"
        taken = self.get("decision", decision)
        return (
            f"het besluit {quoted(taken.title)} van {in_words(taken.taken_on)}" if taken else f"het besluit {decision}"
        )

    def action(self, action: str) -> str:
        """``het actiepunt “Cijfers opvragen” (gemeente Soest)``: several may have the same title."""
        party = self.get("does", action)
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
        proposed = self.get("project", project)
        kind = "het kennisnetwerk" if proposed and proposed.kind is ProjectKind.NETWORK else "het project"
        if self.own == f"project:{project}":
            return kind
        return f"{kind} {quoted(proposed.name if proposed else project)}"

    def evaluation(self, evaluation: str) -> str:
        """``de evaluatie “Eerste evaluatie”``."""
        return self._called_as("evaluation", evaluation, "de evaluatie")

    def effort(self, effort: str) -> str:
        """``de inzet van de gemeente Soest voor de rol “Secretaris”``."""
        agreed: EffortAgreed | None = self.get("effort", effort)
        if agreed is None:
            return f"de inzet {effort}"
        if self.own == f"effort:{effort}":
            return "de inzet"
        return f"de inzet van {self.party(agreed.party)}{self.effort_purpose(agreed)}"

    def effort_purpose(self, agreed: EffortAgreed) -> str:
        """`` voor de rol “Secretaris”``: for which role, or for what, effort is agreed, with a space before it."""
        if agreed.role:
            return f" voor {self.role(agreed.role)}"
        return f" voor {quoted(agreed.purpose)}" if agreed.purpose.strip() else ""

    def unit(self, effort: str) -> Unit | None:
        """In what an effort is counted."""
        agreed: EffortAgreed | None = self.get("effort", effort)
        return agreed.unit if agreed else None

    def handover(self, handover: str, role: str | None = None) -> str:
        """``de overdracht van de rol “Secretaris”``."""
        role = role or self.get("handover", handover)
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
        skipped: MeetingSkipped | None = self.get("skipped", identifier) if kind == "meeting" else None
        if skipped is not None:
            return f"de overgeslagen vergadering van {self.body(skipped.body)} rond {in_words(skipped.on)}"
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
