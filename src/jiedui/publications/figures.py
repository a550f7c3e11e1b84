"""Collecting an issue's content from the records, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from jiedui.kernel.periods import month_end
from jiedui.plans.enums import Comparator
from jiedui.plans.models import Programme
from jiedui.progress.standings import (
    LeagueRow,
    Standing,
    WorkstreamPace,
    entries_behind,
    league_of,
    programme_targets,
    standings,
    workstream_pace_of,
)
from jiedui.publications.content import Content, Figure, Laggard, LeagueLine, Report, Section
from jiedui.publications.models import Bulletin

# Giving is voluntary: nobody is named for giving less.
VOLUNTARY = "donation"


def day_of(programme: Programme, month: date) -> date:
    """The day a month's figures stand at: its end, or the programme's today while the month runs."""
    return min(month_end(month), programme.today)


Quotes = Mapping[int, str]
"""The sentence of the plan document that each target (by its id) came from. Whoever knows documents passes it."""


def collect(bulletin: Bulletin, quotes: Quotes | None = None) -> Content:
    """What the issue says by the records as they are now."""
    programme = bulletin.programme
    on = day_of(programme, bulletin.month)
    rows = standings(programme, on=on)
    issuer = programme.office or programme.giver
    return Content(
        programme=programme.name,
        issuer=issuer.name,
        giver=programme.giver.name,
        synthetic=programme.synthetic,
        issue=bulletin.issue,
        title=bulletin.title,
        foreword=bulletin.foreword,
        report_to=bulletin.report_to,
        copy_to=bulletin.copy_to,
        month=bulletin.month,
        on=on,
        dated=programme.today,
        figures=collect_figures(programme, rows, month=bulletin.month, quotes=quotes or {}),
        sections=[_section(row) for row in workstream_pace_of(programme, rows)],
        league=[_league_line(row) for row in league_of(programme, rows)],
        stories=_stories(bulletin),
    )


def collect_figures(
    programme: Programme, rows: Sequence[Standing], *, month: date, quotes: Quotes
) -> list[Figure]:
    """The programme-wide figures, in the order of the plan, numbered from 1."""
    chosen = programme_targets(rows)
    before = {s.target.pk: s for s in standings(programme, on=month - timedelta(days=1))}
    behind = entries_behind(chosen)
    lagging = _laggards(programme, rows)
    figures = [
        _figure(number, row, before.get(row.target.pk), behind[row.target.pk], lagging[row.indicator.pk])
        for number, row in enumerate(chosen, start=1)
    ]
    return [f.model_copy(update={"plan_quote": quotes.get(f.target_id, "")}) for f in figures]


def _figure(
    number: int, row: Standing, before: Standing | None, entry_ids: list[int], laggards: list[Laggard]
) -> Figure:
    target, indicator = row.target, row.indicator
    earlier = before.value if before else None
    month_value = None if row.value is None else row.value - (earlier or 0)
    return Figure(
        number=number,
        target_id=target.pk,
        indicator_id=indicator.pk,
        unit_id=row.unit.pk,
        receiver_id=target.receiver_id,
        workstream=indicator.workstream.key,
        name=indicator.name,
        unit=row.unit.name,
        receiver=row.receiver.name if row.receiver else "",
        measured_in=indicator.unit,
        decimals=indicator.decimals,
        first=target.starts_on,
        last=target.ends_on,
        headline=indicator.headline,
        comparator=Comparator(target.comparator),
        target=target.value,
        value=row.value,
        month_value=month_value,
        expected=row.expected,
        share=row.share,
        pace=row.pace,
        status=row.status,
        forecast=row.forecast,
        needed_per_month=row.needed_per_month,
        evidenced=row.evidenced,
        confirmed=row.confirmed,
        entries=row.entries,
        entry_ids=entry_ids,
        laggards=laggards,
        plan=target.revision.title,
        plan_number=target.revision.doc_number,
        plan_note=target.note,
    )


def _laggards(programme: Programme, rows: Iterable[Standing]) -> defaultdict[int, list[Laggard]]:
    """For each indicator the districts that are behind, the slowest first; as-stated figures are never in it."""
    found: defaultdict[int, list[Laggard]] = defaultdict(list)
    for line in league_of(programme, rows):
        for row in line.standings:
            named = row.status.lagging and not row.indicator.kind.startswith(VOLUNTARY)
            if named and row.pace is not None:
                found[row.indicator.pk].append(Laggard(unit=line.unit.name, pace=row.pace))
    for held in found.values():
        held.sort(key=lambda laggard: laggard.pace)
    return found


def _section(row: WorkstreamPace) -> Section:
    lead = row.workstream.lead.name if row.workstream.lead else ""
    return Section(key=row.workstream.key, name=row.workstream.name, lead=lead, pace=row.pace)


def _league_line(row: LeagueRow) -> LeagueLine:
    return LeagueLine(
        rank=row.rank,
        unit_id=row.unit.pk,
        unit=row.unit.name,
        pace=row.pace,
        behind=row.behind,
        paced=row.paced,
    )


def _stories(bulletin: Bulletin) -> list[Report]:
    return [
        Report(
            heading=story.heading,
            body=story.body,
            entry_ids=sorted(entry.pk for entry in story.entries.all()),
        )
        for story in bulletin.stories.prefetch_related("entries")
    ]
