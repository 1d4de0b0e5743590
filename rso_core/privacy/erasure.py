"""Erasing a person for good: the key, then everything that was derived while it was there (AVG, article 17).

The log stays as it is: its events hold the name sealed, and without the key nobody opens it. What was derived from them
is built anew, and the files are written anew, so that the name is not found in them either. Every step may be the last
of a run that is killed; the next run goes on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import attrs
import sqlalchemy as sa

from rso_core import acts
from rso_core.about.mentions import mentions_of
from rso_core.application import Application, Provenance
from rso_core.database import engine_for, parse_url
from rso_core.domain.concept import fold
from rso_core.domain.person import PersonErased, person_stream
from rso_core.domain.values import PERIOD_END_AFTER_START
from rso_core.hooks import Plugins
from rso_core.privacy.files_with_name import FilesWithName, Sought, files_with_name
from rso_core.privacy.names_anew import models_with_names
from rso_core.privacy.unfinished_erasures import Stage, Unfinished, note_cleaned, note_uncleaned, unfinished_erasures
from rso_core.projection import HandlerFailedError, IncompleteRegisterError, Projector
from rso_core.projection.generation import changing_tables, drop_tables_of_0_2
from rso_core.recorded_corrections import doubles_of
from rso_core.search.index import forget as forget_index
from rso_core.store.keys_place import KEYS
from rso_core.store.recorded import RecordedEvent
from rso_core.store.recorders import EVENTS_TABLE, LOG_TABLE
from rso_core.store.scrubbing import scrub
from rso_core.store.sealing import person_of


class StillInOfficeError(Exception):
    """A person holds something that runs on: a mandate, a role, a seat.

    Attributes:
        running: what runs, each in words (Dutch).
    """

    exit_code = 3

    def __init__(self, person: str, running: Sequence[str]) -> None:
        self.running = tuple(running)
        super().__init__(
            f"{person} is still in office: {'; '.join(running)}. End what runs first; or, where the ground asks for "
            "erasing all the same, say so with --still-in-office"
        )


@attrs.frozen(kw_only=True)
class Cleaning:
    """What was done for persons whose erasure is recorded.

    Attributes:
        rebuilt: read models that were built anew.
        dropped: read models that were dropped, because they could not be built anew or their plugin is not here.
        missed: plugins that failed to remove what they keep of a person.
        elsewhere: what plugins say is left for somebody to do, a sentence each.
        open: erasures that are still not finished.
    """

    rebuilt: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open: tuple[Unfinished, ...] = ()


@attrs.frozen(kw_only=True)
class Erasure:
    """What erasing a person did.

    Attributes:
        event: the event that records it, with ground, day and who recorded it.
        already: whether it was recorded before this run.
        doubles: identifiers under which the person was registered as well; their names are erased with it.
        had_key: whether there was a key to destroy; None where it was recorded before this run.
        files: those of this machine in which the name, the address or the key still stands.
        typed_in: events in which the name stands as somebody typed it; there it stays.
        cleaning: what was done for this person, and for others whose erasure was not finished.
    """

    event: RecordedEvent
    already: bool
    cleaning: Cleaning
    doubles: tuple[str, ...] = ()
    had_key: bool | None = None
    files: FilesWithName = attrs.field(factory=FilesWithName)
    typed_in: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether nothing of this erasure is left to do here."""
        person = person_of(self.event.originator_id)
        return all(unfinished.person != person for unfinished in self.cleaning.open)


def erase_person(
    application: Application,
    projector: Projector,
    person: str,
    *,
    ground: str,
    on: date,
    circumstances: Provenance,
    still_in_office: bool = False,
    plugins: Plugins | None = None,
    confirm: Callable[[], None] = lambda: None,
    look_in: Sequence[Path] = (),
) -> Erasure:
    """Erase name and address of a person, everywhere in the record and what is derived from it.

    Of a person who was erased before, it finishes what is left to do. Erasures of others that were not finished are
    finished with it.

    Args:
        application: the record.
        projector: its read models, of all plugins.
        person: identifier.
        ground: the request, or the retention term that is over.
        on: day of the decision to erase (Europe/Amsterdam).
        circumstances: who records it.
        still_in_office: erase also a person who holds something that runs on.
        plugins: are told, so that each removes what it keeps of the person (`rso_person_erased`).
        confirm: called when nothing stands in the way and before anything is recorded; raises to stop it.
        look_in: folders in which files are looked for that hold the name.

    Raises:
        Refused: the person is not known, no ground was given, or the day has yet to come.
        StillInOfficeError: something runs on.
        StoreError: keys or files cannot be used, or a key that is kept here still opens the name; what was done so far
            stays done, and a next run goes on.
    """
    keys = application.store.keys
    event = _recorded_erasure(application, person)
    already, had_key = event is not None, None
    sought = Sought.of(application, (person, *doubles_of(application.store, person)))
    if event is None:
        act = acts.ErasePerson(person=person, ground=ground, on=on, set_aside=_is_set_aside(application, person))
        application.batch().perform(act, circumstances)  # never committed: is refused what would be refused
        known = application.history(person_stream(person))[0].meta.effective
        if on < known:
            raise PERIOD_END_AFTER_START.refused(start=known, until=on)
        running = () if still_in_office else still_running(application, projector, person, on)
        if running:
            raise StillInOfficeError(person, running)
        confirm()
        state = keys.state(person)
        had_key = state is not None and state.there
        (event,) = application.perform(act, circumstances).events
    doubles = _erase_doubles(application, person, event, circumstances)
    cleaning = finish_erasures(application, projector, plugins=plugins)
    for each in (person, *doubles):
        keys.require_gone(each)
    files = files_with_name(look_in, sought, _own_files(application)) if look_in else FilesWithName()
    return Erasure(
        event=event,
        already=already,
        cleaning=cleaning,
        doubles=doubles,
        had_key=had_key,
        files=files,
        typed_in=sought.events,
    )


def _own_files(application: Application) -> list[Path]:
    urls = (parse_url(url) for url in (application.store.url, application.store.keys.url))
    return [Path(str(url.database)) for url in urls if url.get_backend_name() == "sqlite"]


def _is_set_aside(application: Application, person: str) -> bool:
    """Whether nothing holds of a person of whom something was recorded: what is left of the name stands sealed in that."""
    stream = person_stream(person)
    return application.store.load(stream, fold).state is None and bool(application.history(stream))


def _erase_doubles(
    application: Application, person: str, event: RecordedEvent, circumstances: Provenance
) -> tuple[str, ...]:
    """Record the erasure of those under whom the person was registered as well; a next run goes on where one stopped."""
    assert isinstance(event.event, PersonErased)
    doubles = doubles_of(application.store, person)
    for double in doubles:
        if _recorded_erasure(application, double) is None:
            ground, set_aside = event.event.ground, _is_set_aside(application, double)
            act = acts.ErasePerson(person=double, ground=ground, on=event.meta.effective, set_aside=set_aside)
            application.perform(act, circumstances)
    return doubles


def still_running(application: Application, projector: Projector, person: str, on: date) -> tuple[str, ...]:
    """What a person holds that runs on a day, or begins later, in words (Dutch).

    Raises:
        UnknownReadModelError: the register of persons is not here to say so.
        RegisterError: it cannot say so, of anybody or of this person.
    """
    projector.catch_up()
    later = {m.recorded.meta.effective for m in mentions_of(application.store, person)}
    days = [on, *sorted(day for day in later if day > on)]
    found: dict[str, None] = {}
    for day in days:
        register = projector.register("persons", day)
        if any(untold.record.get("person") == person for untold in register.untold):
            raise IncompleteRegisterError("persons", register.untold)
        row = next((r for r in register.rows if r["person"] == person), None)
        found |= dict.fromkeys(row["running"] if row is not None else ())
    return tuple(found)


def finish_erasures(application: Application, projector: Projector, *, plugins: Plugins | None = None) -> Cleaning:
    """Finish every erasure that was recorded and not finished; does nothing where there is none.

    The steps: the key, the states in memory, the read models, what plugins keep, the files. An erasure that was begun
    and not recorded stays open: its ground has to be given again.
    """
    engine = projector.engine
    due = [u for u in unfinished_erasures(application.store, engine) if u.stage in (Stage.RECORDED, Stage.KEY_GONE)]
    if not due:
        return Cleaning(open=tuple(unfinished_erasures(application.store, engine)))
    for unfinished in due:
        if unfinished.stage is Stage.RECORDED:
            note_uncleaned(engine, unfinished.person)
            application.store.keys.destroy(unfinished.person)
        # A run that was stopped before it remembered the erasure left a state with the name in memory.
        stream = application.store.load(person_stream(unfinished.person), fold, fresh=True)
        application.store.remember(stream)
    rebuilt, dropped = _build_anew(projector)
    with changing_tables(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        drop_tables_of_0_2(connection)
    # The index of words holds names as well; it is made anew when it is asked for.
    forget_index(engine)
    missed, elsewhere = _tell_plugins(plugins, application, [u.person for u in due])
    _scrub(application, engine)
    if not missed:
        note_cleaned(engine, [u.person for u in due])
    left = tuple(unfinished_erasures(application.store, engine))
    return Cleaning(
        rebuilt=tuple(rebuilt), dropped=tuple(dropped), missed=tuple(missed), elsewhere=tuple(elsewhere), open=left
    )


def _recorded_erasure(application: Application, person: str) -> RecordedEvent | None:
    events = application.history(person_stream(person))
    return next((recorded for recorded in events if isinstance(recorded.event, PersonErased)), None)


def _build_anew(projector: Projector) -> tuple[list[str], list[str]]:
    """Build every read model anew that may hold a name; give those that were, and those that were dropped."""
    projector.catch_up()
    naming = models_with_names(projector)
    # Nobody keeps up the tables of a plugin that is not here, but its tables would go on holding the name.
    dropped = projector.orphaned_models()
    try:
        projector.rebuild(naming)
    except HandlerFailedError:
        dropped += _each_by_itself(projector, naming)
    projector.drop(dropped)
    projector.catch_up()
    return [name for name in naming if name not in dropped], dropped


def _each_by_itself(projector: Projector, names: Iterable[str]) -> list[str]:
    failed = []
    for name in names:
        try:
            projector.rebuild([name])
        except HandlerFailedError:
            failed.append(name)
    return failed


def _tell_plugins(
    plugins: Plugins | None, application: Application, persons: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Tell every plugin; give those that failed on some person, and what the others say is left to do."""
    if plugins is None:
        return [], []
    told = {i.plugin_name for i in plugins.manager.hook.rso_person_erased.get_hookimpls()}
    missed: set[str] = set()
    elsewhere: dict[str, None] = {}
    for person in persons:
        answers = plugins.given("rso_person_erased", str, application=application, person=person)
        missed |= told - {name for name, _ in answers}
        elsewhere |= dict.fromkeys(sentence for _, sentences in answers for sentence in sentences)
    return sorted(missed), list(elsewhere)


def _scrub(application: Application, engine: sa.Engine) -> None:
    """Write the files anew, of the store and of keys that stand in a server of their own."""
    names = sa.inspect(engine).get_table_names()
    # Events and log never held a name in the open, and are the only large tables whose rows stay.
    scrub(engine, [n for n in names if n.startswith("rso_") and n not in (EVENTS_TABLE, LOG_TABLE)])
    keys = application.store.keys.url
    if keys != application.store.url and parse_url(keys).get_backend_name() == "postgresql":
        apart = engine_for(keys)
        try:
            scrub(apart, [KEYS.name])
        finally:
            apart.dispose()
