"""The review of a document at the keyboard, and the way from a target to its sentence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.pages import sign_in
from e2e.server import ROOT, Server

EXAMPLE = ROOT / "examples" / "tianjin-2019"
FOUND = ("--create", "--giver", "天津市", "--year", "2019")


@pytest.fixture(scope="module", autouse=True)
def papers(server: Server) -> None:
    """The example's plan, once still to be reviewed and once accepted."""
    server.jiedui("load", str(EXAMPLE))
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
