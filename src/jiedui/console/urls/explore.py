"""Paths of the explorer: the pivot, what stands behind its cells."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    compare_sides,
    compare_versions,
    compare_years,
    explore,
    explore_connect,
    explore_entries,
    explore_exports,
    explore_paces,
    explore_views,
)

ROOT = "p/<slug:code>/explore/"

urlpatterns: list[URLPattern] = [
    path(ROOT, explore.explore, name="explore"),
    path(f"{ROOT}entries/", explore_entries.explore_entries, name="explore-entries"),
    path(f"{ROOT}connect/", explore_connect.connect, name="explore-connect"),
    path(f"{ROOT}paces/", explore_paces.paces, name="paces"),
    path(f"{ROOT}years/", compare_years.compare_years, name="compare-years"),
    path(f"{ROOT}years/file.<slug:form>", compare_years.compare_years_file, name="compare-years-file"),
    path(f"{ROOT}sides/", compare_sides.compare_sides, name="compare-sides"),
    path(f"{ROOT}sides/file.<slug:form>", compare_sides.compare_sides_file, name="compare-sides-file"),
    path(f"{ROOT}versions/", compare_versions.compare_versions, name="compare-versions"),
    path(
        f"{ROOT}versions/file.<slug:form>",
        compare_versions.compare_versions_file,
        name="compare-versions-file",
    ),
    path(f"{ROOT}save/", explore_views.view_new, name="view-new"),
    path(f"{ROOT}views/<int:pk>/", explore_views.view, name="view"),
    path(f"{ROOT}views/<int:pk>/share/", explore_views.view_share, name="view-share"),
    path(f"{ROOT}views/<int:pk>/remove/", explore_views.view_remove, name="view-remove"),
    path(f"{ROOT}export/", explore_exports.export_new, name="export-new"),
    path(f"{ROOT}exports/<int:pk>/", explore_exports.export_page, name="export"),
    path(f"{ROOT}exports/<int:pk>/file/", explore_exports.export_file, name="export-file"),
    path(f"{ROOT}exports/<int:pk>/resume/", explore_exports.export_resume, name="export-resume"),
]
