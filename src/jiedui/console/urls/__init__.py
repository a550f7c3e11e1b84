"""The staff's screens, area by area; each page of a programme lives under ``/p/<code>/``."""

from __future__ import annotations

from django.urls import URLPattern

from jiedui.console.urls import (
    account,
    admin,
    documents,
    explore,
    ledger,
    overview,
    projects,
    publications,
    returns,
    safeguards,
    scores,
)

app_name = "console"
urlpatterns: list[URLPattern] = [
    *account.urlpatterns,
    *admin.urlpatterns,
    *overview.urlpatterns,
    *ledger.urlpatterns,
    *projects.urlpatterns,
    *explore.urlpatterns,
    *documents.urlpatterns,
    *publications.urlpatterns,
    *returns.urlpatterns,
    *safeguards.urlpatterns,
    *scores.urlpatterns,
]
