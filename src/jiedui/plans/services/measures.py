"""Milestones, tasks and rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Comparator, Duty, TaskState
from jiedui.plans.models import Indicator, Milestone, Programme, Revision, Rule, Task, TaskUnit, Workstream
from jiedui.plans.services import guard


@transaction.atomic
def add_milestone(
    *,
    actor: Any,
    workstream: Workstream,
    due_on: date,
    text: str,
    revision: Revision,
    text_en: str = "",
    indicator: Indicator | None = None,
    share: Decimal | None = None,
) -> Milestone:
    """Note what is due by a day: a share (0 to 1) of ``indicator``'s target, or an event in words.

    Raises Invalid for a share outside 0 to 1 or without an indicator, an indicator of another workstream, or
    the same words on the same day again.
    """
    guard.may_edit(actor, workstream.programme)
    guard.same_programme(workstream.programme, revision)
    text = guard.words(text, "text")
    guard.share_due(share, indicator, workstream)
    if workstream.milestones.filter(due_on=due_on, text=text, superseded_by__isnull=True).exists():
        raise Invalid(_("This milestone is there already."), address="text")
    milestone = Milestone.objects.create(
        workstream=workstream,
        indicator=indicator,
        due_on=due_on,
        text=text,
        text_en=text_en.strip(),
        share=share,
        revision=revision,
    )
    audit.record(actor=actor, action="milestone.add", subject=milestone, due_on=due_on.isoformat())
    return milestone


@transaction.atomic
def add_task(
    *,
    actor: Any,
    workstream: Workstream,
    text: str,
    revision: Revision,
    text_en: str = "",
    number: int | None = None,
    due_on: date | None = None,
    due_text: str = "",
    lead: Iterable[OrgUnit] = (),
    responsible: Iterable[OrgUnit] = (),
    supporting: Iterable[OrgUnit] = (),
) -> Task:
    """Note a measure of the plan with the duties of units; without ``number`` it comes last.

    ``due_text`` keeps the plan's words where they are no date. Raises Invalid for a number that is taken.
    """
    guard.may_edit(actor, workstream.programme)
    guard.same_programme(workstream.programme, revision)
    if number is None:
        number = (workstream.tasks.aggregate(last=Max("number"))["last"] or 0) + 1
    elif workstream.tasks.filter(number=number).exists():
        raise Invalid(_("Task %(number)d is there already."), number=number, address="number")
    task = Task.objects.create(
        workstream=workstream,
        number=number,
        text=guard.words(text, "text"),
        text_en=text_en.strip(),
        due_on=due_on,
        due_text=due_text.strip(),
        revision=revision,
    )
    duties = ((Duty.LEAD, lead), (Duty.RESPONSIBLE, responsible), (Duty.SUPPORTING, supporting))
    for duty, units in duties:
        TaskUnit.objects.bulk_create(
            TaskUnit(task=task, unit=unit, duty=duty) for unit in dict.fromkeys(units)
        )
    audit.record(actor=actor, action="task.add", subject=task, number=number)
    return task


@transaction.atomic
def set_task_state(*, actor: Any, task: Task, state: str) -> Task:
    """Say that a task is done, cancelled or open again."""
    guard.may_edit(actor, task.workstream.programme)
    if state not in TaskState.values:
        raise Invalid(_("“%(state)s” is no state of a task."), state=state, address="state")
    if task.state != state:
        before = audit.snapshot(task, ("state",))
        task.state = state
        task.save(update_fields=["state"])
        audit.record(actor=actor, action="task.state", subject=task, changes=audit.changes(before, task))
    return task


@transaction.atomic
def add_rule(
    *,
    actor: Any,
    programme: Programme,
    code: str,
    text: str,
    revision: Revision,
    text_en: str = "",
    workstream: Workstream | None = None,
    comparator: str = Comparator.AT_LEAST,
    threshold: Decimal | None = None,
    numerator: Indicator | None = None,
    denominator: Indicator | None = None,
) -> Rule:
    """Note a threshold the programme must keep: numerator over denominator against ``threshold``.

    Without indicators the rule stands in words until they can be measured. Raises Invalid for a code that is
    taken, or one of the two indicators without the other or without a threshold.
    """
    guard.may_edit(actor, programme)
    guard.same_programme(programme, revision)
    guard.key(code, "code")
    if programme.rules.filter(code=code).exists():
        raise Invalid(_("There is a rule “%(code)s” already."), code=code, address="code")
    if denominator is not None and (numerator is None or threshold is None):
        raise Invalid(_("A ratio needs a numerator, a denominator and a threshold."), address="numerator")
    rule = Rule.objects.create(
        programme=programme,
        workstream=workstream,
        code=code,
        text=guard.words(text, "text"),
        text_en=text_en.strip(),
        comparator=comparator,
        threshold=threshold,
        numerator=numerator,
        denominator=denominator,
        revision=revision,
    )
    audit.record(actor=actor, action="rule.add", subject=rule, code=code)
    return rule
