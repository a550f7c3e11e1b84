"""What runs the queries: DuckDB in the process, or a Spark cluster; chosen by ``JIEDUI_WAREHOUSE_ENGINE``."""

from jiedui.warehouse.engines.base import Engine
from jiedui.warehouse.engines.choosing import engine_for

__all__ = ["Engine", "engine_for"]
