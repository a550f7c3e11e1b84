"""The ledger as it stood on a past day: how far its chain went then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry


def sequence_on(day: date) -> int:
    """The last number of the chain at the close of a day; 0 before the first."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    found = Entry.objects.filter(state=EntryState.ACCEPTED, decided_at__lt=end).order_by()
    return found.aggregate(last=Max("sequence"))["last"] or 0
