WITH reached AS (
    SELECT indicator, unit, sum(value) AS value, CAST(sum(entries) AS BIGINT) AS entries
    FROM visible
    WHERE unit IS NOT NULL
    GROUP BY indicator, unit
),
placed AS (
    SELECT indicator, value, row_number() OVER (PARTITION BY indicator ORDER BY value DESC) AS place
    FROM reached
),
line AS (
    SELECT indicator, min(value) AS least
    FROM placed
    WHERE place <= $count
    GROUP BY indicator
),
ranked AS (
    SELECT reached.indicator, reached.unit, reached.value, reached.entries,
        row_number() OVER (PARTITION BY reached.indicator ORDER BY reached.value DESC, reached.unit) AS place
    FROM reached
    JOIN line ON line.indicator = reached.indicator AND reached.value >= line.least
)
SELECT indicator, unit, place, value, entries
FROM ranked
WHERE place <= $count
