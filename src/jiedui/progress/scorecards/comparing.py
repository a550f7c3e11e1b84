"""Who moves when the rule changes: two versions on the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jiedui.organisations.models import OrgUnit
from jiedui.progress.scorecards.enums import Whom
from jiedui.progress.scorecards.models import ScoreLine
from jiedui.progress.scorecards.reckoning import Sheet, UnitScore

ZERO = Decimal(0)
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class LineMove:
    """A line's part in the score, before and after; None where the version has no such line, or it does not apply."""

    line: ScoreLine
    old: Decimal | None
    new: Decimal | None

    @property
    def change(self) -> Decimal:
        """What the line adds to the score."""
        return (self.new or ZERO) - (self.old or ZERO)


@dataclass(frozen=True, slots=True)
class Move:
    """A unit under both versions."""

    unit: OrgUnit
    level: Whom
    old: UnitScore | None
    new: UnitScore | None
    lines: tuple[LineMove, ...]

    @property
    def change(self) -> Decimal | None:
        """New score less old; None where one of them is missing."""
        if not self.old or not self.new or self.old.score is None or self.new.score is None:
            return None
        return self.new.score - self.old.score

    @property
    def places(self) -> int | None:
        """Places won (above zero) or lost."""
        if not self.old or not self.new or self.old.rank is None or self.new.rank is None:
            return None
        return self.old.rank - self.new.rank

    @property
    def regraded(self) -> bool:
        """Whether the grade is called otherwise."""
        names = [one.grade.name if one and one.grade else "" for one in (self.old, self.new)]
        return names[0] != names[1]

    @property
    def causes(self) -> tuple[LineMove, ...]:
        """The lines that moved it most."""
        return self.lines[:MOST_LINES]


def compare(old: Sheet, new: Sheet) -> list[Move]:
    """Each unit that either version scores, in the new version's order, then those it no longer scores."""
    before = {one.unit.pk: one for one in old.scores}
    after = {one.unit.pk: one for one in new.scores}
    units = {one.unit.pk: one for one in (*new.scores, *old.scores)}
    return [
        Move(one.unit, one.level, before.get(pk), after.get(pk), _lines(before.get(pk), after.get(pk)))
        for pk, one in units.items()
    ]


def _lines(old: UnitScore | None, new: UnitScore | None) -> tuple[LineMove, ...]:
    """By lines of the same code, the largest change first; lines that changed nothing are left out."""
    before, after = _parts(old), _parts(new)
    moves = [
        LineMove(
            (after.get(code) or before[code])[0],
            before[code][1] if code in before else None,
            after[code][1] if code in after else None,
        )
        for code in dict.fromkeys([*after, *before])
    ]
    changed = [move for move in moves if move.change]
    return tuple(sorted(changed, key=lambda move: -abs(move.change)))


def _parts(score: UnitScore | None) -> dict[str, tuple[ScoreLine, Decimal | None]]:
    if score is None:
        return {}
    return {
        one.line.code: (one.line, None if one.points is None else score.folded(one.points))
        for one in score.lines
        if one.meant
    }
