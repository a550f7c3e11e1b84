"""Targets that are behind, or can hardly be reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.figures import scale_of
from jiedui.plans.models import Programme, Target
from jiedui.progress.alerts.base import AlertKind, Facts, Found
from jiedui.progress.enums import Status
from jiedui.progress.league import whole_targets
from jiedui.progress.reckoning import standings
from jiedui.progress.standing import Standing


def _behind(programme: Programme, on: date) -> Iterator[Found]:
    return _with(Status.BEHIND, programme, on)


def _out_of_reach(programme: Programme, on: date) -> Iterator[Found]:
    return _with(Status.OUT_OF_REACH, programme, on)


def _with(status: Status, programme: Programme, on: date) -> Iterator[Found]:
    """Whole targets that still run; the lead of the field of work is told of the programme's own."""
    for row in whole_targets(standings(programme, on=on)):
        if row.status is not status or row.target.ends_on < on:
            continue
        own = row.unit.pk != programme.giver_id
        yield Found(
            row.unit.pk if own else row.indicator.workstream.lead_id or row.unit.pk,
            row.target.pk,
            _facts(row),
        )


def _facts(row: Standing) -> Facts:
    known = {
        "value": row.value,
        "expected": row.expected,
        "likely": row.forecast,
        "needed": row.needed_per_month,
    }
    decimals = row.indicator.decimals
    return {name: plain(round(value, decimals)) for name, value in known.items() if value is not None}


def _targets() -> QuerySet[Target]:
    return Target.objects.select_related("indicator", "unit", "receiver")


def _says(target: Target, facts: Facts) -> str:
    figures = {name: Decimal(text) for name, text in facts.items()}
    scale = scale_of([target.value, *figures.values()], target.indicator.unit, target.indicator.decimals)
    shown = {name: scale.show(figures.get(name)) for name in ("value", "expected", "likely", "needed")}
    whose = target.unit.label + (f" → {target.receiver.label}" if target.receiver else "")
    named = gettext("%(indicator)s (%(unit)s)") if scale.unit else "%(indicator)s"
    return gettext(
        "%(indicator)s, %(whose)s: %(value)s of %(target)s; %(expected)s are due by now, likely at the end "
        "%(likely)s, needed a month %(needed)s."
    ) % {
        "indicator": named % {"indicator": target.indicator.label, "unit": scale.unit},
        "whose": whose,
        "target": scale.show(target.value),
        **shown,
    }


BEHIND = AlertKind(
    "behind", _("Behind"), "warn", _behind, _targets, _says,
    _("Record what was done and is not recorded yet; else agree on what brings the months left up to what is needed."),
)  # fmt: skip
OUT_OF_REACH = AlertKind(
    "out_of_reach", _("Can hardly be reached"), "bad", _out_of_reach, _targets, _says,
    _("Tell the programme office now: more help, or a revised target with the document that orders it."),
)  # fmt: skip
