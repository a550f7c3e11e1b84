"""Work is free or it does not count: what must be answered of every workplace and recruitment, and how.

The rules follow the ILO's principles of fair recruitment and 劳动合同法 9, 31, 38, 84: no fee, a written contract in
a language the worker reads, papers in the worker's hands, freedom to leave, a lawful wage, a way to complain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.safeguards.enums import Answer, Seen
from jiedui.safeguards.names import name_of


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; None or "" where nothing was. Money is in yuan: the fee a worker paid, the monthly wage."""

    recruiter: str
    employer: str
    fee: Decimal | None
    contract: str | None
    papers: str | None
    free_to_leave: str | None
    wage: Decimal | None
    minimum_wage: Decimal | None
    grievance_route: str
    checked_on: date | None
    checked_by: str
    red_flag: str | None


def unmet(answers: Answers, *, on: date) -> list[str | Promise]:
    """Which safeguards are missing or not kept at the close of ``on``. Empty: the work may be counted."""
    rules: tuple[tuple[bool, str | Promise], ...] = (
        (bool(answers.recruiter), _("It is not said who recruited.")),
        (answers.fee == 0, _("It is not shown that workers paid nothing.")),
        (
            answers.contract == Answer.YES,
            _("It is not shown that there is a written contract in a language the worker reads."),
        ),
        (answers.papers == Answer.YES, _("It is not shown that workers keep their own papers.")),
        (answers.free_to_leave == Answer.YES, _("It is not shown that workers are free to leave.")),
        (_lawful_wage(answers), _("It is not shown that the wage is at or above the local minimum.")),
        (bool(answers.grievance_route), _("It is not said how workers can complain.")),
        (_checked(answers, on), _("There is no independent check up to that day.")),
        (answers.red_flag is not None, _("It is not said whether a sign of forced labour was seen.")),
        (answers.red_flag in {None, Seen.NONE}, _("A sign of forced labour was seen.")),
    )
    return [words for kept, words in rules if not kept]


def _lawful_wage(answers: Answers) -> bool:
    if answers.wage is None or answers.minimum_wage is None:
        return False
    return answers.wage >= answers.minimum_wage > 0


def _checked(answers: Answers, on: date) -> bool:
    """A check by somebody named, not in the future. Who recruits or employs does not check itself."""
    if answers.checked_on is None or not answers.checked_by:
        return False
    if name_of(answers.checked_by) in {name_of(answers.recruiter), name_of(answers.employer)}:
        return False
    return answers.checked_on <= on
