"""The one place where the handler of a read model is called for an event."""

from rso_core.guard import OURS, WATCH, failure_of
from rso_core.projection.errors import HandlerFailedError
from rso_core.projection.read_model import Handler, ReadModel
from rso_core.projection.rows import Rows
from rso_core.store.recorded import RecordedEvent

OURS.add(__file__)


def called(
    model: ReadModel, handler: Handler, rows: Rows, position: int, recorded: RecordedEvent, index: int = 0
) -> None:
    """Call a handler for an event, watched.

    Raises:
        HandlerFailedError: it raised, wanted to end the program, or took longer than it may; that is the cause.
        KeyboardInterrupt: the person who typed the command wants it to end.
    """
    # Plain attributes: this is done for each event and each read model.
    WATCH.turn += 1
    WATCH.handling = model.plugin
    try:
        handler(rows, recorded)
    except BaseException as error:
        raise HandlerFailedError(model.name, index, position, recorded) from failure_of(error)
    finally:
        WATCH.handling = None
