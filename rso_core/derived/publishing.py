"""Nothing goes out that does not follow from the record, unless somebody says why; and then that stands on record."""

from collections.abc import Sequence
from datetime import date

import attrs

from rso_core import acts
from rso_core.application import Application, Provenance
from rso_core.database import engine_for
from rso_core.derived.checking import harmed, held_registers
from rso_core.projection import ReadModel
from rso_core.proof.checkpoint_signing import KeyPlace
from rso_core.proof.checkpoints import read_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.verification import KEYS_FOLLOW, Finding, HeldCheckpoint, verify
from rso_core.store.event_store import EventStore

SHOWN = 3


class UnprovenError(ProofError):
    """What would go out does not follow from the record.

    Attributes:
        problems: what does not, a line each (Dutch).
    """

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        some = "; ".join(problems[:SHOWN])
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        super().__init__(
            f"nothing went out ({what}), for what would go out does not follow from the record: {some}{more}. "
            "'rso audit verify' tells all of it and 'rso repair' makes anew what is derived; to let it go out all the "
            "same, say why: --unproven REASON, which is put on record"
        )


@attrs.frozen(kw_only=True)
class Guard:
    """Looks whether what is about to go out follows from the record.

    Attributes:
        store: the record.
        models: the read models of which something goes out; none where it is told from the events alone.
        place: where the signing key is, beside which the newest checkpoint is kept; None for nowhere.
    """

    store: EventStore
    models: Sequence[ReadModel] = ()
    place: KeyPlace | None = None

    def problems(self) -> list[str]:
        """What does not follow, a line each (Dutch); nothing where all does."""
        # A key that cannot be read takes nothing from what is recorded; what it signed is held against the events all the same.
        # Nor does a key of a person that is wrong, or not here: a mark goes out in place of that name, and says nothing else.
        verified = verify(self.store, self._held(), persons=False)
        findings: list[Finding] = [each for each in verified.findings if each.check != KEYS_FOLLOW]
        if self.models:
            engine = engine_for(self.store.url)
            try:
                findings += held_registers(self.store, engine, self.models)
                findings += harmed(self.store, engine, self.models)
            finally:
                engine.dispose()
        wrong = [finding for finding in findings if finding.ok is False]
        return [line for finding in wrong for line in finding.found.splitlines()]

    def require(self, what: str) -> None:
        """Refuse what does not follow.

        Args:
            what: what goes out, and where to (Dutch), for the message.

        Raises:
            UnprovenError: something does not.
        """
        problems = self.problems()
        if problems:
            raise UnprovenError(what, problems)

    def _held(self) -> list[HeldCheckpoint]:
        if self.place is None or not self.place.checkpoint.exists():
            return []
        where = f"naast de sleutel ({self.place.checkpoint.name})"
        try:
            return [HeldCheckpoint(where, read_checkpoint(self.place.checkpoint))]
        except ProofError as error:
            return [HeldCheckpoint(where, None, str(error))]


def let_out(
    application: Application, guard: Guard, what: str, reason: str | None, circumstances: Provenance, on: date
) -> tuple[str, ...]:
    """Let something go out that follows from the record; or that does not, where somebody says why, which is recorded.

    Args:
        application: the open record.
        guard: looks whether it follows.
        what: what goes out, and where to (Dutch).
        reason: why it goes out all the same; None where nobody says so.
        circumstances: who lets it go out.
        on: the day (Europe/Amsterdam).

    Returns:
        What does not follow from the record, a line each (Dutch); nothing where all does, and then nothing is recorded.

    Raises:
        UnprovenError: it does not follow, and nobody says why it should go out.
        Refused: the reason says nothing.
    """
    try:
        guard.require(what)
    except UnprovenError as error:
        if reason is None:
            raise
        application.perform(acts.PublishUnproven(published=what, reason=reason, on=on), circumstances)
        return error.problems
    return ()
