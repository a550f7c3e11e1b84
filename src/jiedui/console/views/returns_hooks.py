"""Addresses outside that are told what is owed and of alerts, and what became of each message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.plans.models import Programme
from jiedui.returns.errors import NotGivenUp
from jiedui.returns.queries import hook_messages
from jiedui.returns.services import add_webhook, remove_webhook, renew_secret, send_again
from jiedui.returns.webhooks import secret_of

PAGE = 25
EVENTS: dict[str, str | Promise] = {"returns.owed": gettext_lazy("Returns"), "alerts": gettext_lazy("Alerts")}
"""What messages speak of."""


class HookForm(forms.Form):
    """Where to."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        help_text=gettext_lazy(
            "An https address outside this network, for example of the office's messenger."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest, code: str) -> HttpResponse:
    """The addresses with their secrets, and a form for another."""
    programme = _office(request, code)
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_webhook(actor=request.user, programme=programme, url=form.cleaned_data["url"])
        except Invalid as refusal:
            form.add_error("url", refusal.words)
        else:
            messages.success(request, _("The address is told from the next working day on."))
            return redirect("console:webhooks", code=code)
    context = {
        "programme": programme,
        "form": form,
        "hooks": [(hook, secret_of(hook)) for hook in programme.webhooks.select_related("added_by")],
        "page": Paginator(hook_messages(programme), PAGE).get_page(request.GET.get("page")),
        "events": EVENTS,
        "tab": "schedules",
    }
    return render(request, "console/returns/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
def hook_act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """Take an address off, or give it another secret."""
    programme = _office(request, code)
    hook = get_object_or_404(programme.webhooks, pk=pk)
    actor: Any = request.user
    if act == "remove":
        remove_webhook(actor=actor, webhook=hook)
        messages.success(request, _("The address is told no longer."))
    elif act == "renew":
        renew_secret(actor=actor, webhook=hook)
        messages.success(request, _("The address has another secret; the old one no longer fits."))
    else:
        raise NotFound
    return redirect("console:webhooks", code=code)


@require_POST
def again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a message that was given up on its way again."""
    programme = _office(request, code)
    message = get_object_or_404(hook_messages(programme), pk=pk)
    actor: Any = request.user
    try:
        send_again(actor=actor, delivery=message)
    except NotGivenUp as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Message #%(number)d is sent again within a minute.") % {"number": pk})
    return redirect("console:webhooks", code=code)


def _office(request: HttpRequest, code: str) -> Programme:
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_SCHEDULE)
    return programme
