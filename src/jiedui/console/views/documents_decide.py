"""Deciding on proposals and findings; htmx gets the changed card and the counts, others the whole page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.console.views.documents_cards import card_of, finding_view, section_key, section_label
from jiedui.console.views.documents_filters import selection_of, within
from jiedui.console.views.documents_forms import EditForm
from jiedui.documents.errors import Overtaken
from jiedui.documents.models import Proposal, SourceDocument
from jiedui.documents.queries import (
    get_bulk,
    get_discrepancy,
    get_document,
    get_proposal,
    lessons_from,
)
from jiedui.documents.review import Tally, section_tallies, total_of
from jiedui.documents.selection import PAIRINGS, Selection
from jiedui.documents.services import (
    accept_proposal,
    accept_shown,
    decide_discrepancy,
    edit_proposal,
    note_figure,
    reject_proposal,
    undo_bulk,
    undo_decision,
)
from jiedui.kernel.errors import Invalid, JieduiError

VERBS = {
    "accept": accept_proposal,
    "reject": reject_proposal,
    "undo": undo_decision,
    "note": note_figure,
}


@require_POST
def decide(request: HttpRequest, code: str, pk: int, proposal: int, verb: str) -> HttpResponse:
    """Accept, reject or open again one proposal, or take a figure as a note only."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    found = get_proposal(document, proposal)
    if verb not in VERBS:
        raise Http404
    before = _blocked(document)
    try:
        found = VERBS[verb](actor=request.user, proposal=found, version=_version(request))
    except JieduiError as error:
        return _refuse(request, document, found, error)
    return _card(request, document, found, before ^ _blocked(document))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, pk: int, proposal: int) -> HttpResponse:
    """The form in which a proposal is changed."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    require(request.user, Action.REVIEW_DOCUMENT)
    found = get_proposal(document, proposal)
    if request.GET.get("cancel"):
        return _card(request, document, found)
    form = EditForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version, before = form.cleaned_data["version"], _blocked(document)
            found = edit_proposal(actor=request.user, proposal=found, version=version, changes=form.changes())
            return _card(request, document, found, before ^ _blocked(document))
        except Invalid as error:
            address = error.address
            error.address = ""
            form.add_error(address if address in form.fields else None, str(error))
    template = "console/documents/edit.html" if _partial(request) else "console/documents/edit_page.html"
    context = {"document": document, "programme": document.programme, "card": card_of(found), "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def section(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Accept every open proposal of what is shown that can be; of one field of work where one is named."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    selection = Selection.of(request.POST)
    bulk = accept_shown(actor=request.user, document=document, selection=selection)
    told = ngettext("%(count)d proposal accepted.", "%(count)d proposals accepted.", bulk.count)
    messages.success(request, told % {"count": bulk.count})
    return _whole_page(request, document, selection)


@require_POST
def undo_many(request: HttpRequest, code: str, pk: int, bulk: int) -> HttpResponse:
    """Open again what was accepted with one press."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    count = undo_bulk(actor=request.user, bulk=get_bulk(document, bulk))
    told = ngettext("%(count)d proposal is open again.", "%(count)d proposals are open again.", count)
    messages.success(request, told % {"count": count})
    return _whole_page(request, document, Selection.of(request.POST))


def _whole_page(request: HttpRequest, document: SourceDocument, selection: Selection) -> HttpResponse:
    """Back to the page with what was chosen there."""
    if _partial(request):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    if page := _page(request, document):
        return redirect(page)
    back = Selection.of(QueryDict(request.POST.get("back", "")))
    anchor = f"#s-{section_key('' if selection.section == PAIRINGS else selection.section)}"
    query = f"?{back.query}" if back.query else ""
    return redirect(_url(document) + query + (anchor if selection.section else ""))


@require_POST
def finding(request: HttpRequest, code: str, pk: int, finding: int) -> HttpResponse:
    """Choose which figure counts where two do not agree."""
    document = get_document(request.user, get_programme(request.user, code), pk)
    found = get_discrepancy(document, finding)
    choice, seen = request.POST.get("choice", ""), request.POST.get("seen")
    try:
        found = decide_discrepancy(actor=request.user, found=found, choice=choice, seen=seen)
        refusal = ""
    except Overtaken as error:
        if not _partial(request):
            raise
        found, refusal = get_discrepancy(document, finding), str(error)
    if not _partial(request):
        return redirect(_url(document) + f"#d{found.pk}")
    context = {
        "finding": finding_view(found),
        "document": document,
        "programme": document.programme,
        "open": True,
        "refusal": refusal,
    }
    return render(request, "console/documents/finding.html", context)


def _partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request"))


def _blocked(document: SourceDocument) -> set[int]:
    """The proposals that cannot be accepted as they are; a decision on one may free or block another."""
    rows = Proposal.objects.filter(fact__document=document, blocked=True)
    return set(rows.values_list("pk", flat=True))


def _version(request: HttpRequest) -> int:
    written = request.POST.get("version") or request.GET.get("version") or ""
    return int(written) if written.isdigit() else -1


def _card(
    request: HttpRequest, document: SourceDocument, found: Proposal, touched: set[int] | None = None
) -> HttpResponse:
    """The changed card with the counts of its section and of the whole; without htmx, back to the page."""
    if not _partial(request):
        return redirect(_page(request, document) or _url(document) + f"#p{found.fact.number}")
    others = Proposal.objects.select_related("fact").filter(pk__in=(touched or set()) - {found.pk})
    context = {**_context(request, document, found), "others": [card_of(other) for other in others]}
    return render(request, "console/documents/changed.html", context)


def _refuse(
    request: HttpRequest, document: SourceDocument, found: Proposal, error: JieduiError
) -> HttpResponse:
    """The card as it stands now, with the refusal in it."""
    if not _partial(request) or error.status == HTTPStatus.FORBIDDEN:
        raise error
    found = get_proposal(document, found.pk)
    context = {**_context(request, document, found), "refusal": str(error)}
    return render(request, "console/documents/changed.html", context)


def _context(request: HttpRequest, document: SourceDocument, found: Proposal) -> dict[str, Any]:
    selection = selection_of(request)
    tallies, shown = section_tallies(document), section_tallies(document, selection)
    return {
        "document": document,
        "programme": document.programme,
        "card": card_of(found),
        "open": True,
        "tally": total_of(tallies),
        "section": {
            "key": section_key(found.section),
            "name": found.section,
            "label": section_label(found.section),
            "tally": shown.get(found.section, Tally()),
            "selection": within(selection, found.section),
        },
        "selection": selection,
        "partial": True,
        "may_accept": True,
        "remembered": lessons_from(found),
    }


def _page(request: HttpRequest, document: SourceDocument) -> str:
    """The page of differences, where the decision was taken there."""
    if request.POST.get("to") != "changes" or document.programme is None:
        return ""
    return reverse("console:document-changes", args=[document.programme.code, document.pk])


def _url(document: SourceDocument) -> str:
    assert document.programme is not None
    return reverse("console:document", kwargs={"code": document.programme.code, "pk": document.pk})
