"""An act of help from the giver's desk to the county's confirmation, in a real browser."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from e2e.browser import Complaints
from e2e.conftest import Shot
from e2e.pages import EntryForm, EntryPage, LedgerList, overflow, pdf, sign_in
from e2e.server import Server

CODE = "tianjin-2019"
TITLE = "机关食堂采购会宁土豆"


def purchase(page: Page, title: str = TITLE, number: str = "NO.00017") -> EntryForm:
    """A purchase as the giver types it, without its voucher."""
    form = LedgerList(page, CODE).open().new("purchase")
    form.fill(title=title, occurred_on="2019.7.3", receiver="会宁县", amount="１２万")
    form.fill(buyer="和平区机关食堂", seller="会宁富民合作社", product="土豆", voucher_number=number)
    return form.choose(channel="canteen", voucher_type="invoice")


def test_recorded_accepted_and_confirmed(page: Page, shot: Shot) -> None:
    sign_in(page, "giver")
    entry = purchase(page).attach("voucher", pdf()).submit()
    shot(page, "submitted")
    path = page.url

    sign_in(page, "lead")
    opened = LedgerList(page, CODE).open("?waiting=decide").follow(TITLE)
    assert (opened.number, opened.offers("accept"), opened.offers("confirm")) == (entry.number, True, False)
    opened.act("accept")
    expect(page).to_have_url(f"{page.url.partition('/p/')[0]}/p/{CODE}/ledger/?waiting=decide")

    sign_in(page, "receiver")
    opened = LedgerList(page, CODE).open("?waiting=confirm").follow(TITLE)
    opened.act("confirm", note="已全部收到")

    page.goto(path)
    expect(EntryPage(page).state.locator(".chip")).to_have_count(2)
    expect(EntryPage(page).story).to_have_count(5)
    expect(page.locator(".area-aside .adds li")).to_have_count(1)
    shot(page, "confirmed")
    shot(page, "confirmed", width="phone")

    rows = LedgerList(page, CODE).open("?state=accepted&confirmation=agreed")
    expect(rows.row(TITLE)).to_have_count(1)
    expect(rows.row(TITLE).locator("td.num").first).to_have_attribute("title", "120,000 元")
    shot(page, "list")


def test_a_missing_voucher_is_dropped_onto_the_page_later(page: Page) -> None:
    sign_in(page, "giver")
    opened = purchase(page, "补交凭证的采购", "NO.00018").submit()
    expect(page.locator(".notice-warn").first).to_be_visible()
    expect(page.locator(".slot.is-missing")).to_have_count(1)

    EntryForm(page).drop("voucher", pdf("late"))

    expect(page.locator(".slot .file")).to_contain_text("late.pdf")
    expect(page.locator(".slot.is-missing")).to_have_count(0)
    opened.act("submit")
    assert not opened.offers("submit")


def test_mistakes_are_told_and_the_chosen_file_is_not_lost(
    page: Page, complaints: Complaints, shot: Shot
) -> None:
    complaints.expect("422")
    sign_in(page, "giver")
    form = purchase(page, "写错金额的采购", "NO.00019").attach("voucher", pdf("kept")).fill(amount="很多")

    form.send()

    expect(page.locator("#id_amount")).to_be_focused()
    shot(page, "errors")
    page.locator("#id_title").focus()
    page.locator(".error-summary a").click()
    expect(page.locator("#id_amount")).to_be_focused()
    form.fill(amount="3.5万").submit()
    expect(page.locator(".slot .file")).to_contain_text("kept.pdf")


def test_what_is_typed_saves_itself_and_leaving_before_that_asks_once(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    sign_in(page, "giver")
    form = LedgerList(page, CODE).open().new("transfer")
    form.fill(title="半句话")
    page.click(".side a[href$='/ledger/']")
    page.wait_for_url(lambda url: url.endswith("/ledger/"))
    assert asked == ["beforeunload"]

    form = LedgerList(page, CODE).open().new("transfer")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        form.fill(title="区级财政资金")
    expect(page.locator("#autosave-state")).to_contain_text(":")
    page.click(".side a[href$='/ledger/']")
    page.wait_for_url(lambda url: url.endswith("/ledger/"))
    assert asked == ["beforeunload"]

    LedgerList(page, CODE).open().new("transfer")
    expect(page.locator("#id_title")).to_have_value("区级财政资金")


def test_a_complete_draft_saves_itself_once_and_is_then_submitted(page: Page) -> None:
    sign_in(page, "giver")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        form = purchase(page, "自动保存的采购", "NO.00020")
    expect(page.locator("#draft-entry")).not_to_have_value("")
    number = form.attach("voucher", pdf("self")).fill(amount="8万").submit().number

    rows = LedgerList(page, CODE).open("?q=自动保存的采购").rows
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(f"#{number}")


def test_filters_change_the_results_and_the_address(page: Page, tmp_path: Path) -> None:
    sign_in(page, "giver")
    purchase(page, "供筛选的采购", "NO.00021").save()
    rows = LedgerList(page, CODE).open()

    rows.choose("kind", "purchase")
    expect(page.locator("#filter-channel")).to_be_visible()
    rows.choose("state", "draft")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?kind=purchase&state=draft")
    expect(rows.row("供筛选的采购")).to_have_count(1)

    page.reload()
    expect(page.locator("#filter-state")).to_have_value("draft")
    with page.expect_download() as download:
        page.click(".results-tools a[download]")
    download.value.save_as(tmp_path / "entries.csv")
    found = list(csv.reader(io.StringIO((tmp_path / "entries.csv").read_text("utf-8-sig"))))
    assert ["供筛选的采购" in row for row in found].count(True) == 1

    rows.choose("state", "")
    page.go_back()
    expect(page.locator(".ledger-table")).to_be_visible()


def test_the_queue_is_worked_through_by_keyboard(page: Page) -> None:
    for number in ("31", "32"):
        sign_in(page, "giver")
        purchase(page, f"键盘审核{number}", f"NO.{number}").attach("voucher", pdf(number)).submit()
    sign_in(page, "lead")
    LedgerList(page, CODE).open("?waiting=decide")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?queue=decide")
    page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("#messages .notice-good")).to_be_visible()
    assert "queue=decide" in page.url
    page.keyboard.press("r")
    page.keyboard.type("金额与发票不符")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#messages .notice-good")).to_be_visible()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_is_wider_than_its_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "giver")
    opened = purchase(page, f"{width}宽的采购", f"NO.W{width}")
    assert overflow(page) == 0
    opened.save()
    assert overflow(page) == 0
    LedgerList(page, CODE).open()
    assert overflow(page) == 0


def test_everything_works_without_scripts(browser: Browser, server: Server) -> None:
    plain = browser.new_context(base_url=server.url, java_script_enabled=False, locale="zh-CN")
    page = plain.new_page()
    sign_in(page, "giver")
    page.goto(f"/p/{CODE}/ledger/new/purchase/")
    form = EntryForm(page)
    page.select_option("#id_receiver", label="会宁县")
    page.select_option("#id_channel", "canteen")
    page.select_option("#id_voucher_type", "invoice")
    texts = {
        "title": "无脚本采购",
        "occurred_on": "2019-07-03",
        "amount": "1000",
        "buyer": "甲",
        "seller": "乙",
    }
    for name, value in {**texts, "product": "丙", "voucher_number": "NO.00099"}.items():
        page.fill(f"#id_{name}", value)
    form.attach("voucher", pdf("plain")).submit()
    expect(page.locator(".slot .file")).to_contain_text("plain.pdf")

    page.goto(f"/p/{CODE}/ledger/")
    page.fill("#filter-q", "无脚本")
    page.click(".sentence button[type=submit]")
    expect(page.locator(".ledger-table tbody tr")).to_have_count(1)
    plain.close()
