"""One engine a process for each warehouse."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from jiedui.warehouse.engines.base import Engine
from jiedui.warehouse.engines.duck import DuckEngine
from jiedui.warehouse.warehouse import Warehouse


@cache
def engine_for(warehouse: Warehouse) -> Engine:
    """The engine that answers questions to a warehouse: ``duckdb``, or Spark at the master named. Raises NoSpark."""
    if settings.WAREHOUSE_ENGINE == "duckdb":
        return DuckEngine(warehouse)
    from jiedui.warehouse.engines.spark import SparkEngine

    return SparkEngine(warehouse, settings.WAREHOUSE_ENGINE)
