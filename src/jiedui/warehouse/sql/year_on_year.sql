SELECT visible.indicator, ancestry.ancestor AS unit,
    sum(CASE WHEN visible.day >= $this_first THEN visible.value ELSE 0 END) AS value,
    sum(CASE WHEN visible.day <= $before_last THEN visible.value ELSE 0 END) AS before
FROM visible
LEFT JOIN ancestry ON ancestry.unit = visible.unit AND ancestry.level = $level
WHERE visible.day >= $this_first OR visible.day <= $before_last
GROUP BY visible.indicator, ancestry.ancestor
