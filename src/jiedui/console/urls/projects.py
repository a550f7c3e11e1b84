"""Paths of the projects' screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import projects_acts, projects_board, projects_edit, projects_page

PROJECTS = "p/<slug:code>/projects/"
PROJECT = f"{PROJECTS}<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(PROJECTS, projects_board.projects, name="projects"),
    path(f"{PROJECTS}projects.csv", projects_board.projects_csv, name="projects-csv"),
    path(f"{PROJECTS}new/", projects_edit.project_new, name="project-new"),
    path(f"{PROJECTS}pictures/<int:pk>/", projects_acts.project_picture, name="project-picture"),
    path(f"{PROJECTS}documents/<int:pk>/", projects_acts.project_document, name="project-document"),
    path(PROJECT, projects_page.project, name="project"),
    path(f"{PROJECT}edit/", projects_edit.project_edit, name="project-edit"),
    path(f"{PROJECT}stage/", projects_acts.project_stage, name="project-stage"),
    path(f"{PROJECT}back/", projects_acts.project_back, name="project-back"),
    path(f"{PROJECT}progress/", projects_acts.project_progress, name="project-progress"),
    path(f"{PROJECT}milestones/", projects_acts.project_milestone, name="project-milestone"),
    path(
        f"{PROJECT}milestones/<int:milestone>/reached/",
        projects_acts.project_reached,
        name="project-reached",
    ),
]
