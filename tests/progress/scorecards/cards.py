"""Short ways to scorecards for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiedui.plans.models import Indicator
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Measure
from jiedui.progress.scorecards.facts import Facts
from jiedui.progress.scorecards.models import ScorecardVersion, ScoreHeading, ScoreLine
from jiedui.progress.scorecards.plan import plan_of
from jiedui.progress.scorecards.reckoning import Sheet, score_sheet
from tests.conftest import World

ON = date(2019, 9, 30)
GRADES = [("好", "good", Decimal(80)), ("一般", "fair", Decimal(50)), ("差", "poor", Decimal(0))]


@dataclass
class Card:
    """A draft with one heading, and short ways to add to it."""

    world: World
    version: ScorecardVersion

    @property
    def heading(self) -> ScoreHeading:
        """Its first heading."""
        found = self.version.headings.order_by("order").first()
        assert found is not None
        return found

    def line(
        self,
        code: str,
        points: str,
        measure: Measure = Measure.COMPLETION,
        indicator: Indicator | None = None,
        shape: str = "linear",
        parameters: dict[str, Any] | None = None,
        **fields: Any,
    ) -> ScoreLine:
        """One more line: of an indicator, evenly from 0 to 1 unless said otherwise."""
        spec = services.LineSpec(
            heading=fields.pop("heading", self.heading),
            code=code,
            name=fields.pop("name", code),
            points=Decimal(points),
            measure=measure,
            indicator=indicator,
            shape="" if measure == Measure.JUDGED else shape,
            parameters={"zero": "0", "full": "1"} if parameters is None else parameters,
            **fields,
        )
        return services.add_line(actor=self.world.office, version=self.version, spec=spec)

    def publish(self) -> ScorecardVersion:
        """For good."""
        self.version = services.publish_version(actor=self.world.office, version=self.version)
        return self.version

    def sheet(self, on: date = ON) -> Sheet:
        """The scores of a day."""
        return sheet_of(self.version, on)


def sheet_of(version: ScorecardVersion, on: date = ON) -> Sheet:
    """The scores of a day by a version."""
    return score_sheet(plan_of(version), Facts(version.scorecard.programme, on))


def draft_card(
    world: World, total: str = "100", headings: tuple[str, ...] = ("消费帮扶", "组织领导")
) -> Card:
    """A draft without lines."""
    version = services.create_scorecard(
        actor=world.office,
        programme=world.programme,
        code="yearly",
        name="年度考核",
        name_en="Yearly assessment",
        settings=services.Settings(
            Decimal(total), [(name, f"Heading {n}", None) for n, name in enumerate(headings)], GRADES
        ),
    )
    return Card(world, version)
