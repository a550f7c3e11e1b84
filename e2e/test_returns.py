"""A month's return from the clerk's desk to its frozen form: sent back with a remark, answered, accepted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from e2e.conftest import WIDTHS, Shot
from e2e.pages import overflow, sign_in
from e2e.server import ROOT, Server

CODE = "tianjin-2019"
WORDS = {
    "zh-hans": ("9月份新设专柜3个，以商务局备案为准。", "请附备案号。", "备案号津商备〔2019〕17号。"),
    "en": ("Three cabinets, as registered.", "Give the registration.", "No. 17 of 2019."),
}
"""What the clerk says of a figure, what the reviewer remarks, what the clerk answers."""


@pytest.fixture(scope="module", autouse=True)
def example(server: Server) -> None:
    """The example programme with a few entries, its returns opened up to its today."""
    server.jiedui("load", str(ROOT / "examples" / CODE))
    server.jiedui("simulate", "--volume", "0.02")
    server.jiedui("returns", "produce", "--programme", CODE, "--until", "2019-09-30")


def png(name: str) -> FilePayload:
    """A small picture to upload."""
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(file, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


@dataclass
class ReturnPage:
    """The page of one return, whatever the language."""

    page: Page

    def state_figure(self, number: int, value: str, reason: str) -> None:
        """State the unit's own figure for a line."""
        panel = self.page.locator(f"#line{number} + .line-more details:has(form[action*='/adjust/'])")
        panel.locator("summary").click()
        panel.locator("[name=value]").fill(value)
        panel.locator("[name=reason]").fill(reason)
        with self.page.expect_navigation():
            panel.locator("form button").click()

    def write(self, text: str) -> None:
        """Write the first section; it keeps itself."""
        self.page.locator("#section1 textarea[name=text]").first.fill(text)
        expect(self.page.locator("#section1 .kept .icon")).to_be_visible()

    def drop(self, file: FilePayload) -> None:
        """Choose a picture; it is sent by itself."""
        self.page.set_input_files("#section1 input[type=file]", file)
        expect(self.page.locator("#section1 .pictures img")).to_have_count(1)

    def answer(self, number: int, text: str) -> None:
        """Answer the reviewer's remark on a line."""
        form = self.page.locator(f"#line{number} + .line-more form[action*='/answer/']")
        form.locator("textarea").fill(text)
        with self.page.expect_navigation():
            form.locator("button").click()

    def hand_in(self) -> None:
        """Look at what is handed in, and hand it in."""
        self.page.locator(".page-actions a[href$='/submit/']").click()
        with self.page.expect_navigation():
            self.page.locator("form .btn-primary").click()

    def act(self, name: str) -> None:
        """One of the acts at the side."""
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='/{name}/'] button").click()


CASES = [("zh-hans", "desktop", 9), ("en", "desktop", 8), ("zh-hans", "phone", 7), ("en", "phone", 6)]


@pytest.mark.parametrize(("language", "width", "month"), CASES)
def test_filed_sent_back_answered_and_accepted(
    page: Page, shot: Shot, language: str, width: str, month: int
) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    own, remark, answer = WORDS[language]

    as_(page, "giver", language)
    opened = open_return(page, month)
    file_it(opened, own, lambda: shot(page, "open", width=width))
    address = page.url
    as_(page, "lead", language)
    send_back(page, address, remark)
    as_(page, "giver", language)
    page.goto(address)
    shot(page, "sent-back", width=width)
    opened.answer(2, answer)
    opened.state_figure(2, "4", answer)
    opened.hand_in()
    for who in ("lead", "office"):
        as_(page, who, language)
        page.goto(address)
        taken = page.locator("form[action*='/take/'] button")
        if taken.count():  # a figure of the unit's own that the ledger counts otherwise
            taken.first.click()
            expect(taken).to_have_count(0)
            page.goto(address)
        opened.act("approve")

    expect(page.locator("#seal")).to_be_visible()
    shot(page, "frozen", width=width)
    assert overflow(page) == 0
    page.locator("a[href$='/check/']").click()
    expect(page.locator(".notice-good")).to_be_visible()
    page.goto(f"{address}form/")
    expect(page.locator(".form-paper table tbody tr")).to_have_count(3)
    expect(page.locator(".form-paper")).to_contain_text(own)
    shot(page, "form", width=width)


def file_it(opened: ReturnPage, own: str, look: Callable[[], object]) -> None:
    """The clerk looks at the computed lines, states what the ledger does not have, writes, hands in."""
    expect(opened.page.locator("tr.line")).to_have_count(3)
    opened.state_figure(2, "3", own)
    opened.write(own)
    opened.drop(png("专柜.png"))
    look()
    assert overflow(opened.page) == 0
    opened.hand_in()


def send_back(page: Page, address: str, remark: str) -> None:
    """The reviewer finds it in the queue, goes to the second line by keyboard, remarks, sends it back."""
    page.goto(f"/p/{CODE}/returns/")
    expect(page.locator(f"section:has(#to-review) a[href='{path(address)}']").first).to_be_visible()
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#line2")).to_have_class(re.compile("is-current"))
    page.keyboard.press("r")
    panel = page.locator("#line2 + .line-more details[data-key=r]")
    panel.locator("textarea").fill(remark)
    with page.expect_navigation():
        panel.locator("form button").click()
    assert overflow(page) == 0
    ReturnPage(page).act("send-back")


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
    origin = page.url.partition("/p/")[0]
    page.context.add_cookies([{"name": "django_language", "value": language, "url": origin}])


def open_return(page: Page, month: int) -> ReturnPage:
    """The clerk's return on purchases for a month, from the list of all."""
    page.goto(
        f"/p/{CODE}/returns/all/?workstream=consumption&from=2019-{month:02}-28&to=2019-{month + 1:02}-05"
    )
    page.locator(".returns-table tbody th a").first.click()
    return ReturnPage(page)


def path(address: str) -> str:
    """The path of an address."""
    return "/p/" + address.partition("/p/")[2]
