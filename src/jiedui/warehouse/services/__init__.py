"""Keeping the copy: bringing it up to date, making it anew, tidying its files."""

from jiedui.warehouse.services.mirroring import catch_up, make_anew
from jiedui.warehouse.services.reading_on import come_abreast
from jiedui.warehouse.services.summing import sum_up
from jiedui.warehouse.services.tidying import tidy

__all__ = ["catch_up", "come_abreast", "make_anew", "sum_up", "tidy"]
