"""Parameters that are plain text need no pydantic, which typer loads to convert any value, also one that is not given.

It takes as long as all the rest of typer. Where a typer converts in another way, nothing is done.
"""

from typing import Any


class PlainText:
    """Converts what is plain text or not given; anything else as typer does."""

    def __init__(self, parameter: Any) -> None:
        self._typer: Any = None
        self._build = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value for the command."""
        several, kind = param.multiple or param.nargs == -1, param.type_descriptor.annotation
        if value is None:
            return () if several else None
        if kind is str and not several and isinstance(value, str):
            return value
        if kind in (int, int | None) and not several and isinstance(value, str):
            number = _whole_number(value, param, ctx)
            if _within(param.type_descriptor.parameter_info, number):
                return number
            value = str(number)
        if kind == list[str] and several and all(isinstance(part, str) for part in value):
            return list(value)
        if self._typer is None:
            param._runtime_param = None
            self._typer = self._build()
            param._runtime_param = self
        return self._typer.coerce(value, param=param, ctx=ctx)


def _within(bounds: Any, number: int) -> bool:
    least, most = bounds.min, bounds.max
    return (least is None or number >= least) and (most is None or number <= most)


def _whole_number(text: str, param: Any, ctx: Any) -> int:
    """Read by the rule for numbers everywhere: Python would take ``1_000`` and the digits of any script.

    Raises:
        typer.BadParameter: it is none, or may be read in two ways.
    """
    import typer

    from rso_core.written_numbers import whole_number_in

    try:
        return whole_number_in(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), ctx=ctx, param=param) from None


def without_pydantic(command: Any) -> Any:
    """A command whose parameters, and those of the commands in it, only load pydantic for a value that needs it."""
    for parameter in command.params:
        _make_plain(parameter)
    help_option = command.get_help_option
    command.get_help_option = lambda ctx: _make_plain(help_option(ctx))
    for part in getattr(command, "commands", {}).values():
        without_pydantic(part)
    return command


def _make_plain(parameter: Any) -> Any:
    known = ("_runtime_param", "get_runtime_param", "type_descriptor")
    if all(hasattr(parameter, name) for name in known) and parameter._runtime_param is None:
        parameter._runtime_param = PlainText(parameter)
    return parameter
