SELECT indicator, giver_at AS giver, receiver_at AS receiver, period, sum(value) AS value, CAST(sum(entries) AS BIGINT) AS entries
FROM visible
GROUP BY indicator, giver_at, receiver_at, period
