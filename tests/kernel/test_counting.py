"""Several lists are counted in one query, empty ones too."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.kernel.counting import counted
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from tests.conftest import World


def test_each_list_has_its_number(world: World) -> None:
    lists = {
        "none": OrgUnit.objects.none(),
        "counties": OrgUnit.objects.filter(kind="county").order_by("name"),
        "empty": OrgUnit.objects.filter(name="无此单位"),
        "workstreams": Workstream.objects.select_related("lead"),
    }
    with CaptureQueriesContext(connection) as queries:
        assert counted(lists) == {"none": 0, "counties": 4, "empty": 0, "workstreams": 2}
    assert len(queries) == 1


def test_lists_that_are_empty_by_themselves_need_no_query(db: None) -> None:
    assert counted({"a": OrgUnit.objects.none(), "b": OrgUnit.objects.none()}) == {"a": 0, "b": 0}
