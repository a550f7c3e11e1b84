"""Creating, editing and publishing: who may, what is refused, and that nothing changes where it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, NotFound, WrongState
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry
from jiedui.publications import services
from jiedui.publications.models import Bulletin, BulletinState, Story
from jiedui.publications.queries import bulletins_for, free_months, get_bulletin, story_candidates
from jiedui.publications.services.publishing import render
from tests.conftest import World
from tests.publications.conftest import Desk


def text_of(data: bytes) -> str:
    """All the text of a Word file."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def add(desk: Desk, heading: str = "西城区采购核桃", **fields: Any) -> Story:
    """A story on the walnuts."""
    given = {"body": "首批核桃运抵。", "entries": [desk.walnuts], **fields}
    return services.add_story(actor=desk.scene.world.office, bulletin=desk.bulletin, heading=heading, **given)


def test_a_bulletin_begins_with_a_number_a_title_and_its_readers(desk: Desk) -> None:
    bulletin = desk.bulletin
    assert (bulletin.issue, bulletin.month, bulletin.state) == (1, date(2019, 9, 1), BulletinState.DRAFT)
    assert bulletin.title == "海州市2019年协作计划9月进展情况"
    assert bulletin.copy_to == "海州市商务局，海州市合作交流办，东城区，西城区"
    assert AuditRecord.objects.get(action="bulletin.create").subject_id == str(bulletin.pk)
    world = desk.scene.world
    next_one = services.create_bulletin(actor=world.office, programme=world.programme, month=date(2019, 8, 1))
    assert next_one.issue == 2


@pytest.mark.parametrize(
    "month", [date(2019, 9, 30), date(2019, 10, 1), date(2018, 12, 1), date(2020, 1, 1)],
    ids=["taken", "not begun", "before the programme", "after the programme"],
)  # fmt: skip
def test_a_month_that_is_taken_ahead_or_outside_is_refused(desk: Desk, month: date) -> None:
    world = desk.scene.world
    with pytest.raises(Invalid) as refusal:
        services.create_bulletin(actor=world.office, programme=world.programme, month=month)
    assert refusal.value.address == "month"
    assert Bulletin.objects.count() == 1


def test_only_the_office_changes_or_publishes_anything(desk: Desk) -> None:
    world, bulletin, story = desk.scene.world, desk.bulletin, add(desk)
    acts: list[Callable[[User], object]] = [
        lambda u: services.create_bulletin(actor=u, programme=world.programme, month=date(2019, 8, 1)),
        lambda u: services.edit_bulletin(actor=u, bulletin=bulletin, title="改"),
        lambda u: services.discard_bulletin(actor=u, bulletin=bulletin),
        lambda u: services.add_story(
            actor=u, bulletin=bulletin, heading="改", body="改", entries=[desk.apples]
        ),
        lambda u: services.edit_story(actor=u, story=story, heading="改", body="改", entries=[desk.apples]),
        lambda u: services.move_story(actor=u, story=story, by=1),
        lambda u: services.reorder_stories(actor=u, bulletin=bulletin, order=[story.pk]),
        lambda u: services.remove_story(actor=u, story=story),
        lambda u: services.publish_bulletin(actor=u, bulletin=bulletin),
    ]
    records = AuditRecord.objects.count()
    for user in (world.lead, world.giver, world.receiver, world.auditor, world.nobody):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(user)
    bulletin.refresh_from_db()
    assert (bulletin.title, bulletin.state) == ("海州市2019年协作计划9月进展情况", "draft")
    assert list(bulletin.stories.values_list("heading", "body")) == [("西城区采购核桃", "首批核桃运抵。")]
    assert AuditRecord.objects.count() == records


def test_a_published_issue_takes_no_change(desk: Desk) -> None:
    world, story = desk.scene.world, add(desk)
    bulletin = services.publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    acts: list[Callable[[], object]] = [
        lambda: services.edit_bulletin(actor=world.office, bulletin=bulletin, title="改"),
        lambda: services.discard_bulletin(actor=world.office, bulletin=bulletin),
        lambda: add(desk, "又一条"),
        lambda: services.edit_story(
            actor=world.office, story=story, heading="改", body="改", entries=[desk.apples]
        ),
        lambda: services.move_story(actor=world.office, story=story, by=1),
        lambda: services.remove_story(actor=world.office, story=story),
    ]
    for act in acts:
        with pytest.raises(WrongState):
            act()
    bulletin.refresh_from_db()
    assert bulletin.title == "海州市2019年协作计划9月进展情况"
    assert list(bulletin.stories.values_list("heading", flat=True)) == ["西城区采购核桃"]


def test_a_story_rests_on_entries_that_stand(desk: Desk) -> None:
    scene = desk.scene
    reversed_one = scene.entry("5", "2019-09-01")
    reversal = scene.reverse(reversed_one, "-5")
    later = scene.entry("5", "2019-10-01")
    draft = scene.entry("5", "2019-09-02")
    Entry.objects.filter(pk=draft.pk).update(state=EntryState.SUBMITTED, sequence=None, hash="")
    for entries in ([], [reversed_one], [reversal], [later], [draft], [desk.walnuts, later]):
        with pytest.raises(Invalid) as refusal:
            add(desk, entries=entries)
        assert refusal.value.address == "entries"
    assert not Story.objects.exists()
    assert list(add(desk).entries.all()) == [desk.walnuts]


def test_a_story_needs_words_and_stays_within_scope(desk: Desk) -> None:
    for fields, address in (
        ({"heading": " "}, "heading"),
        ({"heading": "长" * 121}, "heading"),
        ({"body": ""}, "body"),
        ({"body": "选派公安民警赴当地开展维稳工作。"}, "body"),
    ):
        with pytest.raises(Invalid) as refusal:
            add(desk, **fields)
        assert refusal.value.address == address
    with pytest.raises(Invalid, match=r"outside the scope|范围"):
        services.edit_bulletin(
            actor=desk.scene.world.office, bulletin=desk.bulletin, title="九月", foreword="加强宗教人士管理。"
        )
    assert not Story.objects.exists()


def test_stories_are_edited_moved_and_removed(desk: Desk) -> None:
    world = desk.scene.world
    one, two, three = add(desk, "一"), add(desk, "二"), add(desk, "三")

    def order() -> list[str]:
        return list(desk.bulletin.stories.values_list("heading", flat=True))

    services.move_story(actor=world.office, story=three, by=-1)
    assert order() == ["一", "三", "二"]
    services.move_story(actor=world.office, story=one, by=-1)
    assert order() == ["一", "三", "二"]
    services.reorder_stories(actor=world.office, bulletin=desk.bulletin, order=[two.pk, one.pk, three.pk])
    assert order() == ["二", "一", "三"]
    with pytest.raises(Invalid):
        services.reorder_stories(actor=world.office, bulletin=desk.bulletin, order=[two.pk, one.pk])
    services.remove_story(actor=world.office, story=one)
    services.edit_story(
        actor=world.office, story=two, heading="新", body="新的", entries=[desk.apples, desk.walnuts]
    )
    assert order() == ["新", "三"]
    assert set(two.entries.all()) == {desk.apples, desk.walnuts}
    with pytest.raises(NotFound):
        services.remove_story(actor=world.office, story=one)


def test_publishing_freezes_figures_entries_and_bytes(desk: Desk) -> None:
    world = desk.scene.world
    extra = desk.scene.entry("7", "2019-10-05")
    add(desk)
    bulletin = services.publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    data = services.bulletin_docx(bulletin)
    assert set(bulletin.counted.values_list("entry_id", flat=True)) == {desk.apples.pk, desk.walnuts.pk}
    assert extra.pk not in bulletin.counted.values_list("entry_id", flat=True)
    text = text_of(data)
    assert (
        "累计7.00亿元" in text and "首批核桃运抵。" in text and f"依据台账第{desk.walnuts.pk}号记录" in text
    )
    assert "草稿" not in text
    record = AuditRecord.objects.get(action="bulletin.publish")
    assert record.detail == {"sha256": bulletin.sha256, "entries": 2}


def test_publishing_again_later_gives_the_same_bytes(desk: Desk) -> None:
    world = desk.scene.world
    bulletin = services.publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    data = services.bulletin_docx(bulletin)
    desk.scene.entry("90000000", "2019-09-20")
    world.programme.name = "改名"
    world.programme.save()
    again = services.publish_bulletin(actor=world.office, bulletin=Bulletin.objects.get())
    assert services.bulletin_docx(again) == data
    assert render(services.content_of(again), draft=False) == data, "and so does setting it anew"
    assert AuditRecord.objects.filter(action="bulletin.publish").count() == 1


def test_a_story_whose_entry_was_taken_back_stops_publication(desk: Desk) -> None:
    add(desk)
    desk.scene.reverse(desk.walnuts, "-180000000")
    with pytest.raises(InvalidMany) as refusal:
        services.publish_bulletin(actor=desk.scene.world.office, bulletin=desk.bulletin)
    assert f"#{desk.walnuts.pk}" in str(refusal.value)
    desk.bulletin.refresh_from_db()
    assert (desk.bulletin.state, desk.bulletin.sha256, desk.bulletin.counted.count()) == ("draft", "", 0)


def test_a_draft_is_downloaded_with_its_mark_in_the_head(desk: Desk) -> None:
    section = docx.Document(io.BytesIO(services.bulletin_docx(desk.bulletin))).sections[0]
    assert "草稿" in section.header.paragraphs[0].text


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    services.discard_bulletin(actor=desk.scene.world.office, bulletin=desk.bulletin)
    assert not Bulletin.objects.exists()
    assert AuditRecord.objects.get(action="bulletin.discard").detail["issue"] == 1


def test_editors_see_drafts_others_only_what_is_published_and_nobody_nothing(
    desk: Desk, world: World
) -> None:
    def seen(user: User) -> int:
        return bulletins_for(user, world.programme).count()

    others = (world.lead, world.giver, world.receiver, world.auditor)
    assert seen(world.office) == 1
    assert [seen(user) for user in (*others, world.nobody)] == [0, 0, 0, 0, 0]
    with pytest.raises(NotFound):
        get_bulletin(world.giver, world.programme, desk.bulletin.pk)
    services.publish_bulletin(actor=world.office, bulletin=desk.bulletin)
    assert [seen(user) for user in (*others, world.nobody)] == [1, 1, 1, 1, 0]
    assert get_bulletin(world.giver, world.programme, desk.bulletin.pk) == desk.bulletin


def test_the_editor_chooses_from_the_entries_of_the_month(desk: Desk) -> None:
    gone = desk.scene.entry("5", "2019-09-01")
    desk.scene.reverse(gone, "-5")
    assert list(story_candidates(desk.bulletin)) == [desk.walnuts]
    assert list(story_candidates(desk.bulletin, "苹果")) == []


def test_free_months_are_those_begun_without_a_bulletin(desk: Desk) -> None:
    months = free_months(desk.scene.world.programme)
    assert (months[0], months[-1], len(months)) == (date(2019, 8, 1), date(2019, 1, 1), 8)


def test_collecting_takes_the_same_number_of_queries_however_much_there_is(desk: Desk) -> None:
    def queries() -> int:
        bulletin = bulletins_for(desk.scene.world.office).get()
        with CaptureQueriesContext(connection) as captured:
            services.content_of(bulletin)
        return len(captured)

    few = queries()
    for number in range(5):
        indicator = desk.scene.indicator(f"more-{number}")
        for unit in (desk.scene.world.city, desk.scene.world.east):
            desk.scene.target("10", unit, indicator=indicator)
        desk.scene.entry("1", "2019-09-03", indicator=indicator)
        add(desk, f"{number}")
    assert queries() == few + 1, "the stories' entries, once there are stories"
