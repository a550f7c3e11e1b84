"""Acting on many entries of the list at once: first how many and how much, then the act, which cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiedui.console.access import get_programme
from jiedui.console.views.ledger_figures import totals
from jiedui.console.views.ledger_words import each, plain
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.ledger.errors import SomeRefused
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_for
from jiedui.ledger.services import (
    Outcome,
    Refused,
    accept_entries,
    confirm_entries,
    return_entries,
    submit_entries,
)
from jiedui.plans.models import Programme

MOST = 500
"""Entries one request may name; the list shows far fewer on a page."""


class ManyForm(forms.Form):
    """Nothing to fill in but whether the sound ones may go on without the others."""

    sound_only = forms.BooleanField(
        label=_("If some cannot go on, let the others go on without them"), required=False
    )


class ManyReasonForm(ManyForm):
    """One reason for all."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("reason", "sound_only")


class ManyNoteForm(ManyForm):
    """One remark for all."""

    note = forms.CharField(
        label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("note", "sound_only")


@dataclass(frozen=True, slots=True)
class ManyAct:
    """An act on many: its name in the address, its button, what it means, its form and its service."""

    name: str
    button: str | Promise
    consequence: str | Promise
    form: type[ManyForm]
    run: Callable[..., Outcome]
    key: str
    primary: bool = True


ACTS = {
    act.name: act
    for act in (
        ManyAct(
            "submit",
            _("Submit"),
            _("The lead of each workstream decides on them next."),
            ManyForm,
            submit_entries,
            "s",
        ),
        ManyAct(
            "accept",
            _("Accept for ever"),
            _("They join the chain and can never be changed or deleted, only taken back by the office."),
            ManyForm,
            accept_entries,
            "a",
        ),
        ManyAct(
            "return",
            _("Return them"),
            _("They go back to their givers, who read your reason. They count nowhere meanwhile."),
            ManyReasonForm,
            return_entries,
            "r",
            primary=False,
        ),
        ManyAct(
            "confirm",
            _("Confirm receipt"),
            _("You say for the receiver that all of this arrived as it stands there."),
            ManyNoteForm,
            confirm_entries,
            "c",
        ),
    )
}
OFFERED = {
    "decide": ("accept", "return"),
    "confirm": ("confirm",),
    "drafts": ("submit",),
    "returned": ("submit",),
}


def bulk_acts(waiting: str) -> list[ManyAct]:
    """What can be done to several entries of a waiting list at once."""
    return [ACTS[name] for name in OFFERED.get(waiting, ())]


@require_POST
def entries_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Say how many entries and how much it is about; do it once that was confirmed."""
    programme = get_programme(request.user, code)
    if act not in ACTS:
        raise NotFound
    chosen = _chosen(request, programme)
    back = _back(request, programme)
    if not chosen:
        messages.warning(request, _("Mark the entries first."))
        return redirect(back)
    if request.POST.get("then") != "do":
        return _page(request, programme, ACTS[act], chosen)
    form = ACTS[act].form(request.POST, auto_id="many_%s")
    if not form.is_valid():
        return _page(request, programme, ACTS[act], chosen, form=form, status=422)
    try:
        outcome = ACTS[act].run(actor=request.user, entries=chosen, **form.cleaned_data)
    except SomeRefused as error:
        return _page(request, programme, ACTS[act], chosen, form=form, refused=error.refused, status=409)
    except Invalid as error:
        form.add_error(error.address if error.address in form.fields else None, plain(error))
        return _page(request, programme, ACTS[act], chosen, form=form, status=422)
    _tell(request, outcome)
    return redirect(back)


def _chosen(request: HttpRequest, programme: Programme) -> list[Entry]:
    """The entries that were marked and that this person may see, in the order they were sent."""
    marked = [int(pk) for pk in request.POST.getlist("entry")[:MOST] if pk.isdecimal() and len(pk) < 19]
    found = _rows(request, programme).in_bulk(marked)
    return [found[pk] for pk in dict.fromkeys(marked) if pk in found]


def _rows(request: HttpRequest, programme: Programme) -> QuerySet[Entry]:
    return entries_for(request.user).filter(programme=programme)


def _back(request: HttpRequest, programme: Programme) -> str:
    waiting = request.POST.get("waiting", "")
    return reverse("console:ledger", args=[programme.code]) + (
        f"?waiting={waiting}" if waiting in OFFERED else ""
    )


def _page(
    request: HttpRequest,
    programme: Programme,
    act: ManyAct,
    chosen: list[Entry],
    *,
    form: ManyForm | None = None,
    refused: Any = (),
    status: int = 200,
) -> HttpResponse:
    known = {entry.pk: entry for entry in chosen}
    context = {
        "programme": programme,
        "act": act,
        "chosen": chosen,
        "totals": totals(_rows(request, programme).filter(pk__in=known)),
        "form": form or act.form(auto_id="many_%s"),
        "refused": [(known[item.entry], words(item)) for item in refused],
        "waiting": request.POST.get("waiting", ""),
        "back": _back(request, programme),
    }
    return render(request, "console/ledger/many.html", context, status=status)


def words(item: Refused) -> list[str]:
    """Why an entry cannot go on."""
    return list(dict.fromkeys(plain(problem) for problem in each(item.error)))


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    done, waiting = len(outcome.done) - len(outcome.waiting), len(outcome.waiting)
    if done:
        said = ngettext("Done: %(count)d entry.", "Done: %(count)d entries.", done)
        messages.success(request, said % {"count": done})
    if waiting:
        said = ngettext(
            "Approved: %(count)d entry, which somebody else must approve, too.",
            "Approved: %(count)d entries, which somebody else must approve, too.",
            waiting,
        )
        messages.success(request, said % {"count": waiting})
    for item in outcome.refused[:20]:
        messages.warning(request, f"#{item.entry}: {' '.join(words(item))}")
