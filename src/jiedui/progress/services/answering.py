"""A unit's answer to a question about its figures."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, WrongState
from jiedui.progress.enums import QuestionState, Verdict
from jiedui.progress.models import PlausibilityQuestion

LONGEST = 2000


@transaction.atomic
def answer_question(
    *, actor: User, question: PlausibilityQuestion, verdict: str, text: str
) -> PlausibilityQuestion:
    """Say that the figures are right, or wrong and will be corrected, and why.

    Those may answer who record for the unit. Raises NotAllowed, WrongState where it is no longer open, Invalid.
    """
    item = (
        PlausibilityQuestion.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=question.pk)
    )
    require(actor, Action.ANSWER_QUESTION, unit=item.unit)
    if item.state != QuestionState.OPEN:
        raise WrongState(state=item.get_state_display())
    said = text.strip()
    if verdict not in Verdict.values:
        raise Invalid(_("Say whether the figures are right."), address="verdict")
    if not said:
        raise Invalid(_("Say why, in a sentence."), address="text")
    if len(said) > LONGEST:
        raise Invalid(_("Give at most %(max_length)s characters."), address="text", max_length=LONGEST)
    before = audit.snapshot(item, ("state", "verdict", "answer"))
    item.state, item.verdict, item.answer = QuestionState.ANSWERED, verdict, said
    item.answered_by, item.closed_at = actor, timezone.now()
    item.save()
    changes = audit.changes(before, audit.snapshot(item, ("state", "verdict", "answer")))
    audit.record(actor=actor, action="question.answer", subject=item, changes=changes)
    return item
