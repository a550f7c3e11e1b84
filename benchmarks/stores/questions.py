"""The twelve questions, as SQL for whoever speaks it. ``{month}`` and ``{quarter}`` are the dialect's own words.

The same indicators count as in the warehouse's queries: those that add up, or those of which subjects are counted.
"""

from __future__ import annotations

from datetime import date

FIRST, LAST, BEFORE = date(2025, 1, 1), date(2025, 12, 31), date(2024, 1, 1)
INDICATOR = 7
SOME = tuple(range(1, 21))
ADDED = "indicator % 20 NOT IN (5, 10, 15)"
SPAN = "{day} BETWEEN '2025-01-01' AND '2025-12-31'"
SUMS = "sum(value) AS value, sum(entries) AS entries"

SQL = {
    "1 giver × month, one indicator": f"SELECT giver, {{month}} AS m, {SUMS} FROM {{rows}}"
    f" WHERE indicator = {INDICATOR} AND {SPAN} GROUP BY 1, 2",
    "2 giver × 20 indicators": f"SELECT indicator, giver, {SUMS} FROM {{rows}}"
    f" WHERE indicator BETWEEN 1 AND 20 AND {ADDED} AND {SPAN} GROUP BY 1, 2",
    "3 giver × all indicators": f"SELECT indicator, giver, {SUMS} FROM {{rows}}"
    f" WHERE {ADDED} AND {SPAN} GROUP BY 1, 2",
    "4 receiving county × quarter": f"SELECT indicator, a.ancestor, {{quarter}} AS q, {SUMS}"
    " FROM {rows} JOIN ancestry a ON a.unit = receiver AND a.level = 'county'"
    f" WHERE {ADDED} AND {SPAN} GROUP BY 1, 2, 3",
    "5 indicator × year, all years": f"SELECT indicator, {{year}} AS y, {SUMS}"
    f" FROM {{rows}} WHERE {ADDED} GROUP BY 1, 2",
    "6 cumulative by day, one indicator": "SELECT day, sum(sum(value)) OVER (ORDER BY day) AS value FROM {rows}"
    f" WHERE indicator = {INDICATOR} AND {SPAN} GROUP BY day",
    "7 top 20 receivers, one indicator": f"SELECT receiver, {SUMS} FROM {{rows}}"
    f" WHERE indicator = {INDICATOR} AND {SPAN} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    "8 top 20 receivers of each indicator": "SELECT * FROM (SELECT indicator, receiver, sum(value) AS value,"
    " row_number() OVER (PARTITION BY indicator ORDER BY sum(value) DESC, receiver) AS place FROM {rows}"
    f" WHERE {ADDED} AND {SPAN} GROUP BY 1, 2) AS ranked WHERE place <= 20",
    "9 giver's share of each indicator": "SELECT indicator, giver, sum(value) AS value,"
    " sum(sum(value)) OVER (PARTITION BY indicator) AS whole FROM {rows}"
    f" WHERE {ADDED} AND {SPAN} GROUP BY 1, 2",
    "10 giver, year on year": "SELECT indicator, giver,"
    " sum(CASE WHEN day >= '2025-01-01' THEN value ELSE 0 END) AS value,"
    " sum(CASE WHEN day < '2025-01-01' THEN value ELSE 0 END) AS before FROM {rows}"
    f" WHERE {ADDED} AND {{day}} BETWEEN '2024-01-01' AND '2025-12-31' GROUP BY 1, 2",
    "11 giver, distinct subjects": "SELECT indicator, giver, count(*) AS value FROM (SELECT indicator, giver, subject"
    f" FROM {{rows}} WHERE indicator % 20 = 5 AND {SPAN} GROUP BY 1, 2, 3 HAVING sum(value) > 0) AS counted"
    " GROUP BY 1, 2",
    "12 drill: the postings of a cell": "SELECT entry, day, value FROM {rows}"
    f" WHERE indicator = {INDICATOR} AND giver = 15 AND day BETWEEN '2025-03-01' AND '2025-03-31' ORDER BY day, entry",
}
SCANNING = tuple(name for name in SQL if name.split()[0] in {"2", "3", "4", "5", "8", "9", "10"})
"""Pivots, tops, shares, year on year over more than one indicator."""

BY_MONTH = tuple(name for name in SQL if name.split()[0] in {"1", "2", "3", "5", "9", "10"})
"""What a summary by indicator, giver and month can answer; one with receivers would be as large as the postings."""

VALUE = {"6": 1, "1": 2, "2": 2, "3": 2, "4": 3, "5": 2, "7": 1, "8": 2, "9": 2, "10": 2, "11": 2, "12": 2}
"""The column of the answer that holds the value, by number of the question."""
