WITH counted AS (
    SELECT visible.indicator, visible.unit, visible.period,
        CASE
            WHEN visible.subject = '' THEN concat('#', coalesce(visible.reverses, visible.entry))
            ELSE visible.subject
        END AS subject,
        CASE WHEN indicator.over_units = 'sum' THEN visible.giver END AS giver,
        CASE WHEN indicator.over_time = 'sum' THEN visible.day END AS day,
        sum(visible.value) AS value
    FROM visible
    JOIN indicator ON indicator.id = visible.indicator AND indicator.rolls_up = $rolls_up
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT indicator, unit, period, count(*) AS value
FROM counted
WHERE value > 0
GROUP BY indicator, unit, period
