"""One engine a process for each warehouse."""

from __future__ import annotations

from functools import cache

from jiedui.warehouse.engines.base import Engine
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.warehouse import Warehouse


@cache
def engine_for(warehouse: Warehouse) -> Engine:
    """The engine that answers questions to a warehouse."""
    return DuckEngine(warehouse)
