"""Where a rule is kept and where not, and the entries that pull it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Subquery

from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.queries import entries_for
from jiedui.ledger.series import Book
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.progress.rules import RuleCheck, RuleState, check_rule

POSTED = DecimalField(max_digits=20, decimal_places=4)


@dataclass(frozen=True, slots=True)
class UnitCheck:
    """The rule held against what one unit gave."""

    unit: OrgUnit
    check: RuleCheck


def checks_by_unit(rule: Rule, book: Book, programme: Programme, *, on: date) -> list[UnitCheck]:
    """The units right below the programme's giver that something was posted for, those that break the rule first.

    Only a share says something of a part: an amount of the whole programme is nobody's own to keep. One query.
    """
    if rule.denominator_id is None:
        return []
    units = OrgUnit.objects.filter(parent=programme.giver_id).order_by("path")
    checks = [UnitCheck(unit, check_rule(rule, book, programme, on=on, unit=unit.pk)) for unit in units]
    told = [one for one in checks if one.check.state is not RuleState.UNKNOWN]
    return sorted(told, key=lambda one: (one.check.state is not RuleState.BROKEN, one.unit.path))


def short_by(check: RuleCheck) -> Decimal | None:
    """How much of what is recorded would have to count otherwise for the rule to be kept; None where it is kept."""
    if check.state is not RuleState.BROKEN or check.value is None or check.numerator is None:
        return None
    threshold = check.rule.threshold or Decimal(0)
    whole = Decimal(1) if check.denominator is None else check.denominator
    return abs(threshold * whole - check.numerator)


def entries_against(user: Any, rule: Rule, programme: Programme, *, on: date) -> QuerySet[Entry]:
    """The accepted entries a person may see that keep the rule from being kept, with ``posted``, the greatest first.

    Of a share that must be large: what counts below the line and not above it. Of what must stay small: what counts
    above it. What was taken back, and what took it back, is left out.
    """
    above, below = rule.numerator, rule.denominator
    small = rule.comparator != Comparator.AT_LEAST
    counted = above if small else below
    if counted is None:
        return Entry.objects.none()
    found = entries_for(user).filter(
        Exists(_of(counted)),
        programme=programme,
        state=EntryState.ACCEPTED,
        reverses=None,
        reversal=None,
        occurred_on__range=(programme.starts_on, min(on, programme.ends_on)),
    )
    if not small and above is not None:
        found = found.exclude(Exists(_of(above)))
    return found.annotate(posted=Subquery(_of(counted).values("value")[:1], output_field=POSTED)).order_by(
        "-posted", "pk"
    )


def _of(indicator: Indicator) -> QuerySet[Posting]:
    return Posting.objects.filter(entry=OuterRef("pk"), indicator=indicator)
