"""What the keys of a pivot are called in the reader's language, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.kernel.figures import in_english
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.pivots.answering import Table
from jiedui.warehouse.pivots.axes import About, Axis, Key, day_of
from jiedui.warehouse.pivots.choices import name_of


@dataclass(frozen=True, slots=True)
class Label:
    """A key's name, the group it stands under (a year, a province, a workstream), and where it stands."""

    key: Key
    text: str
    group: str = ""
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows and the columns of a table, named and in order. Two queries at most."""

    rows: list[Label]
    columns: list[Label]


def labels_of(table: Table) -> Labels:
    """Names for every key of a table."""
    pivot = table.pivot
    keys = {
        key
        for axis, found in ((pivot.rows, table.rows), (pivot.columns, table.columns))
        for key in found
        if axis is not None and axis.is_units and key is not None
    }
    units = OrgUnit.objects.in_bulk(keys)
    above = OrgUnit.objects.in_bulk({one.parent_id for one in units.values() if one.parent_id})
    known = Names(units, above, table.indicators)
    columns = known.in_order(pivot.columns, table.columns) if pivot.columns else []
    return Labels(known.in_order(pivot.rows, table.rows), columns)


@dataclass(frozen=True, slots=True)
class Names:
    """Units (with those above them) and indicators by their ids."""

    units: Mapping[int, OrgUnit]
    above: Mapping[int, OrgUnit]
    indicators: Mapping[int, Indicator]

    def in_order(self, axis: Axis, keys: Iterable[Key]) -> list[Label]:
        """Units in the order of their tree, periods by time, indicators as the plan has them."""
        found = [self.label(axis, key) for key in keys]
        return sorted(found, key=lambda label: (label.key is None, label.order)) if axis.is_units else found

    def label(self, axis: Axis, key: Key) -> Label:
        """One key."""
        if key is None:
            return Label(key, _("others (%(level)s: none)") % {"level": name_of(axis)})
        if axis.about is About.PERIOD:
            return _period(axis, key)
        if axis.about is About.INDICATOR:
            one = self.indicators[key]
            return Label(key, one.label, one.workstream.label)
        return self._unit(key)

    def _unit(self, key: int) -> Label:
        unit = self.units.get(key)
        if unit is None:
            return Label(key, f"#{key}")
        parent = self.above.get(unit.parent_id or 0)
        order = tuple(int(part) for part in unit.path.split("/") if part)
        return Label(key, unit.label, parent.label if parent else "", order)


def _period(axis: Axis, key: int) -> Label:
    day = day_of(key)
    words = {"year": day.year, "number": (day.month + 2) // 3, "month": day.month}
    year = pgettext("period", "%(year)s") % words
    if axis.grain is Grain.YEAR:
        return Label(key, year)
    if axis.grain is Grain.HALF:
        return Label(key, _("first half") if day.month == 1 else _("second half"), year)
    if axis.grain is Grain.QUARTER:
        return Label(key, _("Q%(number)s") % words, year)
    if axis.grain is Grain.MONTH:
        return Label(key, date_format(day, "N" if in_english() else "n月"), year)
    if axis.grain is Grain.TEN_DAYS:
        return Label(key, f"{day.month}-{day.day:02}", year)
    return Label(key, f"{day.month:02}-{day.day:02}", year)


def in_full(label: Label, axis: Axis) -> str:
    """A label as it stands alone: a period with its year."""
    if label.key is None or axis.about is not About.PERIOD or not label.group:
        return label.text
    return _("%(group)s %(period)s") % {"group": label.group, "period": label.text}
