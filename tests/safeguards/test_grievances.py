"""Grievances: filed by anybody, answered by the office, never removed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jiedui.kernel import origin
from jiedui.kernel.errors import Invalid, NotAllowed, NotFound, WrittenForEver, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.safeguards import services
from jiedui.safeguards.codes import ALPHABET, digest_of, new_code
from jiedui.safeguards.models import Grievance, GrievanceStep
from jiedui.safeguards.queries import (
    GrievanceAge,
    followed,
    get_grievance,
    grievance_age,
    open_grievances,
    state_of,
)
from tests.conftest import World

TEXT = "车间三个月没有发工资，身份证被收走。"


@pytest.fixture
def filed(world: World) -> Grievance:
    return services.file_grievance(programme=world.programme, about="work", text=TEXT)[0]


def steps(grievance: Grievance) -> list[tuple[str, str, str | None]]:
    return [(step.state, step.text, step.by and step.by.username) for step in grievance.steps.all()]


def test_anybody_files_one_and_gets_a_code_that_is_not_kept(world: World) -> None:
    with origin.opened(origin.Origin(channel="screen", ip="192.0.2.7", request_id="r1")):
        grievance, code = services.file_grievance(
            programme=world.programme, about="work", text=f" {TEXT} ", regarding="服装车间", entry_number=12
        )

    assert (grievance.text, grievance.regarding, grievance.entry_number) == (TEXT, "服装车间", 12)
    assert grievance.digest == digest_of(code)
    assert code not in str(Grievance.objects.values_list().get())
    assert steps(grievance) == [("received", "", None)]
    note = AuditRecord.objects.get(action="grievance.file")
    assert (note.actor, note.ip, note.request_id, note.token, note.detail) == (None, None, "", "", {})


def test_a_code_opens_its_grievance_however_it_is_typed(world: World, filed: Grievance) -> None:
    grievance, code = services.file_grievance(programme=world.programme, about="other", text=TEXT)

    assert followed(code) == followed(code.lower().replace("-", " ")) == grievance
    assert followed(code.translate({ord(c): ord(c) + 0xFEE0 for c in ALPHABET})) == grievance
    assert followed(new_code()) is None
    assert followed("") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "字" * 5001}, "text"),
        ({"text": "我的号码是110101199003077512"}, "text"),
        ({"regarding": "字" * 201}, "regarding"),
        ({"regarding": "110101199003077512"}, "regarding"),
        ({"about": "weather"}, "about"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(
    world: World, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.file_grievance(programme=world.programme, **{"about": "work", "text": TEXT, **changes})

    assert refused.value.address == field
    assert not Grievance.objects.exists()
    assert not AuditRecord.objects.exists()


def test_it_is_looked_into_answered_said_more_of_answered_again_and_closed(
    world: World, filed: Grievance
) -> None:
    services.take_up_grievance(actor=world.office, grievance=filed)
    services.answer_grievance(actor=world.office, grievance=filed, text="已与车间核实，工资本周补发。")
    services.add_words(grievance=filed, text="只发了一半。")
    services.answer_grievance(actor=world.office, grievance=filed, text="余款已到账。")
    services.close_grievance(actor=world.office, grievance=filed, text="已补发，身份证已归还。")

    assert steps(filed) == [
        ("received", "", None),
        ("looking", "", "office"),
        ("answered", "已与车间核实，工资本周补发。", "office"),
        ("looking", "只发了一半。", None),
        ("answered", "余款已到账。", "office"),
        ("closed", "已补发，身份证已归还。", "office"),
    ]
    noted = AuditRecord.objects.filter(subject_type="safeguards.grievance").order_by("id")
    assert list(noted.values_list("action", "changes")) == [
        ("grievance.file", {}),
        ("grievance.looking", {"state": ["received", "looking"]}),
        ("grievance.answered", {"state": ["looking", "answered"]}),
        ("grievance.words", {}),
        ("grievance.answered", {"state": ["looking", "answered"]}),
        ("grievance.closed", {"state": ["answered", "closed"]}),
    ]


def test_words_of_the_person_do_not_say_it_is_looked_into(filed: Grievance) -> None:
    services.add_words(grievance=filed, text="补充一点。")

    assert state_of(filed) == "received"


@pytest.mark.parametrize("act", [services.close_grievance, services.take_up_grievance])
def test_each_step_has_its_state(world: World, filed: Grievance, act: object) -> None:
    if act is services.take_up_grievance:
        services.answer_grievance(actor=world.office, grievance=filed, text="已答复。")
    before = steps(filed)

    with pytest.raises(WrongState):
        act(actor=world.office, grievance=filed, text="x")  # type: ignore[operator]

    assert steps(filed) == before


def test_a_closed_one_is_closed_to_both_sides(world: World, filed: Grievance) -> None:
    services.answer_grievance(actor=world.office, grievance=filed, text="已答复。")
    services.close_grievance(actor=world.office, grievance=filed, text="办结。")

    with pytest.raises(WrongState):
        services.add_words(grievance=filed, text="还有。")
    with pytest.raises(WrongState):
        services.answer_grievance(actor=world.office, grievance=filed, text="再答。")

    assert filed.steps.count() == 3


@pytest.mark.parametrize("role", ["lead", "giver", "receiver", "auditor", "nobody"])
def test_only_the_office_answers(world: World, filed: Grievance, role: str) -> None:
    for act in (services.take_up_grievance, services.answer_grievance, services.close_grievance):
        with pytest.raises(NotAllowed):
            act(actor=getattr(world, role), grievance=filed, text="x")

    assert steps(filed) == [("received", "", None)]


@pytest.mark.parametrize("act", [services.answer_grievance, services.close_grievance])
def test_an_answer_says_something(world: World, filed: Grievance, act: object) -> None:
    if act is services.close_grievance:
        services.answer_grievance(actor=world.office, grievance=filed, text="已答复。")
    before = steps(filed)

    with pytest.raises(Invalid) as refused:
        act(actor=world.office, grievance=filed, text=" ")  # type: ignore[operator]

    assert refused.value.address == "text"
    assert steps(filed) == before


def test_only_the_office_and_auditors_read_them(world: World, filed: Grievance) -> None:
    assert get_grievance(world.office, world.programme, filed.pk) == filed
    assert get_grievance(world.auditor, world.programme, filed.pk).state == "received"  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        get_grievance(world.office, world.programme, filed.pk + 1)
    for role in ("lead", "giver", "receiver", "nobody"):
        with pytest.raises(NotAllowed):
            get_grievance(getattr(world, role), world.programme, filed.pk)


@pytest.mark.parametrize("model", [Grievance, GrievanceStep])
def test_none_can_be_changed_or_removed(filed: Grievance, model: type) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    before = list(model.objects.values())  # type: ignore[attr-defined]

    with pytest.raises(WrittenForEver):
        model.objects.all().delete()  # type: ignore[attr-defined]
    with pytest.raises(WrittenForEver):
        model.objects.update(text="")  # type: ignore[attr-defined]
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET text = ''"):
        with pytest.raises(DatabaseError), transaction.atomic():
            _run(statement)

    assert list(model.objects.values()) == before  # type: ignore[attr-defined]


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_age_is_of_the_oldest_that_is_open(world: World) -> None:
    assert grievance_age(world.programme) == GrievanceAge(0, 0, None)
    first, _code = services.file_grievance(programme=world.programme, about="work", text="一")
    second, _code = services.file_grievance(programme=world.programme, about="harm", text="二")
    services.answer_grievance(actor=world.office, grievance=first, text="答")
    later = timezone.now() + timedelta(days=12, hours=3)

    assert grievance_age(world.programme, now=later) == GrievanceAge(2, 1, 12)
    assert list(open_grievances(world.programme)) == [first, second]

    services.close_grievance(actor=world.office, grievance=first, text="结")

    assert grievance_age(world.programme) == GrievanceAge(1, 1, 0)
    assert list(open_grievances(world.programme)) == [second]
