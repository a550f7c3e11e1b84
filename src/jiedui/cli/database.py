"""Preparing the database before a command that needs it."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import JieduiError


class NotPrepared(JieduiError):
    """A database server whose tables are not those of this version."""

    code = "not_prepared"
    message = _("The database is not prepared for this version. Back it up, then run: jiedui migrate")


def migrate() -> None:
    """Bring the database's tables to this version."""
    call_command("migrate", verbosity=0)


def prepare() -> None:
    """Prepare the embedded database unasked; of a server's, which others may be using, only say so."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        migrate()
    else:
        raise NotPrepared
