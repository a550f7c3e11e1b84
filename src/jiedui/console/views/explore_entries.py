"""The entries behind a cell of a pivot."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.console.views.explore import table_of
from jiedui.kernel.errors import NotFound
from jiedui.kernel.figures import scale_of
from jiedui.ledger.enums import Verdict
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.queries import with_trust
from jiedui.warehouse.exports.words import title_of
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.pivots import WHOLE
from jiedui.warehouse.pivots.axes import Axis, Key
from jiedui.warehouse.pivots.behind import behind
from jiedui.warehouse.pivots.labels import in_full, labels_of
from jiedui.warehouse.pivots.pivot import Place

PAGE = 50
KEYS: dict[str, Key] = {"": WHOLE, "all": WHOLE, "none": None}


@require_safe
def explore_entries(request: HttpRequest, code: str) -> HttpResponse:
    """What a figure of the pivot rests on, entry by entry. Raises NotFound for a cell that is none."""
    programme = get_programme(request.user, code)
    form = PivotForm(request.GET, programme=programme, user=request.user)
    place = Place(*(key_of(request.GET.get(name, "")) for name in ("row", "column")))
    table = table_of(request.user, form)
    indicator, cell = table.indicator_at(place.row, place.column), table.at(place.row, place.column)
    if indicator is None or cell is None:
        raise NotFound
    user: Any = request.user
    found = _rows(behind(user, form.pivot, place, indicator))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "indicator": indicator,
        "cell": cell,
        "scale": scale_of([cell.value], indicator.unit, indicator.decimals),
        "page": page,
        "lines": _lines(page.object_list),
        "column_scale": scale_of([p.value for p in page.object_list], indicator.unit, indicator.decimals),
        "places": _places(table, place),
        "back": form.address.urlencode(),
        "title": title_of(table),
        "form": form,
    }
    return render(request, "console/explore/entries.html", context)


def key_of(text: str) -> Key:
    """The key an address says. Raises NotFound for anything else."""
    if text in KEYS:
        return KEYS[text]
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotFound
    return int(text)


def _rows(found: QuerySet[Posting]) -> QuerySet[Posting]:
    return found.select_related("entry", "entry__reversal", "indicator", "giver", "receiver")


def _lines(postings: Any) -> list[tuple[Posting, Entry, str]]:
    """The page's postings, each with its entry's evidence and the receiver's word on it; one query."""
    found = with_trust(Entry.objects.filter(pk__in=[posting.entry_id for posting in postings])).in_bulk()
    entries: dict[int, Any] = dict(found)
    return [
        (posting, entry, str(Verdict(entry.verdict).label) if entry.verdict else "")
        for posting in postings
        for entry in (entries[posting.entry_id],)
    ]


def _places(table: Any, place: Place) -> list[str]:
    """Where the cell stands, in words."""
    labels = labels_of(table)
    along: list[tuple[Axis | None, list[Any], Key]] = [
        (table.pivot.rows, labels.rows, place.row),
        (table.pivot.columns, labels.columns, place.column),
    ]
    return [in_full(label, axis) for axis, found, key in along if axis for label in found if label.key == key]
