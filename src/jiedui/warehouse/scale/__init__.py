"""Generated warehouses of a size: a city, a province, a country. For measuring, and for trying a cluster out."""

from jiedui.warehouse.scale.making import make
from jiedui.warehouse.scale.sizes import SIZES, Scale, Size

__all__ = ["SIZES", "Scale", "Size", "make"]
