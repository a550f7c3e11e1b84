SELECT indicator, unit,
    sum(CASE WHEN day >= $this_first THEN value ELSE 0 END) AS value,
    sum(CASE WHEN day <= $before_last THEN value ELSE 0 END) AS before
FROM visible
WHERE day >= $this_first OR day <= $before_last
GROUP BY indicator, unit
