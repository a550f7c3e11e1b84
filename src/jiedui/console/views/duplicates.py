"""The queue of what may be recorded twice: pairs side by side, and a person's word on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.console.views.duplicates_pairs import pairs
from jiedui.console.views.ledger_tabs import DUPLICATES, tabs
from jiedui.console.views.ledger_words import plain
from jiedui.kernel.errors import Invalid, NotFound, WrongState
from jiedui.ledger.intake.enums import DuplicateState, ImportState
from jiedui.ledger.intake.queries import get_duplicate, open_duplicates
from jiedui.ledger.models import ImportBatch
from jiedui.ledger.services.duplicates import decide_duplicate
from jiedui.ledger.services.importing import check_again

PAGE = 10
DONE = {
    DuplicateState.DIFFERENT: gettext_lazy("Noted: the two are not the same act of help."),
    DuplicateState.DUPLICATE: gettext_lazy("Noted as a duplicate."),
}


@require_safe
def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    """Every pair that waits for a word of this person."""
    programme = get_programme(request.user, code)
    waiting = open_duplicates(request.user, programme)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "page": page,
        "pairs": pairs(waiting[page.start_index() - 1 if page else 0 : page.end_index()]),
        "tabs": tabs(request.user, programme, current=DUPLICATES),
        "waiting_here": DUPLICATES,
    }
    return render(request, "console/imports/duplicates.html", context)


@require_POST
def duplicate_decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say whether a pair is one act of help; what is no duplicate needs a reason."""
    programme = get_programme(request.user, code)
    actor: Any = request.user
    suspicion = get_duplicate(actor, pk)
    if suspicion.programme_id != programme.pk:
        raise NotFound
    verdict = request.POST.get("verdict", "")
    try:
        decide_duplicate(
            actor=actor, suspicion=suspicion, verdict=verdict, reason=request.POST.get("reason", "")
        )
    except (Invalid, WrongState) as error:
        messages.error(request, plain(error))
    else:
        messages.success(request, str(DONE[DuplicateState(verdict)]))
        _look_again(actor, suspicion.batch)
    if request.GET.get("back") == "import":
        return redirect("console:import", code=code, pk=suspicion.batch_id)
    return redirect("console:duplicates", code=code)


def _look_again(actor: Any, batch: ImportBatch) -> None:
    """A row that is left out, or no longer suspected, changes what storing the import would do."""
    if batch.state == ImportState.CHECKED and batch.uploaded_by_id == actor.pk:
        check_again(actor=actor, batch=batch)
