"""The review beside the page of the file: the marks, the switch, the picture."""

from __future__ import annotations

import pytest
from django.test import Client

from jiedui.documents.models import SourceDocument
from jiedui.documents.services import receive_document
from tests.conftest import World
from tests.documents.rendering import set_pdf
from tests.documents.test_pages import PLAN


@pytest.fixture
def paper(world: World) -> SourceDocument:
    return receive_document(
        actor=world.office,
        programme=world.programme,
        filename="plan.pdf",
        content=set_pdf(PLAN),
        in_background=False,
    ).document


def test_a_pdf_is_shown_as_text_first_and_as_its_page_on_demand(
    world: World, client: Client, paper: SourceDocument
) -> None:
    client.force_login(world.office)
    address = f"/p/{world.programme.code}/documents/{paper.pk}/"
    page = client.get(address)
    assert page.context["view"] == "text"
    assert f"{address}pages/1.png" in page.content.decode()
    assert client.get(f"{address}?view=page").context["view"] == "page"


@pytest.mark.parametrize("repair", ["recognised_pages:1", "garbled_pages:1"])
def test_a_recognised_paper_is_shown_as_its_page_first(
    world: World, client: Client, paper: SourceDocument, repair: str
) -> None:
    SourceDocument.objects.filter(pk=paper.pk).update(repairs=[repair])
    client.force_login(world.office)
    address = f"/p/{world.programme.code}/documents/{paper.pk}/"
    assert client.get(address).context["view"] == "page"
    assert client.get(f"{address}?view=text").context["view"] == "text"


def test_the_picture_of_a_page(world: World, client: Client, paper: SourceDocument) -> None:
    client.force_login(world.receiver)
    answer = client.get(f"/p/{world.programme.code}/documents/{paper.pk}/pages/1.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert client.get(f"/p/{world.programme.code}/documents/{paper.pk}/pages/9.png").status_code == 404
