"""``jiedui clock``: give the background worker what recurs, so that nobody has to keep a table of times."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import date, datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from jiedui.progress.tasks import alert_everywhere, ask_everywhere
from jiedui.returns.services import recurring
from jiedui.returns.tasks import daily_round, deliver_waiting

EVERY_SECONDS = 60
logger = logging.getLogger(__name__)


def clock() -> None:
    """Hand the day's round and waiting messages to the background worker, until Ctrl-C. ``jiedui up`` runs it."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_signal: stopped.set())
    last: date | None = None
    while not stopped.is_set():
        close_old_connections()  # one that was lost is opened anew
        last = tick(timezone.now(), last)
        stopped.wait(EVERY_SECONDS)


def tick(now: datetime, last: date | None) -> date | None:
    """Enqueue what is due at a moment; the day of the last round. A database that does not answer is asked again."""
    try:
        day = recurring.round_due(now, last)
        if day is not None:
            daily_round.enqueue(day.isoformat())
            ask_everywhere.enqueue(day.isoformat())
            alert_everywhere.enqueue(day.isoformat())
            last = day
        if recurring.something_waits(now):
            deliver_waiting.enqueue()
    except DatabaseError:
        logger.exception("the database does not answer")
    return last
