"""The projects' rows of the table of every address, and what they need."""

from __future__ import annotations

from typing import Any

from jiedui.projects.models import Project
from tests.conftest import World
from tests.projects import works

OWN, OTHER = "own-project", "other-project"
# name, letters (office, lead, giver, other giver, receiver, auditor, no role, not signed in), about, method
ROWS: list[tuple[str, str, str, str]] = [
    ("console:projects", "oooooofs", "", "get"),
    ("console:projects-csv", "oooooofs", "", "get"),
    ("console:project-new", "oooofffs", "", "get"),
    ("console:project-new", "oooofffs", "", "post"),
    ("console:project", "ooomoofs", OWN, "get"),
    ("console:project-picture", "ooomoofs", f"{OWN}:picture", "get"),
    ("console:project-document", "ooomoofs", f"{OWN}:document", "get"),
    ("console:project-edit", "ooomfffs", OWN, "get"),
    ("console:project-edit", "ooomfffs", OWN, "post"),
    ("console:project-stage", "ooomfffs", OWN, "post"),
    ("console:project-back", "oofmfffs", OWN, "post"),
    ("console:project-progress", "ooomoffs", OWN, "post"),
    ("console:project-milestone", "ooomfffs", OWN, "post"),
    ("console:project-reached", "ooomoffs", OWN, "post"),
    ("console:project", "ommomofs", OTHER, "get"),
    ("console:project-picture", "ommomofs", f"{OTHER}:picture", "get"),
    ("console:project-document", "ommomofs", f"{OTHER}:document", "get"),
    ("console:project-edit", "ommomffs", OTHER, "get"),
    ("console:project-edit", "ommomffs", OTHER, "post"),
    ("console:project-stage", "ommomffs", OTHER, "post"),
    ("console:project-back", "ommfmffs", OTHER, "post"),
    ("console:project-progress", "ommomffs", OTHER, "post"),
    ("console:project-milestone", "ommomffs", OTHER, "post"),
    ("console:project-reached", "ommomffs", OTHER, "post"),
    ("api:list_projects", "ooooooos", "", "get"),
    ("api:read_project", "ooomoofs", OWN, "get"),
    ("api:read_project", "ommomofs", OTHER, "get"),
    ("api:create_project", "oooffffs", "", "post"),
    ("api:update_project", "ooomffms", OWN, "put"),
    ("api:update_project", "ommomfms", OTHER, "put"),
    ("api:change_stage", "ooomffms", OWN, "post"),
    ("api:change_stage", "ommomfms", OTHER, "post"),
    ("api:take_step_back", "oofmffms", OWN, "post"),
    ("api:take_step_back", "ommfmfms", OTHER, "post"),
    ("api:note_progress", "ooomofms", OWN, "post"),
    ("api:note_progress", "ommomfms", OTHER, "post"),
]
STEP = {"stage": "completed", "day": "2019-09-21"}
PROGRESS = {"day": "2019-09-21", "progress": 100, "text": "完工"}
PAYLOADS: dict[str, dict[str, Any]] = {
    "change_stage": STEP,
    "project-stage": {f"stage-{name}": value for name, value in STEP.items()},
    "take_step_back": {"reason": "日期有误"},
    "project-back": {"back-reason": "日期有误"},
    "note_progress": PROGRESS,
    "project-progress": {f"progress-{name}": value for name, value in PROGRESS.items()},
    "project-milestone": {"milestone-text": "验收", "milestone-due_on": "2019-10-01"},
    "project-reached": {"reached-day": "2019-09-20"},
}


def stand_of(world: World) -> dict[str, Project]:
    """A project of the east district in the county, and one of the west in another county."""
    return {
        OWN: works.shown(world, "1", world.consumption, world.east, world.county),
        OTHER: works.shown(world, "2", world.funds, world.west, world.other_county),
    }


def kwargs(project: Project, what: str) -> dict[str, Any]:
    """The arguments of an address: of the project itself, its photograph or its document."""
    note, change = project.notes.get(), project.stage_changes.exclude(sha256="").get()
    pks = {"picture": note.pictures.get().pk, "document": change.pk}
    milestone = project.milestones.get().pk
    code, pk = project.programme.code, pks.get(what, project.pk)
    return {"code": code, "pk": pk, "project_id": project.pk, "milestone": milestone}


def written(world: World, about: str) -> dict[str, Any]:
    """What is sent to set up or to change a project, complete."""
    sides = (world.west, world.other_county) if about == OTHER else (world.east, world.county)
    return {
        "programme": world.programme.code,
        "number": "9",
        "name": "大棚",
        "workstream": "consumption",
        "type": "industry",
        "nature": "new",
        "givers": [sides[0].pk],
        "receiver": sides[1].pk,
    }
