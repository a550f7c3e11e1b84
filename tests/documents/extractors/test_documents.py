"""The papers in a document."""

from __future__ import annotations

from jiedui.documents.extractors import documents
from tests.documents.samples import BULLETIN, PLAN, context


def test_a_plan_has_number_issuer_addressees_and_an_annex() -> None:
    read = context(PLAN)
    main, annex = documents.extract(read.document, read)
    assert main.fields == {
        "title": "上海市2020年东西部扶贫协作工作要点",
        "issuer": "上海市对口支援与合作交流工作领导小组",
        "doc_number": "沪合作〔2020〕3号",
        "date": "2020",
        "type": "要点",
        "addressees": ["各区人民政府", "市政府有关委、办、局"],
    }
    assert annex.fields["title"] == "上海市各区与云南省贫困县结对关系及2020年援助资金安排表"
    assert annex.fields["doc_number"].startswith("沪合作〔2020〕3号 附件")


def test_a_bulletin_has_its_issue_and_date() -> None:
    read = context(BULLETIN)
    [main] = documents.extract(read.document, read)
    assert (main.fields["title"], main.fields["date"], main.fields["type"]) == (
        "杭州市对口支援和区域合作工作简报第12期", "2019-09-15", "简报",
    )  # fmt: skip
    assert main.fields["issuer"] == "杭州市对口支援和区域合作局"
