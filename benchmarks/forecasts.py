"""Status and forecast scored on generated years whose outcome is known: is the range right, how early is the news?

    python benchmarks/forecasts.py [--years 200] [--follow]

Each year is one target of one unit, its entries drawn day by day over Chinese working days by one of nine courses
that real programmes take. At each month's end it is judged by the program's own standing, from the entries so far
alone; at the end it is seen what became of it. The same numbers for the same seed. The constants of the forecast were
set on other seeds than the one used here. With ``--follow`` each year is judged three times: by working days, by a year
before that took the same course at the same time, and by one that took it at another.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)
ENDS = [date(2019, month + 1, 1) - timedelta(days=1) for month in range(1, 12)]
SHOWN = (1, 2, 3, 4, 6, 8, 9, 10, 11)
MILESTONES = [(date(2019, 8, 15), Decimal("0.5")), (date(2019, 10, 31), Decimal("0.95"))]
COURSES = {
    "steady": "the same effort all year",
    "season": "summer or winter bring four times as much",
    "rising": "six times as much at the end as at the beginning",
    "falling": "the other way round",
    "late": "hardly anything before May to August",
    "stalls": "nearly stops at some time between May and October",
    "year's end": "four times as much from the last weeks of November on",
    "few": "about five entries a year",
    "large": "about fourteen entries a year, of very different size",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said at a month's end, and what became of the year."""

    course: str
    month: int
    status: str
    low: float | None
    likely: float | None
    high: float | None
    outcome: float
    target: float

    @property
    def missed(self) -> bool:
        """Whether the target was not reached in the end."""
        return self.outcome < self.target

    @property
    def inside(self) -> bool:
        """Whether the range held the outcome."""
        return self.low is not None and self.high is not None and self.low <= self.outcome <= self.high


def effort(course: str, pick: random.Random) -> Callable[[float], float]:
    """How much is done at each part of the year (0 to 1), relative to the rest of it."""
    turn, phase = pick.random(), pick.uniform(0, 2 * math.pi)
    return {
        "season": lambda at: 1 + 0.6 * math.sin(2 * math.pi * at + phase),
        "rising": lambda at: 0.4 + 2 * at,
        "falling": lambda at: 2.2 - 1.8 * at,
        "late": lambda at: 0.15 if at < 0.3 + 0.3 * turn else 1.5,
        "stalls": lambda at: 1.0 if at < 0.3 + 0.5 * turn else 0.1,
        "year's end": lambda at: 1.0 if at < 0.9 else 4.0,
    }.get(course, lambda at: 1.0)


def drawn(pick: random.Random, mean: float) -> int:
    """A number of entries with this mean (Poisson, by Knuth's product)."""
    count, left = 0, pick.random()
    while left > math.exp(-mean):
        count, left = count + 1, left * pick.random()
    return count


def entries(
    course: str, pick: random.Random, like: random.Random | None = None, year: int = 2019
) -> Iterator[tuple[date, Decimal]]:
    """The entries of a year: their days, and amounts of 1 on average. Each month works a little harder or less hard.

    ``like`` draws at what time of the year the course turns.
    """
    from jiedui.kernel.working_days import is_working_day

    days = [date(year, 1, 1) + timedelta(days=at) for at in range(365)]
    days = [day for day in days if is_working_day(day)]
    rate = effort(course, like or pick)
    shares = [rate(at / len(days)) for at in range(len(days))]
    count = {"few": 5, "large": 14}.get(course) or pick.choice((60, 200, 800))
    spread = {"few": 0.0, "large": 0.94}.get(course, 0.7)
    mood = {month: math.exp(pick.gauss(0, 0.25)) for month in range(1, 13)}
    for day, share in zip(days, shares, strict=True):
        for _one in range(drawn(pick, count * share / sum(shares) * mood[day.month])):
            amount = math.exp(pick.gauss(-(spread**2) / 2, spread)) if spread else 1.0
            yield day, Decimal(f"{amount:.4f}")


def judged(course: str, seed: str, follow: str = "") -> Iterator[Judged]:
    """One year from January to November. Its target is what it will reach, or up to twice or half as much.

    ``follow``: "same" or "other", for a year before that turned at the same time or at another.
    """
    from jiedui.ledger.rows import Row
    from jiedui.ledger.series import Book
    from jiedui.organisations.models import OrgUnit
    from jiedui.plans.enums import Better, Course, Nature, Rollup
    from jiedui.plans.models import Indicator, Target
    from jiedui.progress.reckoning import standing_of

    indicator = Indicator(
        pk=1, kind="purchase", nature=Nature.FLOW, better=Better.UP, decimals=4, over_time=Rollup.SUM,
        over_units=Rollup.SUM, course=Course.LAST_YEAR if follow else Course.WORKING_DAYS,
    )  # fmt: skip
    pick = random.Random(seed)  # noqa: S311
    rows = [Row(1, "/1/", "/2/", day, amount, 1, True, True) for day, amount in entries(course, pick)]
    before = list(rows_before(course, seed, follow)) if follow else []
    outcome = sum((row.value for row in rows), Decimal(0))
    wanted = max(outcome, Decimal(1)) * Decimal(f"{2 ** pick.uniform(-1, 1):.3f}")
    target = Target(
        pk=1, indicator=indicator, unit=OrgUnit(pk=1, path="/1/"), value=wanted, starts_on=FIRST, ends_on=LAST
    )
    milestones = MILESTONES if course == "late" and pick.random() < 0.5 else []
    for end in ENDS:
        so_far = Book([*before, *(row for row in rows if row.day <= end)])
        found = standing_of(target, so_far, on=end, milestones=milestones, since=date(2018, 1, 1))
        yield Judged(
            course, end.month, found.status.value,
            *(None if one is None else float(one) for one in (found.forecast_low, found.forecast, found.forecast_high)),
            float(outcome), float(wanted),
        )  # fmt: skip


def rows_before(course: str, seed: str, follow: str) -> Iterator[Any]:
    """The year before."""
    from jiedui.ledger.rows import Row

    other = random.Random(f"{seed} before")  # noqa: S311
    like = random.Random(seed) if follow == "same" else None  # noqa: S311
    for day, amount in entries(course, other, like, year=2018):
        yield Row(1, "/1/", "/2/", day, amount, 1, True, True)


def years(count: int, seed: str, follow: str = "") -> list[list[Judged]]:
    """So many years of each course."""
    return [
        list(judged(course, f"{seed} {course} {number}", follow))
        for course in COURSES
        for number in range(count)
    ]


def covered(said: list[Judged]) -> float | None:
    """In which part of the cases with a range it held the outcome."""
    ranged = [one.inside for one in said if one.low is not None]
    return statistics.mean(ranged) if ranged else None


def wrong_by(said: list[Judged]) -> float | None:
    """The median distance of the likely value from the outcome, as a share of the outcome."""
    found = [
        abs(one.likely - one.outcome) / one.outcome for one in said if one.likely is not None and one.outcome
    ]
    return statistics.median(found) if found else None


def news(all_years: list[list[Judged]]) -> dict[str, float]:
    """How early and how rightly it was said that a target cannot be reached, before the year was over."""
    lead, false, missed, reached = [], 0, 0, 0
    for year in all_years:
        said = [one.status == "out_of_reach" for one in year]
        if not year[-1].missed:
            reached += 1
            false += any(said)
            continue
        missed += 1
        stays = len(said) - next((at for at, one in enumerate(reversed(said)) if not one), len(said))
        if stays < len(said):
            lead.append((LAST - ENDS[stays]).days)
    return {
        "missed": missed, "said before the end": len(lead),
        "days before the end, median": statistics.median(lead or [0]), "reached": reached,
        "said of one that was reached": false,
    }  # fmt: skip


def table(headings: list[str], rows: list[list[str]]) -> None:
    """A Markdown table, as it stands in the documentation."""
    print("| " + " | ".join(headings) + " |")
    print("| --- |" + " ---: |" * (len(headings) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def share(value: float | None) -> str:
    """A share as percent."""
    return "–" if value is None else f"{100 * value:.0f} %"


def by_month(flat: list[Judged], measure: Callable[[list[Judged]], float | None]) -> None:
    """One row a course, one column a month."""
    rows: list[list[str]] = []
    for course in [*COURSES, "all"]:
        mine = [one for one in flat if course in (one.course, "all")]
        rows.append(
            [course, *(share(measure([one for one in mine if one.month == month])) for month in SHOWN)]
        )
    table(["course", *(f"{month}" for month in SHOWN)], rows)


def after(flat: list[Judged], month: int) -> list[list[str]]:
    """How many of those with each status at the end of a month missed their target."""
    rows = []
    for status in ("ahead", "on_pace", "behind", "out_of_reach"):
        some = [one.missed for one in flat if one.month == month and one.status == status]
        rows.append(
            [status.replace("_", " "), str(len(some)), share(statistics.mean(some) if some else None)]
        )
    return rows


def compare(count: int, seed: str) -> None:
    """The same years by working days and by last year's course: how far off, how often within, how rightly behind."""
    said = {
        name: [one for year in years(count, seed, name) for one in year] for name in ("", "same", "other")
    }
    months = (2, 4, 6, 9)
    rows, held = [], []
    for course in [*COURSES, "all"]:
        mine = {name: [one for one in flat if course in (one.course, "all")] for name, flat in said.items()}
        rows.append(
            [
                course,
                *(
                    " / ".join(
                        share(wrong_by([one for one in some if one.month == month])) for some in mine.values()
                    )
                    for month in months
                ),
            ]
        )
        held.append([course, *(share(covered(some)) for some in mine.values()), *(
            share(statistics.mean(rightly(some, month))) for month in (6,) for some in mine.values()
        )])  # fmt: skip
    print("\nThe likely value was off by (median): working days / same course last year / another course:\n")
    table(["course", *(f"{month}" for month in months)], rows)
    print(
        "\nThe range held the outcome; and at the end of June the status told rightly what would be missed:\n"
    )
    names = ["working days", "same course", "another"]
    table(["course", *names, *(f"{name}, June" for name in names)], held)


def rightly(said: list[Judged], month: int) -> list[bool]:
    """Of each year, whether it was called behind (or out of reach) at a month's end just when it was missed."""
    return [(one.status in {"behind", "out_of_reach"}) == one.missed for one in said if one.month == month]


def main() -> None:
    """Make the years, judge them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=200, help="years of each course")
    parser.add_argument("--seed", default="scored")
    parser.add_argument("--follow", action="store_true", help="score following last year's course instead")
    given: Any = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings")
    import django

    django.setup()
    if given.follow:
        compare(given.years, given.seed)
        return
    made = years(given.years, given.seed)
    flat = [one for year in made for one in year]
    print(f"\n{len(made)} years. The range (80 %) held the outcome, by month's end:\n")
    by_month(flat, covered)
    print(f"\nIn all: {share(covered(flat))}. The likely value was off by (median):\n")
    by_month(flat, wrong_by)
    for month in (3, 6, 9):
        print(f"\nOf those with this status at the end of month {month} missed their target:\n")
        table(["status", "years", "missed"], after(flat, month))
    print("\n“Out of reach”:\n")
    table(["", ""], [[name, f"{value:g}"] for name, value in news(made).items()])


if __name__ == "__main__":
    main()
