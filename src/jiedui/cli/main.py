"""``jiedui``: the command line. Each command is one module of :mod:`jiedui.cli`."""

from __future__ import annotations

import os
import sys

import django
import typer
from django.apps import apps
from django.conf import settings
from rich.console import Console

WITHOUT_DATABASE = {"migrate", "up"}
READS = "extract"
"""The command that reads a paper and touches nothing else."""
app = typer.Typer(no_args_is_help=True, add_completion=False)


def terminal_language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh-hans" if locale.lower().startswith("zh") else "en"


@app.callback()
def before(context: typer.Context) -> None:
    """Run paired-assistance programmes."""
    if context.invoked_subcommand == READS:
        return
    from jiedui.kernel import origin
    from jiedui.kernel.enums import Channel

    origin.begin(origin.Origin(Channel.COMMAND, request_id=origin.new_request_id()))
    if context.invoked_subcommand not in WITHOUT_DATABASE:
        from jiedui.cli import database

        database.prepare()


def register_extract() -> None:
    """Add the command that reads a paper: what the others import takes longer than the reading."""
    from jiedui.cli.extract import extract

    app.command()(extract)


def register() -> None:
    """Add every command. Imported here because the commands need Django to be set up."""
    from jiedui.cli import (
        add_user,
        clock,
        close_examples,
        database,
        evidence,
        export_chain,
        extract,
        import_entries,
        import_plan,
        load,
        rebuild,
        reconcile,
        returns,
        score,
        simulate,
        standing,
        token,
        up,
        verify,
    )

    app.command()(up.up)
    app.command()(extract.extract)
    app.command()(load.load)
    app.command()(simulate.simulate)
    app.command("add-user")(add_user.add_user)
    app.command("close-examples")(close_examples.close_examples)
    app.command()(import_plan.import_plan)
    app.command()(import_entries.import_entries)
    app.command()(import_entries.template)
    app.command()(standing.standing)
    app.command()(score.score)
    app.command()(verify.verify)
    app.add_typer(evidence.app, name="evidence")
    app.command("export-chain")(export_chain.export_chain)
    app.command()(rebuild.rebuild)
    app.command()(reconcile.reconcile)
    app.command()(clock.clock)
    app.command()(database.migrate)
    app.add_typer(token.app, name="token")
    app.add_typer(returns.app, name="returns")


def main() -> None:
    """Entry point: set Django up, run the command, print a refusal without a traceback (exit 2)."""
    reads = sys.argv[1:2] == [READS]
    module = "jiedui.cli.reading_settings" if reads else "jiedui.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)
    if reads:
        apps.populate(settings.INSTALLED_APPS)  # setup() would load addresses, and with them the database
    else:
        django.setup()
    from django.utils import translation

    from jiedui.kernel.errors import JieduiError

    translation.activate(terminal_language())
    if reads:
        register_extract()
    else:
        register()
    try:
        app()
    except JieduiError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        sys.exit(2)


if __name__ == "__main__":
    main()
