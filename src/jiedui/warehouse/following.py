"""Following the ledger: soon after a change to postings the copy is brought up to date in the background.

Nothing rests on it. A query reads what no commit holds yet from the database, so a commit may wait a moment for others
to come and carry them over too: each is a file that every later query has to open.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jiedui.warehouse.queueing import is_queued, waits
from jiedui.warehouse.tasks import catch_up

PAUSE = timedelta(seconds=1)


def follow() -> None:
    """Have the copy brought up to date in a moment, unless a task that has not begun yet will do it anyway."""
    if not is_queued():
        catch_up.enqueue()
    elif not waits(catch_up.module_path):
        catch_up.using(run_after=timezone.now() + PAUSE).enqueue()
