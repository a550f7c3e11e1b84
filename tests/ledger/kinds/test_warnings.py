"""What the kinds' own checks find: each is a warning, tells the field, and stops nobody."""

from __future__ import annotations

from typing import Any

import pytest

from jiedui.ledger import checks, services
from jiedui.ledger.kinds.base import Severity
from tests.conftest import World
from tests.ledger import acts

FOUND: list[tuple[str, dict[str, Any], str, str]] = [
    ("training", {"detail": {"last_day": "2019-07-01"}}, "ends_before_it_begins", "last_day"),
    ("training", {"persons": 1001}, "many_in_one_class", "persons"),
    ("service", {"detail": {"service": "lecture", "count": 1001}}, "many_at_once", "count"),
    ("donation_cash", {"detail": {"donor": ""}}, "nobody_named", ""),
    ("donation_cash", {"detail": {"receipt_number": ""}}, "no_receipt_number", "receipt_number"),
    ("investment", {"amount": None}, "no_amount", "amount"),
    ("investment", {"detail": {"park": ""}}, "park_unsure", "park"),
    ("visit", {"detail": {"direction": "none"}}, "went_nowhere", "direction"),
    ("job_fair", {"detail": {"terms_stated": False}}, "terms_missing", "terms_stated"),
    ("job_fair", {"detail": {"free_of_charge": False}}, "fee_taken", "free_of_charge"),
    ("job_fair", {"detail": {"vacancies": 6001}}, "many_vacancies_each", "vacancies"),
    ("product_recognition", {"detail": {"valid_to": "2019-07-01"}}, "ends_before_it_begins", "valid_to"),
    ("product_recognition", {"detail": {"benefit": ""}}, "nobody_benefits", "benefit"),
    ("tourism_trip", {"persons": 3001}, "many_on_a_trip", "trips"),
    ("enrolment", {"detail": {"school_year": 2016}}, "other_school_year", "school_year"),
    ("event", {"detail": {"days": 367}}, "over_a_year", "days"),
    ("outlet", {"detail": {"count": 201}}, "many_at_once", "count"),
    ("placement", {"detail": {"period_from": "2019-07-04"}}, "period_backwards", "period_from"),
    ("placement", {"persons": 4}, "small_cell", "persons"),
    ("placement", {"detail": {"papers": None}}, "safeguards_open", ""),
    ("workshop", {"detail": {"jobs_offered": 301}}, "many_jobs", "jobs_offered"),
    ("workshop", {"detail": {"fee": "200"}}, "safeguards_open", ""),
]


@pytest.mark.parametrize(("kind", "changes", "key", "field"), FOUND)
def test_a_warning_names_its_field_and_stops_nobody(
    kind: str, changes: dict[str, Any], key: str, field: str, world: World
) -> None:
    entry = acts.proven(world, kind, **changes)

    (found,) = checks.findings(entry)

    assert (found.key, found.field, found.severity) == (key, field, Severity.WARNING)
    assert services.submit_entry(actor=world.giver, entry=entry).state == "submitted"


@pytest.mark.parametrize("kind", acts.KINDS)
def test_an_ordinary_entry_of_each_kind_raises_no_warning(kind: str, world: World) -> None:
    number = {"document_number": "东财拨〔2019〕7号"} if kind == "transfer" else {}

    assert checks.findings(acts.draft(world, kind, detail=number)) == []
