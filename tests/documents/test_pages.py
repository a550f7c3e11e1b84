"""Where facts stand on the pages of their file, and the pages as pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from jiedui.documents.enums import DocumentState
from jiedui.documents.models import SourceDocument
from jiedui.documents.pages import WIDTH, marked_pages, page_picture
from jiedui.documents.services import receive_document
from jiedui.kernel.errors import NotFound
from tests.conftest import World
from tests.documents.rendering import PAPER, set_pdf

TABLE = "#table(columns: 2, [支援区], [受援县], [和平区], [会宁县], [河东区], [合水县])"
PLAN = (
    f"{PAPER}#align(center)[天津市2019年消费扶贫工作方案]\n\n一、工作目标\n\n全年消费扶贫采购额不少于1200万元。\n\n"
    f"#align(center)[结对关系表]\n\n{TABLE}"
)


@pytest.fixture
def paper(world: World) -> SourceDocument:
    receipt = receive_document(
        actor=world.office,
        programme=world.programme,
        filename="plan.pdf",
        content=set_pdf(PLAN + "全年采购。" * 200),
        in_background=False,
    )
    assert receipt.document.state == DocumentState.REVIEW
    return receipt.document


def test_each_fact_is_marked_on_the_line_it_was_read_from(paper: SourceDocument) -> None:
    facts = list(paper.facts.select_related("proposal"))
    pages = marked_pages(paper, paper.blocks.all(), facts)

    assert [(page.number, page.width, page.height) for page in pages] == [(1, WIDTH, 1697), (2, WIDTH, 1697)]
    total = next(fact for fact in facts if "1200" in fact.quote)
    rows = [fact for fact in facts if fact.kind == "pairing"]
    found = {number: mark for page in pages for mark in page.marks for number in mark.facts}
    assert {total.number, *(fact.number for fact in rows)} <= set(found)
    assert found[total.number].y < min(found[fact.number].y for fact in rows)
    assert len({found[fact.number].y for fact in rows}) == len({fact.row for fact in rows})


def test_a_line_that_a_finding_speaks_of_is_marked_though_no_fact_stands_there(paper: SourceDocument) -> None:
    [line] = {place[1] for block in paper.blocks.all() for place in block.places if "工作目标" in block.text}

    for spoken_of, marks in ((set[int](), 0), ({line}, 1)):
        pages = marked_pages(paper, paper.blocks.all(), [], spoken_of)
        found = [mark for page in pages for mark in page.marks]
        assert [(mark.line, mark.facts) for mark in found] == [(line, ())] * marks


def test_a_page_is_shown_as_a_picture(paper: SourceDocument) -> None:
    image = Image.open(BytesIO(page_picture(paper, 1)))
    assert (image.format, image.width) == ("PNG", WIDTH)
    for number in (0, 3):
        with pytest.raises(NotFound):
            page_picture(paper, number)


def test_how_many_pages_are_read_is_noted(paper: SourceDocument) -> None:
    assert (paper.pages, paper.pages_read) == (2, 2)


def test_a_text_has_no_pages(world: World) -> None:
    receipt = receive_document(
        actor=world.office,
        programme=world.programme,
        filename="plan.txt",
        content="全年消费扶贫采购额不少于1200万元。".encode(),
        in_background=False,
    )
    assert marked_pages(receipt.document, receipt.document.blocks.all(), receipt.document.facts.all()) == []
