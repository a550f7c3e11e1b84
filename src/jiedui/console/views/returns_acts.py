"""What moves a return on: handing in, taking back, the reviewers' decision, opening again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.console.access import get_programme
from jiedui.console.return_page import sheet_of
from jiedui.console.return_words import period_of, timing
from jiedui.console.views.returns_one import levels, page
from jiedui.kernel.errors import Invalid, InvalidMany, NotFound
from jiedui.returns import services
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.queries import get_return
from jiedui.returns.services.access import require_reporter
from jiedui.returns.transitions import Verb, require_state

Act = Callable[..., Return]
ACTS: dict[str, Act] = {
    "withdraw": lambda reason, **given: services.withdraw_return(**given),
    "take-up": lambda reason, **given: services.take_up_return(**given),
    "approve": lambda reason, **given: services.approve_return(**given),
    "send-back": lambda reason, **given: services.send_back_return(reason=reason, **given),
    "reopen": lambda reason, stamp, **given: services.reopen_return(reason=reason, **given),
}
DONE = {
    "withdraw": gettext_lazy("Taken back. Change what has to be changed and hand it in again."),
    "take-up": gettext_lazy("The review has begun; the unit can no longer take the return back."),
    "send-back": gettext_lazy("Sent back. The unit answers your remarks and hands it in again."),
    "reopen": gettext_lazy("A new version is open. The accepted one stays as it is."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say what will be handed in and what is still to do; hand it in on the second word."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    require_reporter(request.user, one)
    require_state(Verb.SUBMIT, one.state)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            services.submit_return(actor=request.user, one=one, stamp=_stamp(request))  # type: ignore[arg-type]
        except InvalidMany as refusal:
            problems = list(refusal.errors)
        else:
            messages.success(request, _("Handed in. The figures are fixed as the ledger stands now."))
            return redirect("console:return", code=code, pk=pk)
    context = {
        "programme": programme,
        "one": one,
        "period": period_of(one),
        "timing": timing(one, programme.today),
        "sheet": sheet_of(programme, one, reviewing=False),
        "levels": levels(one),
        "problems": problems,
        "early": programme.today < one.opens_on,
    }
    return render(request, "console/returns/submit.html", context, status=422 if problems else 200)


@require_POST
def act(request: HttpRequest, code: str, pk: int, act: str) -> HttpResponse:
    """One act on the whole return; what stands in its way is said on the page."""
    programme = get_programme(request.user, code)
    one = get_return(request.user, programme, pk)
    if act not in ACTS:
        raise NotFound
    try:
        done = ACTS[act](
            actor=request.user, one=one, stamp=_stamp(request), reason=request.POST.get("reason", "")
        )
    except InvalidMany as refusal:
        return page(request, code, pk, failed=act, problems=list(refusal.errors), status=422)
    except Invalid as refusal:
        return page(request, code, pk, failed=act, problems=[refusal], status=422)
    messages.success(request, _said(act, done))
    return redirect("console:return", code=code, pk=done.pk)


def _said(act: str, done: Return) -> str:
    if act != "approve":
        return str(DONE[act])
    if done.state == ReturnState.ACCEPTED:
        return _("Accepted. The return is frozen with what it was computed from.")
    return _("Passed on. The next level of the review decides on it.")


def _stamp(request: HttpRequest) -> int | None:
    """The version of the return the person looked at."""
    said = request.POST.get("stamp", "")
    return int(said) if said.isdecimal() else None
