"""Units by indicators: how each keeps pace with its targets, as a heat map and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiedui.kernel import figures
from jiedui.plans.models import Indicator
from jiedui.progress.league import CAP
from jiedui.progress.standings import LeagueRow, Standing


@dataclass(frozen=True, slots=True)
class PaceLine:
    """A unit of the league with, column by column, its standing (None where it has no paced target)."""

    row: LeagueRow
    cells: list[Standing | None]


@dataclass(frozen=True, slots=True)
class PaceMap:
    """The whole table, in the order of the league. Headcounts that are kept as stated are in no column."""

    indicators: list[Indicator]
    lines: list[PaceLine]

    @property
    def chart(self) -> dict[str, Any]:
        """What the heat map's script reads; darker is further on, up to 120 %."""
        return {
            "columns": [one.label for one in self.indicators],
            "rows": [line.row.unit.label for line in self.lines],
            "cells": [
                [x, y, round(float(min(cell.pace, CAP) / CAP), 4), figures.percent(cell.pace, 0)]
                for y, line in enumerate(self.lines)
                for x, cell in enumerate(line.cells)
                if cell is not None and cell.pace is not None
            ],
            "labelled": True,
            "height": 130 + 26 * len(self.lines),
            "width": 160 + 54 * len(self.indicators),
        }

    @property
    def finding(self) -> str:
        """How many of the paces are below 95 %."""
        paces = [cell.pace for line in self.lines for cell in line.cells if cell and cell.pace is not None]
        behind = sum(pace < Decimal("0.95") for pace in paces)
        return _("%(behind)d of %(all)d paces of units and indicators are below 95 %%") % {
            "behind": behind,
            "all": len(paces),
        }


def pace_map(league: Sequence[LeagueRow]) -> PaceMap:
    """The league's own standings, laid out; nothing is reckoned."""
    found: dict[int, Indicator] = {}
    for row in league:
        for standing in row.standings:
            found.setdefault(standing.indicator.pk, standing.indicator)
    indicators = sorted(found.values(), key=lambda one: (one.workstream.order, one.order, one.pk))
    return PaceMap(indicators, [PaceLine(row, _cells(row, indicators)) for row in league])


def _cells(row: LeagueRow, indicators: Sequence[Indicator]) -> list[Standing | None]:
    by_indicator: dict[int, Standing] = {}
    for standing in row.standings:
        by_indicator.setdefault(standing.indicator.pk, standing)
    return [by_indicator.get(one.pk) for one in indicators]
