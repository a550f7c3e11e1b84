"""The same fact told twice, wholes against parts in another section, days that cannot be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from jiedui.documents.conflicts import conflicts_of
from jiedui.documents.enums import Choice, ProposalState
from jiedui.documents.facts import Discrepancy, FactKind, Place
from jiedui.documents.models import SourceDocument
from jiedui.documents.readers import open_document
from jiedui.documents.reading import read
from jiedui.documents.reconcile import reconcile
from jiedui.documents.review import review_of
from jiedui.documents.services import (
    accept_document,
    accept_section,
    compare_document,
    decide_discrepancy,
    edit_proposal,
    reject_proposal,
    undo_decision,
)
from jiedui.plans.models import Target
from tests.conftest import World
from tests.documents.papers import disagreement, money, paper, proposal_of
from tests.documents.samples import context

HEAD = "天津市对口支援工作领导小组\n天津市2020年对口支援工作方案\n"
WHOLE, EAST, WEST = "消费扶贫总额达到3亿元", "东城区1亿元", "西城区2亿元"


def dates(text: str) -> list[tuple[str, str, int]]:
    found = [row for row in reconcile(context(f"{HEAD}{text}\n")) if "date" in row.code]
    return [(row.code, row.params["written"], row.places[0].line) for row in found]


@pytest.mark.parametrize(
    ("text", "code", "written"),
    [
        ("2020年2月30日前完成拨付。", "impossible_date", "2020年2月30日"),
        ("6月31日前完成拨付。", "impossible_date", "6月31日"),
        ("2019年2月29日前完成拨付。", "impossible_date", "2019年2月29日"),
        ("13月底前完成拨付。", "impossible_date", "13月底"),
        ("2020年9月至2020年3月组织培训。", "reversed_dates", "2020年9月至2020年3月"),
        ("2020年至2018年组织培训。", "reversed_dates", "2020年至2018年"),
    ],
)
def test_a_date_that_cannot_be_is_found_with_its_words(text: str, code: str, written: str) -> None:
    assert dates(text) == [(code, written, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "2020年2月29日前完成拨付。",
        "2月29日前完成拨付。",
        "12月31日前完成拨付。",
        "时间不少于18个月，每月15日前报送。",
        "为期24月，住院部3号楼。",
        "2020年3月至2020年9月组织培训。",
        "11月至次年2月组织培训。",
        "第20月刊登。",
    ],
)
def test_a_date_that_can_be_is_let_pass(text: str) -> None:
    assert dates(text) == []


def test_a_date_in_a_table_is_found_too() -> None:
    assert dates("任务\t时限\n组织招聘会\t2020年4月31日") == [("impossible_date", "2020年4月31日", 4)]


def twice(world: World) -> SourceDocument:
    return paper(world.programme, [money("东城区", 100, EAST), money("东城区", 200, WEST)])


def test_the_same_figure_told_twice_is_one_conflict_of_two_places(world: World) -> None:
    document = twice(world)

    [conflict] = conflicts_of(review_of(document).proposals)

    assert (conflict.first.fact.quote, conflict.second.fact.quote) == (EAST, WEST)


@pytest.mark.parametrize(("leave", "value"), [(EAST, "200"), (WEST, "100")])
def test_the_one_that_is_left_out_leaves_the_other(world: World, leave: str, value: str) -> None:
    document = twice(world)
    client = Client()
    client.force_login(world.lead)
    page = reverse("console:document", args=[world.programme.code, document.pk])
    left = proposal_of(document, leave)
    address = reverse("console:proposal-decide", args=[world.programme.code, document.pk, left.pk, "reject"])
    assert client.get(page).content.decode().count(f'formaction="{address}?version=0"') == 1

    client.post(f"{address}?version=0")

    standing = [p for p in review_of(document).proposals if p.state == ProposalState.PENDING]
    assert [(p.plan["values"]["value"], p.blocked) for p in standing] == [(value, False)]
    assert conflicts_of(review_of(document).proposals) == []


def across(world: World, total: int = 290) -> SourceDocument:
    """A whole in one sentence and its parts in others, as in an annex."""
    return paper(
        world.programme,
        [money("海州市", total, WHOLE), money("东城区", 100, EAST), money("西城区", 200, WEST)],
    )


def test_parts_elsewhere_that_do_not_add_up_are_found_with_their_places(world: World) -> None:
    found = across(world).discrepancies.get()

    assert (found.code, found.severity, found.choices) == (
        "parts_across",
        "error",
        ["parts", "total", "both"],
    )
    assert found.params == {
        "measure": "消费扶贫总额",
        "sum": "300",
        "total": "290",
        "difference": "10",
        "unit": "元",
        "parts": 2,
    }
    assert [place["quote"] for place in found.places] == [WHOLE, EAST, WEST]


def test_parts_that_add_up_or_are_far_from_it_are_no_finding(world: World) -> None:
    assert not across(world, total=300).discrepancies.exists()
    assert not paper(
        world.programme,
        [money("海州市", 900, WHOLE), money("东城区", 1, EAST), money("西城区", 2, WEST)],
        sha256="b" * 64,
    ).discrepancies.exists()


def test_what_was_found_while_reading_is_not_found_again(world: World) -> None:
    facts = [money("海州市", 290, WHOLE), money("东城区", 100, EAST), money("西城区", 200, WEST)]

    assert paper(world.programme, facts, [disagreement(290, 300)]).discrepancies.get().code == "parts_whole"


@pytest.mark.parametrize(("choice", "value"), [(Choice.PARTS, 300), (Choice.TOTAL, 290), (Choice.BOTH, 290)])
def test_the_choice_is_kept_through_comparisons_and_settles_the_whole(
    world: World, choice: str, value: int
) -> None:
    document = across(world)
    decide_discrepancy(actor=world.office, found=document.discrepancies.get(), choice=choice)
    compare_document(document)
    assert document.discrepancies.get().choice == choice
    accept_section(actor=world.office, document=document)

    accept_document(actor=world.office, document=document)

    assert Target.objects.get(unit=world.city).value == value


def test_a_finding_goes_with_the_figure_that_made_it_and_comes_back(world: World) -> None:
    document = across(world)
    rejected = reject_proposal(actor=world.office, proposal=proposal_of(document, EAST), version=0)
    assert not document.discrepancies.exists()
    undo_decision(actor=world.office, proposal=rejected, version=1)
    assert document.discrepancies.count() == 1

    edit_proposal(
        actor=world.office, proposal=proposal_of(document, WHOLE), version=0, changes={"figure": "300元"}
    )

    assert not document.discrepancies.exists()


def test_a_part_of_a_figure_does_not_contradict_it(world: World) -> None:
    part = replace(money("东城区", 60, WEST), quote="其中2亿元")
    document = paper(world.programme, [money("东城区", 100, EAST), part])

    proposals = review_of(document).proposals

    assert conflicts_of(proposals) == []
    assert [(p.blocked, [row["code"] for row in p.problems]) for p in proposals] == [
        (False, []),
        (True, ["part_of_figure"]),
    ]


def share(line: int = 2) -> Discrepancy:
    params = {"part": 6617, "total": 7530, "unit": "元", "stated": 78.9, "exact": 87.88, "rounded": 87.9}
    return Discrepancy("share", "error", params, (Place(line, EAST),), ("parts", "total", "both"))


@pytest.mark.parametrize(
    ("line", "choice", "value", "noted"),
    [
        (2, Choice.PARTS, "87.9", "取计算值"),
        (2, Choice.TOTAL, "78.9", "取文件所列"),
        (2, Choice.BOTH, "78.9", "两数并存"),
        (9, Choice.PARTS, "78.9", ""),
    ],
)
def test_a_percentage_becomes_what_was_chosen(
    world: World, line: int, choice: str, value: str, noted: str
) -> None:
    per_cent = {"unit": "%", "normalized": 78.9, "normalized_unit": "%", "measure": "占资金总额"}
    document = paper(world.programme, [money("东城区", 78.9, EAST, **per_cent)], [share(line)])
    decide_discrepancy(actor=world.office, found=document.discrepancies.get(), choice=choice)
    accept_section(actor=world.office, document=document)

    accept_document(actor=world.office, document=document)

    target = Target.objects.get(indicator__name="占资金总额")
    assert (target.value, target.note.endswith(noted)) == (Decimal(value), True)
    assert bool(target.note) is bool(noted)


def test_a_quote_keeps_the_first_word_of_a_place() -> None:
    facts = read(
        open_document(f"{HEAD}2020年，和平区消费扶贫总额不少于6000万元。".encode(), "plan.txt")
    ).facts

    assert [fact.quote for fact in facts if fact.kind == FactKind.TARGET] == [
        "和平区消费扶贫总额不少于6000万元"
    ]
