WITH standing AS (
    SELECT moved.indicator, moved.row_key, moved.column_key, moved.day, moved.entry,
        sum(moved.value) AS value, bool_or(moved.kept) AS kept,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE moved.giver END AS giver,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE moved.receiver END AS receiver,
        CASE WHEN indicator.over_units = 'latest' THEN NULL ELSE moved.subject END AS subject
    FROM moved
    JOIN indicator ON indicator.id = moved.indicator
    WHERE moved.reverses IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM visible AS back
            WHERE back.reverses = moved.entry AND back.indicator = moved.indicator
        )
    GROUP BY 1, 2, 3, 4, 5, 8, 9, 10
),
placed AS (
    SELECT standing.indicator, scope.whole_row, scope.whole_column,
        CASE WHEN scope.whole_row = 0 THEN standing.row_key END AS row_key,
        CASE WHEN scope.whole_column = 0 THEN standing.column_key END AS column_key,
        standing.day, standing.entry, standing.giver, standing.receiver, standing.subject, standing.value, standing.kept
    FROM standing
    CROSS JOIN scope
),
ordered AS (
    SELECT indicator, whole_row, whole_column, row_key, column_key, value, kept,
        row_number() OVER (
            PARTITION BY indicator, whole_row, whole_column, row_key, column_key, giver, receiver, subject
            ORDER BY day DESC, entry DESC
        ) AS place
    FROM placed
)
SELECT indicator, whole_row, whole_column, row_key, column_key, sum(value) AS value, count(*) AS entries
FROM ordered
WHERE place = 1 AND kept
GROUP BY indicator, whole_row, whole_column, row_key, column_key
