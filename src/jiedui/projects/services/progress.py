"""How far a project has come, and its milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.kernel.storage import StoredFile
from jiedui.kernel.uploads import clean_name, keep
from jiedui.projects.content import unfit_words
from jiedui.projects.enums import Stage
from jiedui.projects.errors import MilestoneDone, NotBegun
from jiedui.projects.models import ProgressNote, ProgressPicture, Project, ProjectMilestone
from jiedui.projects.services.access import locked, may_edit, may_report, refuse_unless, require_open
from jiedui.projects.services.staging import File

MAX_PICTURES = 10


def note_progress(
    *, actor: Any, project: Project, day: date, progress: int, text: str, pictures: Sequence[File] = ()
) -> ProgressNote:
    """Say how far the works have come on a day, in per cent, in words and with photographs.

    Pictures are drawn anew and keep no place, device or name. Raises NotAllowed, HandedOver, NotBegun, FileRefused,
    InvalidMany.
    """
    refuse_unless(may_report(actor, project), actor)
    if problems := _problems(project, day, progress, text, len(pictures)):
        raise InvalidMany(problems)
    named = [(clean_name(name), content) for name, content in pictures]
    # Drawing pictures takes time; nobody should wait for the lock meanwhile.
    kept = [(name, *keep(content, name, pictures_only=True)) for name, content in named]
    return _note(actor, project, day, progress, text.strip(), kept)


@transaction.atomic
def _note(
    actor: Any,
    project: Project,
    day: date,
    progress: int,
    text: str,
    kept: list[tuple[str, StoredFile, str]],
) -> ProgressNote:
    project = locked(project)
    refuse_unless(may_report(actor, project), actor)
    require_open(project)
    if project.stage not in Stage.begun():
        raise NotBegun(stage=Stage(project.stage).label)
    note = ProgressNote.objects.create(project=project, day=day, progress=progress, text=text, by=actor)
    pictures = {stored.sha256: (name, stored, media_type) for name, stored, media_type in kept}
    ProgressPicture.objects.bulk_create(
        ProgressPicture(
            note=note, sha256=stored.sha256, size=stored.size, media_type=media_type, filename=name
        )
        for name, stored, media_type in pictures.values()
    )
    audit.record(
        actor=actor,
        action="project.progress",
        subject=project,
        day=day.isoformat(),
        progress=progress,
        pictures=sorted(pictures),
    )
    return note


def _problems(project: Project, day: date, progress: int, text: str, pictures: int) -> list[Invalid]:
    found: list[Invalid] = []
    if day > max(project.programme.today, timezone.localdate()):
        found.append(Invalid(_("The day lies in the future."), address="day"))
    if not 0 <= progress <= 100:
        found.append(Invalid(_("Enter a whole number from 0 to 100."), address="progress"))
    if not text.strip():
        found.append(Invalid(_("Say in words what stands and what comes next."), address="text"))
    found += unfit_words("text", text, most=2000, lines=True, about=project.receiver.name)
    if pictures > MAX_PICTURES:
        message = _("A note takes %(count)d pictures at most.")
        found.append(Invalid(message, address="pictures", count=MAX_PICTURES))
    return found


@transaction.atomic
def add_milestone(
    *,
    actor: Any,
    project: Project,
    due_on: date,
    text: str,
    text_en: str = "",
    progress: int | None = None,
) -> ProjectMilestone:
    """Set something that is to be done by a day. Raises NotAllowed, HandedOver, InvalidMany."""
    project = locked(project)
    refuse_unless(may_edit(actor, project), actor)
    require_open(project)
    words = text.strip()
    found = unfit_words("text", words, most=200, about=project.receiver.name)
    if not words:
        found.append(Invalid(_("This is required."), address="text"))
    if progress is not None and not 0 <= progress <= 100:
        found.append(Invalid(_("Enter a whole number from 0 to 100."), address="progress"))
    if project.milestones.filter(due_on=due_on, text=words).exists():
        found.append(Invalid(_("This milestone is there already."), address="text"))
    if found:
        raise InvalidMany(found)
    made = ProjectMilestone.objects.create(
        project=project, due_on=due_on, text=words, text_en=text_en.strip(), progress=progress
    )
    audit.record(
        actor=actor, action="project.milestone", subject=project, due_on=due_on.isoformat(), text=words
    )
    return made


@transaction.atomic
def reach_milestone(*, actor: Any, milestone: ProjectMilestone, day: date) -> ProjectMilestone:
    """Note the day on which a milestone was reached. Raises NotAllowed, HandedOver, MilestoneDone, Invalid."""
    project = locked(milestone.project)
    refuse_unless(may_report(actor, project), actor)
    require_open(project)
    milestone = project.milestones.select_for_update().get(pk=milestone.pk)
    if milestone.done_on is not None:
        raise MilestoneDone(day=milestone.done_on.isoformat())
    if day > max(project.programme.today, timezone.localdate()):
        raise Invalid(_("The day lies in the future."), address="day")
    before = audit.snapshot(milestone, ("done_on",))
    milestone.done_on = day
    milestone.save(update_fields=["done_on"])
    changes = audit.changes(before, milestone)
    audit.record(
        actor=actor, action="project.milestone", subject=project, changes=changes, text=milestone.text
    )
    return milestone
