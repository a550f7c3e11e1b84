"""The generated year: the same each time, marked everywhere, and good for looking at."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from jiedui.accounts.models import Membership
from jiedui.cli.simulation import plan_year, simulate_year
from jiedui.cli.simulation.pace import paces
from jiedui.cli.simulation.planning import Fate
from jiedui.kernel import storage
from jiedui.kernel.errors import Invalid
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import kinds, postings
from jiedui.ledger.models import Confirmation, Entry, EvidenceFile
from jiedui.ledger.verification import CHECKS
from jiedui.plans.models import Programme, Target
from jiedui.plans.packs import PackReport
from jiedui.progress.standings import Status, standings
from jiedui.safeguards.holds import hold_on

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


def test_a_small_year_is_written_and_verifies(programme: Programme) -> None:
    summary = simulate_year(programme, seed=5, volume=0.05)
    entries = Entry.objects.filter(programme=programme)
    assert entries.count() == summary.total > 80
    assert not entries.filter(synthetic=False).exists()
    programme.refresh_from_db()
    assert programme.synthetic
    file = EvidenceFile.objects.first()
    assert file is not None
    assert storage.get(file.sha256).startswith(b"SYNTHETIC")
    verdicts = Counter(Confirmation.objects.values_list("verdict", flat=True))
    assert verdicts["agreed"] > verdicts["disputed"]
    found = [d for check in CHECKS for d in check.run(programme, lambda count: None) if not d.noted]
    assert found == []
    working = entries.filter(state="accepted", kind__in=["placement", "workshop"])
    assert working
    assert [postings.held(entry) for entry in working if postings.held(entry)] == []
    rows = standings(programme, on=TODAY)
    assert {row.status for row in rows} >= {Status.BEHIND, Status.AS_STATED, Status.NOT_RECORDED}


def test_each_entry_is_acted_on_by_its_own_people(programme: Programme) -> None:
    simulate_year(programme, seed=5, volume=0.02)
    entry = Entry.objects.filter(kind="purchase", state="accepted").first()
    assert entry is not None
    assert entry.recorded_by.memberships.get().unit == entry.giver
    assert entry.decided_by is not None
    assert entry.decided_by.username == "lead"


def test_repeating_it_changes_nothing(programme: Programme) -> None:
    first = simulate_year(programme, seed=5, volume=0.02)
    audits = AuditRecord.objects.count()
    again = simulate_year(programme, seed=6, volume=0.02)
    assert (again.already, again.total) == (first.total, 0)
    assert Entry.objects.count() == first.total
    assert AuditRecord.objects.count() == audits


def test_without_people_it_says_whom_it_needs(programme: Programme) -> None:
    Membership.objects.all().delete()
    with pytest.raises(Invalid):
        simulate_year(programme)
    assert not Entry.objects.exists()
    programme.refresh_from_db()
    assert not programme.synthetic
