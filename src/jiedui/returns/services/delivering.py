"""Sending what waits: e-mail through Django's backend, webhooks over HTTP; again later where that failed."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from jiedui.kernel.canonical import canonical_json
from jiedui.kernel.errors import JieduiError
from jiedui.returns import webhooks
from jiedui.returns.enums import DeliveryChannel, DeliveryState, NoticeKind
from jiedui.returns.models import Delivery, Notice

logger = logging.getLogger(__name__)
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]
"""How long is waited after each failure; after the last one it is given up."""

FAILURES = (OSError, SMTPException, http.client.HTTPException, JieduiError)


class NotTaken(JieduiError):
    """The other side answered that it does not take the message."""

    code = "not_taken"
    message = "HTTP %(status)d"


@dataclass(slots=True)
class Delivered:
    """What a round of sending did."""

    sent: int = 0
    failed: int = 0


def deliver(*, now: datetime | None = None) -> Delivered:
    """Send every message whose time has come; several may run at once, and none sends what another took."""
    now = now or timezone.now()
    done = Delivered()
    for delivery in _taken(now):
        try:
            _send(delivery)
        except FAILURES as error:
            _failed(delivery, error)
            done.failed += 1
        else:
            Delivery.objects.filter(pk=delivery.pk).update(
                state=DeliveryState.SENT, sent_at=timezone.now(), last_error=""
            )
            done.sent += 1
    return done


def _taken(now: datetime) -> Iterator[Delivery]:
    """Messages taken one by one: whoever counts the attempt up sends."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now)
    for delivery in waiting.select_related("user", "webhook", "programme"):
        wait = BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)]
        taken = waiting.filter(pk=delivery.pk, attempts=delivery.attempts).update(
            attempts=F("attempts") + 1, next_try_at=now + wait
        )
        if taken:
            delivery.attempts += 1
            yield delivery


def _failed(delivery: Delivery, error: Exception) -> None:
    given_up = delivery.attempts > len(BACKOFF)
    logger.warning("delivery %s failed (attempt %s): %s", delivery.pk, delivery.attempts, error)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if given_up else DeliveryState.WAITING, last_error=str(error)[:300]
    )


def _send(delivery: Delivery) -> None:
    if delivery.channel == DeliveryChannel.WEBHOOK and delivery.webhook is not None:
        body = canonical_json(delivery.content)
        at = int(timezone.now().timestamp())
        status = webhooks.post(delivery.webhook, body, at=at, delivery=delivery.pk)
        if not 200 <= status < 300:
            raise NotTaken(status=status)
        return
    _write(delivery)


def _write(delivery: Delivery) -> None:
    """The digest in the person's language; what was filed meanwhile is left out, and an empty one is not sent."""
    assert delivery.user is not None
    with override(delivery.user.language or settings.LANGUAGE_CODE):
        lines = [line_of(notice) for notice in _still_true(delivery)]
        if not lines:
            return
        subject = ngettext("%(count)d return needs you", "%(count)d returns need you", len(lines))
        opening = _("%(programme)s, %(day)s") % {
            "programme": delivery.programme.label,
            "day": delivery.on.isoformat(),
        }
        body = "\n".join([opening, "", *(f"- {line}" for line in lines), "", *_where()])
        send_mail(subject % {"count": len(lines)}, body, None, [delivery.user.email])


def _where() -> list[str]:
    if not settings.SITE_URL:
        return []
    return [_("Sign in: %(url)s") % {"url": settings.SITE_URL}]


def _still_true(delivery: Delivery) -> list[Notice]:
    notices = delivery.notices.select_related("about__schedule", "about__unit").order_by(
        "about__due_on", "pk"
    )
    reminders = NoticeKind.reminders()
    return [n for n in notices if n.kind not in reminders or n.about.filed_on is None]


def line_of(notice: Notice) -> str:
    """A notice as one line in the reader's language."""
    one = notice.about
    words = {
        "what": NoticeKind(notice.kind).label,
        "schedule": one.schedule.label,
        "unit": one.unit.label,
        "first": one.starts_on.isoformat(),
        "last": one.ends_on.isoformat(),
        "due": one.due_on.isoformat(),
    }
    return _("%(what)s: %(schedule)s, %(unit)s, %(first)s to %(last)s, due on %(due)s") % words
