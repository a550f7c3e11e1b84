"""Telling people, within the transaction of what they are told about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from jiedui.accounts.models import User
from jiedui.returns.enums import NoticeKind
from jiedui.returns.models import Notice, NoticeSettings, Return
from jiedui.returns.people import People
from jiedui.returns.services.access import asked_level, reviewing_unit


def tell(users: Iterable[User], one: Return, kind: NoticeKind, on: date) -> None:
    """Tell each of the people once a day."""
    Notice.objects.bulk_create(
        (Notice(user=user, about=one, kind=kind, on=on) for user in users), ignore_conflicts=True
    )


def tell_reviewers(returns: Iterable[Return]) -> None:
    """Tell those whose review a return waits for now."""
    people = People()
    for one in returns:
        level = asked_level(one)
        users = people.reviewers(one, level, reviewing_unit(one, level))
        tell(users, one, NoticeKind.TO_REVIEW, one.schedule.programme.today)


def tell_reporters(returns: Iterable[Return], kind: NoticeKind) -> None:
    """Tell those who report for the unit, and whoever handed the return in."""
    people = People()
    for one in returns:
        users = {user.pk: user for user in people.reporters(one.unit)}
        if one.submitted_by is not None:
            users[one.submitted_by.pk] = one.submitted_by
        tell(users.values(), one, kind, one.schedule.programme.today)


def mark_read(*, actor: User, notices: Iterable[Notice] | None = None) -> int:
    """Mark one's own notices read, all of them without ``notices``; returns how many were unread."""
    unread = Notice.objects.filter(user=actor, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=[notice.pk for notice in notices])
    return unread.update(read_at=timezone.now())


@transaction.atomic
def set_channels(*, actor: User, by_email: bool) -> NoticeSettings:
    """Choose how one wants to be told."""
    chosen, _created = NoticeSettings.objects.update_or_create(user=actor, defaults={"by_email": by_email})
    return chosen
