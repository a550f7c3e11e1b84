SELECT indicator, unit, period,
    sum(value) AS value, sum(entries) AS entries
FROM visible
GROUP BY indicator, unit, period
