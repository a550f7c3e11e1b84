"""The inbox of documents: what was handed in, how far it is, and handing in another."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.views.documents_forms import FirstForm, UploadForm
from jiedui.documents.models import SourceDocument
from jiedui.documents.queries import documents_for, with_progress
from jiedui.documents.readers import MAX_BYTES
from jiedui.documents.services import Guess, found_programme, guess_programme, receive_document
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Programme


@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest, code: str) -> HttpResponse:
    """The documents of the programme; posting a file hands it in."""
    programme = get_programme(request.user, code)
    form = UploadForm()
    if request.method == "POST":
        require(request.user, Action.UPLOAD_DOCUMENT)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (document := _receive(request, programme, form)):
            return redirect("console:document", code=code, pk=document.pk)
    context = {
        "programme": programme,
        "documents": with_progress(documents_for(request.user, programme)),
        "form": form,
        "may_upload": allows(request.user, Action.UPLOAD_DOCUMENT),
        "may_found": allows(request.user, Action.EDIT_PLAN),
    }
    return render(request, "console/documents/inbox.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """A document and the programme it founds: hand it in, then put right what was guessed from it."""
    require(request.user, Action.EDIT_PLAN)
    if "held" in request.POST:
        return _second_step(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            guess = guess_programme(content, file.name)
        except Invalid as error:
            form.add_error("file", str(error))
        else:
            stored = storage.put(content, filename=file.name, max_bytes=MAX_BYTES)
            start = {"held": signing.dumps([stored.sha256, file.name]), **_initial(guess)}
            return render(
                request, "console/documents/first.html", {"form": FirstForm(initial=start), "step": 2}
            )
    return _first_page(request, form, 1)


def _second_step(request: HttpRequest) -> HttpResponse:
    form = FirstForm(request.POST)
    if not form.is_valid():
        return _first_page(request, form, 2)
    data = form.cleaned_data
    try:
        sha256, name = signing.loads(data["held"])
        fields = ("code", "name", "giver", "first_year", "last_year")
        programme = found_programme(actor=request.user, **{field: data[field] for field in fields})
    except signing.BadSignature:
        return redirect("console:document-first")
    except Invalid as error:
        form.add_error(error.address if error.address in form.fields else None, Invalid.__str__(error))
        return _first_page(request, form, 2)
    receipt = receive_document(
        actor=request.user, programme=programme, filename=name, content=storage.get(sha256)
    )
    return redirect("console:document", code=programme.code, pk=receipt.document.pk)


def _first_page(request: HttpRequest, form: Form, step: int) -> HttpResponse:
    context = {"form": form, "step": step}
    return render(request, "console/documents/first.html", context, status=422 if form.errors else 200)


def _initial(guess: Guess) -> dict[str, object]:
    return {"name": guess.name, "giver": guess.giver, "first_year": guess.year, "code": guess.code}


def _receive(request: HttpRequest, programme: Programme, form: UploadForm) -> SourceDocument | None:
    file = form.cleaned_data["file"]
    try:
        receipt = receive_document(
            actor=request.user, programme=programme, filename=file.name, content=file.read()
        )
    except Invalid as error:
        form.add_error("file", str(error))
        return None
    if not receipt.fresh:
        messages.info(request, _("This very file was handed in before. Here it is."))
    return receipt.document
