"""The returns of a generated year: made, handed in, reviewed and accepted month by month, as the year goes on."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.pace import dice_of
from jiedui.cli.simulation.second_look import SecondLook
from jiedui.plans.models import Programme
from jiedui.returns import services
from jiedui.returns.models import Return

LATE = 0.06
"""The share of returns that come after their due day."""


class ReturnsOf:
    """Closes the returns of a month when told that it is over.

    Most come in time, some late; most pass at once, some are sent back, mended and handed in again.
    """

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self.programme = programme
        self.seed = seed
        cast = Cast()
        self.office = cast.office
        self.second_look = SecondLook(cast, lambda one: self._dice("sent back", one))
        self.produced = 0
        self.sent_back = 0
        self.accepted = 0

    def __call__(self, end: date) -> None:
        first = end.replace(day=1)
        made = services.produce_returns(
            actor=self.office, programme=self.programme, since=first, until=end
        ).created
        over = [one for one in made if one.ends_on <= end]
        self.sent_back += self.second_look.take(over, self._filed_on)
        closed = services.close_returns(
            actor=self.office,
            programme=self.programme,
            since=first,
            until=end,
            on=self._filed_on,
            blanks=True,
        )
        self.produced += len(made) + closed.produced
        self.accepted += closed.accepted

    def open_rest(self) -> None:
        """Make what is owed by the programme's today, for people to file by hand."""
        made = services.produce_returns(actor=None, programme=self.programme, until=self.programme.today)
        self.produced += len(made.created)

    def _filed_on(self, one: Return) -> date:
        dice = self._dice("filed", one)
        if dice.random() < LATE:
            return one.due_on + timedelta(days=dice.choice((1, 3, 8)))
        return one.due_on

    def _dice(self, about: str, one: Return) -> random.Random:
        return dice_of(about, self.seed, one.schedule.code, one.unit.name, one.starts_on)
