WITH reached AS (
    SELECT visible.indicator, ancestry.ancestor AS unit, visible.period, sum(visible.value) AS value
    FROM visible
    LEFT JOIN ancestry ON ancestry.unit = visible.unit AND ancestry.level = $level
    GROUP BY visible.indicator, ancestry.ancestor, visible.period
)
SELECT indicator, unit, period, value, sum(value) OVER (PARTITION BY indicator, period) AS whole
FROM reached
