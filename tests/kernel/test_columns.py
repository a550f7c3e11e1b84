"""Rows written at once are the rows that would be written one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from jiedui.kernel.columns import insert_rows, write_columns
from jiedui.kernel.models import AuditRecord
from jiedui.organisations.models import OrgUnit
from tests.conftest import World, plant

NOON = datetime(2019, 7, 9, 4, 0, 0, 17, tzinfo=UTC)


def _rows(count: int) -> list[AuditRecord]:
    """Records with what is hard to write: line ends, tabs, quotes, backslashes, nothing, nested JSON."""
    said = ["a\tb\nc", "\\N", "“引号” 'x' \\", ""]
    return [
        AuditRecord(
            action="unit.look",
            subject_type="organisations.orgunit",
            subject_id=str(number),
            detail={"reason": said[number % 4], "list": [1, None, {"a": "\\t"}]},
            changes={"name": [None, said[number % 4]]},
        )
        for number in range(count)
    ]


def _stored() -> list[dict[str, Any]]:
    found = list(AuditRecord.objects.order_by("id").values())
    return [{name: value for name, value in row.items() if name != "id"} for row in found]


@pytest.mark.django_db
def test_inserted_rows_are_those_of_bulk_create(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    AuditRecord.objects.bulk_create(_rows(5))
    expected = _stored()

    insert_rows(_rows(5))

    assert _stored() == expected * 2


@pytest.mark.django_db
def test_nothing_is_inserted_where_there_is_nothing() -> None:
    insert_rows([])

    assert _stored() == []


def test_columns_are_written_for_each_row(world: World) -> None:
    first, second = plant("甲", "county", world.city), plant("乙", "county", world.city)
    first.short_name, second.short_name, second.name = "甲\n", "\\乙'", "不写"

    write_columns([first, second], ["short_name"])

    found = OrgUnit.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    assert list(found.values_list("name", "short_name")) == [
        ("甲", "甲\n"),
        ("乙", "\\乙'"),
    ]
