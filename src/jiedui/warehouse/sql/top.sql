WITH reached AS (
    SELECT indicator, unit, sum(value) AS value, sum(entries) AS entries
    FROM visible
    WHERE unit IS NOT NULL
    GROUP BY indicator, unit
),
ranked AS (
    SELECT indicator, unit, value, entries,
        row_number() OVER (PARTITION BY indicator ORDER BY value DESC, unit) AS place
    FROM reached
)
SELECT indicator, unit, place, value, entries
FROM ranked
WHERE place <= $count
