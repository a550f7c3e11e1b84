from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ProgressConfig(AppConfig):
    """How a programme stands against its plan, and what it would score."""

    name = "jiedui.progress"
    label = "progress"

    def ready(self) -> None:
        """The triggers over scorecards are off while tables change, and on again afterwards."""
        pre_migrate.connect(lift, sender=self)
        post_migrate.connect(hold, sender=self)


def lift(*, using: str, plan: list[Any] | None = None, **_more: Any) -> None:
    """SQLite writes a table anew to change it, and cannot while a trigger of another table speaks of it."""
    from jiedui.progress.scorecards import triggers

    if plan and connections[using].vendor == "sqlite":
        triggers.unprotect(connections[using])


def hold(*, using: str, plan: list[Any] | None = None, **_more: Any) -> None:
    """On again, where the tables are there; where nothing was migrated only what is missing is looked for."""
    from jiedui.progress.scorecards import triggers

    connection = connections[using]
    if "progress_scoreline" not in connection.introspection.table_names():
        return
    if plan or not triggers.are_on(connection):
        triggers.protect(connection)
