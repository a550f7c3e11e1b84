"""How a spreadsheet fetches a view again and again: its addresses, and what to do in Excel and WPS."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiedui.console.access import get_programme
from jiedui.warehouse.forms import PivotForm


@require_safe
def connect(request: HttpRequest, code: str) -> HttpResponse:
    """The addresses of the view whose address is given."""
    programme = get_programme(request.user, code)
    form = PivotForm(request.GET, programme=programme, user=request.user)
    query = form.address.urlencode()
    cells, entries = (
        f"{request.build_absolute_uri(reverse(f'api:{name}', args=[code]))}{query and f'?{query}'}"
        for name in ("read_cells", "read_entries")
    )
    context = {"programme": programme, "query": query, "cells": cells, "entries": entries}
    return render(request, "console/explore/connect.html", context)
