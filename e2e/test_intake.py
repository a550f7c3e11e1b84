"""Many rows at once: from a table in the unit's own layout, by paste, from a voucher with lines."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from e2e.browser import Complaints
from e2e.conftest import Shot
from e2e.pages import LedgerList, overflow, pdf, sign_in

CODE = "tianjin-2019"


def hand_in(page: Page, path: Path) -> None:
    """Upload a file on the page of the ways in."""
    page.goto(f"/p/{CODE}/ledger/import/?kind=purchase")
    page.set_input_files("#id_file", path)
    page.click("#upload-form button")


def own_table(path: Path) -> Path:
    """The unit's own ledger: a title, its own headings, amounts in 万元, its own words for channels."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["和平区2019年消费帮扶台账"])
    sheet.append(
        [
            "序号",
            "名称",
            "采购日期",
            "采购单位",
            "供货方",
            "商品名称",
            "金额（万元）",
            "方式",
            "产地",
            "发票号",
        ]
    )
    for number in range(1, 4):
        sheet.append([number, f"自有台账{number}", f"2019.8.{number}", "机关食堂", "富民合作社", "土豆", 1.5, "食堂",
                      "会宁县", f"OWN-{number}"])  # fmt: skip
    book.save(path)
    return path


def test_an_own_layout_is_explained_once(
    page: Page, complaints: Complaints, tmp_path: Path, shot: Shot
) -> None:
    complaints.expect("422")
    sign_in(page, "giver")
    path = own_table(tmp_path / "台账.xlsx")

    hand_in(page, path)
    expect(page.locator("#map_column-amount")).to_have_value("6")
    expect(page.locator("#map_scale-amount")).to_have_value("10000")
    page.select_option("#map_column-channel", "7")
    page.select_option("#map_constant-giver", label="和平区")
    page.select_option("#map_constant-voucher_type", "invoice")
    page.click("form .btn-primary:has-text('核对')")
    page.select_option("#map_value-channel-0", "canteen")
    assert overflow(page) <= 0
    shot(page, "mapping")
    shot(page, "mapping", width="phone")
    page.click("form .btn-primary:has-text('核对')")
    expect(page.locator(".commit h2")).to_contain_text("45,000")

    path = own_table(tmp_path / "台账九月.xlsx")
    hand_in(page, path)
    expect(page.locator(".verdict a[href*='/columns/']")).to_be_visible()


PASTED = "\t".join(
    [
        "粘贴{0}",
        "{1}",
        "和平区",
        "会宁县",
        "{2}",
        "",
        "",
        "机关食堂",
        "富民合作社",
        "土豆",
        "食堂采购",
        "发票",
        "P-{0}",
    ]
)


def paste(page: Page, text: str) -> None:
    """Paste into the first cell, as from a spreadsheet."""
    page.locator("#paste-grid input").first.focus()
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_rows_are_pasted_mended_in_their_cells_and_stored(
    page: Page, complaints: Complaints, shot: Shot
) -> None:
    complaints.expect("422")
    sign_in(page, "giver")
    page.goto(f"/p/{CODE}/ledger/import/paste/purchase/")
    paste(page, "\n".join([PASTED.format(1, "2019.8.1", "1.2万"), PASTED.format(2, "昨天", "-5"), ""]))
    page.click("#paste-form .btn-primary")

    wrong = page.locator("#paste-grid input.is-invalid")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_be_focused()
    assert overflow(page) <= 0
    shot(page, "grid")
    shot(page, "grid", width="phone")
    wrong.first.fill("2019.8.2")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("500")
    expect(wrong).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#paste-grid tbody tr").nth(2).locator("input").nth(4)).to_be_focused()
    page.click("#paste-form .btn-primary")

    expect(page.locator(".commit h2")).to_contain_text("12,500")
    page.click(".commit [value=save]")
    page.click("a[href*='/ledger/?batch=']")
    expect(LedgerList(page, CODE).rows).to_have_count(2)


def test_a_voucher_with_lines_is_typed_by_keyboard(page: Page, shot: Shot) -> None:
    sign_in(page, "giver")
    page.goto(f"/p/{CODE}/ledger/new/purchase/")
    page.click("a[href$='/new/purchase/lines/']")
    for name, value in {
        "title": "一张发票两样货", "occurred_on": "2019.8.9", "buyer": "机关食堂", "seller": "富民合作社",
        "voucher_number": "LINES-1", "voucher_total": "15000.50",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    page.select_option("#id_receiver", label="会宁县")
    page.select_option("#id_channel", "canteen")
    page.select_option("#id_voucher_type", "invoice")
    page.fill("#id_line-0-product", "土豆")
    page.fill("#id_line-0-amount", "1.2万")
    page.keyboard.press("Enter")
    page.keyboard.type("3,000.50")
    page.fill("#id_line-1-product", "花椒")
    expect(page.locator("#lines-sum")).to_have_text("15,000.50")
    expect(page.locator("#lines-fit")).to_have_class("is-even")
    page.set_input_files("#id_evidence-voucher", pdf("lines"))
    shot(page, "lines")
    page.focus("#id_title")
    page.keyboard.press("Control+Enter")

    expect(LedgerList(page, CODE).rows).to_have_count(2)
    expect(LedgerList(page, CODE).row("花椒")).to_have_count(1)
