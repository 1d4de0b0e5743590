"""How an error reaches the person who typed a command: its message, and the exit code."""

import sys
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from rso_core.act_handles import ActNotFoundError
from rso_core.application import InvalidActError
from rso_core.cli.audit import PROOF_FAILS
from rso_core.cli.printing import err, json_text, write_json
from rso_core.database_errors import told
from rso_core.definition import DefinitionError
from rso_core.domain.refusal import Refused
from rso_core.dossier import DossierNotWholeError, UnreadableFileError
from rso_core.projection import HandlerFailedError, ProjectionError, UnknownReadModelError
from rso_core.proof.errors import ProofError
from rso_core.settings import SettingsError, load_settings
from rso_core.store import ConflictError, StoreError
from rso_core.store.error_messages import unusable
from rso_core.structuring import InputError

if TYPE_CHECKING:
    from rso_core.cli.session import Session

EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (Refused, 3),
    (DefinitionError, 4),
    (UnreadableFileError, 4),
    (InputError, 2),
    (InvalidActError, 2),
    (ActNotFoundError, 2),
    (DossierNotWholeError, 4),
    (UnknownReadModelError, 2),
    (ConflictError, 6),
    (StoreError, 5),
    (SettingsError, 5),
    (ProofError, PROOF_FAILS),
    (SQLAlchemyError, 5),
    (HandlerFailedError, 8),
    (ProjectionError, 8),
)
"""Per error its exit code, the first that fits. An error of a plugin may carry an ``exit_code`` of its own."""


def report(error: Exception, session: "Session") -> int:
    """Say what went wrong, for a person or as JSON; gives the exit code."""
    code = getattr(error, "exit_code", None)
    if not isinstance(code, int):
        code = next((number for kind, number in EXIT_CODES if isinstance(error, kind)), 1)
    message = (
        _message(error, session)
        if code != 1
        else f"unexpected {type(error).__name__}: {error} (RSO_DEBUG=1 shows more)"
    )
    if "--json" in sys.argv:
        told = {"error": type(error).__name__, "message": message, "exit_code": code}
        write_json(json_text(told, indent=None), sys.stderr)
    else:
        err.print(message if isinstance(error, Refused) else f"Error: {message}", markup=False)
    return code


def _message(error: Exception, session: "Session") -> str:
    if isinstance(error, Refused):
        try:
            return error.message(load_settings(session.config, session.store).language)
        except SettingsError:
            return error.message()
    if isinstance(error, SQLAlchemyError):
        said = getattr(error, "orig", None) or error
        return f"the registers could not be brought up to date: {unusable(session.settings().store, said)}"
    if isinstance(error, InputError):
        return "\n       ".join(error.problems)
    if isinstance(error, HandlerFailedError) and error.__cause__ is not None:
        return f"{error}: {told(error.__cause__)}"
    return str(error)
