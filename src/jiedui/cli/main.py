"""``jiedui``: the command line. Each command is one module of :mod:`jiedui.cli`."""

from __future__ import annotations

import os
import sys

import django
import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run paired-assistance programmes.")


def register() -> None:
    """Add every command. Imported here because the commands need Django to be set up."""
    from jiedui.cli import extract

    app.command()(extract.extract)


def main() -> None:
    """Entry point: set Django up, run the command, print a refusal without a traceback (exit 2)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings")
    django.setup()
    from jiedui.kernel.errors import JieduiError

    register()
    try:
        app()
    except JieduiError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        sys.exit(2)
