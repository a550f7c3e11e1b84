WITH reached AS (
    SELECT indicator, unit, period, sum(value) AS value
    FROM visible
    GROUP BY indicator, unit, period
)
SELECT indicator, unit, period, value, sum(value) OVER (PARTITION BY indicator, period) AS whole
FROM reached
