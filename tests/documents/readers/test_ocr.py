"""Pictures of pages: words, lines and tables recognised, tilted and turned pages set straight, places kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from django.utils import translation
from PIL import Image

from jiedui.documents.blocks import BlockKind, Document
from jiedui.documents.readers import (
    UnreadableDocumentError,
    check_document,
    describe_repair,
    explain,
    open_document,
)
from jiedui.documents.readers.ocr import installed
from tests.documents.rendering import PAPER, set_pdf

needs_ocr = pytest.mark.skipif(
    not installed(), reason="the extra jiedui[ocr] is not installed, or lacks a library"
)
SENTENCE = "各区要按照年度目标任务，组织机关食堂、企业和社会组织采购结对地区农产品，全年采购额不少于1.8亿元。"
TABLE = (
    "#table(columns: 3, [单位], [目标（亿元）], [备注], [和平区], [0.5], [], [滨海新区], [1.8], [含开发区])"
)
SMALL = PAPER.replace(
    'paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm)', "width: 150mm, height: 130mm"
)
PLAN = f"{SMALL}一、工作目标\n\n{SENTENCE}\n\n{TABLE}\n\n{SENTENCE}"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The words are asked for in one language, whatever an earlier test left active."""
    with translation.override("zh-hans"):
        yield


def picture(source: str = PLAN, *, dpi: int = 200, turn: float = 0.0) -> Image.Image:
    page = pypdfium2.PdfDocument(set_pdf(source))[0]
    image: Image.Image = page.render(scale=dpi / 72).to_pil().convert("L")
    return image.rotate(turn, expand=turn % 90 == 0, fillcolor=255) if turn else image


def saved(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def check_plan(read: Document) -> None:
    heading, first, table, last = read.blocks
    assert (heading.kind, heading.level, heading.text) == (BlockKind.HEADING, 2, "一、工作目标")
    assert "全年采购额不少于1.8亿元" in first.text
    assert "全年采购额不少于1.8亿元" in last.text
    assert [tuple(map(_plain, row.cells)) for row in table.rows] == [
        ("单位", "目标(亿元)", "备注"),
        ("和平区", "0.5", ""),
        ("滨海新区", "1.8", "含开发区"),
    ]


def _plain(cell: str) -> str:
    """Brackets of either width are the same to a reader."""
    return cell.replace("（", "(").replace("）", ")").replace(" ", "")


@needs_ocr
@pytest.mark.parametrize("turn", [0.0, 1.2, -0.8, 90.0], ids=str)
def test_a_page_is_read_however_it_lies(turn: float) -> None:
    read = open_document(saved(picture(turn=turn)), "scan.png")

    check_plan(read)
    assert [describe_repair(repair) for repair in read.repairs] == [
        "1页是图片，文字由识别得出，请对照原页核对。",
        "略去1处页码和页眉页脚。",
    ]
    assert read.pages[0].angle == pytest.approx(turn, abs=0.35)


@needs_ocr
def test_each_line_keeps_its_box_and_how_sure_it_is() -> None:
    read = open_document(saved(picture()), "scan.png")

    places = [read.places[line] for line in sorted(read.places)]
    assert all(place.page == 1 and place.box and 0.5 < place.confidence <= 1 for place in places)
    tops = [place.box[1] for place in places if place.box]
    assert tops == sorted(tops)


@needs_ocr
def test_a_scanned_pdf_and_a_mixed_one_are_read_page_by_page() -> None:
    scan = saved(picture(), "PDF", resolution=200)
    seen: list[tuple[int, int]] = []
    read = open_document(scan, "scan.pdf", advance=lambda done, total: seen.append((done, total)))
    check_plan(read)
    assert seen == [(1, 1)]
    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(set_pdf(PLAN)))
    both.import_pages(pypdfium2.PdfDocument(scan))
    buffer = BytesIO()
    both.save(buffer)
    mixed = open_document(buffer.getvalue(), "mixed.pdf")
    assert "recognised_pages:1" in mixed.repairs
    assert {place.page for place in mixed.places.values()} == {1, 2}


@needs_ocr
def test_pages_whose_fonts_tell_no_characters_are_recognised() -> None:
    paper = set_pdf(PLAN).replace(b"/ToUnicode", b"/ToUnknown")
    read = open_document(paper, "plan.pdf")
    check_plan(read)
    assert describe_repair(read.repairs[0]) == (
        "有 1 页的字体未标明所绘文字，已按页面图像识别，请对照原页核对。"
    )


@needs_ocr
def test_a_tiff_of_several_frames_is_a_document_of_several_pages() -> None:
    small = picture(dpi=120)
    data = saved(small, "TIFF", save_all=True, append_images=[small])
    assert len(open_document(data, "scan.tif").pages) == 2


@needs_ocr
def test_a_blank_picture_is_said_to_have_no_words() -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(saved(Image.new("RGB", (800, 600), "white")), "scan.png")
    assert refused.value.reason == "no_words"
    assert "200 dpi" in explain(refused.value)


@pytest.mark.parametrize("format", ["PNG", "PDF"])
def test_without_the_extra_the_message_says_so_at_once(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(UnreadableDocumentError) as refused:
        check_document(saved(Image.new("RGB", (800, 600), "white"), format), "scan")
    assert refused.value.reason == "scanned"
    assert "未安装" in explain(refused.value)


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(saved(Image.new("RGB", (80, 60)))[:60], "scan.png")
    assert refused.value.reason == "damaged"
