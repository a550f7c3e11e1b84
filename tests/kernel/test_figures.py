"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from jiedui.kernel.figures import Scale, exact, grouped, percent, scale_of, unit_word


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
        assert column("180000000", "85000000") == ("million yuan", ["180.00", "85.00"])
        assert scale_of([Decimal(1100000000)], "元").with_unit(Decimal(1100000000)) == "1.10 billion yuan"
        assert unit_word("人次") == "person-times"
        assert unit_word("亩") == "亩"


def test_differences_carry_their_sign() -> None:
    scale = Scale(Decimal(10000), "万元", 2)
    assert [scale.signed(Decimal(v)) for v in ("10000", "-10000", "0", "1")] == [
        "+1.00", "−1.00", "0.00", "0.00",
    ]  # fmt: skip
    assert scale.signed(None) == "—"
