"""Workshops and recruiters on hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.plans.models import Programme
from jiedui.progress.alerts.base import AlertKind, Facts, Found
from jiedui.safeguards.models import LabourHold


def _standing(programme: Programme, on: date) -> Iterator[Found]:
    office = programme.office_id or programme.giver_id
    for pk, raised in programme.labour_holds.filter(lifted_at__isnull=True).values_list("pk", "raised_at"):
        yield Found(office, pk, {"since": f"{raised:%Y-%m-%d}"})


def _holds() -> QuerySet[LabourHold]:
    return LabourHold.objects.all()


def _says(hold: LabourHold, facts: Facts) -> str:
    said = {"name": hold.name, "sign": hold.get_flag_display(), **facts}
    return gettext("%(name)s: %(sign)s, on hold since %(since)s.") % said


HOLD = AlertKind(
    "hold", _("Hold"), "bad", _standing, _holds, _says,
    _("See to an independent check. Nothing of it is counted until the hold is lifted."),
)  # fmt: skip
