"""Who scores whom beside themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.console.scorecard_forms import AppointForm
from jiedui.console.views.scorecards import office
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.facts import units_scored
from jiedui.progress.scorecards.queries import appointments_of


@require_http_methods(["GET", "HEAD", "POST"])
def score_appointments(request: HttpRequest, code: str) -> HttpResponse:
    """The appointments that hold, and one more."""
    programme = office(request, code)
    form = AppointForm(request.POST or None, units=units_scored(programme))
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(actor=request.user, programme=programme, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.address, refusal.words)
        else:
            messages.success(request, _("Appointed."))
            return redirect("console:score-appointments", code=code)
    context = {"programme": programme, "form": form, "appointments": appointments_of(programme)}
    return render(request, "console/scores/appointments.html", context, status=422 if form.errors else 200)


@require_POST
def score_appointment_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """An appointment holds no longer."""
    programme = office(request, code)
    found = appointments_of(programme).filter(pk=pk).first()
    if found is None:
        raise NotFound
    services.end_appointment(actor=request.user, appointment=found)
    messages.success(request, _("The appointment is ended. What was scored by it stays."))
    return redirect("console:score-appointments", code=code)
