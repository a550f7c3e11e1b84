WITH moved AS (
    SELECT visible.indicator, visible.unit, visible.period,
        sum(visible.value) AS value, CAST(sum(visible.entries) AS BIGINT) AS entries
    FROM visible
    GROUP BY visible.indicator, visible.unit, visible.period
),
line AS (
    SELECT DISTINCT indicator, unit FROM moved
),
axis AS (
    SELECT DISTINCT
        CASE $grain
            WHEN 'day' THEN day
            WHEN 'ten_days' THEN ten_days
            WHEN 'month' THEN month
            WHEN 'quarter' THEN quarter
            WHEN 'half' THEN half
            WHEN 'year' THEN year
        END AS period
    FROM calendar
    WHERE day BETWEEN $first AND $last
)
SELECT line.indicator, line.unit, axis.period,
    sum(coalesce(moved.value, 0)) OVER so_far AS value,
    CAST(sum(coalesce(moved.entries, 0)) OVER so_far AS BIGINT) AS entries
FROM line
CROSS JOIN axis
LEFT JOIN moved ON moved.indicator = line.indicator
    AND moved.unit IS NOT DISTINCT FROM line.unit
    AND moved.period IS NOT DISTINCT FROM axis.period
WINDOW so_far AS (
    PARTITION BY line.indicator, line.unit ORDER BY axis.period ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
)
