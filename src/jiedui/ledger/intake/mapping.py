"""Which column of a table is which field: said by a template, or suggested for a unit's own layout."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import translation

from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.ledger.intake.columns import KEY, SheetColumn, sheet_columns
from jiedui.ledger.intake.tables import Table
from jiedui.ledger.kinds.fields import Shape
from jiedui.organisations.unit_names import normalize

LANGUAGES = ("zh-hans", "en")
IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
SCALES = {
    "元": 1,
    "yuan": 1,
    "千元": 1000,
    "万元": 10**4,
    "百万元": 10**6,
    "亿元": 10**8,
    "万": 10**4,
    "亿": 10**8,
}
ALIASES: dict[str, tuple[str, ...]] = {
    # A running number (序号, 行号, no.) is no key: the ledger of the next month begins at 1 again.
    KEY: ("编号", "key", "id"),
    "title": ("名称", "事项", "内容", "摘要", "项目名称", "事项名称", "工作内容"),
    "occurred_on": ("日期", "时间", "发生日期", "发生时间", "date", "day"),
    "giver": ("支援方", "帮扶方", "援助方", "帮扶单位", "支援单位", "填报单位", "所属区", "区", "from"),
    "receiver": ("受援方", "受援地", "受援县", "受助地区", "受援单位", "产地", "县", "to"),
    "amount": ("金额", "总金额", "合计", "采购金额", "销售额", "资金", "款项", "sum", "total"),
    "persons": ("人数", "人员数量", "people", "heads"),
    "quantity": ("数量", "采购数量", "qty"),
    "quantity_unit": ("单位", "计量单位", "unit"),
    "voucher_number": ("凭证号", "发票号", "发票号码", "票据号", "单号", "订单号", "invoice"),
    "document_number": ("文号", "文件号", "凭证号"),
    "voucher_type": ("凭证类型", "票据类型"),
    "seller": ("销售方", "供货方", "供应商", "卖方", "销售单位", "supplier", "vendor"),
    "buyer": ("采购方", "购买方", "买方", "采购单位", "customer"),
    "product": ("产品", "商品", "品名", "产品名称", "商品名称", "货物名称", "item", "goods"),
    "channel": ("渠道", "销售渠道", "采购渠道"),
    "assists": ("配合单位", "协助单位"),
    "workstream": ("工作组", "专项", "领域"),
    "project": ("项目", "所属项目"),
}
"""What the field's own tables call these columns; a label of the kind itself goes before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a field's values come from: a column (counted from 0) with its scale and words, or a ``constant``."""

    column: int | None = None
    scale: str = "1"
    values: MappingOf[str, str] = field(default_factory=dict)
    constant: str = ""

    @property
    def factor(self) -> Decimal:
        """What numbers are multiplied by."""
        return Decimal(self.scale)


@dataclass(frozen=True, slots=True)
class Mapping:
    """For each field where its values come from; ``key`` names the column with the row's own number."""

    fields: MappingOf[str, Taken]
    sheet: str = ""
    header_row: int = 0

    def as_record(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: MappingOf[str, Any]) -> Mapping:
        """From JSON. Raises KeyError, TypeError for what is no mapping."""
        fields = {name: Taken(**taken) for name, taken in record["fields"].items()}
        return cls(fields, record.get("sheet", ""), record.get("header_row", 0))

    def missing(self, kind_key: str) -> list[SheetColumn]:
        """Required columns that nothing is taken from."""
        return [c for c in sheet_columns(kind_key) if c.required and c.name not in self.fields]

    def unread(self, header: Sequence[str]) -> tuple[str, ...]:
        """Headings of columns that no field takes."""
        used = {taken.column for taken in self.fields.values()}
        return tuple(text for index, text in enumerate(header) if text and index not in used)


def header_fingerprint(header: Sequence[str]) -> str:
    """The same for the same headings in the same order, however they are spaced."""
    return sha256_hex(canonical_json([normalize(text) for text in header]))


def of_template(table: Table) -> Mapping:
    """The mapping a template brings along."""
    names = table.mark.columns if table.mark else ()
    return Mapping(
        {name: Taken(column=index) for index, name in enumerate(names)}, table.sheet, table.header_row
    )


def suggest_mapping(kind_key: str, header: Sequence[str], *, sheet: str = "", header_row: int = 0) -> Mapping:
    """What each heading most likely means: labels in both languages first, then the field's customary words.

    A unit in brackets, as in 金额（万元）, becomes the scale.
    """
    taken: dict[str, Taken] = {}
    used: set[int] = set()
    # A label of one field may be a customary word for another: all labels go first.
    for names, exactly in ((_labels, True), (_names, True), (_names, False)):
        for column in (*sheet_columns(kind_key), None):
            name = column.name if column else KEY
            index = None if name in taken else _best(names(column), header, used, exactly)
            if index is not None:
                used.add(index)
                taken[name] = Taken(column=index, scale=_scale(column, header[index]))
    return Mapping(taken, sheet, header_row)


def _best(wanted: set[str], header: Sequence[str], used: set[int], exactly: bool) -> int | None:
    for index, text in enumerate(header):
        said = normalize(IN_BRACKETS.sub("", text)) or normalize(text)
        if index in used or not said:
            continue
        if said in wanted or (not exactly and any(len(name) > 1 and name in said for name in wanted)):
            return index
    return None


def _labels(column: SheetColumn | None) -> set[str]:
    """What the kind itself calls the column, in both languages, normalized."""
    if column is None:
        return set()
    labels = [column.name]
    for language in LANGUAGES:
        with translation.override(language):
            said = str(column.label)
            labels += [said, IN_BRACKETS.sub("", said)]
    return {normalize(text) for text in labels if normalize(text)}


def _names(column: SheetColumn | None) -> set[str]:
    """Everything the column may be headed by, normalized."""
    said = ALIASES.get(KEY if column is None else column.name, ())
    return {*_labels(column), *(normalize(text) for text in said)}


def _scale(column: SheetColumn | None, text: str) -> str:
    if column is None or column.shape not in {Shape.MONEY, Shape.DECIMAL}:
        return "1"
    said = next((found.strip().lower() for found in IN_BRACKETS.findall(text)), "")
    return str(SCALES.get(said.removeprefix("单位").lstrip(":： "), 1))


def header_row_of(kind_key: str, rows: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows is the header (counted from 0): the one most of whose cells name a field.

    Titles and dates often stand above it.
    """
    wanted = {name for column in (*sheet_columns(kind_key), None) for name in _names(column)}

    def score(row: Sequence[Any]) -> int:
        texts = [normalize(IN_BRACKETS.sub("", cell)) for cell in row if isinstance(cell, str)]
        return 2 * sum(text in wanted for text in texts) + sum(bool(text) for text in texts)

    scores = [score(row) for row in rows[:20]]
    best = max(scores, default=0)
    return scores.index(best) if best else 0
