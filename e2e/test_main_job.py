"""The main job: a plan is handed in, reviewed and accepted; help is recorded, accepted and confirmed; the
cockpit moves; the month's bulletin is published and opens as a Word file in official geometry.

It runs on what ``jiedui up`` starts: the web server and the background worker.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from playwright.sync_api import Page, expect

from e2e.conftest import Shot
from e2e.pages import WRITING_MS, LedgerList, accept_document, pdf, sign_in
from e2e.server import ROOT, Server, Up

EXAMPLE = ROOT / "examples" / "tianjin-2019"
SHARED = Path(os.environ.get("JIEDUI_SHARED", ROOT.parent / "shared"))
READING_MS = 60_000


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    """``jiedui up`` beside the example pack, whose accounts the story's people use."""
    running = Up(data)
    running.start()
    yield running
    running.stop()


PLANS = [
    pytest.param(EXAMPLE / "plan.docx", id="example"),
    pytest.param(SHARED / "seeds" / "002_88ece237ea9e37d6.txt", id="real"),
]


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_becomes_a_running_programme(page: Page, shot: Shot, plan: Path, tmp_path: Path) -> None:
    if not plan.exists():
        pytest.skip(f"no real document at {plan}")
    page.on("dialog", lambda dialog: dialog.accept())
    code = f"job-{plan.suffix.strip('.')}"

    sign_in(page, "office")
    hand_in(page, plan, code)
    shot(page, "review")
    accept_everything(page)
    shot(page, "accepted")

    before = headline(page, code)
    title = record_accept_confirm(page, code)
    after = headline(page, code)
    assert (before, after) == (0, 120_000)
    shot(page, "cockpit")
    expect(LedgerList(page, code).open("?confirmation=agreed").row(title)).to_have_count(1)

    file = tmp_path / "bulletin.docx"
    publish(page, code, file)
    shot(page, "bulletin")
    check_geometry(file)


def hand_in(page: Page, plan: Path, code: str) -> None:
    """Found a programme with its plan and wait until the worker has read it."""
    page.goto("/first-document/")
    page.set_input_files("input[type=file]", plan)
    page.locator("main form button[type=submit], main form button.btn-primary").first.click()
    expect(page.locator("#id_giver")).to_have_value("天津市")
    expect(page.locator("#id_first_year")).to_have_value("2019")
    page.fill("#id_code", code)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[data-review]")).to_be_visible(timeout=READING_MS)


def accept_everything(page: Page) -> None:
    """Decide each discrepancy for the parts, accept section by section, then the document."""
    ready = page.locator("[data-review][data-ready]")
    # what was put right is folded away, and asks for nothing
    open_ones = page.locator(".finding form:not(:has(.is-chosen)):visible")
    expect(ready).to_be_visible()
    while count := open_ones.count():
        open_ones.first.locator("button").first.press("Enter")
        expect(open_ones).to_have_count(count - 1)
        expect(ready).to_be_visible()
    while (sections := page.locator(".section-head form button")).count():
        count = sections.count()
        expect(ready).to_be_visible()
        # By the keyboard: proposals get their true height as they come into view, and may push the button away
        # from under a mouse that was faster than a person's.
        with page.expect_navigation(timeout=WRITING_MS):
            sections.first.press("Enter")
        assert sections.count() < count
    with page.expect_navigation():
        page.locator("#review-progress a.btn").click()
    accept_document(page)


def headline(page: Page, code: str) -> int:
    """What the cockpit's purchases say on 30 September, in yuan, by the exact value on hover; 0 has no link."""
    sign_in(page, "office")
    page.goto(f"/p/{code}/?on=2019-09-30")
    figure = page.locator(".headlines > li", has_text="消费扶贫总额").locator("a.fig").first
    if not figure.count():
        return 0
    exact = re.search(r"[\d,]+", figure.get_attribute("title") or "")
    assert exact
    return int(exact[0].replace(",", ""))


def record_accept_confirm(page: Page, code: str) -> str:
    """A purchase with its voucher: the district records, the lead accepts, the county confirms."""
    title = "机关食堂采购会宁土豆"
    sign_in(page, "giver")
    form = LedgerList(page, code).open().new("purchase")
    form.fill(title=title, occurred_on="2019.7.3", receiver="会宁县", amount="12万")
    form.fill(buyer="和平区机关食堂", seller="会宁富民合作社", product="土豆", voucher_number="NO.00017")
    form.choose(channel="canteen", voucher_type="invoice").attach("voucher", pdf()).submit()
    sign_in(page, "lead")
    LedgerList(page, code).open("?waiting=decide").follow(title).act("accept")
    sign_in(page, "receiver")
    LedgerList(page, code).open("?waiting=confirm").follow(title).act("confirm", note="已全部收到")
    return title


def publish(page: Page, code: str, file: Path) -> None:
    """Create July's bulletin, publish it and download the Word file twice: the bytes are the same."""
    sign_in(page, "office")
    page.goto(f"/p/{code}/publications/")
    month = page.locator("form.new-bulletin select")
    july = month.locator("option[value^='2019-07']").get_attribute("value")
    month.select_option(july)
    page.locator("form.new-bulletin button[type=submit]").click()
    page.locator("a[href$='/publish/']").first.click()
    page.locator("main form.form-actions button.btn-primary").click()
    link = page.locator("a[href$='bulletin.docx']").first
    downloads = []
    for _ in range(2):
        with page.expect_download() as arriving:
            link.click()
        downloads.append(arriving.value.path().read_bytes())
    assert downloads[0] == downloads[1]
    file.write_bytes(downloads[0])


def check_geometry(file: Path) -> None:
    """GB/T 9704-2012: A4, 37 mm above, 28 mm at the binding edge, a type area of 156 × 225 mm."""
    section = Document(str(file)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    for size, millimetres in zip(sizes, (210, 297, 37, 28), strict=True):
        assert abs((size or 0) - Mm(millimetres)) < Mm(0.5)
    type_area = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    assert abs(type_area - Mm(156)) < Mm(0.5)
    height = section.page_height - (section.top_margin or 0) - (section.bottom_margin or 0)
    assert abs(height - Mm(225)) < Mm(0.5)
