"""What can be done to an entry: one small form and one service for each act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.console.views.ledger_words import each, plain
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.ledger.approvals import course_of, course_of_request
from jiedui.ledger.enums import EntryState, Outcome, RequestState, Verdict
from jiedui.ledger.fields import MoneyField, NumberField
from jiedui.ledger.models import CorrectionRequest, Difference, Entry
from jiedui.ledger.services import (
    accept_entry,
    agree_outcome,
    ask_correction,
    carry_out,
    confirm_entry,
    decline_request,
    propose_outcome,
    reply,
    return_entry,
    reverse_entry,
    submit_entry,
)


class ActForm(forms.Form):
    """Base of the acts: nothing to fill in."""


class ReasonForm(ActForm):
    """Why it is done."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(ActForm):
    """A word with the confirmation."""

    note = forms.CharField(
        label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DisputeForm(ActForm):
    """The receiver's own figure, or what is not right."""

    figure: forms.Field = NumberField(label=_("Your figure"), required=False)
    note = forms.CharField(
        label=_("What is not right"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("figure", "note")


class TextForm(ActForm):
    """Something to say."""

    text = forms.CharField(label=_("Message"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OutcomeForm(ActForm):
    """How a difference should end, and why."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    figure: forms.Field = NumberField(
        label=_("Figure that should stand"),
        required=False,
        help_text=_("Only where the giver's is not right. Empty: the receiver's own figure."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OutcomeAmountForm(OutcomeForm):
    """The figure is money."""

    figure: forms.Field = MoneyField(
        label=_("Figure that should stand (yuan)"),
        required=False,
        help_text=_("Only where the giver's is not right. Empty: the receiver's own figure."),
    )
    field_order = ("outcome", "figure", "reason")


class AnswerForm(ActForm):
    """Why it is not done."""

    answer = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DisputeAmountForm(DisputeForm):
    """The receiver's own figure is money."""

    figure: forms.Field = MoneyField(label=_("Your figure (yuan)"), required=False)


def asked(entry: Entry) -> CorrectionRequest:
    """What was asked about the entry and is not decided. Raises NotFound."""
    found = entry.correction_requests.filter(state=RequestState.ASKED).first()
    if found is None:
        raise NotFound
    return found


def open_one(entry: Entry) -> Difference:
    """The latest difference on the entry. Raises NotFound."""
    found = entry.differences.order_by("-id").first()
    if found is None:
        raise NotFound
    return found


Act = Callable[[Any, Entry, dict[str, Any]], Any]
ACTS: dict[str, tuple[type[ActForm], Act]] = {
    "submit": (ActForm, lambda actor, entry, _said: submit_entry(actor=actor, entry=entry)),
    "accept": (ActForm, lambda actor, entry, _said: accept_entry(actor=actor, entry=entry)),
    "return": (ReasonForm, lambda actor, entry, said: return_entry(actor=actor, entry=entry, **said)),
    "confirm": (
        NoteForm,
        lambda actor, entry, said: confirm_entry(actor=actor, entry=entry, verdict=Verdict.AGREED, **said),
    ),
    "dispute": (
        DisputeForm,
        lambda actor, entry, said: confirm_entry(actor=actor, entry=entry, verdict=Verdict.DISPUTED, **said),
    ),
    "reverse": (ReasonForm, lambda actor, entry, said: reverse_entry(actor=actor, entry=entry, **said)),
    "ask-back": (
        ReasonForm,
        lambda actor, entry, said: ask_correction(actor=actor, entry=entry, data=None, **said),
    ),
    "carry-out": (ActForm, lambda actor, entry, _said: carry_out(actor=actor, request=asked(entry))),
    "decline": (
        AnswerForm,
        lambda actor, entry, said: decline_request(actor=actor, request=asked(entry), **said),
    ),
    "reply": (TextForm, lambda actor, entry, said: reply(actor=actor, difference=open_one(entry), **said)),
    "propose": (
        OutcomeForm,
        lambda actor, entry, said: propose_outcome(actor=actor, difference=open_one(entry), **said),
    ),
    "agree": (
        NoteForm,
        lambda actor, entry, said: agree_outcome(actor=actor, difference=open_one(entry), **said),
    ),
}
DONE = {
    "submit": _("Submitted. The workstream's lead decides on it next."),
    "accept": _("Accepted for ever. It counts from now on, and the receiver is asked to confirm it."),
    "return": _("Returned to the giver with your reason."),
    "confirm": _("Confirmed. The figures show it as confirmed from now on."),
    "dispute": _("Disputed. Both sides see your word on it."),
    "reverse": _("Taken back. The reversal stands in the ledger; record the right figures as a new entry."),
    "ask-back": _("Asked. The programme office decides on it; until then the entry counts as it stands."),
    "carry-out": _("Done as asked. Everything about it stands in the history below."),
    "decline": _("Declined. Who asked reads your reason."),
    "reply": _("Your message stands in the difference; the other side reads it."),
    "propose": _("Proposed. The other side agrees to it, or answers."),
    "agree": _("Agreed."),
}


def done(act: str, entry: Entry) -> str:
    """What to say once it is done. An entry that several must approve may still wait for the next of them."""
    if act in {"accept", "carry-out"} and (remaining := _remaining(act, entry)):
        return _("Your approval is noted. Next to approve: %(role)s.") % {"role": Role(remaining[0]).label}
    return str(DONE[act])


def _remaining(act: str, entry: Entry) -> tuple[str, ...]:
    """The roles that must approve, too, what the person has just approved."""
    if act == "carry-out":
        request = entry.correction_requests.filter(state=RequestState.ASKED).first()
        return course_of_request(request).remaining if request else ()
    entry.refresh_from_db(fields=["state"])
    return course_of(entry).remaining if entry.state == EntryState.SUBMITTED else ()


def form_for(act: str, entry: Entry, data: Any = None) -> ActForm:
    """The form of an act on an entry."""
    form = ACTS[act][0]
    if entry.amount is not None:
        form = {DisputeForm: DisputeAmountForm, OutcomeForm: OutcomeAmountForm}.get(form, form)
    return form(data, auto_id=f"{act}_%s")


def perform(act: str, actor: Any, entry: Entry, form: ActForm) -> bool:
    """Do it; what is wrong with the input is said on the form. Other refusals go through to the page."""
    if not form.is_valid():
        return False
    try:
        ACTS[act][1](actor, entry, form.cleaned_data)
    except (Invalid, InvalidMany) as error:
        for problem in each(error):
            address = getattr(problem, "address", "")
            form.add_error(address if address in form.fields else None, plain(problem))
    return not form.errors
