"""How numbers are shown and bars drawn."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiedui.console.templatetags.pace import TARGET_AT, bar, figure, measured
from jiedui.kernel import figures


def test_a_figure_that_stands_alone_has_its_unit_and_its_exact_value() -> None:
    scale = figures.scale_of([Decimal(120000000)], "元")
    with translation.override("en"):
        english = figure(Decimal(120000000), figures.scale_of([Decimal(120000000)], "元"), alone=True)
    assert (english["before"], english["text"], english["behind"]) == ("CNY ", "120.00", " million")
    assert english["title"] == "CNY 120,000,000"
    nothing = figure(None, scale, "/ledger/", alone=True)
    assert (nothing["text"], nothing["behind"], nothing["href"]) == ("—", "", "")


def test_a_bare_count_has_no_brackets_behind_its_name() -> None:
    with translation.override("en"):
        assert measured("Hospitals", figures.scale_of([Decimal(42)], "家")) == "Hospitals"
        assert measured("Purchases", figures.scale_of([Decimal(42)], "元")) == "Purchases (CNY)"


@given(
    value=st.decimals(0, 10**9, places=2),
    target=st.decimals("0.01", 10**9, places=2),
    evidenced=st.decimals(0, 1, places=3),
    confirmed=st.decimals(0, 1, places=3),
)
def test_a_bar_stays_inside_and_what_it_rests_on_never_exceeds_it(
    value: Decimal, target: Decimal, evidenced: Decimal, confirmed: Decimal
) -> None:
    drawn = bar(value, target, target / 2, evidenced, confirmed)
    assert drawn is not None
    at = Decimal(drawn.value)
    assert 0 <= Decimal(drawn.evidenced) <= at <= 100
    assert 0 <= Decimal(drawn.confirmed) <= at
    assert drawn.expected == str(int(TARGET_AT / 2))
    if value >= target:
        assert at >= TARGET_AT


def test_without_a_target_there_is_no_bar() -> None:
    assert bar(Decimal(1), Decimal(0), None, Decimal(0), Decimal(0)) is None
