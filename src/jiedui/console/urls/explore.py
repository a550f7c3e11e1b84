"""Paths of the explorer: the pivot, what stands behind its cells."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import explore, explore_entries

ROOT = "p/<slug:code>/explore/"

urlpatterns: list[URLPattern] = [
    path(ROOT, explore.explore, name="explore"),
    path(f"{ROOT}entries/", explore_entries.explore_entries, name="explore-entries"),
]
