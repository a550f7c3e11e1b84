"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from jiedui.kernel.figures import Scale, exact, grouped, percent, scale_of, told, unit_word


def column(*values: str | None, unit: str = "元") -> tuple[str, list[str]]:
    """Header unit and cells."""
    cells = [None if value is None else Decimal(value) for value in values]
    scale = scale_of(cells, unit)
    return scale.unit, [scale.show(cell) for cell in cells]


def test_empty_zero_and_negative_differ() -> None:
    assert [grouped(v, 2) for v in (None, Decimal(0), Decimal("-1234.5"))] == ["—", "0.00", "−1,234.50"]
    assert grouped(Decimal("-0.001"), 2) == "0.00", "no minus before a zero"


def test_people_round_half_away_from_zero() -> None:
    assert [grouped(Decimal(v)) for v in ("0.5", "1.5", "2.5", "-2.5")] == ["1", "2", "3", "−3"]


def test_the_exact_figure_keeps_every_place_and_no_zero_behind() -> None:
    assert exact(Decimal("123456789.1200")) == "123,456,789.12"
    assert exact(Decimal("1E+3")) == "1,000"
    assert exact(None) == "—"


def test_percent_is_a_share_times_a_hundred() -> None:
    assert [percent(v) for v in (Decimal("0.6666"), Decimal(0), None)] == ["66.7%", "0.0%", "—"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("180000000", "85000000", None), ("亿元", ["1.80", "0.85", "—"])),
        (("180000000", "300000"), ("万元", ["18,000.00", "30.00"])),
        (("9999", "0"), ("元", ["9,999", "0"])),
        (("180000000", "1"), ("元", ["180,000,000", "1"])),
        ((None,), ("元", ["—"])),
    ],
)
def test_a_column_has_one_scale_in_which_every_cell_shows(
    values: tuple[str | None, ...], expected: tuple[str, list[str]]
) -> None:
    with override("zh-hans"):
        assert column(*values) == expected


def test_a_target_stored_in_ten_thousands_is_scaled_from_its_base() -> None:
    with override("zh-hans"):
        assert column("18000", "9000", unit="万元") == ("亿元", ["1.80", "0.90"])
        assert column("0.5", unit="万元") == ("元", ["5,000"])


def test_counts_are_never_scaled() -> None:
    with override("zh-hans"):
        assert column("32205", "1500", unit="人") == ("人", ["32,205", "1,500"])


def test_english_readers_get_their_own_scales() -> None:
    with override("en"):
        assert column("180000000", "85000000") == ("CNY million", ["180.00", "85.00"])
        assert column("56000") == ("CNY thousand", ["56.00"])
        assert column("-150") == ("CNY", ["−150"])
        assert scale_of([Decimal(1100000000)], "元").with_unit(Decimal(1100000000)) == "CNY 1,100.00 million"


def test_an_english_count_has_the_noun_of_its_label_not_a_classifier() -> None:
    with override("en"):
        assert [unit_word(unit) for unit in ("人次", "亩", "家", "个", "万元")] == [
            "person-times", "亩", "", "", "CNY 10,000",
        ]  # fmt: skip
        assert told(Decimal(42), "家") == "42"
        assert told(Decimal(42), "人") == "42 people"


def test_a_figure_in_running_text_has_its_unit_where_the_language_puts_it() -> None:
    with override("en"):
        assert told(Decimal(1200000), "元") == "CNY 1.20 million"
        assert exact(Decimal("1234567.8900"), "元") == "CNY 1,234,567.89"
        assert exact(Decimal("1.5"), "万元") == "CNY 15,000"
    with override("zh-hans"):
        assert told(Decimal(1200000), "元") == "120.00万元"
        assert exact(Decimal("-1.5"), "万元") == "−15,000 元"
        assert told(None, "元") == "—"


def test_differences_carry_their_sign() -> None:
    scale = Scale(Decimal(10000), "万元", 2)
    assert [scale.signed(Decimal(v)) for v in ("10000", "-10000", "0", "1")] == [
        "+1.00", "−1.00", "0.00", "0.00",
    ]  # fmt: skip
    assert scale.signed(None) == "—"
