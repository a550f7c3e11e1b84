"""What is done on a project's page: its next step, a step taken back, a word on its progress, milestones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.console.project_forms import BackForm, MilestoneForm, ProgressForm, ReachedForm, StageForm
from jiedui.console.views.ledger_words import each, plain
from jiedui.console.views.projects_page import project_page
from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError, NotFound, WrongState
from jiedui.projects import services
from jiedui.projects.models import Project
from jiedui.projects.queries import get_project
from jiedui.projects.services.staging import File
from jiedui.projects.steps import steps_from

REFUSALS = (Invalid, InvalidMany, WrongState)


@require_POST
def project_stage(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The project comes to its next stage."""
    project = get_project(request.user, get_programme(request.user, code), pk)
    form = StageForm(request.POST, request.FILES, steps=steps_from(project.stage), prefix="stage")

    def act(said: dict[str, Any]) -> None:
        file = _file(said.pop("file"))
        services.change_stage(actor=request.user, project=project, file=file, **said)

    return _answer(request, project, "stage_form", form, act, _("The stage is noted."))


@require_POST
def project_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The step noted last is taken back."""
    project = get_project(request.user, get_programme(request.user, code), pk)
    form = BackForm(request.POST, prefix="back")

    def act(said: dict[str, Any]) -> None:
        services.take_step_back(actor=request.user, project=project, **said)

    return _answer(request, project, "back_form", form, act, _("The step is taken back."))


@require_POST
def project_progress(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A word on how far the works have come."""
    project = get_project(request.user, get_programme(request.user, code), pk)
    form = ProgressForm(request.POST, request.FILES, prefix="progress")

    def act(said: dict[str, Any]) -> None:
        pictures = [_named(file) for file in said.pop("pictures")]
        services.note_progress(actor=request.user, project=project, pictures=pictures, **said)

    return _answer(request, project, "progress_form", form, act, _("The progress is noted."))


@require_POST
def project_milestone(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A milestone is set."""
    project = get_project(request.user, get_programme(request.user, code), pk)
    form = MilestoneForm(request.POST, prefix="milestone")

    def act(said: dict[str, Any]) -> None:
        services.add_milestone(actor=request.user, project=project, **said)

    return _answer(request, project, "milestone_form", form, act, _("The milestone is set."))


@require_POST
def project_reached(request: HttpRequest, code: str, pk: int, milestone: int) -> HttpResponse:
    """A milestone was reached."""
    project = get_project(request.user, get_programme(request.user, code), pk)
    found = project.milestones.filter(pk=milestone).first()
    if found is None:
        raise NotFound
    form = ReachedForm(request.POST, prefix="reached")

    def act(said: dict[str, Any]) -> None:
        services.reach_milestone(actor=request.user, milestone=found, **said)

    return _answer(request, project, "reached_form", form, act, _("The milestone is reached."))


@require_safe
def project_picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A photograph, to be looked at on the page."""
    get_programme(request.user, code)
    content, media_type, _name = services.open_picture(request.user, pk)
    answer = HttpResponse(content, content_type=media_type)
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@require_safe
def project_document(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The document behind a step, always as a download."""
    get_programme(request.user, code)
    content, media_type, name = services.open_document(request.user, pk)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _answer(
    request: HttpRequest,
    project: Project,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Do it and go back to the page, or show the page with what is wrong beside its field."""
    if form.is_valid():
        try:
            act(dict(form.cleaned_data))
        except REFUSALS as error:
            blame(form, error)
        else:
            messages.success(request, done)
            return redirect("console:project", code=project.programme.code, pk=project.pk)
    return project_page(request, project.programme, project.pk, **{name: form})


def blame(form: forms.Form, error: JieduiError) -> None:
    """Say a service's refusal beside the field it speaks of, else on top of the form."""
    for problem in each(error):
        address = getattr(problem, "address", "")
        form.add_error(address if address in form.fields else None, plain(problem))


def _file(file: Any) -> File | None:
    return _named(file) if file else None


def _named(file: Any) -> File:
    return file.name or "", file.read()
