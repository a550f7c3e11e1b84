SELECT visible.indicator, gave.ancestor AS giver, received.ancestor AS receiver, visible.period,
    sum(visible.value) AS value, sum(visible.entries) AS entries
FROM visible
LEFT JOIN ancestry AS gave ON gave.unit = visible.giver AND gave.level = $giver_level
LEFT JOIN ancestry AS received ON received.unit = visible.receiver AND received.level = $receiver_level
GROUP BY visible.indicator, gave.ancestor, received.ancestor, visible.period
