"""The month of a clerk: the workbook filled in with another program, and the page of the month's return."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

HEADER = 3
ROWS = 6
TOTAL = "28,008"
"""What the mended rows come to, in yuan."""
LANGUAGES = {
    "zh-CN": {
        "giver": "和平区", "receiver": "会宁县", "channel": "食堂采购", "voucher": "发票",
        "heads": ("标题", "日期", "帮扶单位", "产地县", "金额（元）", "采购方", "销售方", "产品或服务", "渠道",
                  "凭证类型", "凭证号码"),
    },
    "en": {
        "giver": "Heping District", "receiver": "Huining County", "channel": "canteen", "voucher": "invoice",
        "heads": ("Title", "Day", "Giving unit", "County of origin", "Amount (yuan)", "Buyer", "Seller",
                  "Product or service", "Channel", "Kind of voucher", "Voucher number"),
    },
}  # fmt: skip


@dataclass
class Sheet:
    """The clerk's workbook of a month's purchases: the template, in the language it was downloaded in."""

    path: Path
    language: str
    month: int
    words: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.words = LANGUAGES[self.language]

    def fill(self) -> Sheet:
        """Six purchases; a day, a unit and an amount are wrong: C5, E6 and F8."""
        book, sheet = self._open()
        for number in range(1, ROWS + 1):
            for column, value in enumerate(self._row(number)):
                self._put(sheet, number, column, value)
        self._put(sheet, 2, 1, "月初")
        self._put(sheet, 3, 3, "无此县")
        self._put(sheet, 5, 4, -5)
        book.save(self.path)
        return self

    def mend(self) -> Sheet:
        """The three cells as they should be."""
        book, sheet = self._open()
        self._put(sheet, 2, 1, date(2019, self.month, 2))
        self._put(sheet, 3, 3, self.words["receiver"])
        self._put(sheet, 5, 4, "1.2万")
        book.save(self.path)
        return self

    def _open(self) -> tuple[Workbook, Worksheet]:
        book = load_workbook(self.path)
        return book, book.worksheets[0]

    def _put(self, sheet: Worksheet, number: int, column: int, value: Any) -> None:
        heads = [str(cell.value).removesuffix(" *") for cell in sheet[HEADER]]
        sheet.cell(HEADER + number, heads.index(self.words["heads"][column]) + 1, value)

    def _row(self, number: int) -> tuple[Any, ...]:
        said = self.words
        return (
            f"{self.month}月第{number}批", date(2019, self.month, number), said["giver"], said["receiver"],
            1000.5 * number, "和平区机关食堂", "会宁富民合作社", "土豆", said["channel"], said["voucher"],
            f"M{self.month}-{number}",
        )  # fmt: skip


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

    def remark(self, number: int, text: str) -> None:
        """The reviewer's remark on a line, by keyboard."""
        for _line in range(number):
            self.page.keyboard.press("j")
        self.page.keyboard.press("r")
        panel = self.page.locator(f"#line{number} + .line-more details[data-key=r]")
        panel.locator("textarea").fill(text)
        with self.page.expect_navigation():
            panel.locator("form button").click()

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

    def take(self) -> None:
        """Take a figure of the unit's own that the ledger counts otherwise."""
        taken = self.page.locator("form[action*='/take/'] button")
        if taken.count():
            taken.first.click()
            expect(taken).to_have_count(0)

    def act(self, name: str) -> None:
        """One of the acts at the side."""
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='/{name}/'] button").click()
