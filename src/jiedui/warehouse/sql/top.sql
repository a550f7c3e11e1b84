WITH reached AS (
    SELECT visible.indicator, ancestry.ancestor AS unit, sum(visible.value) AS value, sum(visible.entries) AS entries
    FROM visible
    JOIN ancestry ON ancestry.unit = visible.unit AND ancestry.level = $level
    GROUP BY visible.indicator, ancestry.ancestor
),
ranked AS (
    SELECT indicator, unit, value, entries,
        row_number() OVER (PARTITION BY indicator ORDER BY value DESC, unit) AS place
    FROM reached
)
SELECT indicator, unit, place, value, entries
FROM ranked
WHERE place <= $count
