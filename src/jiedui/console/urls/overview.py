"""Paths of the overview screens: cockpit, plan, workstream, unit, pairings."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import overview

urlpatterns: list[URLPattern] = [
    path("p/<slug:code>/", overview.cockpit, name="cockpit"),
]
