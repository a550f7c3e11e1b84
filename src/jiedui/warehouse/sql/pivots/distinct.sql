WITH counted AS (
    SELECT moved.indicator, scope.whole_row, scope.whole_column,
        CASE WHEN scope.whole_row = 0 THEN moved.row_key END AS row_key,
        CASE WHEN scope.whole_column = 0 THEN moved.column_key END AS column_key,
        CASE
            WHEN moved.subject = '' THEN concat('#', coalesce(moved.reverses, moved.entry))
            ELSE moved.subject
        END AS subject,
        CASE WHEN indicator.over_units = 'sum' THEN moved.giver END AS giver,
        CASE WHEN indicator.over_time = 'sum' THEN moved.day END AS day,
        sum(moved.value) AS value, sum(moved.entries) AS entries
    FROM moved
    JOIN indicator ON indicator.id = moved.indicator
    CROSS JOIN scope
    WHERE moved.kept
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
)
SELECT indicator, whole_row, whole_column, row_key, column_key, count(*) AS value, CAST(sum(entries) AS BIGINT) AS entries
FROM counted
WHERE value > 0
GROUP BY indicator, whole_row, whole_column, row_key, column_key
