"""Read models that may hold a name, built anew once other names can be read than before."""

from rso_core.projection import HandlerFailedError, Projector
from rso_core.search.index import forget as forget_index


def models_with_names(projector: Projector) -> list[str]:
    """The read models that may hold a name of a person: they handle an event that tells one."""
    return [model.name for model in projector.read_models if any(kind.sealed for kind in model.handlers)]


def tell_names_anew(projector: Projector) -> tuple[list[str], list[str]]:
    """Build them anew, each by itself, and the index of words when it is asked for next.

    Returns:
        Those that were built, and those that could not be and stay as they were.
    """
    projector.catch_up()
    built, failed = [], []
    for name in models_with_names(projector):
        try:
            projector.rebuild([name])
            built.append(name)
        except HandlerFailedError:
            failed.append(name)
    forget_index(projector.engine)
    return built, failed
