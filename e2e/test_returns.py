"""The pages of returns at the width of a phone and of a desk, and the preview of a schedule."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import WIDTHS, Shot
from e2e.pages import overflow, sign_in
from e2e.server import Server

CODE = "tianjin-2019"


@pytest.fixture(scope="module", autouse=True)
def returns(server: Server) -> None:
    """The example programme with a few entries, its returns opened up to its today."""
    server.jiedui("simulate", "--volume", "0.02")
    server.jiedui("returns", "produce", "--programme", CODE, "--until", "2019-09-30")


@pytest.mark.parametrize("where", ["returns/", "returns/all/", "returns/timeliness/", "returns/load/",
                                   "returns/schedules/", "returns/schedules/new/", "notices/"])  # fmt: skip
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_every_page_fits(page: Page, shot: Shot, where: str, width: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    as_(page, "office", "zh-hans")

    page.goto(f"/p/{CODE}/{where}")

    shot(page, where.strip("/").replace("/", "-"), width=width)
    assert overflow(page) == 0


def test_the_preview_follows_what_is_typed(page: Page) -> None:
    as_(page, "office", "en")
    page.goto(f"/p/{CODE}/returns/schedules/new/")

    expect(page.locator("#schedule-preview .coming li")).to_have_count(3)
    with page.expect_response(lambda answer: answer.url.endswith("/preview/")):
        page.fill("#id_due_number", "1")

    expect(page.locator("#schedule-preview .coming .fig").first).to_have_text("2019-10-08")


def as_(page: Page, username: str, language: str) -> None:
    """Sign in and read in a language."""
    sign_in(page, username)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": urljoin(page.url, "/")}])
