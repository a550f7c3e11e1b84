"""A document that changes a milestone and a rule of the plan: seen as a difference, accepted, in force."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Shot
from e2e.pages import accept_document, overflow, sign_in
from e2e.server import ROOT, Server

CODE = "revised"
EXAMPLE = ROOT / "examples" / "tianjin-2019"
SUPPLEMENT = """天津市2019年消费扶贫工作调整方案

一、工作安排

7月31日，确保实现任务过半。

二、资金使用

到县财政资金60%以上用于产业项目。
"""


@pytest.fixture(scope="module", autouse=True)
def papers(server: Server) -> None:
    """The example's plan in force, and a later document beside it."""
    later = server.data / "supplement.txt"
    later.write_text(SUPPLEMENT, "utf-8")
    found = ("--create", "--giver", "天津市", "--year", "2019", "--accept")
    server.jiedui("import-plan", str(EXAMPLE / "plan.docx"), "--programme", CODE, *found)
    server.jiedui("import-plan", str(later), "--programme", CODE)


def test_a_milestone_and_a_rule_are_revised(page: Page, shot: Shot) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "office")
    page.goto(f"/p/{CODE}/plan/")
    expect(page.locator("main")).to_contain_text("50%")

    page.goto(f"/p/{CODE}/documents/")
    page.locator(f"main table a[href*='/p/{CODE}/documents/']").first.click()
    page.goto(page.url.split("#")[0] + "changes/")
    revised = page.locator(".changes tbody tr")
    expect(revised).to_have_count(2)
    expect(revised.filter(has_text="2019-07-31").locator(".was")).to_contain_text("2019-08-15")
    expect(revised.filter(has_text="60%").locator(".was")).to_contain_text("50%")
    assert overflow(page) <= 0
    shot(page, "changes")
    shot(page, "changes", width="phone")

    page.locator(".change-sums .is-revised button").click()
    expect(page.locator(".change-sums .is-revised button")).to_have_count(0)
    page.goto(page.url.split("changes/")[0] + "accept/")
    accept_document(page)

    page.goto(f"/p/{CODE}/plan/")
    expect(page.locator("main")).to_contain_text("60%")
    shot(page, "plan")
