"""A project from the reserve to the handing over, in a real browser: its money in the ledger, its works by eye."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from e2e.conftest import Shot
from e2e.month import png
from e2e.pages import LedgerList, overflow, pdf, sign_in

CODE = "tianjin-2019"
NAME = "会宁县食用菌大棚"


@dataclass
class ProjectPage:
    """The page of one project."""

    page: Page
    address: str

    def open_as(self, username: str) -> ProjectPage:
        """Go there as somebody."""
        sign_in(self.page, username)
        self.page.goto(self.address)
        return self

    def act(self, name: str, file: FilePayload | None = None, **said: str) -> None:
        """Open the box of an act, fill it in, do it."""
        box = self.page.locator(f"#{name}")
        box.locator("summary").click()
        for field, value in said.items():
            box.locator(f"[name$='-{field}']").fill(value)
        if file:
            box.locator("input[type=file]").set_input_files(file)
        with self.page.expect_navigation():
            box.locator("form button").click()
        expect(self.page.locator("#messages .notice-good")).to_be_visible()

    def step(self, stage: str, day: str, file: FilePayload | None = None, **said: str) -> None:
        """The project comes to a stage."""
        self.page.locator("#stage summary").click()
        self.page.select_option("#stage [name='stage-stage']", stage)
        self.page.locator("#stage summary").click()
        self.act("stage", file, day=day, **said)


def propose(page: Page) -> ProjectPage:
    """The giver sets the project up in the reserve."""
    page.goto(f"/p/{CODE}/projects/")
    page.click(".page-actions a[href$='/projects/new/']")
    for name, value in {
        "number": "2019-E2E", "name": NAME, "implementer": "会宁县农业农村局", "planned_start": "2019.3.1",
        "planned_end": "2019.9.20", "households": "１２０",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    page.select_option("#id_workstream", value="industry")
    page.locator("#id_givers").get_by_label("和平区", exact=True).check()
    page.select_option("#id_receiver", label="会宁县")
    page.select_option("#id_type", value="industry")
    page.locator("[name$='-amount']").first.fill("300万")
    with page.expect_navigation():
        page.click("main form .btn-primary")
    return ProjectPage(page, page.url)


def pay(page: Page, address: str) -> None:
    """The giver records what was paid out for it, from the project's own page; the lead accepts it."""
    title = f"{NAME}首期款"
    form = LedgerList(page, CODE).open().new("transfer")
    form.fill(title=title, occurred_on="2019-04-10", receiver="会宁县", amount="100万")
    form.choose(step="disbursement", planning="planned", source="district", purpose="industry")
    form.fill(project=re.sub(r"\s+", " ", f"2019-E2E {NAME}")).attach("voucher", pdf("项目")).submit()
    sign_in(page, "lead-funds")
    LedgerList(page, CODE).open("?waiting=decide").follow(title).act("accept")
    sign_in(page, "giver")
    page.goto(address)
    expect(page.locator(".twin").first).to_contain_text("33")


def test_from_the_reserve_to_the_handing_over(page: Page, shot: Shot) -> None:
    sign_in(page, "giver")
    project = propose(page)
    project.act("set", text="封顶", due_on="2019-06-30", progress="50")
    project.step("signed", "2019-03-05")
    project.step("started", "2019-04-01")
    pay(page, project.address)

    project.open_as("receiver").act("note", png("大棚.png"), day="2019-06-20", progress="60", text="主体封顶")
    shot(page, "building")
    shot(page, "building", width="phone")
    assert overflow(page) == 0
    project.act("note", day="2019-09-18", progress="100", text="完工")
    assert page.locator("#stage").count() == 0

    project.open_as("giver").step("completed", "2019-09-20")
    project.step("handed_over", "2019-09-25", pdf("移交"), document="津会移交〔2019〕1号")

    expect(page.locator(".project-steps li")).to_have_count(4)
    expect(page.locator("#stage")).to_have_count(0)
    shot(page, "handed-over")
    page.goto(f"/p/{CODE}/projects/")
    handed = page.locator("section[aria-labelledby='stage-handed_over']")
    expect(handed.locator(".card-project")).to_contain_text(NAME)
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".board-jump a[href='#stage-handed_over']")).to_be_visible()
    assert overflow(page) == 0
    shot(page, "board", width="phone")
