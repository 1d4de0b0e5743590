"""What ``rso --help`` says of the commands ``rso pleio …``, which are imported when one of them is asked for."""

from typing import TYPE_CHECKING

from rso_core.cli.declaring import group

if TYPE_CHECKING:
    import typer

PANEL = "Pleio"


# Installed without the extra `pleio` there is nothing to talk to a site with; the pages of the plugin still work.
@group("pleio", needs=("filelock", "requests"))
def pleio_commands() -> "typer.Typer":
    """Keep the groups on a Pleio site in step with the record. Address: [pleio] url in rso.toml or RSO_PLEIO_URL; session:
    RSO_PLEIO_SESSION, a file, or the keyring (rso pleio login).
    """
    from rso_pleio.commands import pleio  # noqa: PLC0415 - the libraries of a site

    return pleio
