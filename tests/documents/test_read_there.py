"""Which proposals a finding is about: those whose words hold what it names."""

from __future__ import annotations

import pytest

from jiedui.documents.facts import Discrepancy, FactKind, Place
from jiedui.documents.models import SourceDocument
from jiedui.documents.read_there import read_there
from jiedui.documents.review import review_of
from jiedui.documents.selection import Look, Selection
from tests.conftest import World
from tests.documents.papers import fact, money, paper, plan

DAY, PAIR = "8月底前实现任务过半", "东城区与云岭县结对"


def odd(code: str, written: str, line: int) -> Discrepancy:
    return Discrepancy(code, "warning", {"written": written}, (Place(line, written),), ())


def quotes(document: SourceDocument) -> set[str]:
    return {p.fact.quote for p in read_there(document.discrepancies.get(), review_of(document).proposals)}


@pytest.mark.parametrize(
    ("finding", "read"),
    [
        (odd("impossible_date", "8月底", 5), {DAY}),
        (odd("impossible_date", "8月底", 6), {DAY}),
        (odd("impossible_date", "8月底", 9), set()),
        (odd("no_such_place", "虚谷县", 3), set()),
    ],
)
def test_the_words_are_looked_for_near_the_line_of_the_finding(
    world: World, finding: Discrepancy, read: set[str]
) -> None:
    assert quotes(paper(world.programme, None, [finding])) == read


def test_a_name_that_the_quote_breaks_off_is_the_one_that_goes_on(world: World) -> None:
    broken = fact(
        FactKind.PAIRING, "东城区与云岭县", type="district-county", giver="东城区", receiver="云岭县"
    )

    assert quotes(paper(world.programme, [broken], [odd("no_such_place", "云岭县虚谷县", 3)])) == {
        "东城区与云岭县"
    }


def test_a_finding_without_words_is_about_its_line(world: World) -> None:
    displaced = Discrepancy("displaced_cell", "warning", {"county": "云岭县"}, (Place(3, PAIR),), ())

    assert quotes(paper(world.programme, None, [displaced])) == {PAIR}


def test_what_does_not_agree_holds_figures_stated_twice_and_what_findings_name(world: World) -> None:
    twice = money("东城区", 200, "西城区2亿元")
    document = paper(
        world.programme, [*plan()[1:3], twice, *plan()[4:7]], [odd("impossible_date", "8月底", 6)]
    )

    found = review_of(document, Selection(look=Look.DISCREPANT))

    shown = {p.fact.quote for section in found.sections for p in section.proposals}
    assert shown == {"东城区1亿元", "西城区2亿元", DAY}
