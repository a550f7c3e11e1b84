"""The review of a document: its text with the facts marked, the proposals, and its acceptance."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.views.documents_cards import (
    choice_key,
    conflicts_in,
    findings_of,
    kinds_accepted,
    sections_of,
)
from jiedui.console.views.documents_changes import against_ledger, against_plan
from jiedui.console.views.documents_filters import filters_of, orders, selection_of
from jiedui.documents import wording
from jiedui.documents.enums import DocumentState, ReadingStep
from jiedui.documents.models import SourceDocument
from jiedui.documents.pages import page_picture
from jiedui.documents.queries import get_document, what_it_wrote
from jiedui.documents.readers import describe_repair
from jiedui.documents.readers.repairs import GARBLED, RECOGNISED
from jiedui.documents.review import review_of
from jiedui.documents.services import accept_document, compare_document, read_again
from jiedui.documents.services.accepting import undecided_discrepancies
from jiedui.kernel import storage

STEPS = list(ReadingStep)

PATIENCE = timedelta(minutes=2)
"""After this a reading has probably lost its worker, and may be started again."""


@require_GET
def review(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The document on the left, what it would write on the right; before that, how far the reading is."""
    programme = get_programme(request.user, code)
    document = get_document(request.user, programme, pk)
    context = {"programme": programme, "document": document, **_rights(request)}
    if document.state not in {DocumentState.REVIEW, DocumentState.ACCEPTED}:
        return render(request, "console/documents/waiting.html", {**context, **_progress(document)})
    selection = selection_of(request)
    found = review_of(document, selection)
    open_ = document.state == DocumentState.REVIEW and context["may_review"]
    to_choose = findings_of(row for row in found.discrepancies if row.choices)
    context |= {
        "review": found,
        "repairs": [describe_repair(repair) for repair in document.repairs],
        "view": _view(request, document, bool(found.pages)),
        "open": open_,
        "sections": sections_of(found, selection),
        "selection": selection,
        "filters": filters_of(found.proposals, selection),
        "orders": orders(selection),
        "against_plan": against_plan(found.proposals),
        "against_ledger": against_ledger(found.proposals),
        "has_drafts": any("entry" in p.plan.get("values", {}) for p in found.proposals),
        "conflicts": conflicts_in(found),
        "to_choose": to_choose,
        "choice_key": choice_key(to_choose),
        "to_know": findings_of([row for row in found.discrepancies if not row.choices], found.proposals),
        "agreeing": findings_of(found.agreeing),
        "findings": found.discrepancies,
        "outside": [(fact, wording.reason(str(fact.fields.get("reason", "")))) for fact in found.outside],
        "noted": [(fact, wording.FACTS.get(fact.kind, fact.kind)) for fact in found.noted],
        "wrote": wording.linked(what_it_wrote(document)) if document.state == DocumentState.ACCEPTED else "",
    }
    return render(request, "console/documents/review.html", context)


@require_GET
def state(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far the reading is; the page asks again until it is done, then loads the review."""
    programme = get_programme(request.user, code)
    document = get_document(request.user, programme, pk)
    if document.state in {DocumentState.REVIEW, DocumentState.ACCEPTED}:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    context = {"programme": programme, "document": document, **_rights(request), **_progress(document)}
    return render(request, "console/documents/state.html", context)


@require_GET
def file(request: HttpRequest, code: str, pk: int) -> StreamingHttpResponse:
    """The document's own bytes, to keep."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    answer = StreamingHttpResponse(storage.stream(document.sha256), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, document.filename) or "attachment"
    answer["Content-Length"] = str(document.size)
    return answer


@require_GET
def page(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """A page of the file as a picture; the file never changes, so neither does the picture."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    answer = HttpResponse(page_picture(document, number), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@require_POST
def again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Read a document again whose reading failed."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    read_again(actor=request.user, document=document)
    return redirect("console:document", code=code, pk=pk)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What will be written, and the last question before it is."""
    programme = get_programme(request.user, code)
    require(request.user, Action.ACCEPT_PLAN)
    document = get_document(request.user, programme, pk)
    if request.method == "POST":
        leave = bool(request.POST.get("leave_open_out"))
        outcome = accept_document(actor=request.user, document=document, leave_open_out=leave)
        written = wording.written(outcome.counts) or _("nothing: the plan says all of it already")
        messages.success(request, _("The document is accepted. Written: %(what)s.") % {"what": written})
        return redirect("console:document", code=code, pk=pk)
    if document.state == DocumentState.REVIEW:
        compare_document(
            document
        )  # plan and ledger may have moved since; what is asked about is what would be written
    found = review_of(document)
    context = {
        "programme": programme,
        "document": document,
        "tally": found.tally,
        "kinds": kinds_accepted(found),
        "undecided": undecided_discrepancies(document).count(),
    }
    return render(request, "console/documents/accept.html", context)


def _view(request: HttpRequest, document: SourceDocument, has_pages: bool) -> str:
    """Text or page: as asked, else the page where its text was recognised on a picture."""
    asked = request.GET.get("view", "")
    if not has_pages or asked == "text":
        return "text"
    recognised = any(repair.startswith((f"{RECOGNISED}:", f"{GARBLED}:")) for repair in document.repairs)
    return "page" if asked == "page" or recognised else "text"


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_review": allows(request.user, Action.REVIEW_DOCUMENT),
        "may_accept": allows(request.user, Action.ACCEPT_PLAN),
        "may_upload": allows(request.user, Action.UPLOAD_DOCUMENT),
    }


def _progress(document: SourceDocument) -> dict[str, object]:
    """The step the reading is at, in words and as a share."""
    failed = document.state == DocumentState.FAILED
    at = STEPS.index(ReadingStep(document.step)) if document.step else 0
    return {
        "failure": wording.failure(document.error) if failed else "",
        "step": ReadingStep(document.step).label if document.step else _("waiting for the reader"),
        "step_number": at + 1 if document.step else 0,
        "steps": len(STEPS),
        "pages": document.pages if document.step == ReadingStep.OPEN else 0,
        "slow": not failed and timezone.now() - document.uploaded_at > PATIENCE,
    }
