-- One year of generated postings. Each column of a row is a hash of the row's number, so the rows are the same however
-- many threads make them. One posting in about a hundred is a reversal and copies the row that it takes back.
WITH number AS (
    SELECT n AS n, n AS source, CAST(NULL AS BIGINT) AS reverses
    FROM range($base) AS r(n)
    WHERE n % $years = $year_number
    UNION ALL
    SELECT $base + k AS n, 101 * k AS source, 101 * k + 1 AS reverses
    FROM range($reversals) AS r(k)
    WHERE (101 * k) % $years = $year_number
),
drawn AS (
    SELECT n, source, reverses,
        CAST(hash(source, $seed, 1) % 1000000 AS DOUBLE) / 1000000 AS a,
        CAST(hash(source, $seed, 2) % 1000000 AS DOUBLE) / 1000000 AS b,
        CAST(hash(source, $seed, 3) % 1000000 AS DOUBLE) / 1000000 AS c,
        hash(source, $seed, 4) AS h
    FROM number
)
SELECT
    CAST(1 AS INTEGER) AS programme,
    CAST((1 + CAST(floor(a * a * $indicators) AS INTEGER)) % 10 + 1 AS INTEGER) AS workstream,
    CAST(1 + floor(a * a * $indicators) AS INTEGER) AS indicator,
    CAST($first_giver + floor(b * b * $givers) AS INTEGER) AS giver,
    CAST($first_receiver + floor(c * c * c * $receivers) AS INTEGER) AS receiver,
    make_date($year, 1, 1) + CAST(h % 365 AS INTEGER) AS day,
    CAST((CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) * CAST(1 + (h // 365) % 10000000 AS DOUBLE) / 100
        AS DECIMAL(18,4)) AS value,
    CAST(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END AS TINYINT) AS entries,
    CASE WHEN CAST(1 + floor(a * a * $indicators) AS INTEGER) % 20 = 5
        THEN 's' || CAST((h // 7) % 20000 AS VARCHAR) ELSE '' END AS subject,
    CAST(n + 1 AS BIGINT) AS entry,
    reverses,
    CAST(n + 1 AS BIGINT) AS sequence,
    h % 10 > 0 AS evidenced,
    CAST($year AS SMALLINT) AS year
FROM drawn
