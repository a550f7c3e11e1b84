"""A form whose session, line or server breaks off: it says so, keeps what was typed, and goes through afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from e2e.browser import Complaints
from e2e.conftest import Shot
from e2e.pages import PASSWORD, EntryForm, LedgerList, overflow, pdf, sign_in

CODE = "tianjin-2019"
TITLE = "断线时登记的采购"
NAME = "断线时填写的项目"


@pytest.fixture
def form(page: Page, complaints: Complaints) -> Iterator[EntryForm]:
    """A purchase, complete but not yet sent."""
    for said in ("401", "500", "ERR_FAILED", "htmx:sendError", "Response Status Error"):
        complaints.expect(said)
    sign_in(page, "giver")
    filled = LedgerList(page, CODE).open().new("purchase")
    filled.fill(
        title=TITLE, occurred_on="2019.7.3", receiver="会宁县", amount="12万", buyer="甲", seller="乙"
    )
    filled.fill(product="土豆", voucher_number="OFF-1").choose(channel="canteen", voucher_type="invoice")
    yield filled.attach("voucher", pdf("kept"))
    assert overflow(page) == 0


def press(page: Page, said: str) -> None:
    """Submit in vain: the message floats into view, and nothing that was typed is lost."""
    page.click("#entry-form [value=submit]")
    expect(page.locator("#messages .notice-bad")).to_contain_text(said)
    expect(page.locator("#messages .notice-bad")).to_be_in_viewport(ratio=1)
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("[data-chosen] li").first).to_contain_text("kept.pdf")


def test_a_session_that_ended(page: Page, context: BrowserContext, form: EntryForm, shot: Shot) -> None:
    context.clear_cookies()
    context.add_cookies([{"name": "csrftoken", "value": "0" * 32, "url": urljoin(page.url, "/")}])
    press(page, "您已退出登录")
    shot(page, "signed-out")
    shot(page, "signed-out", width="phone")

    with context.expect_page() as opened:
        page.click("#messages a")
    tab = opened.value
    tab.fill("[name=username]", "giver")
    tab.fill("[name=password]", PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(lambda url: "/sign-in/" not in url)
    tab.close()

    form.submit()
    expect(page.locator(".slot .file")).to_contain_text("kept.pdf")
    expect(LedgerList(page, CODE).open(f"?q={TITLE}").rows).to_have_count(1)


def test_a_whole_form_is_not_sent_into_the_void(
    page: Page, context: BrowserContext, complaints: Complaints
) -> None:
    for said in ("401", "422", "500", "ERR_FAILED"):
        complaints.expect(said)
    sign_in(page, "giver")
    page.goto(f"/p/{CODE}/projects/new/")
    page.fill("#id_name", NAME)
    send = page.locator("main form .btn-primary")

    page.route("**/signed-in/", lambda route: route.abort())
    send.click()
    expect(page.locator("#messages .notice-bad")).to_contain_text("连接不上服务器")
    page.unroute("**/signed-in/")
    page.keyboard.press("Escape")
    expect(page.locator("#messages .notice-bad")).to_have_count(0)
    page.route("**/signed-in/", lambda route: route.fulfill(status=500))
    send.click()
    expect(page.locator("#messages .notice-bad")).to_contain_text("系统出错了")
    page.unroute("**/signed-in/")
    session = [cookie for cookie in context.cookies() if cookie["name"] == "sessionid"]
    context.clear_cookies(name="sessionid")
    send.click()
    expect(page.locator("#messages .notice-bad")).to_contain_text("您已退出登录")
    expect(page.locator("#id_name")).to_have_value(NAME)

    context.add_cookies([{"name": "sessionid", "value": session[0]["value"], "url": urljoin(page.url, "/")}])
    with page.expect_navigation():
        send.click()
    expect(page.locator(".error-summary")).to_be_visible()  # it has arrived, and lacks all but its name
    expect(page.locator("#id_name")).to_have_value(NAME)


def test_a_line_that_is_cut_and_a_server_that_broke(page: Page, form: EntryForm) -> None:
    def broke(route: Route) -> None:
        route.fulfill(status=500, content_type="text/html", body="<!doctype html><html><main>x</main></html>")

    page.route("**/ledger/new/purchase/", lambda route: route.abort())
    press(page, "连接不上服务器")
    page.unroute("**/ledger/new/purchase/")
    page.route("**/ledger/new/purchase/", broke)
    press(page, "系统出错了")
    page.unroute("**/ledger/new/purchase/")

    form.submit()
    expect(page.locator(".slot .file")).to_contain_text("kept.pdf")
