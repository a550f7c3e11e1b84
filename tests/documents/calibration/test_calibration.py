"""What is shown as how sure a fact is was measured, and holds on papers that were left out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from jiedui.documents.confidence import Shown, measured, share_of
from jiedui.documents.readers import open_document
from jiedui.documents.reading import read
from tests.documents.calibration.__main__ import TABLE, held_out, observations, regrouped, table
from tests.documents.calibration.fitting import Observed, Strength, fit
from tests.documents.calibration.reliability import bins, gap, wilson

PAPERS = Path(__file__).parent.parent / "held_out"


def test_the_table_is_made_from_what_was_observed() -> None:
    assert TABLE.read_text("utf-8") == table()


def test_what_was_observed_is_what_the_first_readings_say() -> None:
    """Which group a fact belongs to may have moved since; whether it was right may not."""
    kept = _by_paper(one for one in observations() if one.unseen)
    assert kept == _by_paper(regrouped())
    assert len(kept) >= 29


def _by_paper(observed: Iterable[Observed]) -> dict[str, tuple[int, int]]:
    told: dict[str, tuple[int, int]] = {}
    for one in observed:
        right, wrong = told.get(one.paper, (0, 0))
        told[one.paper] = (right + one.right, wrong + one.wrong)
    return told


def test_shares_hold_on_rounds_left_out() -> None:
    """The papers of a round are given the shares fitted without any of them: five points on the mean."""
    found = bins(held_out())
    assert gap(found) <= 0.05
    surest = [one for one in found if one.low >= 0.9]
    assert sum(one.of for one in surest) >= 200
    assert sum(one.right for one in surest) >= 0.85 * sum(one.of for one in surest)


def test_figures_of_a_paper_whose_sides_are_doubtful_are_shown_as_hardly_sure() -> None:
    told = [one for one in observations() if one.unseen and one.key[1] == "doubted"]
    assert sum(one.right + one.wrong for one in told) >= 100
    assert share_of(("figure", "doubted", "0.80")) < 0.2


def test_facts_that_are_shown_as_less_sure_are_less_often_right() -> None:
    found = bins(held_out())
    parts = (
        [b for b in found if b.low < 0.8],
        [b for b in found if b.low == 0.8],
        [b for b in found if b.low > 0.8],
    )
    shares = [sum(one.right for one in part) / sum(one.of for one in part) for part in parts]
    assert shares == sorted(shares)
    assert shares[0] < 0.6
    assert shares[-1] >= 0.85


def test_every_group_that_was_seen_has_a_share_of_its_own() -> None:
    shown = {one.key for one in measured()}
    assert {one.key for one in observations()} <= shown
    assert all(0 < one.share < 1 and one.right <= one.of for one in measured())


@pytest.mark.parametrize(
    ("key", "wider"),
    [
        (("figure", "carried", "0.10"), ("figure", "carried", "")),
        (("figure", "dreamt", "0.10"), ("figure", "", "")),
        (("omen", "text", "0.10"), ("", "", "")),
    ],
)
def test_a_group_never_seen_leans_on_the_next_wider_one(
    key: tuple[str, str, str], wider: tuple[str, str, str]
) -> None:
    assert share_of(key) == share_of(wider)


def test_a_small_group_is_drawn_towards_the_wider_one_and_later_papers_count_less() -> None:
    often = ("pairing", "text", "0.90")
    observed = [
        Observed("a", "1", True, often, 90, 10),
        Observed("b", "2", False, ("pairing", "text", "0.60"), 0, 4),
    ]
    shown = {one.key: one for one in fit(observed, Strength(pull=4.0, weight=0.5, kinship=0.0))}
    few = shown["pairing", "text", "0.60"]
    within = shown["pairing", "text", ""].share
    assert few == Shown(few.key, 0.0, 2.0, pytest.approx(4 * within / 6))
    assert few.share < within < shown[often].share


def test_an_interval_holds_the_share_and_is_narrower_for_more_facts() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    lower, higher = wilson(900, 1000)
    assert low < lower < 0.9 < higher < high


def test_a_fact_carries_the_share_of_its_group() -> None:
    found = read(open_document(PAPERS / "minutes_hangzhou_enshi.txt")).facts
    sure = {fact.quote: fact.confidence for fact in found if "figure" in fact.kind or fact.kind == "pairing"}
    assert sure["滨江区帮扶来凤县"] == round(share_of(("pairing", "text", "0.90")), 2)
