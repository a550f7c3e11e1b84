WITH standing AS (
    SELECT moved.indicator, moved.row_key, moved.column_key, moved.value, moved.entries
    FROM moved
    WHERE moved.kept AND moved.reverses IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM visible AS back
            WHERE back.reverses = moved.entry AND back.indicator = moved.indicator
        )
)
SELECT standing.indicator, scope.whole_row, scope.whole_column,
    CASE WHEN scope.whole_row = 0 THEN standing.row_key END AS row_key,
    CASE WHEN scope.whole_column = 0 THEN standing.column_key END AS column_key,
    sum(standing.value) AS value, CAST(sum(standing.entries) AS BIGINT) AS entries
FROM standing
CROSS JOIN scope
GROUP BY 1, 2, 3, 4, 5
