"""Projects for tests."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from PIL import Image

from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from jiedui.projects import services
from jiedui.projects.content import BudgetLine, ProjectContent
from jiedui.projects.enums import ProjectType, Stage
from jiedui.projects.models import Project
from tests.conftest import World


def project(world: World, number: str = "2019-001", *givers: OrgUnit, **fields: Any) -> Project:
    """A project of the east district in the county, written straight into the tables."""
    own: dict[str, Any] = {
        "programme": world.programme,
        "workstream": world.funds,
        "name": "果蔬大棚基地",
        "receiver": world.county,
        "type": ProjectType.INDUSTRY,
    }
    made = Project.objects.create(number=number, **{**own, **fields})
    made.givers.set(givers or [world.east])
    return made


def content(world: World, **changes: Any) -> ProjectContent:
    """What a project of the east district says."""
    own: dict[str, Any] = {
        "number": "2019-001",
        "name": "果蔬大棚基地",
        "name_en": "Greenhouses",
        "workstream": world.consumption,
        "givers": [world.east],
        "receiver": world.county,
        "type": ProjectType.INDUSTRY,
        "implementer": "云岭县农业农村局",
        "planned_start": date(2019, 3, 1),
        "planned_end": date(2019, 10, 31),
        "households": 120,
        "budget": [
            BudgetLine("district", Decimal(3_000_000), "津对口〔2019〕3号"),
            BudgetLine("local", Decimal(500_000)),
        ],
    }
    return ProjectContent(**{**own, **changes})


def created(world: World, **changes: Any) -> Project:
    """A project the east district has put into the reserve."""
    return services.create_project(
        actor=world.giver, programme=world.programme, content=content(world, **changes)
    )


def started(world: World, **changes: Any) -> Project:
    """A project that is being built since 1 April."""
    return step(world, created(world, **changes), Stage.STARTED, date(2019, 4, 1))


def step(world: World, made: Project, stage: str, day: date, **more: Any) -> Project:
    """The project one step on."""
    services.change_stage(actor=world.giver, project=made, stage=stage, day=day, **more)
    made.refresh_from_db()
    return made


def completed(world: World, **changes: Any) -> Project:
    """A project that stands."""
    made = started(world, **changes)
    note(world, made, 100, date(2019, 9, 20))
    return step(world, made, Stage.COMPLETED, date(2019, 9, 21))


def note(world: World, made: Project, progress: int, day: date = date(2019, 6, 1), **more: Any) -> None:
    """A word on how far it has come."""
    services.note_progress(
        actor=world.giver, project=made, day=day, progress=progress, text="主体完工", **more
    )


def photograph() -> bytes:
    """A picture that says where it was taken."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "39.1 N 117.2 E"
    Image.new("RGB", (8, 6), "green").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def shown(world: World, number: str, workstream: Workstream, giver: OrgUnit, receiver: OrgUnit) -> Project:
    """A project that stands, with a photograph, a document and a milestone."""
    made = services.create_project(
        actor=None,
        programme=world.programme,
        content=content(world, number=number, workstream=workstream, givers=[giver], receiver=receiver),
    )
    start = {"stage": Stage.STARTED, "day": date(2019, 4, 1), "file": ("contract.txt", b"contract")}
    services.change_stage(actor=None, project=made, **start)
    services.note_progress(
        actor=None,
        project=made,
        day=date(2019, 9, 1),
        progress=100,
        text="完工",
        pictures=[("a.jpg", photograph())],
    )
    services.add_milestone(actor=None, project=made, due_on=date(2019, 6, 1), text="封顶")
    made.refresh_from_db()
    return made
