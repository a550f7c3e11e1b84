"""The columns of a kind's sheet."""

from __future__ import annotations

import pytest

from jiedui.ledger import kinds
from jiedui.ledger.intake.columns import column_of, sheet_columns
from jiedui.ledger.kinds.base import Use
from jiedui.ledger.kinds.fields import Shape, fields_of
from tests.ledger.acts import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_and_party_has_one_column(kind: str) -> None:
    names = [column.name for column in sheet_columns(kind)]

    parties = {"giver", "receiver", "workstream", "assists"}
    if kinds.get(kind).project is not Use.UNUSED:
        parties.add("project")
    assert len(set(names)) == len(names)
    assert set(names) == {spec.name for spec in fields_of(kind)} | parties
    assert names[:4] == ["title", "occurred_on", "giver", "receiver"]


def test_what_is_required_and_how_it_looks() -> None:
    assert [column.name for column in sheet_columns("purchase") if column.required] == [
        "title",
        "occurred_on",
        "giver",
        "receiver",
        "amount",
        "buyer",
        "seller",
        "product",
        "channel",
        "voucher_type",
        "voucher_number",
    ]
    assert (column_of("purchase", "amount").shape, column_of("purchase", "giver").shape) == (
        Shape.MONEY,
        None,
    )
    with pytest.raises(KeyError):
        column_of("purchase", "nothing")
