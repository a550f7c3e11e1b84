WITH cell AS (
    SELECT indicator, row_key, column_key, sum(value) AS value, sum(entries) AS entries
    FROM moved
    WHERE kept
    GROUP BY indicator, row_key, column_key
)
SELECT cell.indicator, scope.whole_row, scope.whole_column,
    CASE WHEN scope.whole_row = 0 THEN cell.row_key END AS row_key,
    CASE WHEN scope.whole_column = 0 THEN cell.column_key END AS column_key,
    sum(cell.value) AS value, CAST(sum(cell.entries) AS BIGINT) AS entries
FROM cell
CROSS JOIN scope
GROUP BY 1, 2, 3, 4, 5
