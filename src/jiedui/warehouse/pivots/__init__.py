"""Pivots: one kind of thing down the side, another across the top, an indicator's value in each cell, totals exact."""

from jiedui.warehouse.pivots.answering import Cell, Table, answer, share_of
from jiedui.warehouse.pivots.axes import WHOLE, About, Axis
from jiedui.warehouse.pivots.pivot import Pivot, Show

__all__ = ["WHOLE", "About", "Axis", "Cell", "Pivot", "Show", "Table", "answer", "share_of"]
