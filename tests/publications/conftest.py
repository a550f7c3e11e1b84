"""A programme with figures, districts and entries to write about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Entry
from jiedui.publications.models import Bulletin
from jiedui.publications.services import create_bulletin
from tests.progress.conftest import Scene, scene

__all__ = ["scene"]


@dataclass
class Desk:
    """What lies on an editor's desk."""

    scene: Scene
    bulletin: Bulletin
    apples: Entry
    walnuts: Entry


@pytest.fixture
def desk(scene: Scene) -> Desk:
    """A draft for September 2019 with a paced, a stated and an unrecorded figure."""
    world = scene.world
    whole = scene.target("1100000000", note="全年消费帮扶11亿元")
    scene.target("600000000", world.east, parent=whole)
    scene.target("500000000", world.west, parent=whole)
    scene.target("11500", indicator=scene.indicator("转移就业人数", as_stated=True, unit="人", kind=""))
    scene.target("12", indicator=scene.indicator("招聘会", kind="", measure="", unit="场"))
    apples = scene.entry(
        "520000000", "2019-06-18", evidence=True, verdicts=(Verdict.AGREED,), title="采购云岭苹果"
    )
    walnuts = scene.entry(
        "180000000", "2019-09-12", giver=world.west, receiver=world.other_county, title="采购石泉核桃"
    )
    bulletin = create_bulletin(actor=world.office, programme=world.programme, month=date(2019, 9, 10))
    return Desk(scene, bulletin, apples, walnuts)
