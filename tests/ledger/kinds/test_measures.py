"""What each kind's measures give."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiedui.ledger import kinds
from jiedui.ledger.models import Entry
from tests.ledger.acts import DETAIL, FIGURES


def unsaved(kind: str, **detail: object) -> Entry:
    return Entry(kind=kind, giver_id=7, receiver_id=9, detail={**DETAIL[kind], **detail}, **FIGURES[kind])


@pytest.mark.parametrize(
    ("kind", "measure", "value"),
    [
        ("transfer", "amount", "350000"),
        ("purchase", "amount", "12000.50"),
        ("purchase", "count", "1"),
        ("purchase", "sellers", "1"),
        ("secondment", "persons", "3"),
        ("secondment", "person_months", "54"),
        ("secondment", "persons_long_term", "3"),
        ("agreement", "count", "1"),
        ("agreement", "pairs", "1"),
        ("donation_cash", "amount", "200000"),
        ("donation_cash", "count", "1"),
        ("donation_cash", "donors", "1"),
        ("donation_in_kind", "amount", "90000"),
        ("donation_in_kind", "count", "1"),
        ("donation_in_kind", "quantity", "600"),
        ("donation_in_kind", "donors", "1"),
        ("training", "persons", "40"),
        ("training", "person_times", "240"),
        ("training", "classes", "1"),
        ("training", "sessions", "6"),
        ("service", "count", "320"),
        ("service", "persons", "300"),
    ],
)
def test_a_measure_of_an_entry(kind: str, measure: str, value: str) -> None:
    found = kinds.get(kind)
    entry = unsaved(kind)
    counted = found.measure(measure)

    assert counted is not None
    assert counted.value(entry, found.read(entry)) == Decimal(value)


def test_every_measure_of_every_kind_gives_a_figure() -> None:
    assert {kind.key for kind in kinds.all_kinds()} == set(DETAIL)
    for kind in kinds.all_kinds():
        entry = unsaved(kind.key)
        for measure in kind.measures:
            assert measure.value(entry, kind.read(entry)).is_finite(), (kind.key, measure.key)


@pytest.mark.parametrize(("months", "persons"), [("11.99", 0), ("12", 3)])
def test_a_year_is_twelve_months(months: str, persons: int) -> None:
    found = kinds.get("secondment")
    entry = unsaved("secondment", months=months)
    counted = found.measure("persons_long_term")

    assert counted is not None
    assert counted.value(entry, found.read(entry)) == persons


def test_distinct_counts_know_their_subject() -> None:
    purchase, agreement = kinds.get("purchase"), kinds.get("agreement")
    sellers, pairs = purchase.measure("sellers"), agreement.measure("pairs")

    assert sellers is not None and sellers.subject is not None
    assert sellers.subject(unsaved("purchase"), purchase.read(unsaved("purchase"))) == "云岭果业合作社"
    assert pairs is not None and pairs.subject is not None
    assert pairs.subject(unsaved("agreement"), agreement.read(unsaved("agreement"))) == "hospital:7:9"


def test_a_kind_has_no_measure_of_another_name() -> None:
    assert kinds.get("purchase").measure("persons") is None
