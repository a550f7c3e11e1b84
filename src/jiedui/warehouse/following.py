"""Following the ledger: after each change to postings the copy is brought up to date in the background.

Nothing rests on it. A query brings the copy up to date before it answers, and finds nothing to do where the background
was faster.
"""

from __future__ import annotations

from django_tasks import default_task_backend
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from jiedui.warehouse.tasks import catch_up


def follow() -> None:
    """Have the copy brought up to date, unless a task that has not begun yet will do it anyway."""
    if not _waits():
        catch_up.enqueue()


def _waits() -> bool:
    if not isinstance(default_task_backend, DatabaseBackend):
        return False
    return DBTaskResult.objects.ready().filter(task_path=catch_up.module_path).exists()
