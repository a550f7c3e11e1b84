SELECT visible.indicator, visible.unit, visible.period, sum(visible.value) AS total, CAST(sum(visible.entries) AS BIGINT) AS entries
FROM visible
JOIN indicator ON indicator.id = visible.indicator AND indicator.rolls_up = $rolls_up
WHERE visible.reverses IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM visible AS back
        WHERE back.reverses = visible.entry AND back.indicator = visible.indicator
    )
GROUP BY visible.indicator, visible.unit, visible.period
