"""Projects a document names become projects of the programme once they are accepted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType

from jiedui.documents.enums import DocumentState
from jiedui.documents.models import FactLink, FactRecord, SourceDocument
from jiedui.documents.proposals.projects import type_of
from jiedui.documents.services import accept_document, accept_proposal, compare_document
from jiedui.kernel import storage
from jiedui.projects.enums import ProjectType
from jiedui.projects.models import Project
from tests.conftest import World


def paper(world: World, *facts: dict[str, object], text: bytes = b"paper") -> SourceDocument:
    """A document in review that names projects."""
    stored = storage.put(text, filename="plan.txt", max_bytes=100)
    document = SourceDocument.objects.create(
        programme=world.programme, sha256=stored.sha256, filename="plan.txt", media_type="text/plain",
        size=stored.size, state=DocumentState.REVIEW, title="方案", doc_number="海援发〔2019〕7号",
    )  # fmt: skip
    for number, fields in enumerate(facts, start=1):
        FactRecord.objects.create(
            document=document, number=number, kind="project", fields={"workstream": "消费扶贫", **fields},
            quote="建设", line=1, block=0, start=0, end=2, confidence=Decimal("0.9"),
        )  # fmt: skip
    compare_document(document)
    return document


SCHOOL = {
    "name": "云岭县第二小学教学楼",
    "place": "云岭县",
    "giver": "东城区",
    "normalized": 3_500_000,
    "normalized_unit": "元",
}


def test_an_accepted_project_comes_into_the_reserve_with_its_sum(world: World) -> None:
    document = paper(world, SCHOOL)
    fact = document.facts.get()
    accept_proposal(actor=world.office, proposal=fact.proposal, version=fact.proposal.version)

    outcome = accept_document(actor=world.office, document=document)

    made = Project.objects.get()
    assert outcome.counts == {"project": 1}
    assert (made.number, made.name, made.stage) == ("2019-D001", "云岭县第二小学教学楼", "reserve")
    assert (made.receiver, list(made.givers.all())) == (world.county, [world.east])
    assert made.type == ProjectType.EDUCATION_HEALTH
    line = made.budget.get()
    assert (line.source, line.amount, line.document_number) == ("district", 3_500_000, "海援发〔2019〕7号")
    link = FactLink.objects.get(content_type=ContentType.objects.get_for_model(Project))
    assert (link.fact, link.object_id) == (fact, made.pk)


def test_what_is_not_placed_or_not_known_cannot_be_accepted(world: World) -> None:
    document = paper(
        world,
        {**SCHOOL, "place": None},
        {**SCHOOL, "name": "红旗水库工程", "giver": "无名区"},
        {**SCHOOL, "name": "云岭县派出所业务用房"},
    )

    problems = [
        {p["code"] for p in fact.proposal.problems if p["blocking"]}
        for fact in document.facts.order_by("number")
    ]

    assert problems == [{"no_place"}, {"unknown_needed"}, {"outside_scope"}]


def test_a_project_that_is_there_is_not_written_twice(world: World) -> None:
    for text in (b"first", b"second"):
        document = paper(world, SCHOOL, SCHOOL, text=text)
        for fact in document.facts.all():
            accept_proposal(actor=world.office, proposal=fact.proposal, version=fact.proposal.version)
        accept_document(actor=world.office, document=document)

    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县医院门诊楼", ProjectType.EDUCATION_HEALTH),
        ("实训中心", ProjectType.TRAINING),
        ("农村饮水安全工程", ProjectType.INFRASTRUCTURE),
        ("果蔬大棚基地", ProjectType.INDUSTRY),
        ("文化广场", ProjectType.OTHER),
    ],
)
def test_what_a_project_is_for_is_read_from_its_name(name: str, kind: ProjectType) -> None:
    assert type_of(name) == kind


@pytest.mark.parametrize(
    ("changed", "problem"),
    [({"place": "西城区"}, "receiver_gives"), ({"giver": "云岭县"}, "giver_receives")],
    ids=lambda value: str(value),
)
def test_a_project_on_the_wrong_side_waits_for_an_edit(
    world: World, changed: dict[str, str], problem: str
) -> None:
    fact = paper(world, {**SCHOOL, **changed}).facts.get()

    assert fact.proposal.blocked
    assert problem in [found["code"] for found in fact.proposal.problems]
