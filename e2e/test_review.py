"""The review of a document at the keyboard, and the way from a target to its sentence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Shot
from e2e.pages import LedgerList, accept_document, overflow, sign_in
from e2e.server import ROOT, Server

EXAMPLE = ROOT / "examples" / "tianjin-2019"
REPORT = """天津市东西部扶贫协作工作简报
第18期
天津市扶贫协作办公室  2019年9月5日

全市工作进展

截至8月底，全市消费扶贫总额达到8.6亿元。
1-8月，举办专场招聘会58场。
"""
FOUND = ("--create", "--giver", "天津市", "--year", "2019")


@pytest.fixture(scope="module", autouse=True)
def papers(server: Server) -> None:
    """The example's plan, once still to be reviewed and once accepted, and a report for the example itself."""
    report = server.data / "report.txt"
    report.write_text(REPORT, "utf-8")
    server.jiedui("import-plan", str(report), "--programme", EXAMPLE.name)
    server.jiedui("import-plan", str(EXAMPLE / "plan.docx"), "--programme", "open", *FOUND)
    server.jiedui("import-plan", str(EXAMPLE / "plan.docx"), "--programme", "done", *FOUND, "--accept")


def open_document(page: Page, code: str) -> None:
    """Go to the one document of a programme."""
    page.goto(f"/p/{code}/documents/")
    page.locator(f"main table a[href*='/p/{code}/documents/']").first.click()
    # A key pressed before the page listens is lost, to a person as to a test; only the person sees the page load.
    expect(page.locator("[data-review][data-ready]")).to_be_visible()


def test_keys_move_accept_and_take_back(page: Page) -> None:
    sign_in(page, "office")
    open_document(page, "open")
    decided = page.locator("#review-progress progress")
    for key, count in (
        ("j", 0),
        ("a", 1),
        ("a", 2),
        ("j", 2),
        ("a", 3),
        ("u", 2),
        ("u", 1),
        ("u", 0),
        ("r", 1),
    ):
        page.keyboard.press(key)
        expect(decided).to_have_attribute("value", str(count))


def test_a_target_leads_to_its_sentence(page: Page) -> None:
    sign_in(page, "office")
    page.goto("/p/done/plan/")
    link = page.locator("main a[href*='#f']").first
    number = re.search(r"#f(\d+)", link.get_attribute("href") or "")
    assert number
    link.click()
    mark = page.locator(f"#f{number[1]}")
    expect(mark).to_be_in_viewport()
    expect(page.locator(f"#p{number[1]}")).to_be_in_viewport()


def test_what_is_shown_is_accepted_at_once_and_taken_back(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "office")
    open_document(page, "open")
    before = page.locator("#review-progress progress").get_attribute("value") or ""
    page.locator(".proposal-filters summary").click()
    page.select_option("[name=makes]", "pairing")
    expect(page.locator(".shown-line").first).to_be_visible()
    assert page.locator(".proposals .cards").count() == 1

    page.locator(".shown-line form button").first.click()
    page.select_option("[name=look]", "decided")
    expect(page.locator(".card-p.is-accepted").first).to_be_visible()
    page.locator(".shown-line form[action*='/bulk/'] button").click()

    expect(page.locator("#review-progress progress")).to_have_attribute("value", before)


def test_a_reported_figure_is_noted_or_told_and_drafted(page: Page, shot: Shot) -> None:
    sign_in(page, "office")
    open_document(page, EXAMPLE.name)
    figure = page.locator(".card-p", has_text="8.6").first
    figure.locator(".card-head").click()
    shot(page, "report")
    shot(page, "report", width="phone")
    assert overflow(page) <= 0

    page.keyboard.press("n")
    expect(figure).to_have_class(re.compile("is-edited"))
    page.keyboard.press("u")
    expect(figure).to_have_class(re.compile("is-blocked"))

    page.keyboard.press("e")
    page.fill("#id_receiver", "会宁县")
    for name, value in {
        "buyer": "各单位食堂", "seller": "会宁富民合作社", "product": "农产品", "voucher_number": "HZ-8",
    }.items():  # fmt: skip
        page.fill(f"#id_entry-{name}", value)
    page.select_option("#id_entry-channel", "canteen")
    page.select_option("#id_entry-voucher_type", "settlement")
    page.locator(".edit-form .btn-primary").click()
    expect(figure).to_have_class(re.compile("is-edited"))
    page.goto(page.url.split("#")[0] + "accept/")
    accept_document(page)

    draft = LedgerList(page, EXAMPLE.name).open("?state=draft").row("消费扶贫总额")
    expect(draft).to_have_count(1)
    draft.locator("a").first.click()
    expect(page.locator(".facts a[href*='/documents/']")).to_be_visible()
    expect(page.locator(".area-evidence")).to_contain_text("report.txt")
