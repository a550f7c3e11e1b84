"""Generated warehouses are of their size, the same for the same seed, and sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jiedui.kernel.errors import Invalid
from jiedui.warehouse.asking import EVERYTHING, Ask
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.enums import Grain, Side
from jiedui.warehouse.queries import View
from jiedui.warehouse.scale import SIZES, Scale, Size, make
from jiedui.warehouse.scale.making import span
from tests.warehouse.conftest import read

SMALL = replace(SIZES[Scale.CITY], postings=5_000, villages=100)
DIGEST = "SELECT count(*), sum(hash(entry, indicator, giver, receiver, day, value, subject)) FROM {table}"


def test_the_same_seed_gives_the_same_rows(tmp_path: Path) -> None:
    one, same, other = (
        read(make(SMALL, tmp_path / name, seed=seed), DIGEST)
        for name, seed in (("one", 1), ("same", 1), ("other", 2))
    )

    assert one == same
    assert one[0][0] == other[0][0] == 5_000
    assert one != other


def test_reversals_take_back_what_is_there(tmp_path: Path) -> None:
    warehouse = make(SMALL, tmp_path / "w")
    back = read(
        warehouse,
        "WITH p AS (FROM {table}) SELECT count(*), sum(a.value + b.value), sum(a.entries + b.entries),"
        " count_if(a.day = b.day AND a.giver = b.giver AND a.indicator = b.indicator)"
        " FROM p a JOIN p b ON a.reverses = b.entry",
    )
    assert back == [(49, 0, 0, 49)]
    assert read(warehouse, "SELECT DISTINCT typeof(value), typeof(day) FROM {table}") == [
        ("DECIMAL(18,4)", "DATE")
    ]
    assert read(warehouse, "SELECT count(*) FROM {table} WHERE reverses IS NOT NULL") == [(49,)]


def test_units_and_levels_hang_together(tmp_path: Path) -> None:
    view = View(DuckEngine(make(SMALL, tmp_path / "w")), EVERYTHING)
    ask = Ask(*span(SMALL))
    leaves = view.by_unit(ask, side=Side.RECEIVER)
    provinces = view.by_unit(ask, side=Side.RECEIVER, level="province")
    whole = view.over_time(ask, grain=Grain.WHOLE)

    assert len({cell.unit for cell in provinces}) == SMALL.provinces
    assert None not in {cell.unit for cell in view.by_unit(ask, side=Side.RECEIVER, level="county")}
    assert sum(cell.value for cell in leaves) == sum(cell.value for cell in provinces)
    assert sum(cell.value for cell in provinces) == sum(cell.value for cell in whole)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Invalid):
        make(SMALL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("scale", list(Scale))
def test_sizes(scale: Scale) -> None:
    size: Size = SIZES[scale]
    assert size.postings in {10**5, 10**7, 10**8}
    assert size.givers > size.giver_roots
