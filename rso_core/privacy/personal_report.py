"""What the record holds about a person, for that person (AVG, article 15): the facts, without the names of others."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import accumulate
from typing import Any

import attrs

from rso_core.about import How, acts_about
from rso_core.about.mentions import Mention
from rso_core.application import Application
from rso_core.domain.body.seats import SeatTaken
from rso_core.domain.certificate import CertificateRecorded
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.person import PersonCorrected, PersonErased, PersonRegistered, person_stream
from rso_core.domain.role.assigning import RoleAssigned
from rso_core.domain.values import RECORD_KNOWN
from rso_core.privacy.personal_corrections import NamesForReader, PersonalCorrections
from rso_core.privacy.personal_words import OTHER, Titles, heading_of, titles_of, told
from rso_core.projection import Projector, RegisterError, UnknownReadModelError, events_as_of
from rso_core.projection.as_of import held_of
from rso_core.recorded_corrections import CorrectionHistory
from rso_core.store.recorded import RecordedEvent

Sentence = Callable[[RecordedEvent, Titles], str | None]
"""Tells an event in a Dutch sentence; None for one that it has no words for."""


@attrs.frozen(kw_only=True)
class NameHeld:
    """Name and address as they were recorded.

    Attributes:
        name, email: None once the person is erased.
        since: day from which they hold; `until` is the first day on which the next ones do, None for the last.
        recorded_at: when they became known to the record (aware, UTC).
        source, by: document they come from, and who recorded them (Dutch).
        remark: what was put right in it, and that it no longer holds where that is so (Dutch); empty where nothing was.
    """

    name: str | None
    email: str | None
    since: date
    until: date | None
    recorded_at: datetime
    source: str | None
    by: str
    remark: str = ""


@attrs.frozen(kw_only=True)
class Involvement:
    """One thing that is recorded of the person.

    Attributes:
        kind: under which heading it stands (Dutch).
        on: the day from which it holds.
        text: what it is, in a Dutch sentence that names nobody else.
        event: identifier of the event.
        recorded_at: when it became known to the record (aware, UTC).
        source, by: document it comes from, and who recorded it (Dutch).
        remark: what was put right in it, and that it no longer holds where that is so (Dutch); empty where nothing was.
    """

    kind: str
    on: date
    text: str
    event: str
    recorded_at: datetime
    source: str | None
    by: str
    remark: str = ""


@attrs.frozen(kw_only=True)
class BodySeen:
    """A body in which the person took part, whose members may see so."""

    body: str
    name: str
    confidential: bool


@attrs.frozen(kw_only=True)
class PersonalReport:
    """What the record holds about one person.

    Attributes:
        person: identifier.
        made_on: day of the report (Europe/Amsterdam).
        names: every name and address, the latest last.
        involvement: everything else, in recorded order.
        bodies: in which the person took part, in order of names.
        term, over_on: how long the name is kept, in words (Dutch), and the first day on which it need not be; None where
            nothing says so.
        erased_on, ground: when and why name and address were erased; None when they were not.
        untold: what could not be told, a line each; the term is then not known.
    """

    person: str
    made_on: date
    names: tuple[NameHeld, ...]
    involvement: tuple[Involvement, ...]
    bodies: tuple[BodySeen, ...]
    term: str | None
    over_on: date | None
    erased_on: date | None = None
    ground: str | None = None
    untold: tuple[str, ...] = ()


def report_on(
    application: Application,
    projector: Projector,
    person: str,
    *,
    on: date,
    sentence: Sentence | None = None,
) -> PersonalReport:
    """Everything that the record holds about a person.

    Args:
        application: the record.
        projector: its read models, caught up.
        person: identifier.
        on: day of the report (Europe/Amsterdam).
        sentence: tells events; those it has no words for, or all when it is left out, are told in words of our own.

    Raises:
        Refused: the person is not known.
    """
    own = application.history(person_stream(person))
    if not own:
        raise RECORD_KNOWN.refused(unknown_person=person)
    known = list(events_as_of(application.store, None, None))
    held = [recorded for _, recorded in held_of(known, None)]
    titles = titles_of(recorded for recorded in (*(r for _, r in known), *held))
    hide = _Hidden(application, person)
    names = NamesForReader.of_held(held, (recorded for _, recorded in known))
    names.reader = person
    corrections = PersonalCorrections(
        CorrectionHistory(application.store), names, lambda actor: hide.by(actor, titles), hide.text
    )
    about = list(_mentions(application, person))
    erased = next((r for r in own if isinstance(r.event, PersonErased)), None)
    term, over_on, untold = _term(projector, person, on)
    return PersonalReport(
        person=person,
        made_on=on,
        names=_names(own, (r for r in held if r.originator_id == person_stream(person)), titles, hide, corrections),
        involvement=tuple(_involvement(m, person, titles, hide, sentence, corrections) for m in about),
        bodies=_bodies((m for m in about if corrections.history.holds(m.recorded)), person, titles),
        term=term,
        over_on=over_on,
        untold=untold,
        erased_on=erased.meta.effective if erased else None,
        ground=hide.text(erased.event.ground) if erased and isinstance(erased.event, PersonErased) else None,
    )


def _mentions(application: Application, person: str) -> Iterable[Mention]:
    """All that is about the person, in recorded order, but for name and address and what only keeps count for others."""
    found = (event for act in acts_about(application.store, ("person", person)).acts for event in act.events)
    for event in sorted(found, key=lambda event: event.position):
        # That something no longer holds is told with what that is.
        says = not isinstance(event.recorded.event, EventsWithdrawn)
        # Of what stands in the stream of the person all but the certificates are told as name and address.
        own = event.how is How.OWN and not isinstance(event.recorded.event, CertificateRecorded)
        if says and not own and not event.recorded.originator_id.startswith(BOOKKEEPING):
            yield Mention(event.recorded, about=event.how is not How.RECORDED)


class _Hidden:
    """Takes the names and addresses of others out of texts: they are not this person's to see."""

    def __init__(self, application: Application, person: str) -> None:
        self.person = person
        own: set[str] = set()
        others: set[str] = set()
        for event in _naming(application):
            known = {text.strip() for text in _names_in(event) if text and text.strip()}
            (own if event.person == person else others).update(known)
        hidden = sorted((re.escape(text) for text in others - own), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(hidden)})(?!\w)", re.IGNORECASE) if hidden else None

    def text(self, text: str) -> str:
        return self._pattern.sub(OTHER, text) if self._pattern is not None else text

    def source(self, source: str | None) -> str | None:
        return None if source is None else self.text(source)

    def by(self, actor: str, titles: Titles) -> str:
        kind, _, identifier = actor.partition(":")
        if kind == "person":
            return "uzelf" if identifier == self.person else OTHER
        return self.text(titles.get((kind, identifier), identifier or actor))


def _naming(application: Application) -> Iterable[PersonRegistered | PersonCorrected | CertificateRecorded]:
    position = 0
    while batch := application.store.read(position, 1_000):
        for _, recorded in batch:
            if isinstance(recorded.event, PersonRegistered | PersonCorrected | CertificateRecorded):
                yield recorded.event
        position = batch[-1][0]


def _names_in(event: PersonRegistered | PersonCorrected | CertificateRecorded) -> tuple[str | None, ...]:
    # The issuer of a certificate is an authority, but where a person issued it to himself.
    return (event.signer,) if isinstance(event, CertificateRecorded) else (event.name, event.email)


def _names(
    own: Iterable[RecordedEvent],
    holding: Iterable[RecordedEvent],
    titles: Titles,
    hide: _Hidden,
    corrections: PersonalCorrections,
) -> tuple[NameHeld, ...]:
    """Every name and address: those that no longer hold first, then the others in the order in which they hold."""

    def said_by(events: Iterable[RecordedEvent]) -> list[tuple[RecordedEvent, PersonRegistered | PersonCorrected]]:
        return [(r, r.event) for r in events if isinstance(r.event, PersonRegistered | PersonCorrected)]

    def name_held(recorded: RecordedEvent, name: str | None, email: str | None, until: date | None) -> NameHeld:
        return NameHeld(
            name=name,
            email=email,
            since=recorded.meta.effective,
            until=until,
            recorded_at=recorded.meta.recorded_at,
            source=hide.source(recorded.meta.source),
            by=hide.by(recorded.meta.actor, titles),
            remark=corrections.remark(recorded),
        )

    gone = [name_held(r, e.name, e.email, None) for r, e in said_by(own) if not corrections.history.holds(r)]
    held = said_by(holding)
    following = [r.meta.effective for r, _ in held[1:]]
    # What a correction leaves out stays as it was.
    names = accumulate([event.name for _, event in held], _said_last)
    emails = accumulate([event.email for _, event in held], _said_last)
    names_held = (
        name_held(recorded, name, email, until)
        for (recorded, _), name, email, until in zip(held, names, emails, [*following, None], strict=True)
    )
    return (*gone, *names_held)


def _said_last(before: str | None, said: str | None) -> str | None:
    return said or before


def _involvement(
    mention: Mention,
    person: str,
    titles: Titles,
    hide: _Hidden,
    sentence: Sentence | None,
    corrections: PersonalCorrections,
) -> Involvement:
    recorded = mention.recorded
    text = sentence(recorded, titles) if sentence is not None and mention.about else None
    return Involvement(
        kind=heading_of(recorded.event, about=mention.about),
        on=recorded.meta.effective,
        text=hide.text(text or told(recorded, person, titles, about=mention.about)),
        event=recorded.id,
        recorded_at=recorded.meta.recorded_at,
        source=hide.source(recorded.meta.source),
        by=hide.by(recorded.meta.actor, titles),
        remark=corrections.remark(recorded),
    )


def _bodies(mentions: Iterable[Mention], person: str, titles: Titles) -> tuple[BodySeen, ...]:
    """Bodies in which the person had a seat, or a role that belongs to the body."""
    found: set[str] = set()
    for event in (m.recorded.event for m in mentions if m.about):
        if isinstance(event, SeatTaken):
            found.add(event.body)
        elif isinstance(event, RoleAssigned) and (body := titles.body_of_role.get(event.role)):
            found.add(body)
    seen = [
        BodySeen(body=body, name=titles.get(("body", body), body), confidential=body in titles.confidential)
        for body in found
    ]
    return tuple(sorted(seen, key=lambda body: (body.name, body.body)))


def _term(projector: Projector, person: str, on: date) -> tuple[str | None, date | None, tuple[str, ...]]:
    """How long the name is kept, and until when; and why that cannot be told, where it cannot."""
    try:
        register = projector.register("persons", on)
    except UnknownReadModelError:
        return None, None, ()
    except RegisterError as error:
        return None, None, (str(error),)
    row: Mapping[str, Any] = next((row for row in register.rows if row["person"] == person), {})
    untold = tuple(str(untold) for untold in register.untold if untold.record.get("person") == person)
    return row.get("term"), row.get("over_on"), untold
