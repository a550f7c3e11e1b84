"""The cockpit: are we going to make it?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiedui.console.access import get_programme


def cockpit(request: HttpRequest, code: str) -> HttpResponse:
    """The programme's first page."""
    programme = get_programme(request.user, code)
    return render(request, "console/overview/cockpit.html", {"programme": programme})
