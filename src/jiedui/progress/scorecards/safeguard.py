"""What can be no line of a scorecard, however it comes in.

People put to work, figures kept as stated, and who gave how much are never scored: neither as an indicator, nor inside
a rule, nor under another name in a line that somebody judges.
"""

from __future__ import annotations

import re

from jiedui.kernel.errors import Invalid
from jiedui.plans.enums import Rollup
from jiedui.plans.headcounts import HEADS, is_headcount_of_work, speaks_of_headcount
from jiedui.plans.models import Indicator, Rule
from jiedui.progress.scorecards.errors import DonationPerPersonScored, HeadcountScored
from jiedui.returns.errors import PersonalNumber
from jiedui.safeguards.personal import holds_citizen_number, holds_mobile_number
from jiedui.safeguards.screening import out_of_scope

DONATIONS = frozenset({"donation", "donation_cash", "donation_in_kind"})
DONORS = frozenset({"donors", "persons"})
_HEADCOUNT = re.compile(
    r"labou?r[- ]transfer|job[- ]placement|placements?\b|headcount|people (put|placed) (in|to)|workers? (placed|moved)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"人|(就业|务工|输转|转移|用工|上岗)率?$")
_PER_PERSON = re.compile(
    r"人均捐|每人捐|人人捐|个人捐|捐[款赠献]人[数次]|捐[款赠]率|未捐|员工捐|职工捐|干部捐"
    r"|donors?\b|(donation|giving|given)s? per|per[- ](person|head|capita|employee) (donation|giving)",
    re.IGNORECASE,
)


def refuse_indicator(indicator: Indicator) -> None:
    """Raise HeadcountScored or DonationPerPersonScored where the indicator is never scored."""
    words = speaks_of_headcount(indicator.name, indicator.unit, indicator.workstream.name)
    if indicator.as_stated or is_headcount_of_work(indicator.kind) or words:
        raise HeadcountScored(name=indicator.label, address="indicator")
    counts_donors = indicator.measure in DONORS or indicator.unit in HEADS
    is_mean = Rollup.RATIO in {indicator.over_time, indicator.over_units}
    if indicator.kind in DONATIONS and (counts_donors or is_mean):
        raise DonationPerPersonScored(name=indicator.label, address="indicator")


def refuse_rule(rule: Rule) -> None:
    """The same for both sides of a rule, and for what is given over a number of people."""
    above, below = rule.numerator, rule.denominator
    for side in (above, below):
        if side is None:
            continue
        if side.as_stated or is_headcount_of_work(side.kind):
            raise HeadcountScored(name=rule.label, address="rule")
        if side.kind in DONATIONS and side.measure in DONORS:
            raise DonationPerPersonScored(name=rule.label, address="rule")
    if above and below and above.kind in DONATIONS and below.unit in HEADS:
        raise DonationPerPersonScored(name=rule.label, address="rule")


def refuse_words(*texts: str) -> None:
    """The same for the names that people give to lines and headings; and whatever is outside scope altogether."""
    if found := out_of_scope(("name", text) for text in texts):
        raise found[0]
    for text in texts:
        if _PER_PERSON.search(text):
            raise DonationPerPersonScored(name=text, address="name")
        counts = _PEOPLE.search(text) and speaks_of_headcount(text, "人")
        if counts or _HEADCOUNT.search(text):
            raise HeadcountScored(name=text, address="name")


def unfit_words(address: str, *texts: str) -> list[Invalid]:
    """What may not stand in reasons and proofs: passages outside scope, and numbers that name a person."""
    found: list[Invalid] = [*out_of_scope((address, text) for text in texts)]
    if any(holds_citizen_number(text) or holds_mobile_number(text) for text in texts):
        found.append(PersonalNumber(address=address))
    return found
