"""The parts of each kind's form: every field once, under a heading."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiedui.ledger import kinds
from jiedui.ledger.forms import entry_form
from jiedui.ledger.kinds.base import Hint, Section
from jiedui.ledger.kinds.labour import DecentWorkDetail
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from jiedui.projects.models import Project


def form_of(key: str) -> object:
    """The kind's form with everything it may ask for."""
    units = OrgUnit.objects.none()
    return entry_form(key)(
        givers=units,
        receivers=units,
        workstreams=Workstream.objects.none(),
        assistants=units,
        projects=Project.objects.none(),
    )


@pytest.mark.parametrize("key", [kind.key for kind in kinds.all_kinds()])
def test_every_field_stands_in_one_part(db: None, key: str) -> None:
    form = form_of(key)

    shown = Counter(bound.name for part in form.parts for bound, _hints in part.rows)  # type: ignore[attr-defined]

    assert shown == Counter(set(form.fields) - {"assists"})  # type: ignore[attr-defined]
    assert all(part.heading and part.rows for part in form.parts)  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["placement", "workshop"])
def test_the_safeguards_stand_together_and_say_what_an_answer_means(db: None, key: str) -> None:
    *_before, part = form_of(key).parts  # type: ignore[attr-defined]

    assert part.counts
    assert [bound.name for bound, _hints in part.rows] == list(DecentWorkDetail.model_fields)
    said = {bound.name: [(hint.when, hint.unless) for hint in hints] for bound, hints in part.rows if hints}
    assert said == {
        "fee": [((), ("0",))],
        "contract": [(("no",), ())],
        "papers": [(("no",), ())],
        "free_to_leave": [(("no",), ())],
        "red_flag": [((), ("none",))],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"sections": (Section("x", ("no_such_field",)),)},
        {"hints": (Hint("no_such_field", "x"),)},
        {"sections": (Section("x", ("buyer",)), Section("y", ("buyer",)))},
    ],
)
def test_a_form_of_fields_that_are_not_there_or_twice_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ImproperlyConfigured):
        kinds.collect([replace(kinds.get("purchase"), **wrong)])  # type: ignore[arg-type]
