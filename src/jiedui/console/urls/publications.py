"""Paths of the publications screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import publications, publications_edit

LIST = "p/<slug:code>/publications/"
ONE = f"{LIST}<int:pk>/"
STORY = f"{ONE}stories/<int:story>/"

urlpatterns: list[URLPattern] = [
    path(LIST, publications.publications, name="publications"),
    path(f"{LIST}new/", publications_edit.bulletin_new, name="bulletin-new"),
    path(ONE, publications.bulletin, name="bulletin"),
    path(f"{ONE}bulletin.docx", publications.bulletin_file, name="bulletin-docx"),
    path(f"{ONE}edit/", publications_edit.bulletin_edit, name="bulletin-edit"),
    path(f"{ONE}publish/", publications.bulletin_publish, name="bulletin-publish"),
    path(f"{ONE}discard/", publications_edit.bulletin_discard, name="bulletin-discard"),
    path(f"{ONE}stories/new/", publications_edit.story_new, name="story-new"),
    path(STORY, publications_edit.story_edit, name="story"),
    path(f"{STORY}move/", publications_edit.story_move, name="story-move"),
    path(f"{STORY}remove/", publications_edit.story_remove, name="story-remove"),
]
