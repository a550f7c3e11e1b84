"""Many rows into one table."""

from __future__ import annotations

from django.db import transaction

from jiedui.ledger.intake import bulk
from jiedui.ledger.intake.bulk import Same
from jiedui.ledger.models import ImportSource
from tests.conftest import World

TEXTS = ["plain", "tab\there", "line\nbreak", "back\\slash", "\\N", "'quote\"", "return\r", "苹果", ""]


def test_every_text_comes_back_as_it_was(world: World) -> None:
    columns = {"programme_id": Same(world.programme.pk), "kind": Same("a\\b\tc"), "name": TEXTS}

    bulk.insert(ImportSource, columns)

    rows = list(ImportSource.objects.order_by("pk").values_list("kind", "name"))
    assert rows == [("a\\b\tc", text) for text in TEXTS]


def test_more_rows_than_are_sent_at_once(world: World) -> None:
    names = [f"source {number}" for number in range(bulk.BATCH + 1)]

    bulk.insert(ImportSource, {"programme_id": Same(world.programme.pk), "kind": Same("k"), "name": names})

    assert ImportSource.objects.count() == bulk.BATCH + 1


def test_reserved_ids_are_nobody_elses(world: World) -> None:
    first = ImportSource.objects.create(programme=world.programme, kind="k", name="before")

    with transaction.atomic():
        ids = list(bulk.reserve_ids(ImportSource, 3))
        rows = {
            "id": ids,
            "programme_id": Same(world.programme.pk),
            "kind": Same("k"),
            "name": ["a", "b", "c"],
        }
        bulk.insert(ImportSource, rows)
    after = ImportSource.objects.create(programme=world.programme, kind="k", name="after")

    assert first.pk < ids[0] < ids[1] < ids[2] < after.pk


def test_nothing_and_no_value_are_different() -> None:
    assert bulk._copied([None, "\\N", 5, True]) == ["\\N", "\\\\N", "5", "True"]
    assert bulk._copied(Same(None)) == Same("\\N")
