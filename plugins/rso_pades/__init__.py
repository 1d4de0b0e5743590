"""Digital signing: who signed a PDF (PAdES), when, and whether it is the text of the covenant (S2)."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from rso_core.hooks import hookimpl

if TYPE_CHECKING:
    import typer


@hookimpl
def rso_commands(cli: "typer.Typer") -> None:
    """The commands ``rso check-signature`` and ``rso sign-digitally``, where pyHanko (the extra `pades`) is installed."""
    if find_spec("typer") is not None and find_spec("pyhanko") is not None:
        from rso_pades.commands import check_signature, sign_digitally  # noqa: PLC0415 - only with the extra

        panel = "Record: signing (S2)"
        cli.command("check-signature", rich_help_panel=panel)(check_signature)
        cli.command("sign-digitally", rich_help_panel=panel)(sign_digitally)
