"""Content of every kind goes through form, API schema and export and comes back the same."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedui.ledger import exports, kinds
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.ledger.models import Entry, EntryAssist
from jiedui.ledger.queries import in_full
from jiedui.ledger.schemas import content_of, input_model
from jiedui.ledger.services import record_entry
from jiedui.organisations.models import OrgUnit
from tests.conftest import World
from tests.ledger.acts import DETAIL, KINDS
from tests.ledger.contents import contents

few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def recorded(world: World, kind: str, content: dict[str, Any]) -> tuple[Entry, dict[str, Any]]:
    full = {
        **content,
        "giver": world.east.pk,
        "receiver": world.county.pk,
        "workstream": "consumption",
        "assists": [world.commerce.pk],
    }
    entry = record_entry(actor=world.giver, programme=world.programme, kind=kind, data=full)
    return in_full(Entry.objects.all()).get(pk=entry.pk), content_of(kinds.get(kind), full)


def form_for(world: World, kind: str, *args: Any, **kwargs: Any) -> EntryForm:
    return entry_form(kind)(
        *args,
        givers=OrgUnit.objects.all(),
        receivers=OrgUnit.objects.all(),
        workstreams=world.programme.workstreams.all(),
        assistants=OrgUnit.objects.all(),
        **kwargs,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_form(kind: str, world: World) -> None:
    @few
    @given(content=contents(kind))
    def survives(content: dict[str, Any]) -> None:
        entry, expected = recorded(world, kind, content)
        shown = form_for(world, kind, initial=entry_form(kind).initial_of(entry))

        sent = form_for(world, kind, data=_as_sent(shown))

        assert sent.is_valid(), sent.errors
        assert content_of(kinds.get(kind), sent.entry_data()) == expected

    survives()


def _as_sent(form: EntryForm) -> dict[str, Any]:
    """What a browser sends when nothing is changed: what stands in each box."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_api_schema(kind: str, world: World) -> None:
    @few
    @given(content=contents(kind))
    def survives(content: dict[str, Any]) -> None:
        model = input_model(kind)
        full = {**content, "giver": 1, "receiver": 2}

        once = model.model_validate(full)
        again = model.model_validate_json(once.model_dump_json())

        assert again == once

    survives()


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_export(kind: str, world: World) -> None:
    @few
    @given(content=contents(kind))
    def survives(content: dict[str, Any]) -> None:
        entry, expected = recorded(world, kind, content)
        file = "".join(exports.csv_lines([entry], kind)).removeprefix("\ufeff")

        (cells,) = csv.DictReader(io.StringIO(file, newline=""))

        assert exports.read_row(kind, cells) == expected

    survives()


@given(st.text())
def test_no_cell_is_a_formula_and_every_cell_is_read_back(text: str) -> None:
    cell = exports.guard(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert exports.unguard(cell) == text


def test_entries_of_several_kinds_are_exported_with_the_common_columns(world: World) -> None:
    entry, _content = recorded(
        world, "agreement", {"title": "协议", "occurred_on": "2019-07-03", "detail": DETAIL["agreement"]}
    )

    lines = list(exports.csv_lines([entry]))

    assert lines[0].startswith("\ufeffid,programme,workstream,kind,state,giver,giver_name")
    assert len(lines) == 2
    assert EntryAssist.objects.get().unit == world.commerce
