"""The projects' screens."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.accounts.models import User
from jiedui.projects.models import ProgressNote, Project
from tests.conftest import World
from tests.console.ledger_desk import signed_in, url
from tests.ledger import acts
from tests.projects import works


def shown(user: User, **filters: Any) -> list[str]:
    """The numbers of the projects on the list."""
    answer = signed_in(user).get(url("projects"), {"view": "list", **filters})
    return [row.project.number for row in answer.context["rows"]]


def test_the_board_shows_each_project_in_its_stage(world: World) -> None:
    works.started(world)
    works.created(world, number="2019-002", name_en="Water works")

    answer = signed_in(world.giver).get(url("projects"))

    columns = {c.stage.value: [r.project.number for r in c.rows] for c in answer.context["columns"]}
    assert columns == {
        "reserve": ["2019-002"],
        "signed": [],
        "started": ["2019-001"],
        "operating": [],
        "completed": [],
        "handed_over": [],
    }
    assert "Water works" in answer.content.decode()


def test_filters_stand_in_the_address(world: World) -> None:
    works.started(world)
    works.created(world, number="2019-002", name="安全饮水")
    works.project(world, "2019-003", world.west, receiver=world.other_county)

    assert shown(world.office) == ["2019-001", "2019-002", "2019-003"]
    assert shown(world.office, stage="started") == ["2019-001"]
    assert shown(world.office, workstream="funds") == ["2019-003"]
    assert shown(world.office, giver=world.east.pk) == ["2019-001", "2019-002"]
    assert shown(world.office, receiver=world.other_county.pk) == ["2019-003"]
    assert shown(world.office, q="饮水") == ["2019-002"]
    assert shown(world.office, late="yes") == ["2019-001", "2019-002"]
    assert shown(world.office, giver="x" * 30) == ["2019-001", "2019-002", "2019-003"]


def test_the_export_holds_exact_values_and_no_formula(world: World) -> None:
    made = works.started(world, name="=大棚")
    acts.accepted(world, "transfer", project=made, amount=Decimal("1234567.89"))

    answer = signed_in(world.giver).get(url("projects-csv"))

    body = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")  # type: ignore[attr-defined]
    head, row = csv.reader(io.StringIO(body))
    cells = dict(zip(head, row, strict=True))
    assert cells["planned (元)"] == "3000000"
    assert cells["arrived (元)"] == "1234567.89"
    assert cells["In time?"] == "behind its time"
    assert cells["Project number"] == "2019-001"


def test_the_page_leads_from_each_figure_to_its_entries(world: World) -> None:
    made = works.started(world)
    entry = acts.accepted(world, "transfer", project=made)
    works.note(world, made, 40, pictures=[("现场.jpg", works.photograph())])
    desk = signed_in(world.receiver)

    page = desk.get(url("project", made.pk)).content.decode()

    filters = f"project={made.pk}&kind=transfer&step=disbursement&source=district&state=accepted"
    link = f"{url('ledger')}?{filters}"
    assert link.replace("&", "&amp;") in page
    answer = desk.get(link)
    assert [found.pk for found in answer.context["page"].object_list] == [entry.pk]
    picture = ProgressNote.objects.get().pictures.get()
    assert url("project-picture", picture.pk) in page


def test_a_new_payment_knows_its_project(world: World) -> None:
    made = works.started(world)

    answer = signed_in(world.giver).get(
        url("entry-new", "transfer"), {"project": made.pk, "step": "disbursement"}
    )

    form = answer.context["form"]
    values = {name: form[name].value() for name in ("project", "receiver", "giver", "step", "title")}
    assert values == {
        "project": made.pk,
        "receiver": world.county.pk,
        "giver": world.east.pk,
        "step": "disbursement",
        "title": "果蔬大棚基地",
    }


def form_data(world: World, **changes: Any) -> dict[str, Any]:
    lines = {
        "budget-TOTAL_FORMS": "2",
        "budget-INITIAL_FORMS": "2",
        "budget-0-source": "district",
        "budget-0-amount": "350万",
        "budget-0-document_number": "津对口〔2019〕3号",
        "budget-1-source": "city",
        "budget-1-amount": "",
    }
    return {
        "number": "2019-001",
        "name": "果蔬大棚基地",
        "workstream": "consumption",
        "givers": [world.east.pk],
        "receiver": world.county.pk,
        "type": "industry",
        "nature": "new",
        "planned_start": "2019.3.1",
        **lines,
        **changes,
    }


def test_a_project_is_set_up_and_changed_by_form(world: World) -> None:
    desk = signed_in(world.giver)

    desk.post(url("project-new"), form_data(world))
    made = Project.objects.get()
    shown_again = desk.get(url("project-edit", made.pk))
    desk.post(url("project-edit", made.pk), form_data(world, name="果蔬大棚二期"))

    made.refresh_from_db()
    assert (made.name, made.planned_start) == ("果蔬大棚二期", date(2019, 3, 1))
    assert [(line.source, line.amount) for line in made.budget.all()] == [("district", 3_500_000)]
    assert shown_again.context["form"]["workstream"].value() == "consumption"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": ""}, "This field is required"),
        ({"planned_end": "2019-01-01"}, "The last day lies before the first."),
        ({"budget-0-amount": "many"}, "is not a number"),
        ({"name": "派出所"}, "outside the scope"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    world: World, changes: dict[str, str], words: str
) -> None:
    answer = signed_in(world.giver).post(url("project-new"), form_data(world, **changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Project.objects.exists()


def test_progress_is_noted_with_several_photographs(world: World) -> None:
    made = works.started(world)
    files = [SimpleUploadedFile(f"{n}.jpg", works.photograph() + b"x" * n) for n in range(2)]

    answer = signed_in(world.receiver).post(
        url("project-progress", made.pk),
        {
            "progress-day": "2019-06-01",
            "progress-progress": "４０",
            "progress-text": "基础完工",
            "progress-pictures": files,
        },
    )

    assert answer.status_code == 302
    note = ProgressNote.objects.get()
    assert (note.progress, note.by, note.pictures.count()) == (40, world.receiver, 1)


def test_a_step_that_cannot_be_taken_is_said_on_the_page(world: World) -> None:
    made = works.started(world)

    answer = signed_in(world.giver).post(
        url("project-stage", made.pk), {"stage-stage": "completed", "stage-day": "2019-09-01"}
    )

    assert answer.status_code == 422
    assert "Note 100 % first" in answer.content.decode()
    made.refresh_from_db()
    assert made.stage == "started"


@pytest.mark.parametrize("page", ["projects", "project"])
def test_more_projects_take_no_more_queries(world: World, page: str) -> None:
    made = works.started(world)
    works.note(world, made, 10, pictures=[("a.jpg", works.photograph())])
    acts.accepted(world, "transfer", project=made)
    path = url(page) if page == "projects" else url(page, made.pk)
    desk = signed_in(world.office)
    desk.get(path)

    with CaptureQueriesContext(connection) as few:
        desk.get(path)
    for n in range(3):
        other = works.started(world, number=f"2019-1{n}")
        works.note(world, other, 20 + n, pictures=[("a.jpg", works.photograph())])
        works.note(world, made, 30 + n, pictures=[("a.jpg", works.photograph())])
        acts.accepted(world, "transfer", project=made, title=f"第{n}批")
    with CaptureQueriesContext(connection) as many:
        desk.get(path)

    assert len(many) == len(few)
    assert len(many) <= 40


def test_the_board_shows_the_first_of_a_stage_and_leads_to_the_list(world: World, client: Client) -> None:
    for number in range(11):
        works.project(world, f"2019-{number:03}")
    client.force_login(world.office)

    board = client.get("/p/haizhou-2019/projects/?giver=")

    reserve = board.context["columns"][0]
    assert (len(reserve.rows), len(reserve.first), reserve.more) == (11, 8, 3)
    assert 'href="?giver=&amp;view=list&amp;stage=reserve"' in board.content.decode()
    listed = client.get("/p/haizhou-2019/projects/?view=list&stage=reserve").context["page"]
    assert len(listed.object_list) == 11


def test_the_list_is_paged(world: World, client: Client) -> None:
    for number in range(51):
        works.project(world, f"2019-{number:03}")
    client.force_login(world.office)

    second = client.get("/p/haizhou-2019/projects/?view=list&page=2").context

    assert (len(second["page"].object_list), len(second["rows"])) == (1, 51)
