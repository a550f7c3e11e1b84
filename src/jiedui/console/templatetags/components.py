"""The console's components. ``{% load components %}``; each is described in docs/explanation/console-components.md."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, RadioSelect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from jiedui.console import shapes

register = template.Library()
WIDGET_CLASSES = {"checkbox": "form-check-input", "select": "form-select"}
LONG_LIST = 8
SHAPES = frozenset({"up", "dot", "down", "square", "check", "ring", "diamond", "back", "cross"})


@register.inclusion_tag("console/components/icon.html")
def icon(name: str, size: int = 16) -> dict[str, Any]:
    """An icon of the sprite, hidden from readers; the word beside it speaks."""
    return {"name": name, "size": size}


@register.inclusion_tag("console/components/chip.html")
def status_chip(status: Any, label: str = "") -> dict[str, Any]:
    """A pace status or a state: word + shape + colour."""
    tone, shape = shapes.look(status)
    return {"tone": tone, "shape": shape, "word": label or shapes.word(status)}


@register.inclusion_tag("console/components/chip.html")
def chip(label: str, tone: str = "neutral", shape: str = "dot") -> dict[str, Any]:
    """A chip with a free word. Tones: good, neutral, warn, bad, quiet."""
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(f"unknown shape {shape!r}")
    return {"tone": tone, "shape": shape, "word": label}


@register.inclusion_tag("console/components/empty.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """What to say where there is nothing: what this is, and the next step."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("console/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Counts and links to the other pages, keeping the filters of the address."""
    return {"page": page, "parameter": parameter, "request": context.get("request")}


@register.inclusion_tag("console/components/field.html")
def field(bound: BoundField, autofocus: bool = False, quiet: bool = False) -> dict[str, Any]:
    """One field of a form: label above, help under the label, errors beside the field.

    ``quiet`` does not say that it is optional, where it is for another reason than that it does not matter.

    Choices made with several boxes or buttons are a group with a legend; a long list of them scrolls.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect)  # CheckboxSelectMultiple is one too
    shape = "group" if grouped else getattr(widget, "input_type", "") or type(widget).__name__.lower()
    attrs: dict[str, Any] = {"class": WIDGET_CLASSES.get(shape, "form-control")}
    if bound.errors:
        attrs["class"] += " is-invalid"
    if autofocus:
        attrs["autofocus"] = True
    boxes = list(bound.subwidgets) if grouped else []
    return {
        "field": bound,
        "widget": "" if grouped else bound.as_widget(attrs=attrs),
        "shape": shape,
        "boxes": boxes,
        "long": len(boxes) > LONG_LIST,
        "quiet": quiet,
    }


@register.inclusion_tag("console/components/cell_input.html")
def line_input(bound: BoundField) -> dict[str, Any]:
    """A field in a cell of a grid: the column's head says its name, which readers hear as its label."""
    shape = getattr(bound.field.widget, "input_type", "") or type(bound.field.widget).__name__.lower()
    css = WIDGET_CLASSES.get(shape, "form-control") + (" is-invalid" if bound.errors else "")
    attrs: dict[str, Any] = {"class": css, "aria-label": str(bound.label), "data-column": bound.name}
    if bound.errors:
        attrs["aria-describedby"] = f"{bound.auto_id}_error"
    return {"field": bound, "widget": bound.as_widget(attrs=attrs)}


@register.inclusion_tag("console/components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """All errors of a form on top, each a link to its field."""
    return {"form": form}


@register.simple_block_tag
def data_table(
    content: str, caption: str, cards: bool = True, sticky: bool = True, css: str = ""
) -> SafeString:
    """A table's frame: caption for readers, sticky header, scrolling, cards below 640 px (needs ``data-label``
    on each cell)."""
    classes = " ".join(c for c in ("data-table", "as-cards" if cards else "", css) if c)
    return format_html(
        '<div class="table-frame{}" tabindex="0" role="group" aria-label="{}">'
        '<table class="{}"><caption class="visually-hidden">{}</caption>{}</table></div>',
        " is-sticky" if sticky else "",
        caption,
        classes,
        caption,
        content,
    )


@register.simple_tag
def colon() -> str:
    """What stands between a name and what is said of it, as the language writes it."""
    return pgettext("between a name and what is said of it", ": ")


@register.simple_tag
def counted(shown: int, total: int) -> str:
    """«12 of 240»."""
    if shown == total:
        return gettext("%(total)s in all") % {"total": f"{total:,}"}
    return gettext("%(shown)s of %(total)s") % {"shown": f"{shown:,}", "total": f"{total:,}"}


@register.filter
def positive(value: Decimal | None) -> bool:
    """Whether there is something to show and it is above zero."""
    return value is not None and value > 0
