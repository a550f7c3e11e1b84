"""A pivot as a paper: as it stands on the page for people, a row a cell for programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiedui.kernel.figures import unit_word
from jiedui.warehouse.exports.paper import Column, Paper, Value
from jiedui.warehouse.exports.words import made_words, said_of, title_of, warnings_of
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.pivots import WHOLE, About, Cell, Show, Table, share_of
from jiedui.warehouse.pivots.axes import Key
from jiedui.warehouse.pivots.choices import name_of
from jiedui.warehouse.pivots.labels import Label, Labels, in_full, labels_of

FIGURE = "DECIMAL(38,4)"


def table_paper(form: PivotForm, table: Table, total: str) -> Paper:
    """Rows down the side, columns across, totals. Figures are exact and in the unit they are counted in."""
    labels = labels_of(table)
    return Paper(
        title_of(table),
        said_of(form),
        _unit(table),
        _columns(table, labels, total),
        ([_row_label(table, label), *_figures(table, labels, label.key)] for label in labels.rows),
        len(labels.rows),
        [total, *_figures(table, labels, WHOLE)]
        if table.pivot.rows.adds_up and len(labels.rows) > 1
        else None,
        form.programme.office.label if form.programme.office else form.programme.giver.label,
        made_words(form.user),
        table.pivot.show.is_share,
        warnings_of(form.programme),
    )


def long_paper(form: PivotForm, table: Table) -> Paper:
    """A row a cell, with the ids of what it stands at; without totals, for whoever puts them together anew."""
    labels = labels_of(table)
    columns = [
        Column("row_key", "", "BIGINT"),
        Column("row", name_of(table.pivot.rows)),
        Column("column_key", "", "BIGINT"),
        Column("column", name_of(table.pivot.columns) if table.pivot.columns else ""),
        Column("indicator", ""),
        Column("unit", ""),
        Column("value", "", FIGURE),
        Column("entries", "", "BIGINT"),
    ]
    rows = list(_long_rows(table, labels))
    return Paper(title_of(table), said_of(form), _unit(table), columns, rows, len(rows))


def _long_rows(table: Table, labels: Labels) -> Iterator[list[Value]]:
    pivot = table.pivot
    across = labels.columns or [Label(WHOLE, "")]
    for row in labels.rows:
        for column in across:
            cell, one = table.at(row.key, column.key), table.indicator_at(row.key, column.key)
            if cell is None or one is None:
                continue
            named = in_full(column, pivot.columns) if pivot.columns else None
            key = None if pivot.columns is None else column.key
            told = [in_full(row, pivot.rows), key, named, one.label, one.unit, cell.value, cell.entries]
            yield [row.key, *told]


def _keys(table: Table, labels: Labels) -> list[Key]:
    columns: list[Key] = [label.key for label in labels.columns]
    return [*columns, WHOLE] if table.pivot.columns is None or table.pivot.columns.adds_up else columns


def _columns(table: Table, labels: Labels, total: str) -> list[Column]:
    pivot = table.pivot
    found = [Column("row", name_of(pivot.rows), width=24)]
    for number, key in enumerate(_keys(table, labels)):
        label = labels.columns[number] if key != WHOLE else Label(WHOLE, total)
        one = (
            table.indicator_at(WHOLE, key)
            if pivot.columns and pivot.columns.about is About.INDICATOR
            else None
        )
        text = f"{label.text} ({unit_word(one.unit)})" if one and unit_word(one.unit) else label.text
        found.append(Column(f"c{number}", text, FIGURE, label.group, 16))
    return found


def _figures(table: Table, labels: Labels, row: Key) -> list[Value]:
    return [_figure(table, table.at(row, key), row, key) for key in _keys(table, labels)]


def _figure(table: Table, cell: Cell | None, row: Key, column: Key) -> Decimal | None:
    if cell is None:
        return None
    if table.pivot.show is Show.ENTRIES:
        return Decimal(cell.entries)
    return share_of(table, cell, row, column) if table.pivot.show.is_share else cell.value


def _row_label(table: Table, label: Label) -> str:
    text = in_full(label, table.pivot.rows)
    one = table.indicator_at(label.key, WHOLE) if table.pivot.rows.about is About.INDICATOR else None
    return f"{text} ({unit_word(one.unit)})" if one and unit_word(one.unit) else text


def _unit(table: Table) -> str:
    """The one unit of the table; empty where there are several, or where shares or entries are shown."""
    plain = table.pivot.show in {Show.VALUE, Show.RUNNING}
    return unit_word(table.indicator.unit) if table.indicator and plain else ""
