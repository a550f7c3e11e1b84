"""What the reader was taught, to be looked through, forgotten and recalled."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from jiedui.accounts.policies import Action, allows
from jiedui.console.access import get_programme
from jiedui.documents.queries import get_lesson, lessons_of
from jiedui.documents.services import forget_lesson, recall_lesson

PER_PAGE = 50
ACTS = {
    "forget": (forget_lesson, _("Forgotten. The documents in review are compared anew.")),
    "recall": (recall_lesson, _("Remembered again. The documents in review are compared anew.")),
}


@require_GET
def lessons(request: HttpRequest, code: str) -> HttpResponse:
    """Names and measures with what each is taken for, and where that was learned."""
    programme = get_programme(request.user, code)
    pages = Paginator(lessons_of(request.user, programme), PER_PAGE)
    context = {
        "programme": programme,
        "page": pages.get_page(request.GET.get("page")),
        "may_review": allows(request.user, Action.REVIEW_DOCUMENT),
    }
    return render(request, "console/documents/lessons.html", context)


@require_POST
def lesson_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Forget a lesson, or let a forgotten one hold again."""
    programme = get_programme(request.user, code)
    lesson = get_lesson(request.user, programme, pk)
    if act not in ACTS:
        raise Http404
    service, told = ACTS[act]
    service(actor=request.user, lesson=lesson)
    messages.success(request, str(told))
    return redirect("console:document-lessons", code=code)
