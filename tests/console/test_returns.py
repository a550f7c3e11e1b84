"""The returns screens: what is owed, one return from opening to its frozen form, schedules, notices."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
from PIL import Image

from jiedui.returns import services
from jiedui.returns.enums import Cadence, DueRule, OnHoliday, ReturnState
from jiedui.returns.models import Notice, Remark, Return, ReturnSchedule
from tests.console.pages import read_page
from tests.console.returns_desk import Desk
from tests.returns import scene


def png() -> io.BytesIO:
    """A small picture to upload."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    file.seek(0)
    file.name = "对接会.png"
    return file


def test_the_desk_says_what_is_owed_and_since_when(desk: Desk, july: Return) -> None:
    page = desk.as_(desk.world.giver).get()

    assert "1 return overdue. 1 to file." in " ".join(page.text.split())
    assert "56 days late" in page.text
    assert page.links["Purchases, monthly"] == f"{desk.root}{july.pk}/"
    assert "2019年7月" in desk.get(language="zh-hans").text


def test_the_desk_of_somebody_who_owes_nothing_says_so(desk: Desk, july: Return) -> None:
    page = desk.as_(desk.world.receiver).get()

    assert "Nothing is owed, nothing waits" in page.text


def test_the_queue_of_a_reviewer_holds_what_was_handed_in(desk: Desk) -> None:
    one = scene.submitted(desk.world)

    page = desk.as_(desk.world.lead).get()

    assert "1 waits for your review." in page.text
    assert page.links["Purchases, monthly"] == f"{desk.root}{one.pk}/"


def test_the_list_of_all_is_filtered_by_the_address(desk: Desk, july: Return) -> None:
    desk.as_(desk.world.office)
    unit = desk.world.west.pk

    assert "2 in all" in desk.get("all/").text
    narrowed = desk.get(f"all/?unit={unit}&state=overdue&from=2019-07-01&to=2019-07-31")
    assert "1 of 2" in narrowed.text
    assert "No return matches" in desk.get("all/?state=accepted").text


def test_an_open_return_shows_computed_figures_that_lead_to_entries(desk: Desk, july: Return) -> None:
    page = desk.as_(desk.world.giver).get(f"{july.pk}/")

    ledger, line = f"/p/{desk.world.programme.code}/ledger/", july.lines.get()
    about = f"indicator={line.indicator_id}&amp;giver={desk.world.east.pk}&amp;state=accepted"
    for first in ("2019-07-01", "2019-01-01"):
        assert f'href="{ledger}?{about}&amp;from={first}&amp;to=2019-07-31"' in page.html


def test_an_own_figure_needs_a_reason_and_is_a_question(desk: Desk, july: Return) -> None:
    line = july.lines.get()
    desk.as_(desk.world.giver)

    refused = desk.post(f"{july.pk}/lines/{line.pk}/adjust/", status=422, value="13000")
    assert "Say why the figure differs from the ledger" in refused.content.decode()
    line.refresh_from_db()
    assert line.adjusted is None
    desk.post(f"{july.pk}/lines/{line.pk}/adjust/", value="1.3万", reason="票据在途")

    line.refresh_from_db()
    assert (line.adjusted, line.reason, line.is_question) == (Decimal("13000"), "票据在途", True)
    assert "question to the reviewer" in desk.get(f"{july.pk}/").text
    desk.post(f"{july.pk}/lines/{line.pk}/restore/")
    line.refresh_from_db()
    assert line.adjusted is None


def test_a_figure_that_is_none_is_said_beside_its_field(desk: Desk, july: Return) -> None:
    line = july.lines.get()

    answer = desk.as_(desk.world.giver).post(
        f"{july.pk}/lines/{line.pk}/adjust/", status=422, value="many", reason="x"
    )

    assert f'id="line{line.pk}_value_error"' in answer.content.decode()


def test_the_narrative_keeps_itself(desk: Desk, july: Return) -> None:
    text = july.texts.get(number=1)
    desk.as_(desk.world.giver)

    answer = desk.client.post(
        f"{desk.root}{july.pk}/texts/{text.pk}/", {"text": " 采购苹果 "},
        headers={"HX-Request": "true", "accept-language": "en"},
    )  # fmt: skip

    text.refresh_from_db()
    assert (answer.status_code, text.text) == (200, "采购苹果")
    assert "Saved at" in answer.content.decode()


def test_two_windows_do_not_write_over_each_other(desk: Desk, july: Return) -> None:
    text = july.texts.get(number=1)
    desk.as_(desk.world.giver)
    page = desk.client.get(f"{desk.root}{july.pk}/").content.decode()
    assert f'id="seen{text.pk}" name="seen" value="{text.stamp}"' in page

    def keep(words: str, seen: str) -> Any:
        return desk.client.post(
            f"{desk.root}{july.pk}/texts/{text.pk}/", {"text": words, "seen": seen},
            headers={"HX-Request": "true", "accept-language": "en"},
        )  # fmt: skip

    here = keep("采购苹果", text.stamp)
    assert here.status_code == 200
    there = keep("采购百合", text.stamp)
    assert there.status_code == 409
    assert "changed elsewhere" in there.content.decode()
    text.refresh_from_db()
    assert text.text == "采购苹果"

    assert f'value="{text.stamp}" hx-swap-oob' in here.content.decode()
    assert keep("采购苹果和百合", text.stamp).status_code == 200
    assert keep("采购苹果和百合", "seen-before").status_code == 200, "the same words are no difference"


def test_a_picture_is_shown_and_taken_out(desk: Desk, july: Return) -> None:
    text = july.texts.get(number=1)
    desk.as_(desk.world.giver).post(f"{july.pk}/texts/{text.pk}/pictures/", file=png())

    picture = july.pictures.get()
    answer = desk.client.get(f"{desk.root}{july.pk}/pictures/{picture.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, picture.file.media_type)
    assert answer["Content-Disposition"].startswith("inline")
    desk.post(f"{july.pk}/pictures/{picture.pk}/remove/")
    assert not july.pictures.exists()


def test_a_file_that_is_no_picture_is_refused_in_words(desk: Desk, july: Return) -> None:
    text, file = july.texts.get(number=1), io.BytesIO(b"no picture")
    file.name = "notes.txt"
    desk.as_(desk.world.giver).post(f"{july.pk}/texts/{text.pk}/pictures/", file=file)

    assert "notes.txt:" in desk.get(f"{july.pk}/").text
    assert not july.pictures.exists()


def test_handing_in_says_what_is_missing_then_fixes_the_figures(desk: Desk, july: Return) -> None:
    desk.as_(desk.world.giver)
    path = f"{july.pk}/submit/"

    assert "nothing written yet" in desk.get(path).text
    refused = read_page(desk.post(path, status=422, stamp=july.stamp).content.decode())
    assert refused.links["Write something under “Progress” first."] == f"{desk.root}{july.pk}/#section1"
    july.refresh_from_db()
    assert july.state == ReturnState.OPEN
    services.write_text(actor=desk.world.giver, section=july.texts.get(number=1), text="采购苹果")
    july.refresh_from_db()
    desk.post(path, stamp=july.stamp)

    july.refresh_from_db()
    assert july.state == ReturnState.SUBMITTED
    assert "with the reviewers" not in desk.get(f"{july.pk}/").text
    assert "Take it back" in desk.get(f"{july.pk}/").text


def test_a_stale_page_hands_nothing_in(desk: Desk, july: Return) -> None:
    services.write_text(actor=desk.world.giver, section=july.texts.get(number=1), text="采购苹果")

    answer = desk.as_(desk.world.giver).post(f"{july.pk}/submit/", status=409, stamp=july.stamp)

    assert "Somebody else has changed this return" in answer.content.decode()
    july.refresh_from_db()
    assert july.state == ReturnState.OPEN


def test_a_remark_reaches_the_unit_with_the_return(desk: Desk) -> None:
    one = scene.submitted(desk.world)
    line = one.lines.get()
    desk.as_(desk.world.lead).post(f"{one.pk}/remark/", line=line.pk, text="票据何时到齐？")

    assert "your remark, not sent yet" in desk.get(f"{one.pk}/").text
    assert "票据何时到齐" not in desk.as_(desk.world.giver).get(f"{one.pk}/").text
    one.refresh_from_db()
    desk.as_(desk.world.lead).post(f"{one.pk}/send-back/", stamp=one.stamp, reason="")
    page = desk.as_(desk.world.giver).get(f"{one.pk}/")
    assert "票据何时到齐" in page.text
    assert "1 remark waits for an answer." in page.text
    remark = Remark.objects.get()
    desk.post(f"{one.pk}/remarks/{remark.pk}/answer/", text="8月10日。")
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("8月10日。", desk.world.giver)


def test_a_remark_is_taken_back_before_it_is_sent(desk: Desk) -> None:
    one = scene.submitted(desk.world)
    desk.as_(desk.world.lead).post(f"{one.pk}/remark/", text="请核对")

    desk.post(f"{one.pk}/remarks/{Remark.objects.get().pk}/remove/")

    assert not Remark.objects.exists()


def test_sending_back_without_a_word_is_refused(desk: Desk) -> None:
    one = scene.submitted(desk.world)

    answer = desk.as_(desk.world.lead).post(f"{one.pk}/send-back/", status=422, stamp=one.stamp, reason=" ")

    assert "Say what is to be mended" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == ReturnState.SUBMITTED


def test_an_open_question_stands_in_the_way_of_acceptance(desk: Desk) -> None:
    one = scene.july(desk.world)
    services.adjust_line(
        actor=desk.world.giver, line=one.lines.get(), value=Decimal(13000), reason="票据在途"
    )
    one = services.submit_return(actor=desk.world.giver, one=Return.objects.get(pk=one.pk))
    desk.as_(desk.world.lead)

    refused = desk.post(f"{one.pk}/approve/", status=422, stamp=one.stamp)
    assert "Decide on the adjusted figure of “Purchases” first" in refused.content.decode()
    desk.post(f"{one.pk}/lines/{one.lines.get().pk}/take/")
    one.refresh_from_db()
    desk.post(f"{one.pk}/approve/", stamp=one.stamp)

    one.refresh_from_db()
    assert (one.state, one.level, one.lines.get().taken_by) == (ReturnState.IN_REVIEW, 2, desk.world.lead)


def test_the_last_level_freezes_and_the_office_opens_again(desk: Desk) -> None:
    one = scene.accepted(desk.world)
    page = desk.as_(desk.world.office).get(f"{one.pk}/")
    assert one.hash[:16] in page.text

    answer = desk.post(f"{one.pk}/reopen/", reason="县里来文更正")

    new = one.replacement
    assert answer["Location"] == f"{desk.root}{new.pk}/"
    assert "A later version stands in the place of this one." in desk.get(f"{one.pk}/").text
    assert "县里来文更正" in desk.get(f"{new.pk}/").text
    assert "No figure differs" in desk.get(f"{new.pk}/versions/").text
    assert "This is the first version" in desk.get(f"{one.pk}/versions/").text


def test_the_form_and_the_workbook_say_the_same(desk: Desk) -> None:
    one = scene.accepted(desk.world)
    desk.as_(desk.world.auditor)

    page = desk.get(f"{one.pk}/form/", language="zh-hans")
    answer = desk.client.get(f"{desk.root}{one.pk}/form.xlsx", headers={"accept-language": "zh-hans"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "海州市2019年协作计划 消费帮扶月报"
    assert cells[1][0] == "2019年7月"
    assert cells[2][0] == "填报单位：东城区"
    assert cells[3] == ["序号", "指标", "计量单位", "本期数", "累计数", "目标", "完成率", "备注"]
    assert cells[4][:5] == [1, "purchases", "元", 12000.5, 12000.5]
    for text in ("海州市2019年协作计划 消费帮扶月报", "2019年7月", "填报单位：东城区", "12,000.5", one.hash):
        assert text in page.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "&amp;P / &amp;N" in book.read("xl/worksheets/sheet1.xml").decode()


def test_words_that_look_like_a_formula_stay_words_in_the_workbook(desk: Desk, july: Return) -> None:
    desk.world.east.name_en = '=HYPERLINK("http://x")'
    desk.world.east.save()
    line = july.lines.get()
    services.adjust_line(actor=desk.world.giver, line=line, value=Decimal(1), reason="=1+1")

    answer = desk.as_(desk.world.giver).client.get(
        f"{desk.root}{july.pk}/form.xlsx", headers={"accept-language": "en"}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def form(**changes: Any) -> dict[str, Any]:
    """What the office fills in for a schedule."""
    given = {
        "name": "资金季报", "name_en": "Funds, quarterly", "workstream": "", "basis": "", "cadence": "quarterly",
        "due_rule": "day_of_next_month", "due_number": "10", "due_day": "", "on_holiday": "next",
        "reporters": "givers", "valid_from": "2019-01-01", "valid_to": "2019-12-31", "remind_before": "2",
        "escalate_after": "3", "section1": "资金安排", "section1_en": "Use", "section1_required": "on",
        "level1": "office",
    }  # fmt: skip
    return given | changes


def test_the_office_sets_a_schedule_and_opens_its_returns(desk: Desk) -> None:
    scene.pair(desk.world)
    desk.as_(desk.world.office)

    desk.post("schedules/new/", **form())

    found = ReturnSchedule.objects.get()
    assert (found.code, found.cadence, found.due_rule) == (
        "all-quarterly", Cadence.QUARTERLY, DueRule.DAY_OF_NEXT_MONTH,
    )  # fmt: skip
    assert [(s.name, s.name_en, s.required) for s in found.sections.all()] == [("资金安排", "Use", True)]
    assert [level.reviewer for level in found.levels.all()] == ["office"]
    desk.post(f"schedules/{found.pk}/produce/")
    assert Return.objects.count() == 6
    desk.post(f"schedules/{found.pk}/", **form(due_number="12", on_holiday="previous"))
    found.refresh_from_db()
    assert (found.due_number, found.on_holiday) == (12, OnHoliday.PREVIOUS)
    desk.post(f"schedules/{found.pk}/delete/", status=409)
    assert ReturnSchedule.objects.exists()


def test_what_does_not_go_together_is_said_beside_its_field(desk: Desk) -> None:
    answer = desk.as_(desk.world.office).post("schedules/new/", status=422, **form(due_number="40"))

    assert 'id="id_due_number_error"' in answer.content.decode()
    assert not ReturnSchedule.objects.exists()


def test_a_schedule_is_shown_as_it_is_stored(desk: Desk) -> None:
    scene.july(desk.world)
    found = ReturnSchedule.objects.get()

    page = desk.as_(desk.world.office).get(f"schedules/{found.pk}/")
    listed = desk.get("schedules/", language="zh-hans")

    line = f"i{found.lines.get().indicator_id}"
    checked = [c["value"] for c in page.controls if c.get("name") == "lines" and "checked" in c]
    assert checked == [line]
    assert "每月5日前报上月，遇节假日顺延" in listed.text


def test_the_preview_counts_holidays_and_units(desk: Desk) -> None:
    scene.pair(desk.world)

    answer = desk.as_(desk.world.office).post(
        "schedules/preview/", status=200, **form(cadence="monthly", due_number="5")
    )

    words = " ".join(read_page(answer.content.decode()).text.split())
    assert "2019-10-08" in words  # the 5th lies in the National Day holiday
    assert "2 units would report" in words
    assert "Dongcheng, Xicheng" in words
    assert not ReturnSchedule.objects.exists()


def test_notices_say_what_to_do_and_are_read_by_following_them(desk: Desk) -> None:
    one = scene.submitted(desk.world)
    notices = f"/p/{desk.world.programme.code}/notices/"
    desk.as_(desk.world.lead)

    page = read_page(desk.client.get(notices, headers={"accept-language": "en"}).content.decode())
    assert "accept or send back" in page.text
    assert "1 not read yet" in " ".join(page.text.split())
    answer = desk.client.post(f"{notices}{Notice.objects.get(user=desk.world.lead).pk}/")
    assert answer["Location"] == f"{desk.root}{one.pk}/"
    assert Notice.objects.get(user=desk.world.lead).read_at is not None
    desk.client.post(f"{notices}settings/", {})
    assert desk.world.lead.notice_settings.by_email is False


def test_nobody_reads_the_notices_of_another(desk: Desk) -> None:
    scene.submitted(desk.world)
    notice = Notice.objects.get(user=desk.world.lead)

    answer = desk.as_(desk.world.giver).client.post(f"/p/{desk.world.programme.code}/notices/{notice.pk}/")

    assert answer.status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
