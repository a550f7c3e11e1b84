"""A workbook's bytes before anything reads them. What is refused as a whole stands in test_bad_workbooks.py."""

from __future__ import annotations

import pytest

from jiedui.ledger.intake import guard
from jiedui.ledger.intake.errors import UnreadableRows
from jiedui.ledger.intake.guard import CHUNK, Flaw, _first_flaw
from tests.ledger.intake.broken import repacked
from tests.ledger.intake.sheets import own_ledger, own_row


@pytest.mark.parametrize("size", [1, guard.MAX_BYTES])
def test_a_size_up_to_the_limit_is_fine(size: int) -> None:
    guard.check_length(size, "a.xlsx")


@pytest.mark.parametrize("size", [0, guard.MAX_BYTES + 1])
def test_nothing_and_too_much_are_refused(size: int) -> None:
    with pytest.raises(UnreadableRows) as refused:
        guard.check_length(size, "a.xlsx")

    assert refused.value.address == "a.xlsx"


@pytest.mark.parametrize(
    ("pieces", "flaw"),
    [
        ([b'<c r="A1"><v>5</v></c>'], None),
        ([b'<c r="A1"><v>5</v></c><c r="B1"><f>A1*2</f></c>'], Flaw("B1", True)),
        ([b'<c r="B2"><f t="shared" si="0"/></c>'], Flaw("B2", True)),
        ([b'<c r="C3" t="e"><v>#REF!</v></c><c r="D3"><f>1</f></c>'], Flaw("C3", False)),
        ([b"<c r='C3' s='1' t='e'><v>#N/A</v></c>"], Flaw("", False)),
        ([b"<c><f>1</f></c>"], Flaw("", True)),
        ([b'<c r="A1" t="s"><v>1</v></c><c r="A2" t="str"><v>e</v></c>'], None),
        ([b'<formatCode f="1"/><font/>'], None),
        ([b'<c r="A1"><v>5', b'<c r="A1"><v>5</v></c><c r="A2"><f>2</f></c>'], Flaw("A2", True)),
    ],
)
def test_the_first_formula_or_error_is_found(pieces: list[bytes], flaw: Flaw | None) -> None:
    assert _first_flaw(iter(pieces)) == flaw


def test_a_formula_over_the_edge_of_two_pieces_is_found() -> None:
    lead = b'<c r="A1"><v>5</v></c>'
    filling = b" " * (CHUNK - len(lead) - 16)
    sheet = b"<worksheet>" + lead + filling + b'<c r="A2"><f>1+1</f></c></worksheet>'

    flaws = guard.check_workbook(
        repacked(own_ledger([own_row(1)]), xl__worksheets__sheet1_xml=sheet), "a.xlsx"
    )

    assert flaws == {"xl/worksheets/sheet1.xml": Flaw("A2", True)}


def test_a_sound_workbook_has_no_flaw() -> None:
    assert guard.check_workbook(own_ledger([own_row(1)]), "a.xlsx") == {}
