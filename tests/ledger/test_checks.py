"""Checks on what is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from jiedui.ledger import checks, services
from tests.conftest import World
from tests.ledger import acts


@pytest.mark.parametrize(
    ("kind", "changes", "found"),
    [
        ("transfer", {"detail": {"document_number": "财预〔2019〕7号"}}, []),
        ("transfer", {}, ["no_document_number"]),
        (
            "transfer",
            {"detail": {"source": "city", "document_number": "7"}},
            ["city_money_of_a_district"],
        ),
        ("purchase", {}, []),
        ("purchase", {"detail": {"seller": "东城区机关食堂"}}, ["buyer_is_seller"]),
        ("purchase", {"title": "联系人 13812345678"}, ["mobile_number"]),
        ("secondment", {}, []),
        ("secondment", {"detail": {"months": "0.5"}}, ["under_a_month"]),
        ("secondment", {"persons": 21}, ["many_in_one_term_posting"]),
        ("agreement", {}, []),
        ("agreement", {"detail": {"valid_to": "2018-01-01"}}, ["ends_before_signed"]),
        ("agreement", {"detail": {"parties": ["甲", "甲"]}}, ["party_twice"]),
        ("purchase", {"detail": {"buyer": "王某 11010519900307123X"}}, ["citizen_number"]),
        ("purchase", {"detail": {"voucher_number": "11010519909907123X"}}, []),
    ],
)
def test_a_check_finds_what_it_looks_for(
    world: World, kind: str, changes: dict[str, Any], found: list[str]
) -> None:
    assert [finding.key for finding in checks.findings(acts.draft(world, kind, **changes))] == found


def test_the_same_voucher_is_found_unless_it_was_taken_back(world: World) -> None:
    first = acts.accepted(world)
    second = acts.draft(world)
    assert [finding.key for finding in checks.findings(second)] == ["same_voucher"]

    services.reverse_entry(actor=world.office, entry=first, reason="x")
    assert checks.findings(second) == []


def test_refusals_come_first(world: World) -> None:
    entry = acts.draft(world, title="13812345678 与 11010519900307123X")

    found = checks.findings(entry)

    assert [(finding.key, finding.severity) for finding in found] == [
        ("citizen_number", "refusal"),
        ("mobile_number", "warning"),
    ]
