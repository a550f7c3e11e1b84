"""Projects for tests."""

from __future__ import annotations

from typing import Any

from jiedui.organisations.models import OrgUnit
from jiedui.projects.enums import ProjectType
from jiedui.projects.models import Project
from tests.conftest import World


def project(world: World, number: str = "2019-001", *givers: OrgUnit, **fields: Any) -> Project:
    """A project of the east district in the county."""
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
