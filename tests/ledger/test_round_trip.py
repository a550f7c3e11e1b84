"""Content of every kind goes through each way in and out and comes back the same.

Form, workbook, paste, API and command line are all made from the kind's one file; so are the schema and the export.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from django.db import transaction
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from jiedui.cli.import_entries import import_entries
from jiedui.kernel.canonical import plain
from jiedui.ledger import checks, exports, kinds
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.ledger.intake import template
from jiedui.ledger.intake.columns import SheetColumn, sheet_columns
from jiedui.ledger.intake.report import Report
from jiedui.ledger.kinds.base import Severity, Use
from jiedui.ledger.models import Entry, EntryAssist
from jiedui.ledger.queries import in_full
from jiedui.ledger.schemas import content_of, input_model, said_by
from jiedui.ledger.services import check_pasted, check_rows, record_entry
from jiedui.ledger.services.importing import Handed
from jiedui.organisations.models import OrgUnit
from jiedui.projects.models import Project
from jiedui.safeguards.screening import out_of_scope
from tests.conftest import World
from tests.depth import examples
from tests.ledger.acts import DETAIL, KINDS
from tests.ledger.contents import contents
from tests.ledger.intake.sheets import filled, typed
from tests.projects.works import project

Content = dict[str, Any]
several = examples(2)


def works(world: World) -> Project:
    """The project that entries are for."""
    return Project.objects.first() or project(world)


def full(world: World, kind: str, content: Content) -> Content:
    """The content with its units, and a project where the kind may name one, as the services take it."""
    for_project = {} if kinds.get(kind).project is Use.UNUSED else {"project": works(world).pk}
    return {
        **content,
        **for_project,
        "giver": world.east.pk,
        "receiver": world.county.pk,
        "workstream": "consumption",
        "assists": [world.commerce.pk],
    }


def recorded(world: World, kind: str, content: Content) -> tuple[Entry, Content]:
    data = full(world, kind, content)
    entry = record_entry(actor=world.giver, programme=world.programme, kind=kind, data=data)
    return in_full(Entry.objects.all()).get(pk=entry.pk), content_of(kinds.get(kind), data)


def form_for(world: World, kind: str, *args: Any, **kwargs: Any) -> EntryForm:
    return entry_form(kind)(
        *args,
        givers=OrgUnit.objects.all(),
        receivers=OrgUnit.objects.all(),
        workstreams=world.programme.workstreams.all(),
        assistants=OrgUnit.objects.all(),
        projects=Project.objects.all(),
        **kwargs,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_form(kind: str, world: World) -> None:
    @examples(10)
    @given(content=contents(kind))
    def survives(content: Content) -> None:
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
def test_content_survives_the_api_schema(kind: str) -> None:
    @examples(10)
    @given(content=contents(kind))
    def survives(content: Content) -> None:
        model = input_model(kind)

        once = model.model_validate({**content, "giver": 1, "receiver": 2})
        again = model.model_validate_json(once.model_dump_json())

        assert again == once

    survives()


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_api(kind: str, world: World) -> None:
    client = Client()
    client.force_login(world.giver)

    @examples(5)
    @given(content=contents(kind))
    def survives(content: Content) -> None:
        expected = content_of(kinds.get(kind), full(world, kind, content))
        body = json.dumps({**expected, "programme": world.programme.code})

        made = client.post(f"/api/entries/{kind}", body, content_type="application/json")
        told = client.get(f"/api/entries/{made.json()['id']}").json()

        back = {name: told[name] for name in expected}
        units = {"giver": told["giver"]["id"], "receiver": told["receiver"]["id"]}
        back |= {**units, "assists": [unit["id"] for unit in told["assists"]]}
        back |= {"project": told["project"]["id"]} if "project" in expected else {}
        assert content_of(kinds.get(kind), back) == expected

    survives()


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_export(kind: str, world: World) -> None:
    @examples(10)
    @given(content=contents(kind))
    def survives(content: Content) -> None:
        entry, expected = recorded(world, kind, content)
        file = "".join(exports.csv_lines([entry], kind)).removeprefix("\ufeff")

        (cells,) = csv.DictReader(io.StringIO(file, newline=""))

        assert exports.read_row(kind, cells) == expected

    survives()


def sound(kind: str) -> st.SearchStrategy[Content]:
    """Content that nothing refuses, neither a check nor the scope screen: a file with such a row is not taken."""
    found = kinds.get(kind)
    refusals = [check for check in (*checks.COMMON, *found.checks) if check.severity == Severity.REFUSAL]

    def passes(content: Content) -> bool:
        data = {**content, "giver": 1, "receiver": 2}
        detail = content_of(found, data)["detail"]
        entry = Entry(kind=kind, title=content["title"], occurred_on=content["occurred_on"], detail=detail)
        if out_of_scope(checks.free_text(entry)):
            return False
        return not any(check.finds(entry, found.read(entry)) for check in refusals)

    return contents(kind).filter(passes)


def stays(world: World, kind: str, rows: list[Content], bring: Callable[[list[Content]], Any]) -> None:
    """The rows, brought in, stand in the ledger as they were said."""
    expected = [content_of(kinds.get(kind), full(world, kind, content)) for content in rows]
    with transaction.atomic():
        bring([full(world, kind, content) for content in rows])

        assert list(map(said_by, in_full(Entry.objects.order_by("pk")))) == expected
        transaction.set_rollback(True)  # the next rows begin with an empty ledger


def stored(handed: Handed) -> None:
    """Every row was taken."""
    assert Report.from_record(handed.batch.report).errors == ()
    assert handed.batch.state == "committed"


def ways(world: World, kind: str) -> dict[str, Any]:
    return {"actor": world.giver, "programme": world.programme, "kind": kind, "commit": True}


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_workbook(kind: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "KEYED_ROWS", 0)

    @several
    @given(rows=st.lists(sound(kind), min_size=3, max_size=3))
    def survives(rows: list[Content]) -> None:
        def bring(data: list[Content]) -> None:
            content = filled(world, kind, data)
            stored(check_rows(filename="a.xlsx", content=content, **ways(world, kind)))

        stays(world, kind, rows, bring)

    survives()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_paste(kind: str, language: str, world: World) -> None:
    @several
    @given(rows=st.lists(sound(kind), min_size=3, max_size=3))
    def survives(rows: list[Content]) -> None:
        def bring(data: list[Content]) -> None:
            stored(check_pasted(text=written(kind, data, "\t"), **ways(world, kind)))

        stays(world, kind, rows, bring)

    with translation.override(language):
        survives()


@pytest.mark.parametrize("kind", KINDS)
def test_content_survives_the_command_line(kind: str, world: World, tmp_path: Path) -> None:
    command = typer.Typer()
    command.command()(import_entries)

    @several
    @given(rows=st.lists(sound(kind), min_size=3, max_size=3))
    def survives(rows: list[Content]) -> None:
        def bring(data: list[Content]) -> None:
            file = tmp_path / "rows.csv"
            file.write_text(written(kind, data, ","), "utf-8-sig", newline="")
            options = ["--programme", world.programme.code, "--as", world.giver.username, "--commit"]
            done = CliRunner().invoke(command, [kind, str(file), *options])
            assert done.exit_code == 0, done.output

        stays(world, kind, rows, bring)

    survives()


def written(kind: str, rows: list[Content], delimiter: str) -> str:
    """The rows as a spreadsheet puts them on the clipboard or saves them, headed by the kind's own labels."""
    columns = sheet_columns(kind)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow([str(column.label) for column in columns])
    for row in rows:
        writer.writerow(
            [_cell(column, row.get(column.name, row["detail"].get(column.name))) for column in columns]
        )
    return buffer.getvalue()


def _cell(column: SheetColumn, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if column.name in ("giver", "receiver", "project"):
        return f"#{value}"
    said = typed(value, column.spec)
    return said.isoformat() if isinstance(said, date) else str(said)


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
