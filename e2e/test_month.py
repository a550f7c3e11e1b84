"""A clerk files a month and a reviewer accepts it, in both languages, at the width of a phone and of a desk.

The workbook comes back with three mistakes, is mended and submitted; the lead accepts its rows; the month's return is
filled already, is handed in, comes back with a remark on one line, is answered, handed in again and accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.browser import Complaints
from e2e.conftest import PATIENCE_MS, WIDTHS, Shot
from e2e.month import ROWS, TOTAL, ReturnPage, Sheet, png
from e2e.pages import LedgerList, overflow, pdf, sign_in
from e2e.server import Server

CODE = "tianjin-2019"
WORDS = {
    "zh-CN": ("新设专柜3个，以商务局备案为准。", "请附备案号。", "备案号津商备〔2019〕17号。"),
    "en": ("Three cabinets, as registered.", "Give the registration.", "No. 17 of 2019."),
}
"""What the clerk says of a figure, what the reviewer remarks, what the clerk answers."""
CASES = [
    pytest.param(case, id=f"{case[0]}-{case[1]}", marks=pytest.mark.xdist_group(f"month-{case[0]}"))
    for case in [("zh-CN", "desktop", 9), ("en", "desktop", 8), ("zh-CN", "phone", 7), ("en", "phone", 6)]
]
"""Each language may run beside the other: the four take longer than any other file."""


@pytest.fixture(scope="module", autouse=True)
def returns(server: Server) -> None:
    """The example programme without any entry, its returns opened up to its today."""
    server.jiedui("returns", "produce", "--programme", CODE, "--until", "2019-09-30")


@pytest.fixture
def context(
    request: pytest.FixtureRequest, browser: Browser, server: Server, complaints: Complaints
) -> Iterator[BrowserContext]:
    """A browser of the language and width that the test is run for."""
    language, width, _month = request.node.callspec.params["case"]
    opened = browser.new_context(
        base_url=server.url, viewport={"width": WIDTHS[width], "height": 900}, locale=language
    )
    opened.set_default_timeout(PATIENCE_MS)
    complaints.listen(opened)
    yield opened
    opened.close()
    assert complaints.unexpected() == []


@pytest.mark.parametrize("case", CASES)
def test_a_month_is_filed_and_accepted(
    page: Page, case: tuple[str, str, int], tmp_path: Path, shot: Shot
) -> None:
    language, width, month = case
    own, remark, answer = WORDS[language]

    def look(name: str) -> None:
        shot(page, name, width=width)
        assert overflow(page) == 0

    sign_in(page, "giver")
    bring_in(page, Sheet(template(page, tmp_path / "month.xlsx"), language, month).fill(), look)
    sign_in(page, "lead")
    accept_all(page)
    sign_in(page, "giver")
    address = file_return(page, month, own, look)
    sign_in(page, "lead")
    send_back(page, address, remark)
    sign_in(page, "giver")
    file_again(page, address, answer, look)
    for reviewer in ("lead", "office"):
        sign_in(page, reviewer)
        approve(page, address)

    expect(page.locator("#seal")).to_be_visible()
    look("frozen")
    page.click("a[href$='/check/']")
    expect(page.locator(".notice-good")).to_be_visible()
    page.goto(f"{address}form/")
    expect(page.locator(".form-paper table tbody tr")).to_have_count(3)
    expect(page.locator(".form-paper")).to_contain_text(own)
    shot(page, "form", width=width)


def bring_in(page: Page, sheet: Sheet, look: Callable[[str], None]) -> None:
    """The workbook is refused cell by cell, mended, submitted, and known again when it is sent once more."""
    hand_in(page, sheet.path)
    expect(page.locator(".problems .cell-address")).to_have_text(["C5", "E6", "F8"])
    expect(page.locator(".verdict h2")).to_be_focused()
    expect(page.locator(".commit")).to_have_count(0)
    look("mistakes")
    hand_in(page, sheet.mend().path)
    expect(page.locator(".problems")).to_have_count(0)
    expect(page.locator(".commit h2")).to_contain_text(TOTAL)
    look("clean")
    page.set_input_files("#id_evidence-voucher", pdf(f"month{sheet.month}"))
    page.click(".commit [value=submit]")
    page.click("a[href*='/ledger/?batch=']")
    expect(LedgerList(page, CODE).rows).to_have_count(ROWS)
    look("filed")
    hand_in(page, sheet.path)
    expect(page.locator(".verdict-counts strong")).to_have_text([str(ROWS), str(ROWS)])


def file_return(page: Page, month: int, own: str, look: Callable[[str], None]) -> str:
    """The clerk finds the purchases filled in, states what the ledger does not have, writes and hands in."""
    address, opened = open_return(page, month), ReturnPage(page)
    expect(page.locator("tr.line")).to_have_count(3)
    expect(page.locator("#line1 td.num a.fig").first).to_have_attribute("title", re.compile(TOTAL))
    opened.state_figure(2, "3", own)
    opened.write(own)
    opened.drop(png("专柜.png"))
    look("open")
    opened.hand_in()
    return address


def send_back(page: Page, address: str, remark: str) -> None:
    """The reviewer finds the return in the queue and sends one line of it back."""
    page.goto(f"/p/{CODE}/returns/")
    expect(page.locator(f"section:has(#to-review) a[href='{address}']").first).to_be_visible()
    page.goto(address)
    opened = ReturnPage(page)
    opened.remark(2, remark)
    assert overflow(page) == 0
    opened.act("send-back")


def file_again(page: Page, address: str, answer: str, look: Callable[[str], None]) -> None:
    """The clerk answers the remark, states another figure and hands in again."""
    page.goto(address)
    look("sent-back")
    opened = ReturnPage(page)
    opened.answer(2, answer)
    opened.state_figure(2, "4", answer)
    opened.hand_in()


def approve(page: Page, address: str) -> None:
    """A reviewer takes the unit's own figure, where none has yet, and accepts."""
    page.goto(address)
    opened = ReturnPage(page)
    opened.take()
    page.goto(address)
    opened.act("approve")


def template(page: Page, path: Path) -> Path:
    """The template of purchases, from the ledger's list to the clerk's disk."""
    page.goto(f"/p/{CODE}/ledger/?kind=purchase")
    page.click("a[href$='/ledger/import/?kind=purchase']")
    with page.expect_download() as download:
        page.click("a[href*='/import/template/']")
    download.value.save_as(path)
    return path


def hand_in(page: Page, path: Path) -> None:
    """Upload a workbook of purchases."""
    page.goto(f"/p/{CODE}/ledger/import/?kind=purchase")
    page.set_input_files("#id_file", path)
    page.click("#upload-form button")


def accept_all(page: Page) -> None:
    """The lead accepts all that waits, in one go."""
    waiting = LedgerList(page, CODE).open("?waiting=decide")
    expect(waiting.rows).to_have_count(ROWS)
    page.check("[data-many-all]")
    page.click("#many [formaction*='/accept/']")
    with page.expect_navigation():
        page.click("form[action*='/accept/'] .btn-primary")
    expect(waiting.rows).to_have_count(0)


def open_return(page: Page, month: int) -> str:
    """Open the clerk's return on a month's purchases from the list of all; its path."""
    page.goto(
        f"/p/{CODE}/returns/all/?workstream=consumption&from=2019-{month:02}-28&to=2019-{month + 1:02}-05"
    )
    page.locator(".returns-table tbody th a").first.click()
    page.wait_for_url("**/returns/*/")
    return "/p/" + page.url.partition("/p/")[2]
