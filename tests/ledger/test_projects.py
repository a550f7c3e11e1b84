"""Entries that name the project they were for."""

from __future__ import annotations

import csv
import io

import pytest

from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import checks, exports, kinds, services
from jiedui.ledger.forms import EntryForm, entry_form
from jiedui.ledger.kinds.base import Use
from jiedui.ledger.models import Entry
from jiedui.ledger.queries import entries_behind, in_full
from jiedui.ledger.schemas import content_of, input_model
from jiedui.organisations.models import OrgUnit
from jiedui.projects.queries import projects_for
from tests.conftest import World
from tests.ledger import acts
from tests.projects.works import project


def test_an_entry_keeps_its_project(world: World) -> None:
    works = project(world)

    entry = acts.draft(world, "transfer", project=works)

    assert entry.project == works
    assert list(entries_behind(world.giver, programme=world.programme, project=works)) == [entry]


def test_kinds_that_name_no_project_refuse_one(world: World) -> None:
    assert kinds.get("secondment").project is Use.UNUSED

    with pytest.raises(InvalidMany) as refused:
        acts.draft(world, "secondment", project=project(world))

    assert [error.address for error in refused.value.errors] == ["project"]
    assert not Entry.objects.exists()


def test_a_project_out_of_sight_does_not_exist(world: World) -> None:
    """The west district gives to another county; the east district never hears of its projects."""
    works = project(world, "2019-002", world.west, receiver=world.other_county)

    with pytest.raises(InvalidMany) as refused:
        acts.draft(world, "transfer", project=works)

    assert [error.address for error in refused.value.errors] == ["project"]
    assert not Entry.objects.exists()


def test_the_project_can_be_changed_and_taken_off(world: World) -> None:
    entry = acts.draft(world, "transfer", project=project(world))

    data = acts.data(world, "transfer")
    changed = services.update_entry(actor=world.giver, entry=entry, data=data)

    assert changed.project is None


def test_a_reversal_is_for_the_same_project(world: World) -> None:
    works = project(world)
    entry = acts.accepted(world, "transfer", project=works)

    reversal = services.reverse_entry(actor=world.office, entry=entry, reason="paid twice")

    assert reversal.project_id == works.pk


def test_help_for_another_county_than_the_projects_is_warned_of(world: World) -> None:
    near = acts.draft(world, "transfer", project=project(world))
    far = acts.draft(world, "transfer", project=project(world, "2019-003", receiver=world.other_county))

    assert "project_elsewhere" not in [finding.key for finding in checks.findings(near)]
    assert "project_elsewhere" in [finding.key for finding in checks.findings(far)]


def form(world: World, kind: str, data: dict[str, str] | None = None) -> EntryForm:
    return entry_form(kind)(
        data,
        givers=OrgUnit.objects.all(),
        receivers=OrgUnit.objects.all(),
        projects=projects_for(world.giver),
    )


def test_the_form_offers_the_projects_one_may_see(world: World) -> None:
    seen = project(world, name_en="Greenhouses")
    project(world, "2019-002", world.west, receiver=world.other_county)

    assert "project" not in form(world, "secondment").fields
    assert [str(label) for _pk, label in form(world, "transfer").fields["project"].choices][1:] == [  # type: ignore[attr-defined]
        f"2019-001 {seen.label}"
    ]


def test_the_project_survives_form_schema_and_export(world: World) -> None:
    works = project(world)
    entry = in_full(Entry.objects.all()).get(pk=acts.draft(world, "transfer", project=works).pk)
    expected = content_of(
        kinds.get("transfer"),
        acts.data(world, "transfer", project=works.pk)
        | {"giver": world.east.pk, "receiver": world.county.pk},
    )

    shown = entry_form("transfer").initial_of(entry)
    sent = form(world, "transfer", {k: str(v) for k, v in shown.items() if v not in (None, False, [])})
    file = "".join(exports.csv_lines([entry], "transfer")).removeprefix("\ufeff")
    (cells,) = csv.DictReader(io.StringIO(file, newline=""))

    assert sent.is_valid(), sent.errors
    assert sent.entry_data()["project"] == works.pk
    assert (cells["project_number"], cells["project_name"]) == ("2019-001", "果蔬大棚基地")
    assert exports.read_row("transfer", cells) == expected
    assert input_model("transfer").model_validate(expected).model_dump(mode="json") == expected


def test_an_export_of_a_kind_without_projects_has_no_such_columns() -> None:
    assert set(exports.PROJECT) <= set(exports.columns())
    assert set(exports.PROJECT) <= set(exports.columns("transfer"))
    assert not set(exports.PROJECT) & set(exports.columns("secondment"))
