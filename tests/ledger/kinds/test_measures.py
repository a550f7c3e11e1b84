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
        ("donation_in_kind", "pledged", "0"),
        ("donation_in_kind", "handed_over", "0"),
        ("donation_in_kind", "count", "1"),
        ("donation_in_kind", "quantity", "600"),
        ("donation_in_kind", "quantity_handed_over", "0"),
        ("donation_in_kind", "donors", "1"),
        ("training", "persons", "40"),
        ("training", "person_times", "240"),
        ("training", "classes", "1"),
        ("training", "sessions", "6"),
        ("service", "count", "320"),
        ("service", "persons", "300"),
        ("investment", "paid_in", "5000000"),
        ("investment", "signed", "0"),
        ("investment", "enterprises", "0"),
        ("investment", "parks", "1"),
        ("visit", "count", "1"),
        ("visit", "persons", "11"),
        ("job_fair", "count", "1"),
        ("job_fair", "vacancies", "340"),
        ("job_fair", "employers", "12"),
        ("product_recognition", "products", "1"),
        ("product_recognition", "producers", "1"),
        ("tourism_trip", "routes", "1"),
        ("tourism_trip", "trips", "2"),
        ("tourism_trip", "persons", "900"),
        ("enrolment", "persons", "25"),
        ("enrolment", "amount", "50000"),
        ("event", "count", "1"),
        ("event", "days", "2"),
        ("event", "persons", "400"),
        ("outlet", "opened", "15"),
        ("outlet", "standing", "15"),
        ("placement", "persons", "36"),
        ("workshop", "opened", "1"),
        ("workshop", "standing", "1"),
        ("workshop", "jobs_offered", "40"),
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


@pytest.mark.parametrize(
    ("step", "counted"),
    [
        ("signed", {"signed": 5_000_000, "paid_in": 0, "enterprises": 0, "parks": 1}),
        ("established", {"signed": 0, "paid_in": 0, "enterprises": 1, "parks": 1}),
        ("paid_in", {"signed": 0, "paid_in": 5_000_000, "enterprises": 0, "parks": 1}),
    ],
)
def test_what_was_signed_is_never_what_was_paid_in(step: str, counted: dict[str, int]) -> None:
    found = kinds.get("investment")
    entry = unsaved("investment", step=step)

    assert {m.key: m.value(entry, found.read(entry)) for m in found.measures} == counted


def test_a_park_is_counted_once_by_its_name_and_none_where_none_is_named() -> None:
    found = kinds.get("investment")
    parks = found.measure("parks")
    entry, outside = unsaved("investment"), unsaved("investment", in_park=False, park="")

    assert parks is not None and parks.subject is not None
    assert parks.subject(entry, found.read(entry)) == "东云产业园"
    assert parks.value(outside, found.read(outside)) == 0


@pytest.mark.parametrize("step", ["pledged", "received", "handed_over"])
def test_goods_on_their_way_are_one_gift(step: str) -> None:
    found = kinds.get("donation_in_kind")
    entry = unsaved("donation_in_kind", step=step)
    values = {m.key: m.value(entry, found.read(entry)) for m in found.measures}

    received, handed_over = step == "received", step == "handed_over"
    assert (values["count"], values["donors"]) == (received, received)
    assert values["quantity"] == (600 if received else 0)
    assert values["quantity_handed_over"] == (600 if handed_over else 0)


def test_a_list_of_vacancies_is_no_fair_but_offers_them() -> None:
    found = kinds.get("job_fair")
    entry = unsaved("job_fair", form="list")
    values = {m.key: m.value(entry, found.read(entry)) for m in found.measures}

    assert values == {"count": 0, "vacancies": 340, "employers": 12}


def test_a_place_of_sale_that_closes_no_longer_stands() -> None:
    found = kinds.get("outlet")
    entry = unsaved("outlet", step="closed")

    assert {m.key: m.value(entry, found.read(entry)) for m in found.measures} == {
        "opened": 0,
        "standing": -15,
    }
