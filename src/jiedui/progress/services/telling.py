"""Telling of alerts, once for each: a digest to each person who can act, a message to each webhook."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from jiedui.accounts.models import User
from jiedui.plans.models import Programme
from jiedui.progress.models import Alert
from jiedui.progress.queries import ToldAlert, told
from jiedui.returns.models import NoticeSettings
from jiedui.returns.people import People
from jiedui.returns.services import tell_hooks

logger = logging.getLogger(__name__)


def tell_of_alerts(programme: Programme, *, on: date) -> int:
    """Tell of the alerts nobody was told of yet; how many letters went out.

    An address that is not taken keeps no other from hearing, and is tried again in the next round. What is told is
    noted after it was told: a round that dies tells twice rather than never. Webhooks are told by the messages of
    :mod:`jiedui.returns.services.outgoing`, which are tried again by themselves.
    """
    post_alerts(programme, on=on)
    alerts = list(_standing(programme).filter(told_at__isnull=True).select_related("unit"))
    if not alerts:
        return 0
    people = People()
    of_person: defaultdict[int, list[Alert]] = defaultdict(list)
    known: dict[int, User] = {}
    for alert in alerts:
        for user in people.reporters(alert.unit) or people.office():
            known[user.pk] = user
            of_person[user.pk].append(alert)
    silent = set(NoticeSettings.objects.filter(by_email=False).values_list("user", flat=True))
    sent = {
        pk: _written(known[pk], programme, some)
        for pk, some in of_person.items()
        if known[pk].email and pk not in silent
    }
    unheard = {alert.pk for pk, done in sent.items() if not done for alert in of_person[pk]}
    heard = [alert.pk for alert in alerts if alert.pk not in unheard]
    Alert.objects.filter(pk__in=heard).update(told_at=timezone.now())
    return sum(sent.values())


@transaction.atomic
def post_alerts(programme: Programme, *, on: date) -> int:
    """Put a message with the alerts that are new on its way to each webhook; how many messages.

    It holds what stands, without names: kinds, units and ids, and the facts.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    fresh = _standing(programme).filter(posted_at__isnull=True)
    facts = {"alerts": [_plain(one) for one in fresh.order_by("pk")]}
    if not facts["alerts"]:
        return 0
    # Alerts are raised under the same lock: these are the ones that were read.
    fresh.update(posted_at=timezone.now())
    return tell_hooks(programme=programme, event="alerts", on=on, facts=facts)


def _standing(programme: Programme) -> QuerySet[Alert]:
    return Alert.objects.filter(programme=programme, closed_on__isnull=True)


def _written(user: User, programme: Programme, alerts: list[Alert]) -> bool:
    with override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext("%(count)d thing needs you", "%(count)d things need you", len(alerts))
        lines = [line for one in told(alerts) for line in _lines(one)]
        where = [_("Sign in: %(url)s") % {"url": settings.SITE_URL}] if settings.SITE_URL else []
        body = "\n".join([programme.label, "", *lines, *where])
        try:
            send_mail(subject % {"count": len(alerts)}, body, None, [user.email])
        except OSError:
            logger.warning("user %s could not be told of alerts", user.pk, exc_info=True)
            return False
        return True


def _lines(one: ToldAlert) -> list[str]:
    return [f"- {one.kind.label}: {one.sentence}", f"  {one.kind.next}", ""]


def _plain(alert: Alert) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "unit": alert.unit_id,
        "subject": alert.subject,
        "facts": alert.facts,
        "since": alert.raised_on.isoformat(),
    }
