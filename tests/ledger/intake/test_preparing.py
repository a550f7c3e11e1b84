"""From a table to columns of checked values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.ledger import kinds
from jiedui.ledger.intake.choices import Choices
from jiedui.ledger.intake.mapping import Mapping, Taken, suggest_mapping
from jiedui.ledger.intake.preparing import Prepared, figure, figures, prepare
from jiedui.ledger.intake.tables import Table
from tests.conftest import World

HEADER = (
    "编号",
    "名称",
    "日期",
    "支援方",
    "产地",
    "金额（万元）",
    "采购方",
    "销售方",
    "产品",
    "渠道",
    "凭证类型",
    "凭证号",
)


def row(number: str = "", **changes: Any) -> list[Any]:
    plain = dict(
        zip(
            HEADER,
            (
                number,
                "采购苹果",
                date(2019, 7, 3),
                "东城区",
                "云岭县",
                1.5,
                "食堂",
                "果业",
                "苹果",
                "canteen",
                "invoice",
                "NO.1",
            ),
            strict=True,
        )
    )
    return list((plain | changes).values())


def made_of(
    world: World, *rows: list[Any], mapping: Mapping | None = None, told: Any = lambda _: None
) -> Prepared:
    columns = list(zip(*rows, strict=True))
    table = Table("采购", HEADER, 1, list(range(2, len(rows) + 2)), columns)
    mapping = mapping or suggest_mapping("purchase", HEADER)
    return prepare(kinds.get("purchase"), table, mapping, Choices(world.programme, world.giver), told=told)


def problems(made: Prepared) -> list[tuple[int, str, str]]:
    return [(at, name, error.code) for at, name, error in made.problems]


def test_columns_hold_ids_typed_values_and_json(world: World) -> None:
    made = made_of(world, row("a"), row("b", 名称='采购"小米"', 产品="小米", 凭证号="NO.2"))

    assert made.columns["giver"] == [world.east.pk, world.east.pk]
    assert made.columns["receiver"] == [world.county.pk, world.county.pk]
    assert made.columns["occurred_on"] == [date(2019, 7, 3)] * 2
    assert made.columns["amount"] == [Decimal(15000)] * 2
    assert made.columns["quantity"] == [None, None]
    assert (made.numbers["amount"], made.numbers["quantity"]) == (["15000"] * 2, [None, None])
    assert json.loads(made.details[1]) == {
        "buyer": "食堂",
        "seller": "果业",
        "product": "小米",
        "channel": "canteen",
        "voucher_type": "invoice",
        "voucher_number": "NO.2",
        "recognition_number": "",
    }
    assert (made.keys, problems(made), made.wrong) == (["a", "b"], [], set())


def test_what_is_wrong_is_noted_with_row_and_field_and_stands_as_nothing(world: World) -> None:
    made = made_of(
        world, row("a"), row("b", **{"金额（万元）": "许多"}), row("c", 名称=""), row("d", 产品="长" * 201)
    )

    assert problems(made) == [(2, "title", "invalid"), (1, "amount", "invalid"), (3, "product", "invalid")]
    assert made.wrong == {1, 2, 3}
    assert made.columns["amount"][1] is None
    assert made.columns["product"][3] is None
    assert made.column_at("amount") == 5
    assert made.column_at("quantity") is None


def test_a_constant_and_words_of_ones_own_stand_for_columns(world: World) -> None:
    suggested = suggest_mapping("purchase", HEADER)
    fields = {
        **suggested.fields,
        "giver": Taken(constant="东城区"),
        "channel": Taken(9, values={"饭堂": "canteen"}),
        "receiver": Taken(4, values={"老家": "云岭县"}),
        "assists": Taken(constant="市商务局；西城区"),
    }

    made = made_of(world, row("a", 渠道="饭堂", 产地="老家"), mapping=Mapping(fields))

    assert problems(made) == []
    assert made.columns["giver"] == [world.east.pk]
    assert made.columns["receiver"] == [world.county.pk]
    assert made.columns["assists"] == [(world.commerce.pk, world.west.pk)]


def test_a_column_the_table_lacks_is_empty(world: World) -> None:
    fields = {**suggest_mapping("purchase", HEADER).fields, "quantity": Taken(99)}

    assert made_of(world, row("a"), mapping=Mapping(fields)).columns["quantity"] == [None]


def test_equal_content_has_one_fingerprint(world: World) -> None:
    made = made_of(
        world,
        row("a"),
        row("b", 名称=" 采购苹果 ", 日期="2019.7.3", 产地="Yunling", **{"金额（万元）": "1.50"}),
        row("c", 产品="小米"),
    )

    first, second, third = made.fingerprints
    assert first == second != third


def test_a_number_that_stands_twice_is_refused(world: World) -> None:
    made = made_of(world, row("7"), row("8"), row("7", 凭证号="NO.2"))

    assert problems(made) == [(2, "key", "invalid")]
    assert made.problems[0][2].params == {"key": "7", "first": 2}


def test_a_long_number_is_kept_short(world: World) -> None:
    (key,) = made_of(world, row("x" * 61)).keys

    assert len(key) == 32


def test_without_numbers_the_paper_tells_rows_apart(world: World) -> None:
    made = made_of(
        world, row(), row(名称="别名", **{"金额（万元）": 2}), row(产品="小米"), row(凭证号="NO.2")
    )

    first, same_paper, other_line, other_paper = made.keys
    assert same_paper == f"{first}:2"
    assert len({first, other_line, other_paper}) == 3


def test_progress_grows_to_its_end(world: World) -> None:
    heard: list[int] = []

    made_of(world, row("a"), told=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 75


def test_the_figure_that_says_most(world: World) -> None:
    assert figures(made_of(world, row("a"), row("b", **{"金额（万元）": 2}))) == ["15000", "20000"]
    assert (figure(None, 40, Decimal(5)), figure(Decimal("1.50")), figure(None, None)) == ("40", "1.5", "")
