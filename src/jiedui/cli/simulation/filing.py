"""The returns of a generated year: made, handed in, reviewed and accepted month by month, as the year goes on."""

from __future__ import annotations

from datetime import date, timedelta

from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.pace import dice_of
from jiedui.plans.models import Programme
from jiedui.returns import services
from jiedui.returns.models import Return

LATE = 0.06
"""The share of returns that come after their due day."""


class ReturnsOf:
    """Closes the returns of a month when told that it is over; most come in time, some late, none by hand."""

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self.programme = programme
        self.seed = seed
        self.office = Cast().office
        self.produced = 0
        self.accepted = 0

    def __call__(self, end: date) -> None:
        closed = services.close_returns(
            actor=self.office,
            programme=self.programme,
            since=end.replace(day=1),
            until=end,
            on=self._filed_on,
            blanks=True,
        )
        self.produced += closed.produced
        self.accepted += closed.accepted

    def open_rest(self) -> None:
        """Make what is owed by the programme's today, for people to file by hand."""
        made = services.produce_returns(actor=None, programme=self.programme, until=self.programme.today)
        self.produced += len(made.created)

    def _filed_on(self, one: Return) -> date:
        dice = dice_of("filed", self.seed, one.schedule.code, one.unit.name, one.starts_on)
        if dice.random() < LATE:
            return one.due_on + timedelta(days=dice.choice((1, 3, 8)))
        return one.due_on
