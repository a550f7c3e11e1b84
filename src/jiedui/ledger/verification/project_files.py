"""Files of projects: every photograph and every document of a step is there and is what it was."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from jiedui.ledger.verification.differences import Advance, Difference
from jiedui.ledger.verification.evidence import wrong
from jiedui.plans.models import Programme
from jiedui.projects.models import ProgressPicture, ProjectStageChange


def verify_project_files(programme: Programme | None, advance: Advance) -> Iterator[Difference]:
    """Photographs and step documents that are missing or changed; a file that several rest on is read once."""
    known: dict[str, str] = {}
    for field, project, sha256, name in _files(programme):
        if sha256 not in known:
            known[sha256] = wrong(sha256)
        if message := known[sha256]:
            yield Difference("projects", f"Project #{project}", message % {"name": name}, field)
        advance(1)


def file_count(programme: Programme | None) -> int:
    """How many there are to look at."""
    return _pictures(programme).count() + _documents(programme).count()


def _files(programme: Programme | None) -> Iterator[tuple[str, int, str, str]]:
    pictures = _pictures(programme).order_by("id").values_list("note__project", "sha256", "filename")
    for project, sha256, name in pictures.iterator(chunk_size=500):
        yield "picture", project, sha256, name
    documents = _documents(programme).order_by("id").values_list("project", "sha256", "filename")
    for project, sha256, name in documents.iterator(chunk_size=500):
        yield "document", project, sha256, name


def _pictures(programme: Programme | None) -> QuerySet[ProgressPicture]:
    rows = ProgressPicture.objects.all()
    return rows if programme is None else rows.filter(note__project__programme=programme)


def _documents(programme: Programme | None) -> QuerySet[ProjectStageChange]:
    rows = ProjectStageChange.objects.exclude(sha256="")
    return rows if programme is None else rows.filter(project__programme=programme)
