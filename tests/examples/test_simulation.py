"""The generated year: the same each time, marked everywhere, and good for looking at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from jiedui.accounts.models import Membership
from jiedui.cli.simulation import ReturnsOf, Summary, plan_year, simulate_year, volume_for
from jiedui.cli.simulation.pace import paces
from jiedui.cli.simulation.planning import Fate
from jiedui.cli.verify import EVERY
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import kinds, postings
from jiedui.ledger.models import Confirmation, Entry, EntryEvidence, EvidenceFile
from jiedui.organisations.enums import UnitKind
from jiedui.plans.models import Programme, Target
from jiedui.plans.packs import PackReport
from jiedui.progress.standings import Status, standings
from jiedui.returns.models import Return
from jiedui.returns.packs import load_schedules
from jiedui.safeguards.holds import hold_on
from tests.conftest import settle
from tests.examples.conftest import PACK

pytestmark = pytest.mark.django_db
TODAY = date(2019, 9, 30)


@pytest.fixture
def programme(loaded: PackReport, db: None) -> Programme:
    return Programme.objects.get(code="tianjin-2019")


def told(programme: Programme, **options: float) -> list[tuple[object, ...]]:
    return [
        (
            p.day,
            p.kind,
            p.giver.name,
            p.receiver.name,
            p.made.title,
            str(p.made.detail),
            str(p.figures),
            p.fate,
            p.word,
        )
        for p in plan_year(programme, **options)  # type: ignore[arg-type]
    ]


def test_the_plan_depends_on_the_seed_alone(programme: Programme) -> None:
    assert told(programme, seed=3, volume=0.1) == told(programme, seed=3, volume=0.1)
    assert told(programme, seed=3, volume=0.1) != told(programme, seed=4, volume=0.1)


def test_a_whole_year_has_the_volume_of_a_real_one(programme: Programme) -> None:
    planned = plan_year(programme)
    assert 2000 <= len(planned) <= 4000
    assert {p.kind for p in planned} == {kind.key for kind in kinds.all_kinds()}
    assert {p.workstream.key for p in planned} == {w.key for w in programme.workstreams.all()}
    assert all(programme.starts_on <= p.day <= TODAY for p in planned)
    fates = Counter(p.fate for p in planned)
    assert min(fates[fate] for fate in Fate) >= 1
    assert fates[Fate.ACCEPTED] > 0.9 * len(planned)


def test_nobody_is_given_more_than_the_plan_asks_for_once(programme: Programme) -> None:
    hospitals = [p for p in plan_year(programme) if p.made.detail.get("pairing_type") == "hospital"]
    pairs = [(p.giver, p.receiver) for p in hospitals]
    assert len(pairs) == len(set(pairs))


def test_no_work_is_moved_where_a_hold_stands_on_the_region(programme: Programme) -> None:
    moving = [p for p in plan_year(programme) if kinds.get(p.kind).labour_transfer]
    codes = [code.code for p in moving for code in p.receiver.codes.all()]
    assert moving
    assert [code for code in codes if hold_on(code)] == []


def test_placements_follow_no_target(programme: Programme) -> None:
    def placements() -> list[tuple[object, ...]]:
        return [
            (p.day, p.receiver.name, str(p.figures)) for p in plan_year(programme) if p.kind == "placement"
        ]

    before = placements()
    Target.objects.filter(indicator__kind="placement").update(value=1)
    assert placements() == before != []


def test_districts_differ_in_pace() -> None:
    found = paces([f"区{i}" for i in range(16)], seed=1)
    assert max(found.values()) > 1.15
    assert min(found.values()) < 0.5
    assert sorted(found.values())[1] > 0.8
    assert found != paces([f"区{i}" for i in range(16)], seed=2)


def test_without_people_it_says_whom_it_needs(programme: Programme) -> None:
    Membership.objects.all().delete()
    with pytest.raises(Invalid):
        simulate_year(programme)
    assert not Entry.objects.exists()
    programme.refresh_from_db()
    assert not programme.synthetic


def test_as_many_entries_as_are_asked_for(programme: Programme) -> None:
    end = programme.ends_on
    volume = volume_for(programme, 9000, until=end)
    planned = plan_year(programme, volume=volume, until=end)

    assert 8900 <= len(planned) <= 9100
    assert {p.kind for p in planned} == {kind.key for kind in kinds.all_kinds()}
    assert {p.workstream.key for p in planned} == {w.key for w in programme.workstreams.all()}
    assert {p.day.month for p in planned} == set(range(1, 13))
    assert len({p.giver for p in planned if p.giver.kind == UnitKind.COUNTY}) == 16
    assert len({p.giver for p in planned if p.giver.kind == UnitKind.DEPARTMENT}) >= 5
    late = [p for p in planned if (p.filed - p.day).days >= 15]
    assert 0.01 < len(late) / len(planned) < 0.05
    routes = [p for p in planned if p.kind == "tourism_trip"]
    assert len(routes) <= len([p for p in plan_year(programme, until=end) if p.kind == "tourism_trip"])


@pytest.fixture(scope="module")
def written(loaded: PackReport, django_db_blocker: Any) -> Iterator[tuple[Summary, ReturnsOf]]:
    """A small year to the end of March with its returns, written once for the tests that look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        programme = Programme.objects.get(code="tianjin-2019")
        load_schedules(PACK, programme=programme, report=PackReport())
        closing = ReturnsOf(programme, seed=5)
        summary = simulate_year(programme, seed=5, volume=0.12, until=date(2019, 3, 31), after_month=closing)
        settle()
        yield summary, closing
        transaction.set_rollback(True)


Written = tuple[Summary, ReturnsOf]


def test_a_small_year_is_written_and_verifies(written: Written, programme: Programme) -> None:
    entries = Entry.objects.filter(programme=programme)
    assert entries.count() == written[0].total > 80
    assert not entries.filter(synthetic=False).exists()
    assert programme.synthetic
    verdicts = Counter(Confirmation.objects.values_list("verdict", flat=True))
    assert verdicts["agreed"] > verdicts["disputed"]
    found = [d for check in EVERY for d in check.differences(programme, lambda count: None) if not d.noted]
    assert found == []
    working = entries.filter(state="accepted", kind__in=["placement", "workshop"])
    assert working
    assert [postings.held(entry) for entry in working if postings.held(entry)] == []
    rows = standings(programme, on=TODAY)
    assert {row.status for row in rows} >= {Status.BEHIND, Status.AS_STATED, Status.NOT_RECORDED}


def test_each_entry_that_is_handed_in_has_a_paper_of_its_own(written: Written, programme: Programme) -> None:
    handed_in = Entry.objects.filter(programme=programme, reverses=None, corrects=None).exclude(state="draft")
    papers = EntryEvidence.objects.filter(entry__in=handed_in).values_list("entry_id", "file__sha256")
    by_entry = dict(papers)
    assert set(by_entry) == set(handed_in.values_list("pk", flat=True))
    assert len(set(by_entry.values())) == len(by_entry)
    types = Counter(EvidenceFile.objects.filter(uses__isnull=False).values_list("media_type", flat=True))
    assert set(types) == {"application/pdf", "image/png"}
    document = EvidenceFile.objects.filter(media_type="application/pdf", uses__isnull=False).first()
    assert document is not None
    assert b"SYNTHETIC" in storage.get(document.sha256)[:60]


def test_each_entry_is_acted_on_by_its_own_people(written: Written) -> None:
    entry = Entry.objects.filter(kind="purchase", state="accepted").first()
    assert entry is not None
    assert entry.recorded_by.memberships.get().unit == entry.giver
    assert entry.decided_by is not None
    assert entry.decided_by.username == "lead"


def test_the_returns_of_each_month_that_is_over_are_accepted(written: Written) -> None:
    closed = Return.objects.filter(ends_on__lte=date(2019, 2, 28))
    assert closed.count() == Return.objects.count() == written[1].produced == written[1].accepted > 300
    assert {one.state for one in closed} == {"accepted"}
    late = [one for one in closed if one.filed_on and one.filed_on > one.due_on]
    assert 0 < len(late) < len(closed) / 8
    sent_back = closed.filter(decisions__verdict="sent_back")
    assert 0 < sent_back.count() == written[1].sent_back < len(closed) / 8


def test_what_is_owed_today_is_left_for_people(written: Written, programme: Programme) -> None:
    programme.reference_date = date(2019, 3, 31)
    closing = ReturnsOf(programme, seed=5)
    closing.open_rest()

    opened = Return.objects.filter(state="open")
    assert opened.count() == closing.produced > 200
    assert {(day.year, day.month) for day in opened.values_list("ends_on", flat=True)} == {(2019, 3)}
    assert not opened.filter(filed_on__isnull=False).exists()


def test_repeating_it_changes_nothing(written: Written, programme: Programme) -> None:
    audits, entries = AuditRecord.objects.count(), Entry.objects.count()
    again = simulate_year(programme, seed=6, volume=0.02)
    assert (again.already, again.total) == (written[0].total, 0)
    assert Entry.objects.count() == entries
    assert AuditRecord.objects.count() == audits
