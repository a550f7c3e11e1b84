"""What a check found, kept as JSON and said in the language of whoever reads it."""

from __future__ import annotations

import json

from django.utils import translation
from django.utils.translation import gettext_lazy

from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake.report import (
    Counts,
    FieldChange,
    Issue,
    Report,
    RowChange,
    Twin,
    issue,
    source_text,
)


def test_a_report_survives_its_record() -> None:
    report = Report(
        counts=Counts(rows=9, new=3, changed=1, errors=1),
        sheet="采购",
        errors=(Issue("采购", "C5", 5, "amount", "invalid", "This is required."),),
        warnings=(Issue("采购", "B6", 6, "title", "invalid", "%(n)d", {"n": 5}),),
        changes=(
            RowChange("采购", 7, 12, "accepted", False, (FieldChange("amount", "1", "2"),), {"amount": "2"}),
        ),
        twins=(Twin(8, "k", "voucher", "says", 3, 12, None),),
        unread=("备注",),
        amount="12000.5",
        preview=(("a", "b"),),
    )

    assert Report.from_record(json.loads(json.dumps(report.as_record()))) == report


def test_no_record_is_the_empty_report() -> None:
    assert Report.from_record({}) == Report()


def test_a_report_with_mistakes_is_not_committable() -> None:
    assert Report().committable
    assert not Report(counts=Counts(errors=1)).committable


def test_what_changes_nothing() -> None:
    assert Counts(rows=5, unchanged=4, locked=1).changes_nothing
    assert not Counts(rows=5, changed=1).changes_nothing
    assert not Counts(rows=5, new=1).changes_nothing


def test_a_mistake_is_said_in_the_readers_language() -> None:
    error = Invalid(gettext_lazy("Use at most %(max_length)s characters."), max_length=200)
    with translation.override("zh-hans"):
        kept = issue(error, sheet="采购", cell="B5", row=5, field="title")

    with translation.override("en"):
        assert (kept.address, kept.message) == ("采购!B5", "Use at most 200 characters.")
    with translation.override("zh-hans"):
        assert kept.message == "最多 200 个字符。"
    assert kept.params == {"max_length": 200}


def test_lists_are_said_with_commas_and_numbers_stay_numbers() -> None:
    kept = issue(
        Invalid("%(which)s %(count)d", which=["a", "b"], count=3), sheet="", cell="7", row=7, field="x"
    )

    assert (kept.address, kept.message) == ("7", "a, b 3")


def test_the_source_is_english_whatever_is_active() -> None:
    with translation.override("zh-hans"):
        assert source_text(gettext_lazy("This is required.")) == "This is required."
