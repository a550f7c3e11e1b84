"""Rules of the programme that its figures break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.canonical import plain
from jiedui.kernel.figures import grouped, percent
from jiedui.plans.models import Programme, Rule
from jiedui.progress.alerts.base import AlertKind, Facts, Found
from jiedui.progress.rules import RuleState, check_rules


def _broken(programme: Programme, on: date) -> Iterator[Found]:
    for check in check_rules(programme, on=on):
        if check.state is RuleState.BROKEN and check.value is not None:
            lead = check.rule.workstream.lead_id if check.rule.workstream else None
            value = plain(round(check.value, 4))
            yield Found(lead or programme.office_id or programme.giver_id, check.rule.pk, {"value": value})


def _rules() -> QuerySet[Rule]:
    return Rule.objects.select_related("workstream")


def _says(rule: Rule, facts: Facts) -> str:
    value = Decimal(facts["value"])
    shown = percent(value) if rule.denominator_id else grouped(value)
    return gettext("%(rule)s: it is %(value)s now.") % {"rule": rule.label, "value": shown}


RULE = AlertKind(
    "rule", _("Broken rule"), "bad", _broken, _rules, _says,
    _("Look at the entries behind it; plan what comes next so that the rule is kept again."),
)  # fmt: skip
