SELECT indicator, period, sum(value) AS value, sum(entries) AS entries
FROM visible
GROUP BY indicator, period
