SELECT visible.indicator, ancestry.ancestor AS unit, visible.period,
    sum(visible.value) AS value, sum(visible.entries) AS entries
FROM visible
LEFT JOIN ancestry ON ancestry.unit = visible.unit AND ancestry.level = $level
GROUP BY visible.indicator, ancestry.ancestor, visible.period
