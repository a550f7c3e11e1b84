"""A generated year from the first entry to the last frozen return: every figure is the same wherever it is read.

``JIEDUI_YEAR_ENTRIES=60000`` (``make year``) makes the year as large as a real one and asks for more returns.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from jiedui.cli.simulation import ReturnsOf, simulate_year, volume_for
from jiedui.cli.verify import EVERY
from jiedui.kernel.models import AuditRecord
from jiedui.ledger.models import Entry, EntryEvidence, Posting
from jiedui.ledger.verification import Difference
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature, Rollup
from jiedui.plans.models import Indicator, Programme
from jiedui.plans.packs import PackReport
from jiedui.returns import services
from jiedui.returns.agreement import Agreement, agreements
from jiedui.returns.enums import Cadence, DueRule, Reporters, ReturnState, Verdict
from jiedui.returns.models import Remark, Return, ReturnLine
from jiedui.returns.packs import load_schedules
from tests.conftest import settle
from tests.examples.conftest import PACK

pytestmark = pytest.mark.django_db
ENTRIES = int(os.environ.get("JIEDUI_YEAR_ENTRIES", "0"))
SMALL = 0.1
"""The volume of the year that every run of the suite makes."""

LARGE = ENTRIES > 5000
IN_SMALL = ("society-weekly", "consumption-monthly", "funds-monthly", "labour-quarterly", "education-quarterly",
            "labour-quarterly-front", "villages-half-yearly", "education-yearly")  # fmt: skip
CADENCES = (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)
CENT = Decimal("0.01")


@dataclass
class Year:
    """The programme after its year, what was found in it, and how long each part took."""

    programme: Programme
    rows: list[Agreement] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    lines: list[ReturnLine] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)

    def timed(self, name: str, act: Callable[[], Any]) -> Any:
        """Do it, and note how long it took."""
        begun = time.perf_counter()
        done = act()
        self.spent[name] = time.perf_counter() - begun
        return done


@pytest.fixture(scope="module")
def year(loaded: PackReport, django_db_blocker: Any) -> Iterator[Year]:
    """Written, closed month by month and verified once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        programme = Programme.objects.get(code="tianjin-2019")
        load_schedules(PACK, programme=programme, report=PackReport())
        ask_for_every_figure(programme)
        made = Year(programme)
        made.timed("written and closed", lambda: write(programme))
        made.differences = made.timed("verified", lambda: verified(programme))
        made.rows = made.timed("compared", lambda: agreements(programme))
        made.lines = frozen_lines()
        settle()
        tell(made)
        yield made
        transaction.set_rollback(True)


def ask_for_every_figure(programme: Programme) -> None:
    """Returns on every indicator by the whole giving side, and by receivers; by districts, too, in a large year.

    A small year asks for some of the example's returns, of every cadence.
    """
    counted = [
        indicator
        for indicator in Indicator.objects.filter(workstream__programme=programme).exclude(kind="")
        if not indicator.as_stated
    ]
    sides = [(Reporters.NAMED, [programme.giver], CADENCES)]
    if LARGE:
        sides += [(Reporters.GIVERS, [], CADENCES), (Reporters.RECEIVERS, [], CADENCES)]
    else:
        sides += [(Reporters.RECEIVERS, [], (Cadence.QUARTERLY,))]
        programme.return_schedules.exclude(code__in=IN_SMALL).delete()
    for reporters, units, cadences in sides:
        for cadence in cadences:
            spec = services.ScheduleSpec(
                code=f"all-{reporters}-{cadence}",
                name=f"全部指标{cadence}",
                cadence=cadence,
                due_rule=DueRule.DAY_OF_NEXT_MONTH,
                due_number=10,
                reporters=reporters,
                units=units,
                valid_from=programme.starts_on,
                valid_to=programme.ends_on,
                lines=[services.LineSpec(indicator) for indicator in counted],
            )
            services.create_schedule(actor=None, programme=programme, spec=spec)


def write(programme: Programme) -> None:
    """A year to its last day."""
    end = programme.ends_on
    closing = ReturnsOf(programme, seed=7)
    volume = volume_for(programme, ENTRIES, seed=7, until=end) if LARGE else SMALL
    simulate_year(programme, seed=7, volume=volume, until=end, after_month=closing)


def verified(programme: Programme) -> list[Difference]:
    """What ``jiedui verify`` finds."""
    return [found for check in EVERY for found in check.differences(programme, lambda count: None)]


def frozen_lines() -> list[ReturnLine]:
    """Every frozen line that the ledger counts."""
    found = ReturnLine.objects.filter(of__state=ReturnState.ACCEPTED, value__isnull=False)
    return list(found.select_related("of__unit", "of__schedule", "indicator"))


def tell(made: Year) -> None:
    """Print what a large year was and took, for the documentation."""
    if not LARGE:
        return
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {
        "database": connection.vendor,
        "entries": Entry.objects.count(),
        "files": EntryEvidence.objects.values("file").distinct().count(),
        "postings": Posting.objects.count(),
        "returns frozen": Return.objects.filter(state=ReturnState.ACCEPTED).count(),
        "figures compared": len(made.lines),
        **{f"seconds, {name}": round(seconds) for name, seconds in made.spent.items()},
        "MB at most": round(peak),
    }
    sys.__stdout__.write("\n" + "\n".join(f"{name:>28}  {value}" for name, value in counts.items()) + "\n")


def test_every_return_of_the_year_was_made_reviewed_and_frozen(year: Year) -> None:
    assert not Return.objects.exclude(state=ReturnState.ACCEPTED).exists()
    months = Return.objects.filter(schedule__code="consumption-monthly").values_list("starts_on", "unit")
    assert len(set(months)) == 12 * 16
    cadences = set(Return.objects.values_list("schedule__cadence", flat=True))
    assert cadences == {"weekly", "monthly", "quarterly", "half_yearly", "yearly"}
    quiet = Return.objects.filter(schedule__code="consumption-monthly").exclude(remarks__opened=True)
    decisions = quiet.latest("pk").decisions.order_by("pk")
    assert [decision.verdict for decision in decisions] == ["passed", "accepted"]


def test_a_share_was_sent_back_with_a_line_mended_and_handed_in_again(year: Year) -> None:
    back = Return.objects.filter(decisions__verdict=Verdict.SENT_BACK).distinct()
    assert 0.03 < back.count() / Return.objects.count() < 0.12
    assert set(back.values_list("schedule__cadence", flat=True)) >= {"weekly", "monthly", "quarterly"}
    remarks = Remark.objects.select_related("line", "section", "of")
    assert not remarks.filter(answer="").exists()
    on_lines = [remark for remark in remarks if remark.line is not None]
    assert len(on_lines) > back.count() / 4
    assert any(
        remark.line.adjusted is not None and remark.line.taken_by for remark in on_lines if remark.line
    )
    assert all(remark.section.text for remark in remarks if remark.section)
    for one in back:
        verdicts = [decision.verdict for decision in one.decisions.order_by("pk")]
        assert verdicts[0] == Verdict.SENT_BACK
        assert verdicts[-1] == Verdict.ACCEPTED
    submitted = AuditRecord.objects.filter(action="return.submit").values_list("subject_id", flat=True)
    twice = {subject for subject, times in Counter(submitted).items() if times == 2}
    assert twice == {str(one.pk) for one in back}


def test_nothing_that_verify_looks_at_differs(year: Year) -> None:
    assert [found for found in year.differences if not found.noted] == []


def test_returns_postings_and_entries_agree_for_every_figure_and_period(year: Year) -> None:
    assert [row.title for row in year.rows if not row.agrees] == []
    assert sum(row.units for row in year.rows) == len(year.lines) > 1000
    for row in year.rows:
        if row.posted is not None:
            assert row.frozen == row.posted == row.entries


def test_what_came_after_a_freeze_is_told_and_leaves_it_as_it_was(year: Year) -> None:
    changed = [row for row in year.rows if row.later]
    assert changed
    assert all(row.now == row.frozen for row in year.rows if not row.later)
    told = {found.subject for found in year.differences if found.check == "agreement"}
    assert told == {f"{row.schedule.label}, {row.label}" for row in changed}


def test_the_postings_summed_by_hand_are_the_frozen_figures(year: Year) -> None:
    """Without any of the code that reckons figures: rows of the table of postings, added up."""
    posted: defaultdict[tuple[int, int], list[tuple[date, int, Decimal, str]]] = defaultdict(list)
    rows = Posting.objects.values_list(
        "indicator", "giver__path", "receiver__path", "day", "entry__sequence", "value"
    )
    for indicator, giver, receiver, day, sequence, value in rows.iterator():
        for unit in {*giver.strip("/").split("/"), *receiver.strip("/").split("/")}:
            posted[indicator, int(unit)].append((day, sequence or 0, value, giver))
    compared = 0
    for line in year.lines:
        if line.indicator_id is not None and added_up(line):
            one = line.of
            found = posted[line.indicator_id, line.definition.get("receiver", one.unit_id)]
            by = f"/{line.definition['giver']:06d}/" if "giver" in line.definition else "/"
            assert line.value == sum(
                value
                for day, sequence, value, giver in found
                if one.starts_on <= day <= one.ends_on and sequence <= (one.sequence or 0) and by in giver
            ), line
            compared += 1
    assert compared > 500


def test_the_entries_summed_by_hand_are_the_frozen_figures(year: Year) -> None:
    """The amounts of purchases, straight from their rows, for each district, county and the city."""
    purchases = [
        (entry.giver.path, entry.receiver.path, entry.occurred_on, entry.sequence or 0,
         -(entry.amount or 0) if entry.reverses_id else entry.amount or 0)
        for entry in Entry.objects.filter(kind="purchase", state="accepted").select_related("giver", "receiver")
    ]  # fmt: skip
    lines = [line for line in year.lines if line.indicator and line.indicator.code == "purchases"]
    for line in lines:
        one = line.of
        by_hand = sum(
            amount
            for giver, receiver, day, sequence, amount in purchases
            if (receiver if one.receives else giver).startswith(one.unit.path)
            and one.starts_on <= day <= one.ends_on
            and sequence <= (one.sequence or 0)
        )
        assert line.value == by_hand, line
        assert line.value == line.value.quantize(CENT)
    assert len({line.of.unit_id for line in lines}) > 30


def test_the_months_of_the_districts_are_the_months_of_the_city(year: Year) -> None:
    """What the districts froze, and the city at the same number of the chain, are the same money."""
    schedules = {"all-named-monthly", "consumption-monthly"}
    lines = [
        line
        for line in year.lines
        if line.of.schedule.code in schedules and line.indicator and line.indicator.code == "purchases"
    ]
    sums: defaultdict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for line in lines:
        assert line.value is not None
        sums[line.of.schedule.code, line.of.starts_on] += line.value
    by_month = {start: value for (code, start), value in sums.items() if code == "consumption-monthly"}
    assert len(by_month) == 12
    assert by_month == {start: value for (code, start), value in sums.items() if code == "all-named-monthly"}


def added_up(line: ReturnLine) -> bool:
    """Whether the line's figure is a plain sum of what was posted in the period."""
    rolled = {line.definition["over_time"], line.definition["over_units"]}
    return rolled == {Rollup.SUM} and line.definition["nature"] == Nature.FLOW


def test_the_units_of_every_side_are_among_them(year: Year) -> None:
    units = OrgUnit.objects.filter(pk__in={line.of.unit_id for line in year.lines})
    city = year.programme.giver
    assert units.filter(path__startswith=city.path, kind="county").count() == 16
    assert units.exclude(path__startswith=city.path).count() > 20
    assert city in units
