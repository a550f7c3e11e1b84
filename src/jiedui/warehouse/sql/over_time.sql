SELECT indicator, period, sum(value) AS value, CAST(sum(entries) AS BIGINT) AS entries
FROM visible
GROUP BY indicator, period
