"""What waits for the background worker."""

from __future__ import annotations

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult


def is_queued() -> bool:
    """Whether tasks wait in the database, not run at once as in tests."""
    # Not ``default_task_backend``: a proxy is an instance of nothing.
    return isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend)


def waits(path: str) -> bool:
    """Whether a task of this name has not begun yet."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path).exists()


def is_due(path: str) -> bool:
    """Whether one of them may begin by now."""
    return DBTaskResult.objects.ready().filter(task_path=path).exists()
