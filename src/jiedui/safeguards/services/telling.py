"""Telling the office that a grievance waits. The letter says that, and where; never what the grievance says."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiedui.accounts.models import User
from jiedui.accounts.policies import ALLOWED, Action
from jiedui.safeguards.models import Grievance

logger = logging.getLogger(__name__)


def tell_office(grievance: Grievance) -> int:
    """Write to everybody who may answer it and has an address, each in their language; how many were written to.

    An address that is not taken keeps no other from being written to.
    """
    told = 0
    for person in _answering():
        try:
            _write(person, grievance)
        except OSError:
            logger.warning(
                "user %s could not be told of grievance %s", person.pk, grievance.pk, exc_info=True
            )
        else:
            told += 1
    return told


def _answering() -> list[User]:
    roles = ALLOWED[Action.ANSWER_GRIEVANCE]
    people = User.objects.filter(is_active=True, memberships__role__in=roles).exclude(email="")
    return list(people.distinct().order_by("pk"))


def _write(person: User, grievance: Grievance) -> None:
    with override(person.language or settings.LANGUAGE_CODE):
        subject = _("A grievance waits in %(programme)s") % {"programme": grievance.programme.label}
        lines = [
            _("Somebody filed a grievance, or said more to one."),
            _("Read it and say that you are looking into it: its age stands on the programme's first page."),
        ]
        if settings.SITE_URL:
            path = f"/p/{grievance.programme.code}/safeguards/grievances/{grievance.pk}/"
            lines += ["", settings.SITE_URL.rstrip("/") + path]
        send_mail(subject, "\n".join(lines), None, [person.email])
