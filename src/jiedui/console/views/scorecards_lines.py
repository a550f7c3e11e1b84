"""The lines of a draft: added, changed, moved, taken out; each shows its curve while it is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.console import score_words
from jiedui.console.score_curve import curve_of
from jiedui.console.score_line_form import LineForm
from jiedui.console.views.scorecards import office
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Measure, Shape
from jiedui.progress.scorecards.functions import Linear, Rank, Step, function_of, points_at
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreLine
from jiedui.progress.scorecards.plan import PlannedLine, plan_of
from jiedui.progress.scorecards.queries import get_line, get_version

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SAMPLES = 5


@get_or_post
def score_line_new(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add a line."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    form = LineForm(request.POST or None, version=version, initial={"heading": request.GET.get("heading")})

    def add() -> Any:
        return services.add_line(actor=request.user, version=version, spec=form.spec)

    return _answer(request, version, form, add, _("The line is added."))


@get_or_post
def score_line(request: HttpRequest, code: str, pk: int, line: int) -> HttpResponse:
    """Change a line."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    found = get_line(version, line)
    form = LineForm(request.POST or None, version=version, line=found)

    def edit() -> Any:
        return services.edit_line(actor=request.user, line=found, spec=form.spec)

    return _answer(request, version, form, edit, _("Saved."))


@require_POST
def score_line_act(request: HttpRequest, code: str, pk: int, line: int, act: str) -> HttpResponse:
    """Move a line up or down, or take it out."""
    programme = office(request, code)
    found = get_line(get_version(request.user, programme, pk), line)
    if act == "remove":
        services.remove_line(actor=request.user, line=found)
        messages.success(request, _("The line is taken out."))
    elif act in {"up", "down"}:
        services.move_line(actor=request.user, line=found, down=act == "down")
    else:
        raise NotFound
    return redirect("console:scorecard", code=code, pk=pk)


@require_POST
def score_line_preview(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The curve of the form as it is filled in now; nothing is stored."""
    programme = office(request, code)
    version = get_version(request.user, programme, pk)
    data = request.POST.copy()
    data["name"] = data.get("name") or "—"
    data["points"] = data.get("points") or "1"
    form = LineForm(data, version=version)
    return render(request, "console/scores/preview.html", {"preview": preview_of(form)})


def preview_of(form: LineForm) -> dict[str, Any] | None:
    """The function in words, as a drawing and as a table; None while it is no function yet."""
    if not form.is_valid():
        return None
    try:
        spec = form.spec
        judged = spec.measure in {Measure.JUDGED, Measure.RULE}
        shape = Shape.THRESHOLD if spec.measure == Measure.RULE else spec.shape
        parameters = {"at": "1"} if spec.measure == Measure.RULE else spec.parameters
        function = None if spec.measure == Measure.JUDGED else function_of(shape, parameters)
    except Invalid:
        return None
    line = ScoreLine(measure=spec.measure, points=spec.points, indicator=spec.indicator, rule=spec.rule)
    planned = PlannedLine(line, function)
    drawn = function is not None and not judged
    return {
        "words": score_words.function_words(planned),
        "curve": curve_of(function) if function is not None and drawn else None,
        "samples": _samples(planned) if drawn else [],
    }


def _samples(planned: PlannedLine) -> list[tuple[str, str]]:
    """Values and the points they get."""
    function, line = planned.function, planned.line
    if isinstance(function, Rank) or function is None:
        return []
    values = _between(function) if isinstance(function, Linear) else _rungs(function)
    return [
        (score_words.value_words(line, value), plain(points_at(function, value, line.points)))
        for value in values
    ]


def _between(function: Linear) -> list[Decimal]:
    way = (function.full - function.zero) / (SAMPLES - 1)
    return [function.zero + way * n for n in range(SAMPLES)]


def _rungs(function: Step) -> list[Decimal]:
    return list(function.edges)


def _answer(
    request: HttpRequest, version: ScorecardVersion, form: LineForm, act: Any, done: str
) -> HttpResponse:
    programme = version.scorecard.programme
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as refusal:
            form.blame(refusal)
        else:
            messages.success(request, done)
            return redirect("console:scorecard", code=programme.code, pk=version.pk)
    plan = plan_of(version)
    own = form.line.points if form.line else Decimal(0)
    context = {
        "programme": programme,
        "version": version,
        "form": form,
        "line": form.line,
        "sum": plan.sum,
        "left": version.total - plan.sum + own,
        "preview": preview_of(form) if form.is_bound and not form.errors else None,
    }
    return render(request, "console/scores/line.html", context, status=422 if form.errors else 200)
