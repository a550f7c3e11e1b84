"""From a filled-in form to a draft in the ledger, with its files, and on to submission if that was asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedui.console.views import ledger_drafts as drafts
from jiedui.console.views.ledger_words import each, plain
from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError, KeyReused, WrongState
from jiedui.ledger.enums import EntryState
from jiedui.ledger.forms import EntryForm
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import get_entry
from jiedui.ledger.services import (
    StoredEvidence,
    attach_evidence,
    attach_stored,
    record_entry,
    stored_again,
    submit_entry,
    update_entry,
)
from jiedui.plans.models import Programme

FILES = "evidence-"
AGAIN = "again-"
"""What the boxes are called that attach a file once more that was attached elsewhere."""


def drafted(request: HttpRequest, programme: Programme) -> Entry | None:
    """The draft this form has become by saving itself, if it has. Raises NotFound, WrongState."""
    pk = request.POST.get("entry", "")
    return editable(request.user, programme, int(pk)) if pk.isdecimal() else None


def editable(user: Any, programme: Programme, pk: int) -> Entry:
    """An entry the giver may still change. Raises NotFound, WrongState."""
    entry = get_entry(user, programme, pk)
    if entry.state not in EntryState.editable():
        raise WrongState(state=EntryState(entry.state).label)
    return entry


def record(request: HttpRequest, programme: Programme, form: EntryForm, entry: Entry | None) -> Entry:
    """Write a new draft, or change the one there is where anything changed. Call after ``form.is_valid()``."""
    actor: Any = request.user
    data = form.entry_data()
    if entry is not None:
        return update_entry(actor=actor, entry=entry, data=data) if form.has_changed() else entry
    key = request.POST.get("idempotency_key") or None
    saved = record_entry(actor=actor, programme=programme, kind=form.kind.key, data=data, idempotency_key=key)
    drafts.forget(request, programme, form.kind.key)
    return saved


def blame(form: EntryForm, error: JieduiError) -> None:
    """Say a service's refusal beside the field it speaks of, else on top of the form."""
    if isinstance(error, KeyReused):
        form.add_error(None, _("This form was saved once already. Save again to record another entry."))
        return
    for problem in each(error):
        address = getattr(problem, "address", "")
        name = next((part for part in address.split(".") if part in form.fields), None)
        form.add_error(name, plain(problem))


def attach_files(request: HttpRequest, entry: Entry, kind: AnyKind) -> int:
    """Attach what was sent for each purpose; a refused file is told about. Returns how many were attached."""
    attached = 0
    for rule in kind.purposes:
        for file in request.FILES.getlist(f"{FILES}{rule.purpose}"):
            try:
                attach_evidence(
                    actor=request.user,  # type: ignore[arg-type]
                    entry=entry,
                    filename=file.name or "",
                    content=file.read(),
                    purpose=rule.purpose,
                )
                attached += 1
            except Invalid as error:
                messages.error(request, f"{file.name}: {plain(error)}")
        for stored in chosen_again(request, rule.purpose):
            try:
                attach_stored(
                    actor=request.user,  # type: ignore[arg-type]
                    entries=[entry],
                    stored=stored,
                    purpose=rule.purpose,
                )
                attached += 1
            except Invalid as error:
                messages.error(request, f"{stored.filename}: {plain(error)}")
    return attached


def chosen_again(request: HttpRequest, purpose: str) -> list[StoredEvidence]:
    """Files of other entries that were marked to prove this one, too. Raises NotFound for one that is not seen."""
    marked = [pk for pk in request.POST.getlist(f"{AGAIN}{purpose}") if pk.isdecimal() and len(pk) < 19]
    return [stored_again(request.user, int(pk)) for pk in marked]  # type: ignore[arg-type]


def submit(request: HttpRequest, entry: Entry) -> None:
    """Submit, and say what happened or what is still in the way; the draft stays saved."""
    try:
        submit_entry(actor=request.user, entry=entry)  # type: ignore[arg-type]
    except (Invalid, InvalidMany) as error:
        words = " ".join(plain(problem) for problem in each(error))
        messages.warning(request, _("Saved as a draft, not submitted. %(words)s") % {"words": words})
    else:
        messages.success(request, _("Submitted. The workstream's lead decides on it next."))
