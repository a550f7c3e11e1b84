"""A grievance from the phone of somebody without an account to the answer they read, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.browser import Complaints
from e2e.conftest import PATIENCE_MS, WIDTHS, Shot
from e2e.pages import overflow, sign_in
from e2e.server import Server

CODE = "tianjin-2019"
DESK = f"/p/{CODE}/safeguards/grievances/"
SAID = "车间三个月没有发工资，也不让离开。"
ANSWERED = "已责成企业本周五前补发，身份证件已归还。"
REFUSED = "status of 422"
OFFLINE = "ERR_INTERNET_DISCONNECTED"
STATE = {"zh-CN": "已答复", "en": "answered"}


@pytest.fixture
def stranger(browser: Browser, server: Server, complaints: Complaints) -> Iterator[Callable[[str], Page]]:
    """The telephone of somebody the server has never seen, in a language."""
    opened: list[BrowserContext] = []

    def telephone(language: str) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport={"width": WIDTHS["phone"], "height": 844}, locale=language
        )
        context.set_default_timeout(PATIENCE_MS)
        complaints.listen(context)
        opened.append(context)
        return context.new_page()

    yield telephone
    for context in opened:
        context.close()


def file_one(page: Page) -> str:
    """From the sign-in page to the code."""
    page.goto("/sign-in/")
    page.locator("a[href='/grievances/']").first.click()
    page.locator(f"a[href='/grievances/{CODE}/new/']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert overflow(page) == 0
    page.select_option("#id_about", "work")
    page.fill("#id_regarding", "云岭服装车间")
    page.fill("#id_text", SAID)
    page.context.set_offline(True)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#messages .notice-bad")).to_be_in_viewport()
    expect(page.locator("#id_text")).to_have_value(SAID)
    page.context.set_offline(False)
    page.locator("main form button[type=submit]").click()
    return page.locator("#grievance-code").inner_text()


def follow(page: Page, code: str) -> None:
    """Open it with the code, typed without care."""
    page.goto("/grievances/")
    page.fill("#id_code", code.lower().replace("-", " "))
    with page.expect_navigation():
        page.locator("main form button").click()


@pytest.mark.parametrize("language", list(STATE))
def test_from_a_telephone_to_the_answer(
    language: str, page: Page, stranger: Callable[[str], Page], shot: Shot, complaints: Complaints
) -> None:
    complaints.expect(REFUSED)
    complaints.expect(OFFLINE)
    telephone = stranger(language)
    code = file_one(telephone)
    assert re.fullmatch(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", code)
    assert overflow(telephone) == 0
    shot(telephone, f"filed-{language}", width="phone")

    sign_in(page, "office")
    page.goto(f"/p/{CODE}/")
    page.locator(f"a[href='{DESK}']").first.click()
    page.locator("main tbody th a").last.click()  # the youngest
    expect(page.locator("main")).to_contain_text(SAID)
    page.locator("form[action$='/take-up/'] button").click()
    expect(page.locator("form[action$='/take-up/']")).to_have_count(0)
    page.fill("form[action$='/answer/'] textarea", ANSWERED)
    page.locator("form[action$='/answer/'] button").click()
    expect(page.locator("main")).to_contain_text(ANSWERED)
    shot(page, f"desk-{language}")

    follow(telephone, code)
    expect(telephone.locator("main")).to_contain_text(ANSWERED)
    expect(telephone.locator("main")).to_contain_text(STATE[language])
    telephone.fill("main form textarea", "工资还没有收到。")
    with telephone.expect_navigation():
        telephone.locator("main form button").first.click()
    expect(telephone.locator("main")).to_contain_text("工资还没有收到。")
    assert overflow(telephone) == 0
    shot(telephone, f"followed-{language}", width="phone")
    page.reload()
    expect(page.locator("main")).to_contain_text("工资还没有收到。")


def test_a_wrong_code_opens_nothing(stranger: Callable[[str], Page], complaints: Complaints) -> None:
    complaints.expect(REFUSED)
    complaints.expect(OFFLINE)
    telephone = stranger("zh-CN")
    follow(telephone, "2222-3333-4444-5555")

    expect(telephone.locator("[aria-invalid=true]")).to_be_visible()
    expect(telephone.locator("main")).not_to_contain_text(SAID)
