"""The schedules of the example: the cadences of its ten workstreams."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from jiedui.plans.models import Programme
from jiedui.plans.packs import PackReport
from jiedui.returns import services
from jiedui.returns.models import Return, ReturnSchedule
from jiedui.returns.packs import load_schedules
from tests.examples.conftest import PACK

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(loaded: PackReport, db: None) -> Programme:
    found = Programme.objects.get(code="tianjin-2019")
    load_schedules(PACK, programme=found, report=PackReport())
    return found


def test_all_ten_workstreams_have_their_cadences(programme: Programme) -> None:
    found = ReturnSchedule.objects.values_list("workstream__key", "cadence")

    assert len({key for key, _cadence in found}) == 10
    assert Counter(cadence for _key, cadence in found) == {
        "weekly": 6, "monthly": 10, "quarterly": 3, "half_yearly": 4, "yearly": 2,
    }  # fmt: skip


def test_loading_again_changes_nothing(programme: Programme) -> None:
    report = PackReport()

    load_schedules(PACK, programme=programme, report=report)

    assert (report.created, report.unchanged, report.kept) == ({}, {"schedules": 25}, [])


def test_each_district_owes_each_month_ten_returns(programme: Programme) -> None:
    services.produce_returns(
        actor=None, programme=programme, since=date(2019, 7, 31), until=date(2019, 7, 31)
    )

    monthly = Return.objects.filter(schedule__cadence="monthly")
    assert Counter(monthly.values_list("unit__name", flat=True)).most_common()[0][1] == 10
    assert monthly.values("unit").distinct().count() == 16
    due = monthly.get(schedule__code="consumption-monthly", unit__name="和平区").due_on
    assert due == date(2019, 8, 5)
