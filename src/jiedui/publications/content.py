"""Everything one issue says, as data: collected fresh for a draft, stored whole when it is published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from jiedui.plans.enums import Comparator
from jiedui.progress.standings import Status

SCHEMA = 1


class Frozen(BaseModel):
    """Read-only; survives JSON exactly (decimals are text)."""

    model_config = ConfigDict(frozen=True)


class Laggard(Frozen):
    """A unit that is behind with an indicator."""

    unit: str
    pace: Decimal


class Figure(Frozen):
    """One number of the issue with everything it rests on. ``number`` is its place in the list of sources."""

    number: int
    target_id: int
    indicator_id: int
    unit_id: int
    receiver_id: int | None
    workstream: str
    name: str
    unit: str
    receiver: str
    measured_in: str
    decimals: int
    first: date
    last: date
    headline: bool
    comparator: Comparator
    target: Decimal
    value: Decimal | None
    month_value: Decimal | None
    expected: Decimal | None
    share: Decimal | None
    pace: Decimal | None
    status: Status
    forecast: Decimal | None
    needed_per_month: Decimal | None
    evidenced: Decimal | None
    confirmed: Decimal | None
    entries: int
    entry_ids: list[int]
    laggards: list[Laggard]
    plan: str
    plan_number: str
    plan_note: str
    plan_quote: str = ""

    @property
    def label(self) -> str:
        """The indicator and, where the figure is for one, the receiver."""
        return f"{self.name}（对{self.receiver}）" if self.receiver else self.name

    @property
    def key(self) -> tuple[int, int, int | None, date, date]:
        """What it is about, whatever version of the target is current."""
        return (self.indicator_id, self.unit_id, self.receiver_id, self.first, self.last)


class LeagueLine(Frozen):
    """A unit's place by pace."""

    rank: int | None
    unit_id: int
    unit: str
    pace: Decimal | None
    behind: int
    paced: int


class Section(Frozen):
    """A field of work."""

    key: str
    name: str
    lead: str
    pace: Decimal | None


class Report(Frozen):
    """A story: text an editor chose, and the entries it rests on."""

    heading: str
    body: str
    entry_ids: list[int]


class Content(Frozen):
    """One issue. ``on`` is the day its figures stand at, ``dated`` the day on its head."""

    schema_version: int = SCHEMA
    programme: str
    issuer: str
    giver: str
    synthetic: bool
    issue: int
    title: str
    foreword: str
    report_to: str
    copy_to: str
    month: date
    on: date
    dated: date
    figures: list[Figure]
    sections: list[Section]
    league: list[LeagueLine]
    stories: list[Report]

    def entry_ids(self) -> set[int]:
        """All entries that any figure or story of the issue rests on."""
        counted = {pk for figure in self.figures for pk in figure.entry_ids}
        return counted | {pk for story in self.stories for pk in story.entry_ids}
