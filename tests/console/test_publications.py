"""The publications screens: what each role sees and may do, and that a draft becomes a frozen file."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from jiedui.accounts.models import User
from jiedui.publications.models import Bulletin, Story
from jiedui.publications.services import add_story, publish_bulletin
from tests.publications.conftest import Desk, desk, scene

__all__ = ["desk", "scene"]
CODE = "haizhou-2019"


@pytest.fixture(autouse=True)
def english() -> object:
    """Screens in English."""
    with override("en"):
        yield


def signed_in(user: User) -> Client:
    """A browser of that person, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    """A page of the programme."""
    return reverse(f"console:{name}", args=[CODE, *args])


def text(client: Client, address: str, status: int = 200) -> str:
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_tells_an_editor_what_to_do_when_there_is_nothing(desk: Desk) -> None:
    world = desk.scene.world
    Bulletin.objects.all().delete()
    page = text(signed_in(world.office), url("publications"))
    assert "No draft" in page and "Nothing published yet" in page and "New bulletin" in page
    reader = text(signed_in(world.giver), url("publications"))
    assert "Nothing published yet" in reader and "New bulletin" not in reader and "No draft" not in reader


def test_an_editor_begins_a_month_and_lands_on_its_desk(desk: Desk) -> None:
    office = signed_in(desk.scene.world.office)
    answer = office.post(url("bulletin-new"), {"month": "2019-08-01"})
    made = Bulletin.objects.get(month=date(2019, 8, 1))
    assert answer.headers["Location"] == url("bulletin-edit", made.pk)
    assert office.post(url("bulletin-new"), {"month": "2019-08-01"}).status_code == 422
    assert Bulletin.objects.count() == 2


def test_the_preview_shows_the_paper_and_what_each_figure_is_made_of(desk: Desk) -> None:
    page = text(signed_in(desk.scene.world.office), url("bulletin", desk.bulletin.pk))
    assert "草稿（未发布）" in page and "工作简报" in page
    assert "消费帮扶金额累计7.00亿元［1］" in page
    assert f"indicator={desk.scene.purchases.pk}" in page, "the figure leads to its entries"
    assert "What the figures are made of" in page and 'style="' not in page


def test_head_and_foot_are_edited_and_refusals_stand_beside_their_field(desk: Desk) -> None:
    office = signed_in(desk.scene.world.office)
    address = url("bulletin-edit", desk.bulletin.pk)
    sent = {"title": "九月简报", "foreword": "按语一句。", "report_to": "领导小组", "copy_to": ""}
    assert office.post(address, sent).status_code == 302
    desk.bulletin.refresh_from_db()
    assert (desk.bulletin.title, desk.bulletin.report_to, desk.bulletin.copy_to) == (
        "九月简报",
        "领导小组",
        "",
    )
    answer = office.post(address, {**sent, "foreword": "选派公安民警赴当地开展维稳工作。"})
    assert answer.status_code == 422 and "outside the scope" in answer.content.decode()
    desk.bulletin.refresh_from_db()
    assert desk.bulletin.foreword == "按语一句。"


def test_a_story_is_written_on_entries_of_the_month_moved_and_removed(desk: Desk) -> None:
    office = signed_in(desk.scene.world.office)
    pk = desk.bulletin.pk
    page = text(office, url("story-new", pk))
    assert "采购石泉核桃" in page and "采购云岭苹果" not in page, "only September is offered"
    sent = {"heading": "核桃", "body": "首批运抵。", "entries": [desk.walnuts.pk]}
    assert office.post(url("story-new", pk), {**sent, "entries": []}).status_code == 422
    assert office.post(url("story-new", pk), sent).status_code == 302
    office.post(url("story-new", pk), {**sent, "heading": "第二条"})
    first, second = desk.bulletin.stories.all()
    office.post(url("story-move", pk, second.pk), {"to": "up"})
    assert list(desk.bulletin.stories.values_list("heading", flat=True)) == ["第二条", "核桃"]
    office.post(url("story", pk, first.pk), {**sent, "heading": "改过"})
    office.post(url("story-remove", pk, second.pk))
    assert list(desk.bulletin.stories.values_list("heading", flat=True)) == ["改过"]


def test_searching_entries_keeps_what_is_typed_and_chosen_and_saves_nothing(desk: Desk) -> None:
    desk.scene.entry("5", "2019-09-20", title="采购花椒")
    office = signed_in(desk.scene.world.office)
    sent = {"heading": "写了一半", "body": "正文", "entries": [desk.walnuts.pk], "q": "花椒", "search": "1"}
    page = office.post(url("story-new", desk.bulletin.pk), sent).content.decode()
    assert "写了一半" in page and "采购花椒" in page
    assert f'value="{desk.walnuts.pk}" id="entry-{desk.walnuts.pk}" checked' in page
    assert not Story.objects.exists()


def test_publishing_asks_first_then_freezes_and_the_file_stays_the_same(desk: Desk) -> None:
    office = signed_in(desk.scene.world.office)
    address = url("bulletin-publish", desk.bulletin.pk)
    asked = text(office, address)
    assert "There is no story in this issue." in asked and "Not fully evidenced: 消费帮扶金额." in asked
    desk.bulletin.refresh_from_db()
    assert not desk.bulletin.is_published
    assert office.post(address).status_code == 302
    files = [office.get(url("bulletin-docx", desk.bulletin.pk)) for _ in range(2)]
    desk.scene.entry("9", "2019-09-21")
    files.append(office.get(url("bulletin-docx", desk.bulletin.pk)))
    assert len({file.content for file in files}) == 1
    assert 'filename="haizhou-2019-2019-09.docx"' in files[0].headers["Content-Disposition"]
    assert docx.Document(io.BytesIO(files[0].content)).core_properties.title == desk.bulletin.title


def test_a_story_that_lost_its_entry_stops_publication_and_says_which(desk: Desk) -> None:
    world = desk.scene.world
    add_story(
        actor=world.office, bulletin=desk.bulletin, heading="核桃", body="运抵。", entries=[desk.walnuts]
    )
    desk.scene.reverse(desk.walnuts, "-180000000")
    answer = signed_in(world.office).post(url("bulletin-publish", desk.bulletin.pk))
    assert answer.status_code == 422 and f"#{desk.walnuts.pk}" in answer.content.decode()
    desk.bulletin.refresh_from_db()
    assert not desk.bulletin.is_published


def test_a_published_issue_lists_what_changed_since_with_the_entry_responsible(desk: Desk) -> None:
    world = desk.scene.world
    publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    address = url("bulletin", desk.bulletin.pk)
    assert "Nothing: the records still give these figures." in text(signed_in(world.giver), address)
    reversal = desk.scene.reverse(desk.walnuts, "-180000000")
    page = text(signed_in(world.office), address)
    assert f"#{reversal.pk}" in page and f"takes back #{desk.walnuts.pk}" in page
    assert url("entry", reversal.pk) in page
    giver = text(signed_in(world.giver), address)
    assert url("entry", reversal.pk) not in giver, "the entry of another district is named, not opened"


def test_readers_see_only_what_is_published_and_no_desk(desk: Desk) -> None:
    world, pk = desk.scene.world, desk.bulletin.pk
    story = add_story(
        actor=world.office, bulletin=desk.bulletin, heading="核桃", body="运抵。", entries=[desk.walnuts]
    )
    pages = [url("bulletin", pk), url("bulletin-docx", pk)]
    for user in (world.lead, world.giver, world.other_giver, world.receiver, world.auditor):
        client = signed_in(user)
        assert [client.get(page).status_code for page in pages] == [404, 404]
        for name, args in (
            ("bulletin-edit", [pk]), ("bulletin-publish", [pk]), ("story-new", [pk]), ("story", [pk, story.pk]),
        ):  # fmt: skip
            assert client.get(url(name, *args)).status_code == 403
            assert client.post(url(name, *args)).status_code == 403
        for name, args in (
            ("bulletin-new", []), ("bulletin-discard", [pk]), ("story-move", [pk, story.pk]),
            ("story-remove", [pk, story.pk]),
        ):  # fmt: skip
            assert client.post(url(name, *args)).status_code == 403
    desk.bulletin.refresh_from_db()
    assert (desk.bulletin.state, desk.bulletin.stories.count()) == ("draft", 1)
    publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    for user in (world.lead, world.giver, world.receiver, world.auditor):
        client = signed_in(user)
        assert [client.get(page).status_code for page in pages] == [200, 200]
        assert "Publish…" not in text(client, pages[0])


def test_somebody_without_a_role_or_a_session_sees_nothing(desk: Desk) -> None:
    assert signed_in(desk.scene.world.nobody).get(url("publications")).status_code == 403
    assert Client().get(url("publications")).status_code == 302


def test_a_published_issue_cannot_be_edited_or_discarded(desk: Desk) -> None:
    publish_bulletin(actor=desk.scene.world.office, bulletin=desk.bulletin)
    office = signed_in(desk.scene.world.office)
    assert office.get(url("bulletin-edit", desk.bulletin.pk)).status_code == 409
    assert office.post(url("bulletin-discard", desk.bulletin.pk)).status_code == 409
    assert Bulletin.objects.get().is_published


def test_pages_take_the_same_number_of_queries_however_much_there_is(desk: Desk) -> None:
    office = signed_in(desk.scene.world.office)
    pages = [url("publications"), url("bulletin", desk.bulletin.pk), url("bulletin-edit", desk.bulletin.pk),
             url("story-new", desk.bulletin.pk)]  # fmt: skip

    def tell(heading: str) -> None:
        add_story(
            actor=desk.scene.world.office, bulletin=desk.bulletin, heading=heading, body="文。",
            entries=[desk.walnuts],
        )  # fmt: skip

    def queries() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                text(office, page)
            counts.append(len(captured))
        return counts

    tell("一")
    few = queries()
    for number in range(4):
        tell(str(number))
        desk.scene.entry("1", "2019-09-03", indicator=desk.scene.indicator(f"more-{number}"))
        desk.scene.target("5", desk.scene.world.east, indicator=desk.scene.indicator(f"other-{number}"))
    assert queries() == few
