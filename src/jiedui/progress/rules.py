"""Thresholds the programme must keep, checked on the same figures as everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.ledger.series import Book
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Indicator, Programme, Rule
from jiedui.plans.queries import current_rules
from jiedui.progress.reckoning import book_of


class RuleState(models.TextChoices):
    """Whether a rule is kept."""

    KEPT = "kept", _("kept")
    BROKEN = "broken", _("broken")
    UNKNOWN = "unknown", _("cannot be told")

    @property
    def shape(self) -> str:
        """A sign that tells the state without colour."""
        return {"kept": "●", "broken": "■", "unknown": "○"}[self.value]

    @property
    def tone(self) -> str:
        """The name of the colour that goes with it."""
        return {"kept": "grey", "broken": "red", "unknown": "muted"}[self.value]


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """A rule held against its figures; ``value`` is what is compared with the threshold, None if unknown."""

    rule: Rule
    state: RuleState
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def check_rules(programme: Programme, *, on: date) -> list[RuleCheck]:
    """Every rule in force at the close of ``on``, over the programme's whole span so far.

    A rule is *unknown* where it has no threshold, where an indicator is missing or has no kind of help behind
    it, where an indicator is as stated (such figures are never scored), and where nothing is recorded yet under
    the line. Three queries.
    """
    return rules_in(programme, book_of(programme, on), on=on)


def rules_in(programme: Programme, book: Book, *, on: date) -> list[RuleCheck]:
    """The same from a book that is at hand. One query."""
    return [check_rule(rule, book, programme, on=on) for rule in current_rules(programme)]


def check_rule(
    rule: Rule, book: Book, programme: Programme, *, on: date, unit: int | None = None
) -> RuleCheck:
    """One rule, from a book that is at hand; by what one unit's subtree gave, where one is named. No query."""
    giver = programme.giver_id if unit is None else unit
    if rule.threshold is None or not _usable(rule.numerator):
        return RuleCheck(rule, RuleState.UNKNOWN, None)
    numerator = _value(rule.numerator, book, programme, giver, on)
    if rule.denominator_id is None:
        return RuleCheck(rule, _state(rule, numerator), numerator, numerator)
    if not _usable(rule.denominator):
        return RuleCheck(rule, RuleState.UNKNOWN, None, numerator)
    denominator = _value(rule.denominator, book, programme, giver, on)
    if not denominator:
        return RuleCheck(rule, RuleState.UNKNOWN, None, numerator, denominator)
    share = numerator / denominator
    return RuleCheck(rule, _state(rule, share), share, numerator, denominator)


def _usable(indicator: Indicator | None) -> bool:
    return indicator is not None and bool(indicator.kind) and not indicator.as_stated


def _value(indicator: Indicator | None, book: Book, programme: Programme, giver: int, on: date) -> Decimal:
    assert indicator is not None
    series = book.series(indicator, giver)
    return series.at(programme.starts_on, min(on, programme.ends_on)).value


def _state(rule: Rule, value: Decimal) -> RuleState:
    threshold = rule.threshold or Decimal(0)
    kept = {
        Comparator.AT_LEAST: value >= threshold,
        Comparator.AT_MOST: value <= threshold,
        Comparator.EQUAL: value == threshold,
    }[Comparator(rule.comparator)]
    return RuleState.KEPT if kept else RuleState.BROKEN
