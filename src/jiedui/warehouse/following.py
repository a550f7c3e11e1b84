"""Following the ledger: soon after a change to postings the copy is brought up to date in the background.

Nothing rests on it. A query reads what no commit holds yet from the database, so a commit may wait a moment for others
to come and carry them over too: each is a file that every later query has to open.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from jiedui.warehouse.tasks import catch_up

PAUSE = timedelta(seconds=1)


def follow() -> None:
    """Have the copy brought up to date in a moment, unless a task that has not begun yet will do it anyway."""
    if not isinstance(default_task_backend, DatabaseBackend):
        catch_up.enqueue()
    elif not DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=catch_up.module_path
    ).exists():
        catch_up.using(run_after=timezone.now() + PAUSE).enqueue()
