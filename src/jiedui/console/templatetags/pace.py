"""Figures and pace. ``{% load pace %}``: numbers that link to what they are made of, and the one pace bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from jiedui.console import shapes
from jiedui.kernel import figures
from jiedui.kernel.figures import Scale
from jiedui.progress.standings import Standing, Status

register = template.Library()

# The target stands at the same place of every bar; what is left shows how far a value went beyond it.
TARGET_AT = Decimal(88)
FULL = Decimal(100)
ONE = Decimal(1)
RATIO_END = Decimal("1.2")
WORST_FIRST = [
    Status.OUT_OF_REACH,
    Status.BEHIND,
    Status.ON_PACE,
    Status.AHEAD,
    Status.REACHED,
    Status.NOT_RECORDED,
    Status.AS_STATED,
]


@dataclass(frozen=True, slots=True)
class Bar:
    """Positions of a pace bar in percent of its width; ``expected`` is None where nothing is expected."""

    value: str
    expected: str | None
    evidenced: str
    confirmed: str


def _at(part: Decimal, target: Decimal) -> Decimal:
    return max(Decimal(0), min(FULL, part / target * TARGET_AT))


def _text(position: Decimal) -> str:
    return f"{position.quantize(Decimal('0.01')).normalize():f}"


def bar(
    value: Decimal, target: Decimal, expected: Decimal | None, evidenced: Decimal, confirmed: Decimal
) -> Bar | None:
    """The positions of a bar; None where there is no target to hold the value against."""
    if target <= 0:
        return None
    at = _at(value, target)
    tick = None if expected is None else _text(_at(expected, target))
    return Bar(_text(at), tick, _text(at * min(evidenced, ONE)), _text(at * min(confirmed, ONE)))


@register.inclusion_tag("console/components/pace_bar.html")
def pace_bar(
    value: Decimal | None,
    target: Decimal | None,
    expected: Decimal | None = None,
    evidenced: Decimal | None = None,
    confirmed: Decimal | None = None,
    tone: str = "neutral",
    unit: str = "",
) -> dict[str, Any]:
    """The bar drawn the same everywhere: to the value, a tick at expected today, the target at the end.

    Under it a thin bar says what the value rests on: evidenced, confirmed (darker), the rest hatched.
    ``evidenced`` and ``confirmed`` are shares of the value, 0 to 1.
    """
    zero = Decimal(0)
    drawn = bar(value or zero, target or zero, expected, evidenced or zero, confirmed or zero)
    words = _words(value, target, expected, unit)
    return {"bar": drawn, "tone": tone, "words": words, "target_at": _text(TARGET_AT)}


@register.inclusion_tag("console/components/pace_bar.html")
def pace(standing: Standing) -> dict[str, Any]:
    """The pace bar of a :class:`jiedui.progress.standings.Standing`; none where it is not paced."""
    if not standing.status.paced:
        return {"bar": None}
    return pace_bar(
        standing.value,
        standing.target_value,
        standing.expected,
        standing.evidenced,
        standing.confirmed,
        shapes.look(standing.status)[0],
        standing.indicator.unit,
    )


def _words(value: Decimal | None, target: Decimal | None, expected: Decimal | None, unit: str) -> str:
    parts = {"value": _exact(value, unit), "target": _exact(target, unit)}
    if expected is None:
        return gettext("%(value)s of %(target)s") % parts
    parts["expected"] = figures.exact(expected.quantize(Decimal("0.01")), unit)
    return gettext("%(value)s of %(target)s; expected by this day: %(expected)s") % parts


def _exact(value: Decimal | None, unit: str) -> str:
    """Said aloud, a dash is nothing; so the lack of a value is said."""
    return gettext("no value") if value is None else figures.exact(value, unit)


@register.inclusion_tag("console/components/ratio_bar.html")
def ratio_bar(pace: Decimal | None, tone: str = "") -> dict[str, Any]:
    """Value over expected for a unit or a field of work: the same bar, its tick where the pace is 100 %."""
    if pace is None:
        return {"at": None}
    shown = round(pace, 2)  # the colour belongs to the figure as it is read
    tone = tone or ("warn" if shown < Decimal("0.95") else "good" if shown > Decimal("1.05") else "neutral")
    at = _text(min(pace, RATIO_END) / RATIO_END * FULL)
    return {"at": at, "tick": _text(FULL / RATIO_END), "tone": tone, "words": figures.percent(pace, 0)}


@register.simple_tag
def scale_of(rows: Iterable[Any], attribute: str, unit: str = "", decimals: int = 0) -> Scale:
    """The scale of a column: ``{% scale_of rows "value" unit as s %}``."""
    values = [row[attribute] if isinstance(row, dict) else getattr(row, attribute) for row in rows]
    return figures.scale_of(values, unit, decimals)


@register.inclusion_tag("console/components/figure.html")
def figure(
    value: Decimal | int | None,
    scale: Scale | None = None,
    href: str = "",
    unit: str = "",
    alone: bool = False,
) -> dict[str, Any]:
    """A number in its column's scale, the exact value on its title, linked to what it is made of.

    ``alone`` writes the unit with it, for figures that stand under no header that names it.
    """
    exact_value = None if value is None else Decimal(value)
    scale = scale or figures.scale_of([exact_value], unit)
    before, behind = scale.around if alone and value is not None else ("", "")
    return {
        "text": scale.show(exact_value),
        "before": before,
        "behind": behind,
        "title": _exact(exact_value, scale.stored),
        "href": href if value else "",
        "negative": value is not None and value < 0,
        "nothing": value is None,
    }


@register.simple_tag
def signed(value: Decimal, scale: Scale) -> str:
    """A difference in its column's scale: + or − before it."""
    return scale.signed(value)


@register.simple_tag
def change(share: Decimal) -> str:
    """A change in per cent: +12.5%, −3.0%."""
    text = figures.percent(share)
    return f"+{text}" if figures.rounded(share * 100, 1) > 0 else text


@register.simple_tag
def standing_scale(standing: Standing) -> Scale:
    """The scale for the figures of one standing: value, target and expected in one."""
    values = [standing.value, standing.target_value, standing.expected]
    return figures.scale_of(values, standing.indicator.unit, standing.indicator.decimals)


@register.simple_tag
def standing_url(programme: Any, standing: Standing) -> str:
    """The ledger's list of the entries behind a standing's value."""
    return ledger_url(
        programme,
        indicator=standing.indicator,
        giver="" if standing.unit.pk == programme.giver_id else standing.unit,
        receiver=standing.receiver or "",
        state="accepted",
        start=standing.target.starts_on,
        end=min(standing.on, standing.target.ends_on),
    )


@register.simple_tag
def optional_url(name: str, **kwargs: Any) -> str:
    """The address of a page, empty where there is no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag
def ledger_url(programme: Any, **filters: Any) -> str:
    """The ledger's list filtered to the entries behind a figure; ``start``/``end`` stand for from/to.

    Empty while there is no ledger screen, so that a figure is then a plain number.
    """
    names = {"start": "from", "end": "to"}
    query = {names.get(k, k): getattr(v, "pk", v) for k, v in filters.items() if v not in (None, "")}
    try:
        url = reverse("console:ledger", kwargs={"code": programme.code})
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(query)}" if query else url


@register.filter
def percent(share: Any, decimals: int = 0) -> str:
    """0.873 → 87%; nothing → —."""
    return figures.percent(None if share is None else Decimal(str(share)), int(decimals))


@register.filter
def whole(value: Any) -> str:
    """A figure to the last digit, without its unit; nothing → —."""
    return figures.exact(None if value is None else Decimal(value))


@register.filter
def exactly(value: Decimal, indicator: Any) -> str:
    """A value of an indicator in full, with its unit."""
    return figures.exact(value, indicator.unit)


@register.filter
def unit_word(unit: str) -> str:
    """A unit in the reader's language."""
    return figures.unit_word(unit)


@register.filter
def measured(label: object, scale: Scale) -> str:
    """A column's name with its unit: «Purchases (CNY million)»; the name alone for a bare count."""
    return f"{label} ({scale.unit})" if scale.unit else str(label)


@register.filter
def absolute(number: int) -> int:
    """Without its sign: «3 days late» of -3."""
    return abs(number)


@register.simple_tag
def one_scale(value: Decimal, indicator: Any) -> Scale:
    """The scale of a single figure of an indicator."""
    return figures.scale_of([value], indicator.unit, indicator.decimals)


@register.filter
def cells_with(row: Any, columns: list[tuple[Any, Scale]]) -> list[tuple[Any, Scale, Any]]:
    """A counterpart's flows, each with its column's indicator and scale."""
    return [(*column, flow) for column, flow in zip(columns, row.flows, strict=True)]


@register.filter
def worst_first(counts: dict[Status, int]) -> list[tuple[Status, int]]:
    """Statuses with their counts, what needs doing first."""
    return sorted(counts.items(), key=lambda item: WORST_FIRST.index(item[0]))


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """The value at a key, None where there is none."""
    return mapping.get(key)
