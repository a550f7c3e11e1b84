"""The steps of a project, from the reserve to its handing over, each with its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.kernel.uploads import clean_name, keep
from jiedui.projects.enums import Stage
from jiedui.projects.errors import NoSuchStep, NothingToTakeBack, StepTooEarly, Unfinished
from jiedui.projects.models import Project, ProjectStageChange
from jiedui.projects.queries import latest_note, steps_of
from jiedui.projects.services.access import locked, may_edit, may_lead, refuse_unless, require_open
from jiedui.projects.steps import steps_from

File = tuple[str, bytes]
"""A file's name and bytes."""


def change_stage(
    *, actor: Any, project: Project, stage: str, day: date, document: str = "", file: File | None = None
) -> ProjectStageChange:
    """Note that the project came to ``stage`` on ``day``.

    ``document`` names what bears it out; handing over needs one. Raises NotAllowed, HandedOver, NoSuchStep,
    StepTooEarly, Unfinished where the building does not stand yet, Invalid for a day in the future.
    """
    # Looking at the file takes time; nobody should wait for the lock meanwhile.
    refuse_unless(may_edit(actor, project), actor)
    kept = _kept(file)
    return _change(actor, project, stage, day, document.strip(), kept)


@transaction.atomic
def _change(
    actor: Any, project: Project, stage: str, day: date, document: str, kept: dict[str, str]
) -> ProjectStageChange:
    project = locked(project)
    refuse_unless(may_edit(actor, project), actor)
    require_open(project)
    _require_step(project, stage)
    _require_day(project, day)
    if stage == Stage.HANDED_OVER and not document:
        raise Invalid(_("Name the document by which it was handed over."), address="document")
    if len(document) > 200:
        raise Invalid(_("Use at most %(max_length)s characters."), address="document", max_length=200)
    change = ProjectStageChange.objects.create(
        project=project, stage=stage, day=day, document=document, by=actor, **kept
    )
    _come_to(actor, project, stage, day=day, document=document)
    return change


@transaction.atomic
def take_step_back(*, actor: Any, project: Project, reason: str) -> ProjectStageChange:
    """Take the step noted last back: the project stands again where it stood before.

    For the workstream's lead and the office. Raises NotAllowed, NothingToTakeBack, Invalid without a reason.
    """
    project = locked(project)
    refuse_unless(may_lead(actor, project.programme, project.workstream), actor)
    if not reason.strip():
        raise Invalid(_("Say why the step is taken back."), address="reason")
    steps = steps_of(project)
    if not steps:
        raise NothingToTakeBack
    before = steps[-2].stage if len(steps) > 1 else Stage.RESERVE
    change = ProjectStageChange.objects.create(
        project=project,
        stage=before,
        day=steps[-1].day,
        reason=reason.strip(),
        takes_back=steps[-1],
        by=actor,
    )
    _come_to(actor, project, before, reason=reason.strip())
    return change


def _come_to(actor: Any, project: Project, stage: str, **noted: Any) -> None:
    before = audit.snapshot(project, ("stage",))
    project.stage = stage
    project.save(update_fields=["stage"])
    detail = {name: value.isoformat() if isinstance(value, date) else value for name, value in noted.items()}
    changes = audit.changes(before, project)
    audit.record(actor=actor, action="project.stage", subject=project, changes=changes, **detail)


def _require_step(project: Project, stage: str) -> None:
    steps = steps_from(project.stage)
    if stage not in steps:
        raise NoSuchStep(
            stage=Stage(project.stage).label,
            wanted=Stage(stage).label if stage in Stage.values else stage,
            steps=", ".join(str(step.label) for step in steps) or "—",
        )
    if stage == Stage.COMPLETED:
        note = latest_note(project)
        if note is None or note.progress < 100:
            raise Unfinished(progress=note.progress if note else 0)


def _require_day(project: Project, day: date) -> None:
    if day > max(project.programme.today, timezone.localdate()):
        raise Invalid(_("The day lies in the future. Note the step once it was taken."), address="day")
    steps = steps_of(project)
    if steps and day < steps[-1].day:
        raise StepTooEarly(address="day", day=steps[-1].day.isoformat())


def _kept(file: File | None) -> dict[str, str]:
    if file is None:
        return {}
    name = clean_name(file[0])
    stored, media_type = keep(file[1], name)
    return {"sha256": stored.sha256, "filename": name, "media_type": media_type}
