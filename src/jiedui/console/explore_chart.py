"""A pivot as a chart: which one fits, and what its script reads. The table beside it holds the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiedui.console.explore_grid import Figure, Maker
from jiedui.console.schematic_map import TILES, tiles_of
from jiedui.kernel import figures
from jiedui.organisations.enums import UnitKind
from jiedui.plans.models import Indicator
from jiedui.warehouse.pivots import WHOLE, About, Axis, Pivot, Show, Table
from jiedui.warehouse.pivots.axes import Key
from jiedui.warehouse.pivots.labels import Label, in_full
from jiedui.warehouse.pivots.pivot import RESTS_ON, Chart

MOST_LINES = 6
MOST_BARS = 40
MOST_FLOWS = 160
WORDS = {
    Chart.BAR: gettext_lazy("Bars"),
    Chart.LINE: gettext_lazy("Lines"),
    Chart.HEAT: gettext_lazy("Heat map"),
    Chart.FLOW: gettext_lazy("Flow"),
    Chart.MULTIPLES: gettext_lazy("Small multiples"),
    Chart.MAP: gettext_lazy("Schematic map"),
    Chart.NONE: gettext_lazy("Table only"),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn: its kind, the sentence over it, what the script reads, and which others there are."""

    kind: Chart
    finding: str
    data: dict[str, Any]
    others: list[tuple[str, str, bool]]

    @property
    def is_drawn(self) -> bool:
        """Whether there is a chart at all."""
        return self.kind is not Chart.NONE


def possible(pivot: Pivot) -> list[Chart]:
    """The charts that can show it, the one that fits first when there are few rows."""
    about = {axis.about for axis in pivot.axes}
    if pivot.columns is None:
        one = Chart.LINE if About.PERIOD in about else Chart.BAR
        if About.INDICATOR in about:
            return []
        on_map = [Chart.MAP] if pivot.rows.is_units and pivot.rows.by == UnitKind.PROVINCE else []
        return [one, *({Chart.BAR} - {one}), *on_map]
    if about == {About.GIVER, About.RECEIVER}:
        return [Chart.FLOW, Chart.HEAT]
    if About.PERIOD in about:
        return (
            [Chart.MULTIPLES, Chart.HEAT]
            if About.INDICATOR in about
            else [Chart.LINE, Chart.MULTIPLES, Chart.HEAT]
        )
    return [Chart.HEAT]


def fitting(table: Table) -> Chart:
    """The one to begin with."""
    pivot, offered = table.pivot, possible(table.pivot)
    if not offered:
        return Chart.NONE
    across = len(table.columns) if pivot.rows.about is About.PERIOD else len(table.rows)
    if offered[0] is Chart.LINE and pivot.columns and across > MOST_LINES:
        return Chart.MULTIPLES
    if offered[0] is Chart.FLOW and len(table.cells) > MOST_FLOWS + len(table.rows) + len(table.columns):
        return Chart.HEAT
    return offered[0]


def drawing_of(maker: Maker, asked: str) -> Drawing:
    """The chart asked for, if it can show this pivot; else the fitting one."""
    offered = possible(maker.table.pivot)
    chosen = next((one for one in [*offered, Chart.NONE] if one == asked), None) or fitting(maker.table)
    others = [
        (str(WORDS[one]), maker.with_({"chart": str(one)}), one is chosen) for one in [*offered, Chart.NONE]
    ]
    make = MAKE.get(chosen)
    data = make(_Source(maker)) if make else {}
    return Drawing(chosen, _finding(maker), data, others if offered else [])


class _Source:
    """A pivot seen from its time axis: what lies along it, and what is drawn."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.table, self.pivot = maker.table, maker.table.pivot
        self.rows, self.columns = maker.labels.rows, maker.labels.columns
        self.by_time = self.pivot.rows.about is About.PERIOD

    @property
    def unit(self) -> str:
        """The unit of the one scale there is; nothing for shares and numbers of entries."""
        return self.maker.unit

    def drawn(self, row: Key, column: Key) -> float | None:
        """A value in its scale; shares in percent."""
        figure = self.maker.figure(row, column)
        if figure.value is None:
            return None
        if self.pivot.show.is_share:
            return round(float(figure.value * 100), 2)
        scale = self.maker.scale(row, column) if self.maker.counts_value else None
        return round(float(figure.value / scale.divisor if scale else figure.value), 4)

    def name(self, axis: Axis | None, label: Label) -> str:
        """A label as it stands alone."""
        return in_full(label, axis) if axis else label.text


def _bar(source: _Source) -> dict[str, Any]:
    rows = [(source.drawn(label.key, WHOLE), label) for label in source.rows]
    shown = [(value, label) for value, label in rows if value is not None]
    if not source.by_time:
        shown.sort(key=lambda pair: -pair[0])
    shown = shown[:MOST_BARS]
    return {
        "unit": source.unit,
        "upright": source.by_time,
        "names": [source.name(source.pivot.rows, label) for _value, label in shown],
        "values": [value for value, _label in shown],
        "hrefs": [source.maker.figure(label.key, WHOLE).href for _value, label in shown],
        "height": 260 if source.by_time else 60 + 26 * len(shown),
    }


def _series(source: _Source) -> tuple[list[str], list[dict[str, Any]]]:
    """The names along the axis of time, and a line for each of what lies across it."""
    time, across = (source.rows, source.columns) if source.by_time else (source.columns, source.rows)
    pivot = source.pivot
    time_axis, other = (pivot.rows, pivot.columns) if source.by_time else (pivot.columns, pivot.rows)
    names = [source.name(time_axis, label) for label in time]
    lines: list[tuple[str, Key]] = [(source.name(other, label), label.key) for label in across]
    series = []
    for name, key in lines or [(source.table.indicator.label if source.table.indicator else "", WHOLE)]:
        places = [(label.key, key) if source.by_time else (key, label.key) for label in time]
        values = [source.drawn(*place) for place in places]
        unit = source.unit or (source.maker.scale(*places[0]).unit if places else "")
        series.append({"name": name, "values": values, "unit": unit})
    return names, series


def _line(source: _Source) -> dict[str, Any]:
    names, series = _series(source)
    return {"unit": source.unit, "names": names, "series": series, "height": 300}


def _multiples(source: _Source) -> dict[str, Any]:
    names, series = _series(source)
    shown = [one for one in series if any(one["values"])]
    same = source.table.indicator is not None
    return {"names": names, "series": shown, "same": same, "unit": source.unit}


def _heat(source: _Source) -> dict[str, Any]:
    """Darker is more; where the indicators lie along an axis, compared within each of them."""
    pivot = source.pivot
    largest: dict[int, float] = {}
    cells = []
    for y, row in enumerate(source.rows):
        for x, column in enumerate(source.columns):
            value, one = source.drawn(row.key, column.key), source.table.indicator_at(row.key, column.key)
            if value is None or one is None:
                continue
            largest[one.pk] = max(largest.get(one.pk, 0), abs(value))
            cells.append((x, y, value, one.pk, source.maker.figure(row.key, column.key)))
    return {
        "columns": [source.name(pivot.columns, label) for label in source.columns],
        "rows": [source.name(pivot.rows, label) for label in source.rows],
        "cells": [
            [x, y, round(value / (largest[one] or 1), 4), _told(figure, source)]
            for x, y, value, one, figure in cells
        ],
        "hrefs": [figure.href for *_place, figure in cells],
        "height": 130 + 24 * len(source.rows),
        "width": 150 + 34 * len(source.columns),
    }


def _told(figure: Figure, source: _Source) -> str:
    return figure.text if source.pivot.show.is_share else figure.title


def _flow(source: _Source) -> dict[str, Any]:
    gives = source.pivot.rows.about is About.GIVER
    links = []
    for row in source.rows:
        for column in source.columns:
            value = source.drawn(row.key, column.key)
            giver, receiver = (row, column) if gives else (column, row)
            if value is not None and value > 0:
                links.append((giver, receiver, value))
    givers = {f"g{label.key}": label.text for label, _other, _value in links}
    receivers = {f"r{label.key}": label.text for _other, label, _value in links}
    return {
        "unit": source.unit,
        "names": givers | receivers,
        "nodes": [
            *({"name": name, "side": "giver"} for name in givers),
            *({"name": name, "side": "receiver"} for name in receivers),
        ],
        "links": [
            {"source": f"g{giver.key}", "target": f"r{receiver.key}", "value": value}
            for giver, receiver, value in links
        ],
    }


def _map(source: _Source) -> dict[str, Any]:
    """A tile a provincial division; darker is more. Those that nothing is known of stay pale."""
    places = tiles_of(label.key for label in source.rows if label.key)
    drawn: dict[str, float] = {}
    told: dict[str, Figure] = {}
    for label in source.rows:
        value, tile = source.drawn(label.key, WHOLE), places.get(label.key or 0)
        if value is not None and tile:
            drawn[tile] = drawn.get(tile, 0) + value
            told[tile] = source.maker.figure(label.key, WHOLE)
    most = max(map(abs, drawn.values()), default=0) or 1
    return {
        "unit": source.unit,
        "tiles": [
            [
                tile.x,
                tile.y,
                round(drawn[code] / most, 4) if code in drawn else -1,
                tile.label,
                drawn.get(code),
            ]
            for code, tile in TILES.items()
        ],
        "hrefs": [told[code].href if code in told else "" for code in TILES],
        "height": 480,
    }


MAKE: dict[Chart, Callable[[_Source], dict[str, Any]]] = {
    Chart.BAR: _bar,
    Chart.LINE: _line,
    Chart.HEAT: _heat,
    Chart.FLOW: _flow,
    Chart.MULTIPLES: _multiples,
    Chart.MAP: _map,
}


def _finding(maker: Maker) -> str:
    """The largest figure in a sentence; how to read the colours where figures of several units stand together."""
    table = maker.table
    one = table.indicator
    if one is None:
        return _("Each indicator is compared within itself, because they are counted in different units")
    if table.pivot.show in RESTS_ON:
        return _resting(table, one)
    places = [(place, cell) for place, cell in table.cells.items() if _is_named(table, place) and cell.value]
    if not places:
        return one.label
    (row, column), cell = max(places, key=lambda pair: pair[1].value)
    whole = table.at()
    words = {
        "name": one.label,
        "where": pgettext("list", ", ").join(_where(maker, row, column)),
        "value": figures.told(cell.value, one.unit, one.decimals),
        "share": figures.percent(cell.value / whole.value, 0) if whole and whole.value else figures.EMPTY,
    }
    if not table.pivot.running and whole and whole.value > 0 and cell.value <= whole.value:
        return _("%(name)s: most for %(where)s, %(value)s (%(share)s of the total)") % words
    return _("%(name)s: most for %(where)s, %(value)s") % words


def _resting(table: Table, one: Indicator) -> str:
    """How much of the whole is proven or confirmed."""
    said = {
        Show.EVIDENCED: _("%(name)s: %(share)s of it has evidence"),
        Show.CONFIRMED: _("%(name)s: the receivers confirmed %(share)s of it"),
    }
    whole = table.at()
    share = figures.percent(whole.share if whole else None)
    return said[table.pivot.show] % {"name": one.label, "share": share}


def _is_named(table: Table, place: tuple[Key, Key]) -> bool:
    """Whether a place is one of the table's own, neither a total nor what lies at no unit of the level."""
    row, column = place
    return row not in {WHOLE, None} and column is not None and (column != WHOLE or not table.columns)


def _where(maker: Maker, row: Key, column: Key) -> list[str]:
    pivot, labels = maker.table.pivot, maker.labels
    found = [in_full(label, pivot.rows) for label in labels.rows if label.key == row]
    if pivot.columns is not None:
        found += [in_full(label, pivot.columns) for label in labels.columns if label.key == column]
    return found
