"""How many rows several lists have, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value


def counted(lists: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """The number of rows of each list, by its name."""
    first, *others = (_named(name, rows) for name, rows in lists.items())
    found = dict(first.union(*others, all=True))
    return {name: found.get(name, 0) for name in lists}


def _named(name: str, rows: QuerySet[Any, Any]) -> Any:
    """One row, (name, number); none where the list is empty."""
    named = rows.order_by().annotate(list_name=Value(name, output_field=CharField()))
    return named.values("list_name").annotate(list_count=Count("pk")).values_list("list_name", "list_count")
