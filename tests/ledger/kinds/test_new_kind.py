"""The kind that the how-to guide adds works from its one file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from jiedui.ledger import checks, kinds, services, tables
from jiedui.ledger.forms import entry_form
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.schemas import content_of, input_schema
from jiedui.organisations.models import OrgUnit
from tests.conftest import ROOT, World
from tests.ledger import acts
from tests.ledger.contents import contents

GUIDE = ROOT / "docs" / "how-to" / "add-a-kind.md"


@pytest.fixture
def seminar(tmp_path: Path) -> Iterator[None]:
    """The guide's file, put beside the others while a test runs."""
    (code,) = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "seminar.py").write_text(code, "utf-8")
    kinds.__path__.append(str(tmp_path))
    kinds._registry.cache_clear()
    yield
    kinds.__path__.remove(str(tmp_path))
    kinds._registry.cache_clear()
    sys.modules.pop("jiedui.ledger.kinds.seminar", None)


def test_one_file_gives_form_schema_columns_and_filters(seminar: None) -> None:
    form = entry_form("seminar")(givers=OrgUnit.objects.none(), receivers=OrgUnit.objects.none())

    assert list(form.fields)[:4] == ["title", "occurred_on", "giver", "receiver"]
    assert {"persons", "topic", "place", "sessions", "last_day", "certified"} <= set(form.fields)
    assert [column.key for column in tables.columns("seminar")][-2:] == ["topic", "place"]
    assert [item.key for item in tables.filters("seminar")] == ["place", "certified"]
    assert input_schema(kinds.get("seminar"))["title"] == str(kinds.get("seminar").label)


def test_its_random_content_survives_the_form(seminar: None, world: World) -> None:
    quiet = settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    units = {"giver": world.east.pk, "receiver": world.county.pk}

    @quiet
    @given(content=contents("seminar"))
    def survives(content: dict[str, object]) -> None:
        flat = {**content, **content["detail"]}  # type: ignore[dict-item]
        typed = {name: value for name, value in flat.items() if name != "detail" and value is not False}

        form = entry_form("seminar")(
            {**typed, **units}, givers=OrgUnit.objects.all(), receivers=OrgUnit.objects.all()
        )

        assert form.is_valid(), form.errors
        expected = content_of(kinds.get("seminar"), {**content, **units})
        assert content_of(kinds.get("seminar"), form.entry_data()) == expected

    survives()


def test_its_entries_are_recorded_checked_filtered_and_counted(seminar: None, world: World) -> None:
    acts.indicator(world, "seminar", "person_times", filter={"certified": True, "sessions__gte": 5})
    detail = {"topic": "苹果种植", "place": "receiver_side", "sessions": 6, "certified": True}
    entry = services.record_entry(
        actor=world.giver,
        programme=world.programme,
        kind="seminar",
        data={
            "giver": world.east,
            "receiver": world.county,
            "workstream": world.consumption,
            "occurred_on": "2019-07-03",
            "title": "果农培训班",
            "persons": 40,
            "detail": {**detail, "last_day": "2019-07-01"},
        },
    )
    services.attach_evidence(
        actor=world.giver, entry=entry, filename="通知.txt", content=b"course", purpose="announcement"
    )

    assert [finding.key for finding in checks.findings(entry)] == ["ends_before_it_begins"]
    services.submit_entry(actor=world.giver, entry=entry)
    services.accept_entry(actor=world.lead, entry=entry)
    assert Posting.objects.get().value == 240
    everything = Entry.objects.all()
    assert list(tables.narrow(everything, "seminar", {"certified": "true"})) == [entry]
    assert not tables.narrow(everything, "seminar", {"certified": "false"}).exists()
