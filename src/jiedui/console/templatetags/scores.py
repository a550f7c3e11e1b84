"""Points on screen. ``{% load scores %}``."""

from __future__ import annotations

from decimal import Decimal

from django import template

from jiedui.kernel import figures

register = template.Library()


@register.filter
def points(value: Decimal | int | str | None) -> str:
    """Points to the hundredth, as they are reckoned; — for nothing."""
    return figures.grouped(None if value in (None, "") else Decimal(str(value)), 2)


@register.filter
def more_or_less(value: Decimal) -> str:
    """A difference of points with its sign."""
    shown = figures.grouped(value, 2)
    return f"+{shown}" if value > 0 else shown
