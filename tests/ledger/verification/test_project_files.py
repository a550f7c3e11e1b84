"""Photographs of progress and documents of steps against the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from jiedui.kernel import storage
from jiedui.ledger.verification.project_files import file_count, verify_project_files
from jiedui.plans.models import Programme
from jiedui.projects.models import ProgressPicture, Project, ProjectStageChange
from tests.conftest import World
from tests.projects import works


def named(programme: Programme | None = None) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        found = verify_project_files(programme, lambda count: None)
        return [(one.subject, one.field, one.message) for one in found]


@contextmanager
def damaged(sha256: str, content: bytes | None) -> Iterator[None]:
    """The store with other bytes under this name, or with none; other tests keep the same file there."""
    path = storage.path_of(sha256)
    before = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


@pytest.fixture
def two(world: World) -> list[Project]:
    """Two projects with a photograph and a document each; the files are the same."""
    return [works.shown(world, number, world.consumption, world.east, world.county) for number in ("1", "2")]


def test_files_that_are_what_they_were_are_no_difference(world: World, two: list[Project]) -> None:
    assert (named(), named(world.programme)) == ([], [])
    assert (file_count(None), file_count(world.programme)) == (4, 4)


def test_a_photograph_that_is_gone_is_named_for_every_project(world: World, two: list[Project]) -> None:
    with damaged(ProgressPicture.objects.all()[0].sha256, None):
        found = named(world.programme)

    assert [one[:2] for one in found] == [(f"Project #{one.pk}", "picture") for one in two]
    assert found[0][2] == "The file “a.jpg” is missing from the store."


def test_a_document_that_was_changed_is_named(world: World, two: list[Project]) -> None:
    with damaged(ProjectStageChange.objects.exclude(sha256="")[0].sha256, b"contrast"):
        found = named()

    assert [one[:2] for one in found] == [(f"Project #{one.pk}", "document") for one in two]
    assert found[0][2] == "The file “contract.txt” is not the one that was attached."


def test_every_use_of_a_file_is_told_as_progress(two: list[Project]) -> None:
    seen: list[int] = []

    assert list(verify_project_files(None, seen.append)) == []
    assert seen == [1, 1, 1, 1]
