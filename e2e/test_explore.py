"""A pivot is built by clicking, drilled down to a voucher, kept and shared, and taken along as a workbook.

A user of another district sees nothing of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import Shot
from e2e.pages import EntryPage, LedgerList, overflow, pdf, sign_in
from e2e.server import Server

CODE = "tianjin-2019"
EXPLORE = f"/p/{CODE}/explore/"
TITLE = "机关食堂采购会宁土豆"
NAME = "和平区采购分季度"


@pytest.fixture(scope="module")
def purchase(browser: Browser, server: Server) -> str:
    """A purchase of the district of Heping, recorded with its voucher and accepted; its address."""
    page = browser.new_page(base_url=server.url, locale="zh-CN")
    sign_in(page, "giver")
    form = LedgerList(page, CODE).open().new("purchase")
    form.fill(title=TITLE, occurred_on="2019.7.3", receiver="会宁县", amount="12万")
    form.fill(buyer="和平区机关食堂", seller="会宁富民合作社", product="土豆", voucher_number="NO.00017")
    entry = form.choose(channel="canteen", voucher_type="invoice").attach("voucher", pdf()).submit()
    address = f"/p/{CODE}/ledger/{entry.number}/"
    sign_in(page, "lead")
    page.goto(address)
    EntryPage(page).act("accept")
    page.close()
    return address


def choose(page: Page, **choices: str) -> None:
    """Set choices of the sentence one after the other, and wait for the answer to each."""
    for name, value in choices.items():
        with page.expect_response(lambda answer: f"{EXPLORE}?" in answer.url):
            page.select_option(f"#pivot-{name}", value)


def build(page: Page) -> None:
    """Purchases of the districts by quarter."""
    page.goto(EXPLORE)
    choose(page, columns="period:quarter", rows="giver:county")
    option = page.locator("#pivot-of option", has_text=re.compile("^消费扶贫总额$"))
    choose(page, of=str(option.get_attribute("value")))


def test_built_drilled_kept_shared_and_exported(
    page: Page, purchase: str, shot: Shot, tmp_path: Path
) -> None:
    sign_in(page, "office")
    build(page)
    expect(page.locator(".pivot-chart.is-drawn canvas").first).to_be_visible()
    expect(page.locator(".pivot-table tbody tr")).to_have_count(1)
    figure = page.locator(".pivot-table tbody td a.fig").first
    expect(figure).to_have_attribute("title", "120,000 元")
    view = page.url
    shot(page, "built")
    shot(page, "built", width="phone")

    figure.click()
    expect(page.locator(".behind-table tbody tr")).to_have_count(1)
    page.locator(".behind-table a", has_text=TITLE).click()
    page.wait_for_url(f"**{purchase}")
    with page.expect_download() as download:
        page.evaluate("document.querySelector('.file a').setAttribute('download', '')")
        page.locator(".file a").first.click()
    assert Path(download.value.path()).read_bytes() == pdf()["buffer"]

    page.goto(view)
    page.click("text=保存视图")
    page.fill("#id_name", NAME)
    page.locator("label", has_text="支援方").first.locator("input").check()
    page.click(".form-actions button")
    expect(page.locator("h1")).to_have_text(NAME)
    kept = page.url
    shot(page, "kept")

    page.click(".menu-export summary")
    with page.expect_download() as download:
        page.click("button[value='table:xlsx']")
    file = tmp_path / "table.xlsx"
    download.value.save_as(file)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).active.iter_rows()]
    said = {row[0]: row for row in rows}
    assert said["和平区"][-1] == 120_000
    assert "单位：元" in rows[3] or "单位：元" in rows[2]
    assert "共1行" in said

    sign_in(page, "giver")
    page.goto(kept)
    expect(page.locator(".pivot-table tbody th")).to_have_text("和平区")
    page.goto(EXPLORE)
    expect(page.locator(".kept a", has_text=NAME)).to_be_visible()

    sign_in(page, "giver-hedong")
    page.goto(kept)
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator(".pivot-table")).to_have_count(0)
    expect(page.locator("#explore-results")).not_to_contain_text("和平区")


def test_a_link_is_the_view_without_scripts(browser: Browser, server: Server, purchase: str) -> None:
    page = browser.new_context(base_url=server.url, locale="en", java_script_enabled=False).new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", "giver")
    page.fill("[name=password]", "jiedui-example")
    page.click("button[type=submit], form.sign-in button, main button")
    page.goto(f"{EXPLORE}?rows=giver:county&columns=receiver:county")
    expect(page.locator(".pivot-table")).to_have_count(0)
    page.select_option("#pivot-columns", "indicator")
    page.click("#pivot-form .no-script")
    expect(page.locator(".pivot-table tbody th")).to_have_text("Heping District")
    page.context.close()


def test_a_chart_is_taken_along_and_nothing_overflows_a_phone(page: Page, purchase: str) -> None:
    sign_in(page, "office")
    build(page)
    for kind in ("png", "svg"):
        with page.expect_download() as download:
            page.click(f"[data-picture={kind}]")
        content = Path(download.value.path()).read_bytes()
        assert content.startswith({"png": b"\x89PNG", "svg": b"<svg"}[kind])
    page.set_viewport_size({"width": 390, "height": 800})
    for query in ("", "?rows=giver:county&columns=receiver:county", "?rows=indicator&columns=period:month"):
        page.goto(EXPLORE + query)
        assert overflow(page) == 0
    page.goto(EXPLORE)
    head = page.locator(".pivot-groups th > span").first.bounding_box()
    assert head
    assert head["x"] + head["width"] < 390
