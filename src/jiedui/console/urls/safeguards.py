"""Paths of the safeguards screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import safeguards

PAGE = "p/<slug:code>/safeguards/"

urlpatterns: list[URLPattern] = [
    path(PAGE, safeguards.safeguards, name="safeguards"),
    path(f"{PAGE}holds/new/", safeguards.hold_new, name="hold-new"),
    path(f"{PAGE}holds/<int:pk>/lift/", safeguards.hold_lift, name="hold-lift"),
]
