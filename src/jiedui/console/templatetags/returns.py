"""Returns on their pages. ``{% load returns %}``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext

from jiedui.console.return_forms import AdjustForm
from jiedui.console.return_words import due_words, period_of
from jiedui.kernel import figures
from jiedui.returns.models import Return, ReturnLine, ReturnSchedule, ScheduleLine

register = template.Library()
FULL = Decimal(100)


@register.inclusion_tag("console/components/proof_bar.html")
def proof_bar(value: Decimal | None, evidenced: Decimal | None, confirmed: Decimal | None) -> dict[str, Any]:
    """What a figure rests on: confirmed (darker), evidenced, the rest hatched. Shares of the figure, 0 to 1."""
    if not value or evidenced is None or confirmed is None:
        return {"drawn": False}
    words = gettext("evidenced %(evidenced)s, confirmed %(confirmed)s") % {
        "evidenced": figures.percent(evidenced, 0),
        "confirmed": figures.percent(confirmed, 0),
    }
    return {"drawn": True, "words": words, "evidenced": _at(evidenced), "confirmed": _at(confirmed)}


@register.simple_tag
def adjust_form(line: ReturnLine, failed: Any = None, form: AdjustForm | None = None) -> AdjustForm:
    """The form of a line's own figure: the one that was sent and refused, else a fresh one."""
    return form if form is not None and failed == line.pk else AdjustForm(line=line)


@register.filter
def period_word(one: Return) -> str:
    """The period of a return in words."""
    return period_of(one)


@register.filter
def due_word(schedule: ReturnSchedule) -> str:
    """The due rule of a schedule as one phrase."""
    return due_words(schedule)


def _at(share: Decimal) -> str:
    return f"{max(Decimal(0), min(share, Decimal(1))) * FULL:.1f}"


@register.filter
def whole(value: Decimal | None, decimals: int = 0) -> str:
    """A figure of the form: exact, thousands grouped, with at least its indicator's places; — for nothing."""
    if value is None:
        return figures.EMPTY
    exponent = value.normalize().as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return figures.grouped(value, places)


@register.filter
def portion(share: Decimal | None) -> str:
    """A share of a target on the form: 66.6%."""
    return figures.percent(share, 1)


@register.filter
def anchor(address: str) -> str:
    """Where on the page of a return the part stands that a refusal names: ``lines.3`` is ``#line3``."""
    part, _dot, number = address.partition(".")
    names = {"lines": "line", "sections": "section", "remarks": "remark"}
    return f"#{names[part]}{number}" if part in names else ""


@register.filter
def line_word(line: ScheduleLine) -> str:
    """What a schedule's line asks for, in the reader's language."""
    if line.indicator is not None:
        return line.indicator.label
    return line.name_en if figures.in_english() and line.name_en else line.name
