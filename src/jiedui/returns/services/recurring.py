"""What returns need every day without anybody asking: those that are owed, the reminders, the messages that wait."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from jiedui.plans.models import Programme
from jiedui.returns.enums import DeliveryState
from jiedui.returns.models import Delivery
from jiedui.returns.services.producing import produce_returns
from jiedui.returns.services.reminding import remind

MORNING = time(6)
"""When the day's round is made, in the installation's time zone; before it, last night's is still the last."""


def round_due(now: datetime, last: date | None) -> date | None:
    """The day whose round is due, if it was not made yet; ``last`` is the day of the last one."""
    here = timezone.localtime(now)
    return here.date() if here.time() >= MORNING and here.date() != last else None


def programmes_of_today(today: date) -> QuerySet[Programme]:
    """Programmes whose clock runs and that are under way, or were over less than a year ago.

    Where the clock stands still, as in an example, nobody is reminded by itself.
    """
    begun = Programme.objects.filter(reference_date__isnull=True, starts_on__lte=today)
    return begun.filter(ends_on__gte=date(today.year - 1, 1, 1)).order_by("pk")


def make_round(today: date) -> None:
    """Make the returns that are owed in every programme, and the day's reminders. Repeating it adds nothing."""
    for programme in programmes_of_today(today):
        produce_returns(actor=None, programme=programme, until=today)
        remind(actor=None, programme=programme, on=today)


def something_waits(now: datetime) -> bool:
    """Whether a message's time to be sent has come."""
    return Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now).exists()
