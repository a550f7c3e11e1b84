"""Web pages: the main text among navigation, with headings and tables; nothing is fetched."""

from __future__ import annotations

import pytest

from jiedui.documents.readers import UnreadableDocumentError, open_document
from jiedui.documents.readers.html import _main_text

TEXT = "各区要按照年度目标任务，组织机关食堂、企业和社会组织采购结对地区农产品，全年采购额不少于1.8亿元。"
NAVIGATION = "<ul>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(20)) + "</ul>"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>工作要点 - 海州市人民政府</title></head><body>
<div class="nav">{NAVIGATION}</div><div id="content"><h1>2019年协作工作要点</h1><h2>一、工作目标</h2><p>{TEXT}</p>
<img src="http://127.0.0.1:9/beacon.png"><p>{TEXT}</p><table><tr><th colspan="2">单位</th><th>目标</th></tr>
<tr><td>东城区</td><td>机关</td><td>1.2亿元</td></tr></table><p>{TEXT}</p></div>
<div class="footer"><p>版权所有 网站标识码</p><a href="/about">联系我们</a></div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030")]
)
def test_the_main_text_is_found_in_its_order(charset: str, encoding: str) -> None:
    read = open_document(PAGE.format(charset=charset).encode(encoding), "page.html")

    texts = [block.text for block in read.blocks]
    assert texts.count(TEXT) == 3
    assert texts.index("一、工作目标") < texts.index(TEXT)
    assert not any("栏目" in text or "联系我们" in text for text in texts)
    [table] = read.tables()
    assert [row.cells for row in table.rows] == [("单位", "", "目标"), ("东城区", "机关", "1.2亿元")]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        open_document(b"<!doctype html><html><body><script>go()</script></body></html>", "page.html")
    assert refused.value.reason == "no_text"


@pytest.mark.parametrize("span", ["99999999", "two", "-3", "0", "²"])
def test_a_span_that_cannot_be_is_taken_for_what_may(span: str) -> None:
    page = PAGE.replace('colspan="2"', f'colspan="{span}"').format(charset="utf-8").encode()
    [table] = open_document(page, "page.html").tables()
    assert table.rows[0].cells[0] == "单位"
    assert [cell for cell in table.rows[0].cells if cell] == ["单位", "目标"]
    assert len(table.rows[0].cells) <= 201


@pytest.mark.parametrize("charset", ["idna", "hex", "UTF-6", "unicode_escape"])
def test_an_encoding_that_is_none_gives_way_to_what_the_text_is(charset: str) -> None:
    page = PAGE.format(charset=charset).encode("utf-8")
    texts = [block.text for block in open_document(page, "page.html").blocks]
    assert TEXT in texts or charset == "unicode_escape"


def test_words_among_the_attributes_of_a_tag_are_left_out() -> None:
    spoiled = "td><td>水td>><tr\t<>义洲街道—td>上海街道—会川镇<"
    page = f"<html><body><p>{TEXT}</p>{spoiled}<p>{TEXT}</p></body></html>"
    with pytest.raises(SyntaxError):
        _main_text(page)
    assert TEXT in [block.text for block in open_document(page.encode(), "page.html").blocks]


def test_the_day_beside_a_title_dates_the_page_and_a_footers_does_not() -> None:
    told = "一年来，甲市选派干部30名，投入资金2亿元，实施项目12个，惠及群众一万余人，受到当地好评，合作更加紧密。"
    page = (
        "<html><head><title>两地协作再升级</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        "<div class='article'><h1>两地协作再升级</h1><div><span>2024-04-27 19:14:34</span><span>来源：某网</span></div>"
        f"<div class='content'>{''.join(f'<p>{n}月份，{told * 2}</p>' for n in range(1, 6))}</div></div>"
        "<div class='footer'>版权所有 2019-01-01</div></body></html>"
    )
    blocks = open_document(page.encode(), "a.html").blocks
    assert [block.text for block in blocks[:2]] == ["两地协作再升级", "2024-04-27"]
    assert not any("2019" in block.text for block in blocks)
