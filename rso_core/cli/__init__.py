"""The `rso` command: thin, over the application."""

from rso_core.cli.main import main

__all__ = ["main"]
