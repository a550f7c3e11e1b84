"""The example plan document: reproducible to the byte, and wrong where it is meant to be."""

from __future__ import annotations

import io

from docx import Document

from tests.examples.conftest import PACK
from tools import make_example_plan


def test_the_same_input_gives_the_committed_bytes() -> None:
    assert make_example_plan.build() == (PACK / "plan.docx").read_bytes()


def test_word_can_open_it_and_finds_two_tables() -> None:
    document = Document(io.BytesIO(make_example_plan.build()))
    labour, pairings = document.tables
    assert [len(labour.rows), len(pairings.rows)] == [19, 43]
    assert document.paragraphs[1].text == "津协示〔2019〕1号"


def test_the_labour_totals_are_off_on_purpose() -> None:
    table = make_example_plan.labour_table()
    sums = [sum(int(row[column]) for row in table[2:-1]) for column in (1, 2, 3)]
    assert (sums, table[-1][1:]) == ([1501, 11501, 32205], ["1500", "11500", "32200"])


def test_one_prefecture_cell_is_displaced_on_purpose() -> None:
    document = Document(io.BytesIO(make_example_plan.build()))
    shown = {row.cells[2].text: row.cells[1].text for row in document.tables[1].rows[1:]}
    true = {row[2]: row[1] for row in make_example_plan.pairing_table()[1:]}
    assert {c: (p, true[c]) for c, p in shown.items() if p != true[c]} == {"卓尼县": ("平凉市", "甘南州")}


def test_lists_by_district_are_written_as_plans_write_them() -> None:
    assert make_example_plan.CONSUMPTION.startswith(
        "滨海新区1.8亿元，西青区1.5亿元，东丽区1亿元，津南区、北辰区各0.85亿元"
    )
