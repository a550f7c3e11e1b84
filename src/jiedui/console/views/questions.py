"""Questions that figures raise, each with its answer beside the entries it speaks of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from jiedui.accounts.policies import Action, allows, require, scope_of
from jiedui.console.access import get_programme
from jiedui.console.question_forms import AnswerForm
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Programme
from jiedui.progress.enums import QuestionState
from jiedui.progress.models import PlausibilityQuestion
from jiedui.progress.plausibility import CHECKS
from jiedui.progress.queries import get_question, hit_rates, questions_for
from jiedui.progress.services import answer_question

PAGE = 25
SHOWN_ENTRIES = 12


@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """The open ones; with ``?closed`` those that were answered or settled. Raises NotAllowed."""
    programme = get_programme(request.user, code)
    require(request.user, Action.SEE_QUESTIONS)
    return _page(request, programme)


@require_POST
def question_answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer one. Raises NotAllowed, NotFound, WrongState."""
    programme = get_programme(request.user, code)
    found = get_question(request.user, programme, pk)
    form = _form(found, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_question(actor=_actor(request), question=found, verdict=said["verdict"], text=said["text"])
        except Invalid as refusal:
            form.add_error(refusal.address, refusal.words)
        else:
            messages.success(request, _("Your answer stands beside the figures."))
            return redirect("console:questions", code=code)
    require(request.user, Action.ANSWER_QUESTION, unit=found.unit)
    return _page(request, programme, failed=(found.pk, form))


def _page(
    request: HttpRequest, programme: Programme, failed: tuple[int, AnswerForm] | None = None
) -> HttpResponse:
    seen = questions_for(request.user, programme)
    closed = "closed" in request.GET
    is_open = Q(state=QuestionState.OPEN)
    page = Paginator(seen.exclude(is_open) if closed else seen.filter(is_open), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "programme": programme,
        "page": page,
        "cards": [_card(request, item, failed) for item in page.object_list],
        "closed": closed,
        "open_count": seen.filter(is_open).count() if closed else page.paginator.count,
        "checks": hit_rates(programme) if scope_of(request.user).sees_all else [],
    }
    return render(request, "console/questions/list.html", context, status=422 if failed else 200)


def _card(
    request: HttpRequest, item: PlausibilityQuestion, failed: tuple[int, AnswerForm] | None
) -> dict[str, Any]:
    check = CHECKS[item.check_key]
    may_answer = item.state == QuestionState.OPEN and allows(
        request.user, Action.ANSWER_QUESTION, unit=item.unit
    )
    form = failed[1] if failed and failed[0] == item.pk else _form(item)
    return {
        "item": item,
        "check": check,
        "asks": check.sentence(item.facts),
        "entries": item.entries[:SHOWN_ENTRIES],
        "more": max(0, len(item.entries) - SHOWN_ENTRIES),
        "form": form if may_answer else None,
    }


def _form(item: PlausibilityQuestion, data: Any = None) -> AnswerForm:
    return AnswerForm(data, prefix=f"q{item.pk}")


def _actor(request: HttpRequest) -> Any:
    """Whoever is signed in: the middleware lets nobody else come this far."""
    return request.user
