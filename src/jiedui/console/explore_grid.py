"""A pivot as a table on the page: names, scales, order, and where each figure and each head leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict

from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.warehouse.pivots import WHOLE, About, Axis, Cell, Show, Table, share_of
from jiedui.warehouse.pivots.axes import Key
from jiedui.warehouse.pivots.labels import Label, Labels
from jiedui.warehouse.pivots.narrowing import into

MOST_CELLS = 6_000
FEWEST_ROWS = 20
NAMES = {WHOLE: "all", None: "none"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell as it is shown. ``href`` leads to its entries."""

    text: str
    title: str = ""
    href: str = ""
    negative: bool = False
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A row's or a column's name; ``href`` leads into it, ``sort`` orders by it."""

    label: Label
    href: str = ""
    unit: str = ""
    sort: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its figures; the total, where there is one, comes last."""

    head: Head
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table. ``groups`` are the heads over the columns' heads, with how many columns each spans."""

    columns: list[Head]
    groups: list[tuple[str, int]]
    lines: list[Line]
    totals: list[Figure]
    count: int
    total: Head | None = None
    unit: str = ""

    @property
    def shown(self) -> int:
        """How many rows are on the page; the exports have them all."""
        return len(self.lines)


class Maker:
    """Puts one grid together. ``here`` is the explorer's page, ``entries`` that of the entries behind a cell."""

    def __init__(self, table: Table, labels: Labels, address: QueryDict, here: str, entries: str) -> None:
        self.table, self.labels, self.address = table, labels, address
        self.here, self.entries = here, entries
        self._scales = _scales(table)

    @property
    def keys(self) -> list[Key]:
        """The columns' keys, the total's last."""
        columns: list[Key] = [label.key for label in self.labels.columns]
        return [*columns, WHOLE] if self.has_total else columns

    @property
    def has_total(self) -> bool:
        """Whether each row has a total (without columns it is all that there is)."""
        return self.table.pivot.columns is None or self.table.pivot.columns.adds_up

    def grid(self) -> Grid:
        """The grid, its rows in the order asked for."""
        labels = self._sorted(self.labels.rows)
        most = max(FEWEST_ROWS, MOST_CELLS // max(1, len(self.keys)))
        columns = self.table.pivot.columns
        return Grid(
            [self._column(columns, label) for label in self.labels.columns] if columns else [],
            _groups(self.labels.columns),
            [self._line(label) for label in labels[:most]],
            self._totals(),
            len(labels),
            self._column(None, Label(WHOLE, "")) if self.has_total else None,
            self.unit,
        )

    @property
    def unit(self) -> str:
        """The unit of all figures, where they have one; a share and a number of entries have none."""
        one = self.table.indicator is not None and self.counts_value and not self._is_share
        return self.scale(WHOLE, WHOLE).unit if one else ""

    @property
    def counts_value(self) -> bool:
        """Whether values are shown, and no numbers of entries."""
        return self.table.pivot.show is not Show.ENTRIES

    @property
    def _is_share(self) -> bool:
        return self.table.pivot.show.is_share

    def _column(self, axis: Axis | None, label: Label) -> Head:
        name = NAMES.get(label.key) or str(label.key)
        now = self.address.get("sort", "")
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        sort = self.with_({"sort": name if now == f"-{name}" else f"-{name}"})
        by_column = axis is not None and axis.about is About.INDICATOR
        unit = self.scale(WHOLE, label.key).unit if by_column and self.counts_value else ""
        return Head(label, self._into(axis, label), "" if self._is_share else unit, sort, order)

    def _line(self, label: Label) -> Line:
        rows = self.table.pivot.rows
        by_row = rows.about is About.INDICATOR and self.counts_value and not self._is_share
        unit = self.scale(label.key, WHOLE).unit if by_row else ""
        head = Head(label, self._into(rows, label), unit)
        return Line(head, [self.figure(label.key, key) for key in self.keys])

    def _totals(self) -> list[Figure]:
        adds_up = self.table.pivot.rows.adds_up and len(self.labels.rows) > 1
        return [self.figure(WHOLE, key) for key in self.keys] if adds_up else []

    def _into(self, axis: Axis | None, label: Label) -> str:
        choices = into(self.table.pivot, axis, label.key) if axis and label.key != WHOLE else {}
        return self.with_({**choices, "sort": ""}) if choices else ""

    def with_(self, choices: dict[str, str]) -> str:
        """The address with other choices in it."""
        kept = self.address.copy()
        for name, value in choices.items():
            kept[name] = value
            if not value:
                del kept[name]
        return f"{self.here}?{kept.urlencode()}"

    def figure(self, row: Key, column: Key) -> Figure:
        """One place, ready to be shown."""
        cell = self.table.at(row, column)
        if cell is None:
            return Figure(figures.EMPTY)
        indicator = self.table.indicator_at(row, column)
        value, text = self._shown(cell, row, column)
        exact = figures.exact(cell.value, indicator.unit if indicator else "")
        return Figure(text, exact, self._behind(row, column), cell.value < 0, value)

    def _shown(self, cell: Cell, row: Key, column: Key) -> tuple[Decimal | None, str]:
        if not self.counts_value:
            return Decimal(cell.entries), f"{cell.entries:,}"
        if self._is_share:
            share = share_of(self.table, cell, row, column)
            return share, figures.percent(share)
        return cell.value, self.scale(row, column).show(cell.value)

    def _behind(self, row: Key, column: Key) -> str:
        kept = self.address.copy()
        for name in ("sort", "chart"):
            kept.pop(name, None)
        kept["row"], kept["column"] = (NAMES.get(key) or str(key) for key in (row, column))
        return f"{self.entries}?{kept.urlencode()}"

    def scale(self, row: Key, column: Key) -> Scale:
        """How a place is written."""
        indicator = self.table.indicator_at(row, column)
        return self._scales[indicator.pk] if indicator else Scale()

    def _sorted(self, labels: list[Label]) -> list[Label]:
        name = self.address.get("sort", "")
        keys = {NAMES.get(key) or str(key): key for key in self.keys}
        if name.lstrip("-") not in keys:
            return labels
        column = keys[name.lstrip("-")]
        shown = {label.key: self.figure(label.key, column).value for label in labels}
        there = [(value, label) for label in labels if (value := shown[label.key]) is not None]
        there.sort(key=lambda pair: pair[0], reverse=name.startswith("-"))
        return [*(label for _value, label in there), *(label for label in labels if shown[label.key] is None)]


def _scales(table: Table) -> dict[int, Scale]:
    """One scale for all figures of one indicator, so that they can be compared."""
    values: defaultdict[int, list[Decimal]] = defaultdict(list)
    for place, cell in table.cells.items():
        if (indicator := table.indicator_at(*place)) is not None:
            values[indicator.pk].append(cell.value)
    return {pk: figures.scale_of(values[pk], one.unit, one.decimals) for pk, one in table.indicators.items()}


def _groups(labels: Iterable[Label]) -> list[tuple[str, int]]:
    found = [(group, len(list(some))) for group, some in groupby(labels, key=lambda label: label.group)]
    return found if any(group for group, _count in found) else []
