"""Reminders before and after due, one message a person a day; never to those who have filed.

A return is reminded of ``remind_before`` working days before it is due, on the day itself, on the first working day
after it and on every fifth from then. After ``escalate_after`` working days, and again after twice as many, the
next level of the review is told. On days off nobody is told anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel.working_days import is_working_day, working_days
from jiedui.plans.models import Programme
from jiedui.returns import queries
from jiedui.returns.enums import DeliveryChannel, NoticeKind
from jiedui.returns.models import Delivery, Notice, NoticeSettings, Return, ReviewLevel
from jiedui.returns.people import People
from jiedui.returns.services.access import reviewing_unit
from jiedui.returns.services.outgoing import DAILY, tell_hooks

REPEAT = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What reminding did: notices written now, and messages that wait to leave the house."""

    notices: int
    deliveries: int


def moment_of(due_on: date, remind_before: int, on: date) -> NoticeKind | None:
    """What a return that is not filed gives its unit to hear on a day."""
    if on == due_on:
        return NoticeKind.DUE_TODAY
    if on < due_on:
        left = working_days(on + ONE_DAY, due_on)
        return NoticeKind.DUE_SOON if remind_before and left == remind_before else None
    late = working_days(due_on + ONE_DAY, on)
    return NoticeKind.OVERDUE if late == 1 or (late and late % REPEAT == 0) else None


def escalated_to(due_on: date, escalate_after: int, on: date) -> int:
    """The level of the review that hears of it on a day, from 1 up; 0 for none."""
    if on <= due_on or not escalate_after:
        return 0
    late = working_days(due_on + ONE_DAY, on)
    return late // escalate_after if late and late % escalate_after == 0 else 0


@transaction.atomic
def remind(*, actor: Any, programme: Programme, on: date) -> Reminded:
    """Write the day's notices and the messages that carry them. Repeating it the same day adds nothing.

    Raises NotAllowed.
    """
    if actor is not None:
        require(actor, Action.EDIT_SCHEDULE)
    Programme.objects.select_for_update().get(pk=programme.pk)
    notices = _notices(programme, on) if is_working_day(on) else []
    before = Notice.objects.count()
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    written = Notice.objects.count() - before
    return Reminded(written, _digests(programme, on) + _webhooks(programme, on))


def _notices(programme: Programme, on: date) -> list[Notice]:
    people = People()
    owed = _owed(programme)
    found: dict[tuple[int, int, str], Notice] = {}

    def tell(users: Iterable[User], one: Return, kind: NoticeKind) -> None:
        for user in users:
            found.setdefault((user.pk, one.pk, kind), Notice(user=user, about=one, kind=kind, on=on))

    for one in owed:
        schedule = one.schedule
        if kind := moment_of(one.due_on, schedule.remind_before, on):
            tell(people.reporters(one.unit) or people.office(), one, kind)
        level = _level(one, escalated_to(one.due_on, schedule.escalate_after, on))
        if level is not None:
            tell(people.reviewers(one, level, reviewing_unit(one, level)), one, NoticeKind.ESCALATED)
    return list(found.values())


def _owed(programme: Programme) -> list[Return]:
    """Returns nobody has filed yet."""
    found = queries.current(Return.objects.select_related(*queries.RELATED, "submitted_by"))
    owed = list(found.filter(schedule__programme=programme, filed_on__isnull=True).order_by("due_on", "pk"))
    prefetch_related_objects(owed, "schedule__levels__unit")
    return owed


def _level(one: Return, number: int) -> ReviewLevel | None:
    return next((level for level in one.schedule.levels.all() if level.number == number), None)


def _digests(programme: Programme, on: date) -> int:
    """One message for each person who has something to hear, wishes to be written to and has an address."""
    unwanted = NoticeSettings.objects.filter(by_email=False).values("user")
    waiting = Notice.objects.filter(
        about__schedule__programme=programme,
        delivery__isnull=True,
        read_at__isnull=True,
        user__is_active=True,
    ).exclude(user__email="")
    by_user: defaultdict[int, list[int]] = defaultdict(list)
    for pk, user in waiting.exclude(user__in=unwanted).order_by("pk").values_list("pk", "user"):
        by_user[user].append(pk)
    had = set(
        Delivery.objects.filter(programme=programme, on=on, user__in=by_user).values_list("user", flat=True)
    )
    made = 0
    for user, notices in by_user.items():
        if user in had:
            continue
        delivery = Delivery.objects.create(
            channel=DeliveryChannel.EMAIL,
            programme=programme,
            user_id=user,
            on=on,
            content={"notices": len(notices)},
            next_try_at=timezone.now(),
        )
        Notice.objects.filter(pk__in=notices).update(delivery=delivery)
        made += 1
    return made


def _webhooks(programme: Programme, on: date) -> int:
    """One message for each address outside, with everything that is owed and near or past its day."""
    if not is_working_day(on) or not programme.webhooks.filter(active=True).exists():
        return 0
    near = on + timedelta(days=14)
    facts = {"returns": [_told(one, on) for one in _owed(programme) if one.due_on <= near]}
    return tell_hooks(programme=programme, event=DAILY, on=on, facts=facts)


def _told(one: Return, on: date) -> dict[str, Any]:
    return {
        "return": one.pk,
        "schedule": one.schedule.code,
        "unit": one.unit.name,
        "period": [one.starts_on.isoformat(), one.ends_on.isoformat()],
        "due_on": one.due_on.isoformat(),
        "overdue": one.due_on < on,
    }
