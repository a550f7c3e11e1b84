"""Entries on whose figure the two sides differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.enums import DifferenceState
from jiedui.ledger.models import Difference
from jiedui.plans.models import Programme
from jiedui.progress.alerts.base import AlertKind, Facts, Found


def _open(programme: Programme, on: date) -> Iterator[Found]:
    """To both sides; once they agree, to the office, which acts next."""
    office = programme.office_id or programme.giver_id
    rows = Difference.objects.filter(entry__programme=programme).exclude(state=DifferenceState.CLOSED)
    for pk, state, giver, receiver, opened in rows.values_list(
        "pk", "state", "entry__giver", "entry__receiver", "opened_at"
    ):
        for unit in (giver, receiver) if state == DifferenceState.OPEN else (office,):
            yield Found(unit, pk, {"since": f"{opened:%Y-%m-%d}"})


def _differences() -> QuerySet[Difference]:
    return Difference.objects.select_related("entry__giver", "entry__receiver")


def _says(difference: Difference, facts: Facts) -> str:
    entry = difference.entry
    return gettext("“%(title)s”, %(giver)s → %(receiver)s: disputed since %(since)s.") % {
        "title": entry.title,
        "giver": entry.giver.label,
        "receiver": entry.receiver.label,
        **facts,
    }


DISPUTE = AlertKind(
    "dispute", _("Disputed figure"), "warn", _open, _differences, _says,
    _("Say which figure stands and why, or agree to the one proposed."),
)  # fmt: skip
