"""Fixtures every test may use: people in their roles, a small tree of units, the shared folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import settings

from jiedui.accounts.enums import Role
from jiedui.accounts.models import Membership, User
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Revision, Workstream
from jiedui.progress.apps import hold
from jiedui.progress.scorecards import triggers
from tests import migrated

# How fast an example runs says nothing about the code on a busy machine.
settings.register_profile("jiedui", deadline=None)
settings.load_profile("jiedui")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("JIEDUI_SHARED", ROOT.parent / "shared"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server, only what touches a database: the rest is the same there, and ran on the embedded one.

    That is a fact and no list: who asks for no database is kept from it, and who starts a process that
    uses one asks for ``django_db_setup``.
    """
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not touches_a_database(item)])
    items[:] = filter(touches_a_database, items)


def touches_a_database(item: pytest.Item) -> bool:
    """Whether a test, or a fixture that it asks for, has asked for the database."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "django_db_setup" in fixtures or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite empties its tables row by row between tests that commit, which some of them would refuse."""
    post_migrate.disconnect(hold, sender=apps.get_app_config("progress"))  # sent after each emptying, too
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            migrated.keep(tmp_path_factory.mktemp("migrated"))
            with connection.cursor() as cursor:
                for name in ("kernel_auditrecord_no_delete", *triggers.deleting()):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@pytest.fixture
def shared() -> Path:
    """The folder of real documents and labels; the test is skipped where it is missing."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"real documents not found in {SHARED}")
    return SHARED


def settle() -> None:
    """Check what is checked at the end of a transaction now, for all tests that work above what was built.

    Each of them would have it checked again at its own end.
    """
    connection.check_constraints()


def plant(name: str, kind: str, parent: OrgUnit | None = None, **fields: str) -> OrgUnit:
    """A unit with its path, for tests that do not test the tree's own services."""
    unit = OrgUnit.objects.create(name=name, kind=kind, parent=parent, **fields)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@dataclass
class World:
    """A small programme: one city with two districts and an office, one county on the other side."""

    city: OrgUnit
    east: OrgUnit
    west: OrgUnit
    commerce: OrgUnit
    office_unit: OrgUnit
    province: OrgUnit
    county: OrgUnit
    other_county: OrgUnit
    programme: Programme
    consumption: Workstream
    funds: Workstream
    revision: Revision
    office: User
    lead: User
    giver: User
    other_giver: User
    receiver: User
    auditor: User
    nobody: User


def person(username: str, *grants: tuple[Role, OrgUnit]) -> User:
    """A user with roles in units; the password is the username."""
    user = User.objects.create_user(username, password=username, display_name=username.title())
    for role, unit in grants:
        Membership.objects.create(user=user, unit=unit, role=role)
    return user


@pytest.fixture
def world(db: None) -> World:
    """Units, a programme with two workstreams and one person per role."""
    return build_world()


def build_world() -> World:
    """The same for whoever brings a database of their own."""
    city = plant("海州市", UnitKind.PROVINCE, name_en="Haizhou")
    east = plant("东城区", UnitKind.COUNTY, city, name_en="Dongcheng")
    west = plant("西城区", UnitKind.COUNTY, city, name_en="Xicheng")
    commerce = plant(
        "海州市商务局", UnitKind.DEPARTMENT, city, short_name="市商务局", name_en="Commerce Bureau"
    )
    office_unit = plant(
        "海州市合作交流办", UnitKind.DEPARTMENT, city, short_name="市合作交流办", name_en="Office"
    )
    province = plant("西山省", UnitKind.PROVINCE, name_en="Xishan")
    county = plant("云岭县", UnitKind.COUNTY, province, name_en="Yunling")
    other_county = plant("石泉县", UnitKind.COUNTY, province, name_en="Shiquan")
    programme = Programme.objects.create(
        code="haizhou-2019",
        name="海州市2019年协作计划",
        name_en="Haizhou programme 2019",
        giver=city,
        office=office_unit,
        starts_on=date(2019, 1, 1),
        ends_on=date(2019, 12, 31),
        reference_date=date(2019, 9, 30),
    )
    consumption = Workstream.objects.create(
        programme=programme, key="consumption", name="消费扶贫", name_en="Consumption", lead=commerce, order=1
    )
    funds = Workstream.objects.create(
        programme=programme, key="funds", name="资金支持", name_en="Funds", lead=office_unit, order=2
    )
    revision = Revision.objects.create(programme=programme, number=1, title="海州市2019年实施方案")
    return World(
        city,
        east,
        west,
        commerce,
        office_unit,
        province,
        county,
        other_county,
        programme,
        consumption,
        funds,
        revision,
        office=person("office", (Role.OFFICE, office_unit)),
        lead=person("lead", (Role.LEAD, commerce)),
        giver=person("giver", (Role.GIVER, east)),
        other_giver=person("other-giver", (Role.GIVER, west)),
        receiver=person("receiver", (Role.RECEIVER, county)),
        auditor=person("auditor", (Role.AUDITOR, city)),
        nobody=person("nobody"),
    )
