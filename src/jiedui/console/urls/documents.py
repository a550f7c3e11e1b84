"""Paths of the documents screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    documents,
    documents_changes,
    documents_decide,
    documents_lessons,
    documents_review,
)

_ONE = "p/<slug:code>/documents/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("first-document/", documents.first, name="document-first"),
    path("p/<slug:code>/documents/", documents.inbox, name="documents"),
    path("p/<slug:code>/documents/lessons/", documents_lessons.lessons, name="document-lessons"),
    path(
        "p/<slug:code>/documents/lessons/<int:pk>/<slug:act>/",
        documents_lessons.lesson_act,
        name="document-lesson-act",
    ),
    path(_ONE, documents_review.review, name="document"),
    path(f"{_ONE}changes/", documents_changes.changes, name="document-changes"),
    path(f"{_ONE}state/", documents_review.state, name="document-state"),
    path(f"{_ONE}file/", documents_review.file, name="document-file"),
    path(f"{_ONE}pages/<int:number>.png", documents_review.page, name="document-page"),
    path(f"{_ONE}again/", documents_review.again, name="document-again"),
    path(f"{_ONE}accept/", documents_review.accept, name="document-accept"),
    path(f"{_ONE}section/", documents_decide.section, name="document-section"),
    path(f"{_ONE}bulk/<int:bulk>/undo/", documents_decide.undo_many, name="document-undo-bulk"),
    path(f"{_ONE}proposals/<int:proposal>/<slug:verb>/", documents_decide.decide, name="proposal-decide"),
    path(f"{_ONE}proposals/<int:proposal>/", documents_decide.edit, name="proposal-edit"),
    path(f"{_ONE}findings/<int:finding>/", documents_decide.finding, name="finding-decide"),
]
