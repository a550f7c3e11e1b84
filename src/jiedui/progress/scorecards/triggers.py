"""What the database itself holds of scorecards, whoever writes to it.

No line speaks of people put to work, of figures kept as stated, or of who gave; an indicator that a line speaks of
cannot become one of these; and nothing of a published version changes. Migrations take them off and put them on again
(:mod:`jiedui.progress.apps`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NEVER_SCORED = "never scored: people put to work, figures kept as stated, and who gave"
PUBLISHED = "a published version of a scorecard is never changed"

KINDS = "'placement'"
GIFTS = "'donation', 'donation_cash', 'donation_in_kind'"
FORBIDDEN = f"(i.as_stated OR i.kind IN ({KINDS}) OR (i.kind IN ({GIFTS}) AND i.measure = 'donors'))"
LINE = (
    f"EXISTS (SELECT 1 FROM plans_indicator i WHERE i.id = NEW.indicator_id AND {FORBIDDEN}) OR EXISTS "  # noqa: S608  # only the words above
    "(SELECT 1 FROM plans_rule r JOIN plans_indicator i ON i.id = r.numerator_id OR i.id = r.denominator_id "
    f"WHERE r.id = NEW.rule_id AND {FORBIDDEN})"
)
INDICATOR = (
    f"{FORBIDDEN.replace('i.', 'NEW.')} AND EXISTS (SELECT 1 FROM progress_scoreline l LEFT JOIN plans_rule r "  # noqa: S608
    "ON r.id = l.rule_id WHERE NEW.id IN (l.indicator_id, r.numerator_id, r.denominator_id))"
)
RULE = (
    "EXISTS (SELECT 1 FROM progress_scoreline l WHERE l.rule_id = NEW.id) AND EXISTS (SELECT 1 FROM "  # noqa: S608
    f"plans_indicator i WHERE i.id IN (NEW.numerator_id, NEW.denominator_id) AND {FORBIDDEN})"
)
IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM progress_scorecardversion v WHERE v.id = {version} AND v.state = 'published')"
)
OF_HEADING = "(SELECT h.version_id FROM progress_scoreheading h WHERE h.id = {row}.heading_id)"


def _rules() -> Iterator[tuple[str, str, str, str, str]]:
    """Name, table, event, condition and refusal of each trigger."""
    for event in ("INSERT", "UPDATE"):
        yield f"score_line_harm_{event.lower()}", "progress_scoreline", event, LINE, NEVER_SCORED
    yield "score_indicator_harm", "plans_indicator", "UPDATE", INDICATOR, NEVER_SCORED
    yield "score_rule_harm", "plans_rule", "UPDATE", RULE, NEVER_SCORED
    for event in ("INSERT", "UPDATE", "DELETE"):
        row = "NEW" if event == "INSERT" else "OLD"
        for table in ("progress_scoreheading", "progress_scoregrade"):
            condition = IS_PUBLISHED.format(version=f"{row}.version_id")
            yield f"{table}_{event.lower()}", table, event, condition, PUBLISHED
        condition = IS_PUBLISHED.format(version=OF_HEADING.format(row=row))
        yield f"progress_scoreline_{event.lower()}", "progress_scoreline", event, condition, PUBLISHED
        if event != "INSERT":
            name = f"progress_scorecardversion_{event.lower()}"
            yield name, "progress_scorecardversion", event, "OLD.state = 'published'", PUBLISHED


def protect(connection: Any) -> None:
    """Put the triggers on; what is there already is replaced."""
    with connection.cursor() as cursor:
        for rule in _rules():
            for statement in (_postgresql if connection.vendor == "postgresql" else _sqlite)(*rule):
                cursor.execute(statement)


def unprotect(connection: Any) -> None:
    """Take them off again."""
    with connection.cursor() as cursor:
        for name, table, *_rest in _rules():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def are_on(connection: Any) -> bool:
    """Whether none of them is missing."""
    return {name for name, *_rest in _rules()} <= standing(connection)


def standing(connection: Any) -> set[str]:
    """The names of the triggers that are on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def deleting() -> list[str]:
    """The names of those that keep rows from being removed."""
    return [name for name, _table, event, *_rest in _rules() if event == "DELETE"]


def _sqlite(name: str, table: str, event: str, condition: str, refusal: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    ]


def _postgresql(name: str, table: str, event: str, condition: str, refusal: str) -> list[str]:
    """The condition is asked inside the function: a WHEN clause may hold no subquery."""
    answer = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION jiedui_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {answer}; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION jiedui_{name}()",
    ]
