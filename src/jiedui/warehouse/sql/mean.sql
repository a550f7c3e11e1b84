SELECT visible.indicator, ancestry.ancestor AS unit, visible.period,
    sum(visible.value) AS total, sum(visible.entries) AS entries
FROM visible
LEFT JOIN ancestry ON ancestry.unit = visible.unit AND ancestry.level = $level
WHERE visible.reverses IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM visible AS back
        WHERE back.reverses = visible.entry AND back.indicator = visible.indicator
    )
GROUP BY visible.indicator, ancestry.ancestor, visible.period
