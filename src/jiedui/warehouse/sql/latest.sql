WITH standing AS (
    SELECT visible.indicator, visible.unit, visible.period, visible.day, visible.entry,
        sum(visible.value) AS value,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE visible.giver END AS giver,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE visible.receiver END AS receiver,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE visible.subject END AS subject
    FROM visible
    JOIN indicator ON indicator.id = visible.indicator AND indicator.rolls_up = $rolls_up
    WHERE visible.reverses IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM visible AS back
            WHERE back.reverses = visible.entry AND back.indicator = visible.indicator
        )
    GROUP BY 1, 2, 3, 4, 5, 7, 8, 9
),
ordered AS (
    SELECT indicator, unit, period, value,
        row_number() OVER (
            PARTITION BY indicator, unit, period, giver, receiver, subject ORDER BY day DESC, entry DESC
        ) AS place
    FROM standing
)
SELECT indicator, unit, period, sum(value) AS value
FROM ordered
WHERE place = 1
GROUP BY indicator, unit, period
