"""Writing to those who can act, once for each alert: a digest a person, and a message to each webhook."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from jiedui.accounts.models import User
from jiedui.kernel.canonical import canonical_json
from jiedui.plans.models import Programme
from jiedui.progress.models import Alert
from jiedui.progress.queries import ToldAlert, told
from jiedui.returns import webhooks
from jiedui.returns.models import NoticeSettings, Webhook
from jiedui.returns.people import People

logger = logging.getLogger(__name__)


def tell_of_alerts(programme: Programme) -> int:
    """Write about the alerts nobody was told of yet; how many letters went out.

    An address that is not taken keeps no other from hearing, and is tried again in the next round. What is told is
    noted after it was told: a round that dies tells twice rather than never.
    """
    alerts = list(
        Alert.objects.filter(
            programme=programme, closed_on__isnull=True, told_at__isnull=True
        ).select_related("unit")
    )
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
    for hook in Webhook.objects.filter(programme=programme, active=True):
        _post(hook, programme, alerts)
    unheard = {alert.pk for pk, done in sent.items() if not done for alert in of_person[pk]}
    heard = [alert.pk for alert in alerts if alert.pk not in unheard]
    Alert.objects.filter(pk__in=heard).update(told_at=timezone.now())
    return sum(sent.values())


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


def _post(hook: Webhook, programme: Programme, alerts: list[Alert]) -> None:
    """What stands, without names: kinds, units and ids, and the facts."""
    body = canonical_json(
        {"event": "alerts", "programme": programme.code, "alerts": [_plain(one) for one in alerts]}
    )
    at = int(timezone.now().timestamp())
    try:
        status = webhooks.post(hook, body, at=at, delivery=alerts[0].pk)
    except Exception:  # whatever the address outside does is no fault of the round
        logger.warning("webhook %s could not be told of alerts", hook.pk, exc_info=True)
    else:
        if not 200 <= status < 300:
            logger.warning("webhook %s answered %s", hook.pk, status)


def _plain(alert: Alert) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "unit": alert.unit_id,
        "subject": alert.subject,
        "facts": alert.facts,
        "since": alert.raised_on.isoformat(),
    }
