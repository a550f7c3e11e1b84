"""Writes examples/tianjin-2019/plan.docx: a plan in the genre's form, for trying the upload.

    python -m tools.make_example_plan

Facts and figures come from the example pack, the wording is this project's own. A few things are wrong on
purpose, as in real plans: the labour table's totals, one prefecture cell that reaches a row too far, and a place
that does not exist. The same input gives the same bytes: fixed times, nothing compressed.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tools.example_plan_text import ANNEXES, CLOSING, NOTICE, NUMBER, TITLE

PACK = Path(__file__).resolve().parent.parent / "examples" / "tianjin-2019"
TARGET = PACK / "plan.docx"
WHEN = datetime(2019, 4, 1)
ZIP_TIME = (2019, 4, 1, 0, 0, 0)
LABOUR = ("jobs-in-tianjin", "jobs-nearby", "jobs-elsewhere")
DISPLACED = {"卓尼县": "平凉市"}
"""Whose prefecture cell is wrong on purpose: it is merged with the one above."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the pack's files."""
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def targets(indicator: str) -> dict[str, str]:
    """The parts of an indicator's target by unit."""
    return {
        r["unit"]: r["value"] for r in rows("targets.csv") if r["indicator"] == indicator and r["part_of"]
    }


def whole(indicator: str) -> str:
    """The whole of an indicator's target."""
    return next(r["value"] for r in rows("targets.csv") if r["indicator"] == indicator and not r["part_of"])


def district_list(indicator: str, unit: str) -> str:
    """甲区1.8亿元，乙区、丙区各0.85亿元: units with the same figure stand together, the largest first."""
    by_value: dict[str, list[str]] = {}
    for name, value in targets(indicator).items():
        by_value.setdefault(value, []).append(name)
    ordered = sorted(by_value, key=lambda value: -Decimal(value.rstrip("万亿")))
    return "，".join(
        f"{'、'.join(by_value[value])}{'各' if len(by_value[value]) > 1 else ''}{value}{unit}"
        for value in ordered
    )


def labour_table() -> list[list[str]]:
    """One row for each district, the total row as the plan states it (which is not the sum)."""
    columns = [targets(f"labour/{code}") for code in LABOUR]
    body = [[district, *(column[district] for column in columns)] for district in columns[0]]
    return [
        ["考核指标", "到天津就业人数", "省内就近就业人数", "到其他地区就业人数"],
        ["单位", "人", "人", "人"],
        *body,
        ["合计", *(whole(f"labour/{code}") for code in LABOUR)],
    ]


def pairing_table() -> list[list[str]]:
    """Province, prefecture, county, district; counties of a prefecture stand together."""
    units = {r["name"]: r for r in rows("units.csv")} | {
        r["short_name"]: r for r in rows("units.csv") if r["short_name"]
    }
    body = []
    for pairing in rows("pairings.csv"):
        if pairing["type"] != "territorial":
            continue
        county = units[pairing["receiver"]]
        prefecture = units[county["parent"]]
        short = prefecture["short_name"] or prefecture["name"]
        body.append([prefecture["parent"], short, pairing["receiver"], pairing["giver"]])
    body.sort(key=lambda r: (PROVINCES.index(r[0]), PREFECTURES.index(r[1]), r[2] not in DISPLACED))
    return [["受援省份", "受援地市", "贫困县", "帮扶区"], *body]


PROVINCES = ["甘肃省", "河北省", "新疆维吾尔自治区"]
PREFECTURES = [
    "庆阳市", "白银市", "天水市", "平凉市", "甘南州", "武威市", "兰州市", "承德市", "和田地区",
]  # fmt: skip


class Plan:
    """The document being written."""

    def __init__(self) -> None:
        self.document: Any = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "仿宋_GB2312", Pt(16)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
        for section in self.document.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.top_margin, section.left_margin = Cm(3.7), Cm(2.8)
            section.bottom_margin, section.right_margin = Cm(3.5), Cm(2.6)

    def line(self, text: str, *, centre: bool = False, bold: bool = False) -> None:
        """A paragraph."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = bold
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.paragraph_format.first_line_indent = Pt(32)

    def annex(self, number: int, title: str, body: tuple[str, ...]) -> None:
        """An annex on a page of its own."""
        self.document.add_page_break()
        paragraph = self.document.add_paragraph(f"附件{number}")
        paragraph.runs[0].bold = True
        self.line(title, centre=True, bold=True)
        for text in body:
            self.body(text)

    def body(self, text: str) -> None:
        """A paragraph, or what stands for a computed one."""
        if text == "{labour}":
            self.table(labour_table())
        elif text == "{pairings}":
            self.table(pairing_table(), merged=(0, 1))
        else:
            self.line(text.format(consumption=CONSUMPTION, villages=VILLAGES), bold=text[1:2] == "、")

    def table(self, cells: list[list[str]], merged: tuple[int, ...] = ()) -> None:
        """A table; equal cells below one another are merged in the ``merged`` columns."""
        table = self.document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
        for r, row in enumerate(cells):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for column in merged:
            self._merge(table, [self._shown(row, column) for row in cells], column)

    @staticmethod
    def _shown(row: list[str], column: int) -> str:
        return DISPLACED.get(row[2], row[column]) if column == 1 else row[column]

    @staticmethod
    def _merge(table: Any, texts: list[str], column: int) -> None:
        start = 1
        for at in range(2, len(texts) + 1):
            if at == len(texts) or texts[at] != texts[start]:
                for r in range(start + 1, at):
                    table.cell(r, column).text = ""
                if at - start > 1:
                    table.cell(start, column).merge(table.cell(at - 1, column))
                table.cell(start, column).text = texts[start]
                start = at


CONSUMPTION = district_list("consumption/purchases", "元")
VILLAGES = district_list("villages/paired", "个")


def build() -> bytes:
    """The document's bytes, the same each time."""
    plan = Plan()
    plan.line(TITLE[0], centre=True, bold=True)
    plan.line(NUMBER, centre=True)
    plan.line(TITLE[1], centre=True, bold=True)
    for text in NOTICE:
        plan.line(text)
    for number, (title, _body) in enumerate(ANNEXES, start=1):
        plan.line(f"{'附件：' if number == 1 else ''}{number}.{title}")
    for text in CLOSING:
        plan.line(text)
    for number, (title, body) in enumerate(ANNEXES, start=1):
        plan.annex(number, title, body)
    properties = plan.document.core_properties
    properties.author, properties.title, properties.comments = (
        "Jiedui",
        TITLE[1],
        "Example; not an official document.",
    )
    properties.created = properties.modified = WHEN
    properties.revision = 1
    slim(plan.document)
    buffer = io.BytesIO()
    plan.document.save(buffer)
    return frozen(buffer.getvalue())


def frozen(data: bytes) -> bytes:
    """The same package with fixed times and nothing compressed."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system, info.external_attr = 0, 0
            target.writestr(info, source.read(name))
    return buffer.getvalue()


def slim(document: Any) -> None:
    """Take off what the template brings and the plan does not use: it would make up most of the file."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.get(qn("w:type")) == "table" and style.name_val not in {"Table Grid", "Normal Table"}:
            styles.remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(("stylesWithEffects", "thumbnail"))]:
            del rels[key]


def main() -> int:
    """Write the file and say how large it is."""
    data = build()
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
