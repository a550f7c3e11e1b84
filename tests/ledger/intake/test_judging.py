"""What recording one entry checks, for all rows at once: the same refusals and warnings."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import checks, services
from jiedui.ledger.intake.report import Issue, Report
from jiedui.ledger.models import Entry
from jiedui.projects.models import Project
from tests.conftest import World
from tests.ledger import acts


def told(world: World, kind: str = "purchase", **changes: Any) -> Report:
    """What the check of one row says, in English."""
    row = {**acts.data(world, kind), "giver": "东城区", "receiver": "云岭县", **changes}
    row = {
        name: str(value) if name in ("amount", "quantity", "occurred_on") else value
        for name, value in row.items()
    }
    with translation.override("en"):
        handed = services.check_records(
            actor=world.giver, programme=world.programme, kind=kind, rows=[row], in_background=False
        )
    return Report.from_record(handed.batch.report)


def said(issues: tuple[Issue, ...]) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(item.field, item.message) for item in issues]


@pytest.mark.parametrize("kind", acts.KINDS)
def test_an_ordinary_row_of_each_kind_raises_nothing(kind: str, world: World) -> None:
    report = told(world, kind)

    untraced = "There is no document or voucher number, so the money cannot be traced."
    warned = [("document_number", untraced)] if kind == "transfer" else []
    assert (said(report.errors), said(report.warnings), report.counts.new) == ([], warned, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"giver": "云岭县"}, "giver"),
        ({"receiver": "西城区"}, "receiver"),
        ({"assists": ["东城区"]}, "assists"),
        ({"occurred_on": "2018-12-31"}, "occurred_on"),
        ({"occurred_on": "2020-01-01"}, "occurred_on"),
        ({"workstream": "nothing"}, "workstream"),
    ],
)
def test_a_row_is_refused_in_the_words_of_recording(
    changes: dict[str, Any], field: str, world: World
) -> None:
    by_name = {"云岭县": world.county.pk, "西城区": world.west.pk, "东城区": world.east.pk}
    one = {
        name: [by_name[item] for item in value] if isinstance(value, list) else by_name.get(value, value)
        for name, value in changes.items()
    }
    with translation.override("en"):
        with pytest.raises(InvalidMany) as refused:
            services.record_entry(
                actor=world.office, programme=world.programme, kind="purchase", data=acts.data(world, **one)
            )
        words = [(error.address, error.words) for error in refused.value.errors]

    assert said(told(world, **changes).errors) == words
    assert words[0][0] == field
    assert Entry.objects.count() == 0


def test_another_units_row_is_refused(world: World) -> None:
    assert said(told(world, giver="西城区").errors) == [
        ("giver", "You may not record for this unit. Choose one of your own units.")
    ]


def test_without_a_workstream_it_is_the_kinds_own(world: World) -> None:
    row = {name: value for name, value in acts.data(world).items() if name != "workstream"}
    row |= {"occurred_on": "2019-07-03", "amount": "5", "quantity": "1"}
    services.check_records(
        actor=world.giver, programme=world.programme, kind="purchase", rows=[row], commit=True
    )

    assert Entry.objects.get().workstream == world.consumption


def test_more_than_twenty_assistants_are_too_many(world: World) -> None:
    units = [acts_unit.pk for acts_unit in [world.commerce, world.west, world.office_unit]]

    assert said(told(world, assists=units * 7).errors) == []  # each is counted once


@pytest.mark.parametrize(
    ("title", "field"), [("采购监狱劳教产品", "title"), ("为派出所采购视频监控设备", "title")]
)
def test_words_outside_scope_are_refused_as_in_one_entry(title: str, field: str, world: World) -> None:
    entry = Entry(
        programme=world.programme,
        kind="purchase",
        title=title,
        detail=acts.DETAIL["purchase"],
        giver=world.east,
        receiver=world.county,
    )
    with translation.override("en"):
        words = [(error.address, error.words) for error in checks.scope_refusals(entry)]

    assert said(told(world, title=title).errors) == words
    assert words[0][0] == field


def test_a_citizens_number_is_refused_and_a_telephone_number_warned_of(world: World) -> None:
    number = told(world, title="采购人110101199003074514")
    phone = told(world, title="联系13812345678")

    assert said(number.errors) == [
        (
            "title",
            "There is a citizen's identity number in the text. Remove it: people are counted, not registered.",
        )
    ]
    assert said(phone.warnings) == [("title", "There seems to be a mobile phone number in the text.")]
    assert phone.errors == ()


def test_a_kinds_own_checks_are_asked(world: World) -> None:
    same = {**acts.DETAIL["purchase"], "seller": "东城区机关食堂"}
    ended = {**acts.DETAIL["agreement"], "valid_to": "2019-01-01"}

    assert said(told(world, detail=same).warnings) == [("seller", "Buyer and seller are the same.")]
    assert said(told(world, "agreement", detail=ended).errors) == [
        ("valid_to", "The agreement ends before it was signed.")
    ]


def test_a_row_with_a_fault_is_not_asked_further(world: World) -> None:
    same = {**acts.DETAIL["purchase"], "seller": "东城区机关食堂"}

    report = told(world, detail=same, amount="-1")

    assert said(report.errors) == [("amount", "Enter a number greater than 0.")]
    assert report.warnings == ()


def test_no_project_is_asked_of_a_kind_that_has_none(world: World) -> None:
    assert Project.objects.count() == 0
    assert "project" not in told(world).preview
