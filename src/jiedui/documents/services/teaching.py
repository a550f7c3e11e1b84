"""What a reviewer's edits teach the reader, and taking that back.

Only a name that meant nobody for sure, or a unit still to be created, is learned when it is replaced: a name that was
understood and replaced was the wrong one in that sentence, and means the same unit as ever in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiedui.accounts.policies import Action
from jiedui.documents.enums import ProposedObject, Taught
from jiedui.documents.errors import TaughtOtherwise
from jiedui.documents.models import Lesson, Proposal
from jiedui.documents.proposals.drafts import Known
from jiedui.documents.proposals.revisions import NOTHING, words_of_milestone, words_of_rule
from jiedui.documents.services.access import require_action
from jiedui.documents.services.editing import LISTS
from jiedui.kernel import audit
from jiedui.organisations.divisions import squeeze
from jiedui.plans.models import Indicator, Programme

OPEN = frozenset({Known.UNKNOWN, Known.AMBIGUOUS, Known.NEW})


def learn(*, actor: Any, proposal: Proposal, before: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Remember what an edit of ``proposal`` taught. ``before`` is its plan before the edit, ``changed`` the edit.

    Call within the transaction of the edit, after the proposal was compared anew.
    """
    programme = proposal.fact.document.programme
    assert programme is not None
    for name, unit in _names(proposal, before, changed):
        _teach(actor, programme, proposal, about=Taught.NAME, written=name, unit_id=unit)
    _revision(actor, programme, proposal, before, changed)
    if found := _measure(proposal, changed, programme):
        written, measured_in, indicator = found
        _teach(
            actor,
            programme,
            proposal,
            about=Taught.MEASURE,
            written=written,
            measured_in=measured_in,
            indicator_id=indicator,
        )


def _revision(
    actor: Any,
    programme: Programme,
    proposal: Proposal,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
) -> None:
    """Words that a milestone or a rule of the plan was not known by."""
    chosen, written = changed.get("revises", ""), str(proposal.fact.fields.get("text") or "")
    if not chosen or chosen == NOTHING or not written or str(before.get("existing")) == chosen:
        return
    if proposal.makes == ProposedObject.MILESTONE:
        key, about, means = words_of_milestone(written), Taught.MILESTONE, {"milestone_id": int(chosen)}
    else:
        key, about, means = words_of_rule(written), Taught.RULE, {"rule_id": int(chosen)}
    _teach(actor, programme, proposal, about=about, written=written, key=key, **means)


def _names(
    proposal: Proposal, before: Mapping[str, Any], changed: Mapping[str, Any]
) -> Iterator[tuple[str, int]]:
    """Written names with the unit each was taken for."""
    for name, unit in changed.get("resolved", {}).items():
        if unit:
            yield name, unit
    for role in LISTS & set(changed):
        old = before.get("roles", {}).get(role, [])
        new = proposal.plan.get("roles", {}).get(role, [])
        if len(old) != len(new):
            continue  # names were added or left out; which stands for which is a guess
        for was, now in zip(old, new, strict=True):
            if was["text"] != now["text"] and was["known"] in OPEN and now["known"] == Known.UNIT:
                yield was["text"], now["unit"]


def _measure(
    proposal: Proposal, changed: Mapping[str, Any], programme: Programme
) -> tuple[str, str, int] | None:
    """The measure as the document has it, its unit, and the indicator it was taken for."""
    written = str(proposal.fact.fields.get("measure") or "")
    values = proposal.plan.get("values", {})
    if not written or "unit" not in values:
        return None
    if proposal.makes == ProposedObject.FIGURE and "indicator" in changed and values.get("indicator"):
        return written, values["unit"], values["indicator"]
    if proposal.makes == ProposedObject.TARGET and changed.get("measure") not in {None, written}:
        found = Indicator.objects.filter(
            workstream__programme=programme,
            workstream__name=proposal.section,
            name=changed["measure"],
            unit=values["unit"],
        ).first()
        return (written, values["unit"], found.pk) if found else None
    return None


def _teach(
    actor: Any,
    programme: Programme,
    proposal: Proposal,
    *,
    about: Taught,
    written: str,
    key: str = "",
    **means: Any,
) -> None:
    """Put the lesson in the place of one about the same words."""
    key = (key or squeeze(written))[:200]
    place = {
        "programme": programme,
        "about": about,
        "key": key,
        "measured_in": str(means.pop("measured_in", ""))[:20],
    }
    there = Lesson.objects.select_for_update().filter(**place, forgotten_at__isnull=True).first()
    if there and all(getattr(there, name) == value for name, value in means.items()):
        return
    if there:
        _set_forgotten(actor, there)
    lesson = Lesson.objects.create(
        **place, **means, written=written[:200], fact=proposal.fact, taught_by=actor
    )
    audit.record(actor=actor, action="lesson.teach", subject=lesson, written=lesson.written)


def unlearn(*, actor: Any, proposal: Proposal) -> None:
    """Forget what the edits of a proposal taught, as they are taken back."""
    for lesson in Lesson.objects.filter(fact=proposal.fact, forgotten_at__isnull=True):
        _set_forgotten(actor, lesson)


@transaction.atomic
def forget_lesson(*, actor: Any, lesson: Lesson) -> Lesson:
    """Let a lesson hold no longer; documents in review are compared without it. Raises NotAllowed."""
    require_action(actor, Action.REVIEW_DOCUMENT)
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.forgotten_at is None:
        _set_forgotten(actor, lesson)
        _compare_again(lesson)
    return lesson


@transaction.atomic
def recall_lesson(*, actor: Any, lesson: Lesson) -> Lesson:
    """Let a forgotten lesson hold again. Raises TaughtOtherwise where the same words mean something else by now."""
    require_action(actor, Action.REVIEW_DOCUMENT)
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if lesson.forgotten_at is None:
        return lesson
    same = Lesson.objects.filter(
        programme=lesson.programme, about=lesson.about, key=lesson.key, measured_in=lesson.measured_in
    )
    if same.filter(forgotten_at__isnull=True).exists():
        raise TaughtOtherwise
    lesson.forgotten_at, lesson.forgotten_by = None, None
    lesson.save(update_fields=["forgotten_at", "forgotten_by"])
    audit.record(actor=actor, action="lesson.recall", subject=lesson, written=lesson.written)
    _compare_again(lesson)
    return lesson


def _set_forgotten(actor: Any, lesson: Lesson) -> None:
    lesson.forgotten_at, lesson.forgotten_by = timezone.now(), actor
    lesson.save(update_fields=["forgotten_at", "forgotten_by"])
    audit.record(actor=actor, action="lesson.forget", subject=lesson, written=lesson.written)


def _compare_again(lesson: Lesson) -> None:
    from jiedui.documents.tasks import compare_again  # the tasks module imports the services

    transaction.on_commit(partial(compare_again.enqueue, lesson.programme_id))
