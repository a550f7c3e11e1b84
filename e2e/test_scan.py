"""A scanned page is handed in, its figures are reviewed on the picture of the page, and the plan changes.

Like the main job it runs on what ``jiedui up`` starts: recognising a page is the background worker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import Shot
from e2e.pages import accept_document, overflow, sign_in
from e2e.server import Server, Up
from jiedui.documents.readers import MAX_BYTES
from jiedui.documents.readers.ocr import installed
from tests.documents.rendering import PAPER, set_pdf

pytestmark = pytest.mark.skipif(not installed(), reason="the extra jiedui[ocr] is not installed")
CODE = "tianjin-2019"
READING_MS = 120_000
NOTICE = (
    "#align(center)[#text(size: 20pt)[天津市2019年消费扶贫工作补充方案]]\n\n一、工作目标\n\n"
    "2019年，全市消费扶贫总额不少于12亿元。和平区消费扶贫总额不少于6000万元，"
    "河西区消费扶贫总额不少于7000万元。\n\n2019年2月30日前完成资金拨付。"
)
DPI = 200


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    """The whole software beside the example programme."""
    running = Up(data)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page as a scanner gives it: a picture, without a word of text in it."""
    page = pypdfium2.PdfDocument(set_pdf(f"{PAPER}{NOTICE}"))[0]
    path = tmp_path / "扫描件.png"
    page.render(scale=DPI / 72).to_pil().convert("L").save(path)
    return path


def card(page: Page, quote: str) -> Locator:
    """The card of the figure that this is read from."""
    return page.locator(".card-p", has=page.locator(".quote", has_text=quote)).first


def mark_of(page: Page, one: Locator) -> Locator:
    """The mark on the picture of the page that a card stands for."""
    return page.locator(f"svg rect[data-facts~='{one.get_attribute('data-fact')}']").first


def refuse_at_once(page: Page, path: Path) -> None:
    """A file that is too large is not even sent."""
    path.write_bytes(bytes(MAX_BYTES + 1))
    page.set_input_files("input[type=file]", path)
    page.locator("form[data-drop] button").click()
    expect(page.locator(".busy.is-refused")).to_contain_text("20 MB")


def follow_a_finding(page: Page) -> None:
    """What was recognised is said; a finding leads to its line on the picture, and to what was read there."""
    expect(page.locator(".repairs li").first).to_be_visible()
    finding = page.locator(".finding", has_text="2019年2月30日")
    finding.locator(".finding-places a.place").first.click()
    expect(page.locator("svg rect.is-lit")).to_be_visible()
    finding.locator(".finding-read a.place").first.click()
    expect(page.locator(".card-p.is-current")).to_contain_text("资金拨付")
    page.keyboard.press("e")
    expect(page.locator(".edit-form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".edit-form")).to_have_count(0)


def figures_in_plan(page: Page) -> set[str]:
    """The exact figures that the plan's page gives on hover."""
    page.goto(f"/p/{CODE}/plan/?workstream=consumption")
    titles = page.locator("main a.fig[title]").evaluate_all("links => links.map(a => a.title)")
    return {found[0] for title in titles if (found := re.search(r"[\d,]+", title))}


def test_a_scanned_page_changes_the_plan(page: Page, scan: Path, shot: Shot) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "office")
    before = figures_in_plan(page)
    assert "60,000,000" not in before

    page.goto(f"/p/{CODE}/documents/")
    refuse_at_once(page, scan.with_name("大文件.pdf"))
    page.set_input_files("input[type=file]", scan)
    page.locator("form[data-drop] button").click()
    expect(page.locator("#state progress").first).to_be_visible()
    expect(page.locator("[data-review][data-ready]")).to_be_visible(timeout=READING_MS)
    expect(page.locator(".as-page img").first).to_be_visible()
    assert overflow(page) <= 0
    shot(page, "review")
    shot(page, "review", width="phone")

    follow_a_finding(page)

    # from the picture to its proposals, one after the other, and back
    whole, district = card(page, "12亿"), card(page, "6000万")
    mark_of(page, whole).click()
    expect(whole).to_have_class(re.compile("is-current"))
    mark_of(page, whole).click()  # the line holds two figures
    expect(district).to_have_class(re.compile("is-current"))
    whole.locator(".card-head").click()
    expect(mark_of(page, whole)).to_have_class(re.compile("is-lit"))

    # the page says 12亿; 11.3亿 is what the parts add up to
    page.keyboard.press("e")
    expect(page.locator("#id_figure")).to_be_visible()
    page.fill("#id_figure", "11.3亿元")
    page.locator(".edit-form .btn-primary").click()
    expect(card(page, "12亿")).to_have_class(re.compile("is-edited"))

    page.goto(page.url.split("#")[0] + "?makes=target&look=open")
    page.locator(".shown-line form button").first.click()
    page.goto(page.url.split("?")[0] + "changes/")
    expect(page.locator(".changes").first).to_contain_text("5,000 万元")
    shot(page, "changes")
    shot(page, "changes", width="phone")

    page.goto(page.url.removesuffix("changes/") + "accept/")
    accept_document(page)
    after = figures_in_plan(page)
    assert {"60,000,000", "70,000,000", "1,130,000,000"} <= after
    assert "1,100,000,000" not in after
