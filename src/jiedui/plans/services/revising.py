"""New versions of milestones and rules; the row that is replaced stays as it was ordered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.plans.enums import Comparator
from jiedui.plans.errors import (
    MilestoneExists,
    MilestoneSuperseded,
    NothingRevised,
    RevisionNotLater,
    RuleSuperseded,
)
from jiedui.plans.models import Indicator, Milestone, Revision, Rule
from jiedui.plans.services import guard
from jiedui.plans.services.targets import lock

OF_A_MILESTONE = ("due_on", "text", "text_en", "share", "indicator")
OF_A_RULE = ("text", "text_en", "comparator", "threshold")


@transaction.atomic
def revise_milestone(
    *,
    actor: Any,
    milestone: Milestone,
    due_on: date,
    text: str,
    share: Decimal | None,
    revision: Revision,
    text_en: str = "",
    indicator: Indicator | None = None,
) -> Milestone:
    """Put a new version in the place of a milestone; pace goes by it from now on. Its successor.

    It speaks of the indicator it spoke of; ``indicator`` names one where it spoke of none. Raises
    MilestoneSuperseded, RevisionNotLater, NothingRevised, MilestoneExists, NotAllowed, or Invalid for a share outside
    0 to 1, a share without an indicator or an indicator of another workstream.
    """
    workstream = milestone.workstream
    guard.may_edit(actor, workstream.programme)
    guard.same_programme(workstream.programme, revision)
    lock(workstream.programme)
    milestone.refresh_from_db(fields=["superseded_by"])
    if milestone.superseded_by_id is not None:
        raise MilestoneSuperseded
    _later(revision, milestone.revision)
    indicator = milestone.indicator or indicator
    guard.share_due(share, indicator, workstream)
    before = audit.snapshot(milestone, OF_A_MILESTONE)
    successor = Milestone(
        workstream=workstream,
        indicator=indicator,
        due_on=due_on,
        text=guard.words(text, "text"),
        text_en=text_en.strip(),
        share=share,
        revision=revision,
        origin_id=milestone.origin_id or milestone.pk,
    )
    changes = _changed(before, successor)
    others = workstream.milestones.filter(due_on=due_on, text=successor.text, superseded_by__isnull=True)
    if others.exclude(pk=milestone.pk).exists():
        raise MilestoneExists(due_on=due_on, address="due_on")
    _replace(milestone, successor)
    audit.record(
        actor=actor, action="milestone.revise", subject=successor, changes=changes, revision=revision.number
    )
    return successor


@transaction.atomic
def revise_rule(
    *,
    actor: Any,
    rule: Rule,
    text: str,
    comparator: str,
    threshold: Decimal | None,
    revision: Revision,
    text_en: str = "",
) -> Rule:
    """Put a new version in the place of a rule, over the same indicators; checks go by it from now on. Its successor.

    Raises RuleSuperseded, RevisionNotLater, NothingRevised, NotAllowed, or Invalid for an unknown comparator and for a
    ratio without a threshold.
    """
    guard.may_edit(actor, rule.programme)
    guard.same_programme(rule.programme, revision)
    lock(rule.programme)
    rule.refresh_from_db(fields=["superseded_by"])
    if rule.superseded_by_id is not None:
        raise RuleSuperseded
    _later(revision, rule.revision)
    if comparator not in Comparator.values:
        raise Invalid(_("Choose how the figure is held against the threshold."), address="comparator")
    if rule.denominator_id is not None and threshold is None:
        raise Invalid(_("A ratio needs a numerator, a denominator and a threshold."), address="threshold")
    before = audit.snapshot(rule, OF_A_RULE)
    successor = Rule(
        programme=rule.programme,
        workstream=rule.workstream,
        code=rule.code,
        text=guard.words(text, "text"),
        text_en=text_en.strip(),
        comparator=comparator,
        threshold=threshold,
        numerator=rule.numerator,
        denominator=rule.denominator,
        revision=revision,
    )
    changes = _changed(before, successor)
    _replace(rule, successor)
    audit.record(
        actor=actor, action="rule.revise", subject=successor, changes=changes, revision=revision.number
    )
    return successor


def _later(revision: Revision, than: Revision) -> None:
    if revision.number <= than.number:
        raise RevisionNotLater(address="revision")


def _changed(before: dict[str, Any], successor: Milestone | Rule) -> dict[str, Any]:
    """What is another than it was. Raises NothingRevised where nothing is."""
    changes = audit.changes(before, successor)
    if not changes:
        raise NothingRevised
    return changes


def _replace(old: Milestone | Rule, successor: Milestone | Rule) -> None:
    old.superseded_by = successor.revision
    old.save(update_fields=["superseded_by"])
    successor.save()
