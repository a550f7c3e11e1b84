"""The form of an order that gives a milestone or a rule a new version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedui.console.target_forms import OrderForm
from jiedui.console.views.plan_target import blame
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Milestone, Rule

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def answer_order(
    request: HttpRequest,
    page: str,
    form: OrderForm,
    act: Callable[[], Milestone | Rule],
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or the ``page`` of what stands after the act. ``context`` has programme, subject and heading."""
    code = context["programme"].code
    if request.method == "POST" and form.is_valid():
        try:
            changed = act()
        except Invalid as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The plan has a new version. The old one stays readable below."))
            return redirect(page, code=code, pk=changed.pk)
    back = reverse(page, args=[code, context["subject"].pk])
    context = {**context, "form": form, "back": back}
    return render(request, "console/overview/revising.html", context, status=422 if form.errors else 200)
