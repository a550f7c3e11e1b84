"""Where cells stand."""

from __future__ import annotations

import pytest

from jiedui.ledger.intake.tables import Table, cell_name, column_letters


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_a_cell_has_an_address() -> None:
    table = Table("采购", ("a",), 3, [4, 9], [["x", "y"]])

    assert cell_name(5, 2) == "C5"
    assert (table.rows, table.address(1, 0), table.address(1, None)) == (2, "采购!A9", "采购!9")
    assert Table("", ("a",), 1, [2], [["x"]]).address(0, 0) == "A2"
