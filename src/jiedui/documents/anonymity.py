"""The last guard before a reading is handed on: no fact contains the name of a natural person.

Extractors avoid such passages where they can; this makes sure whatever they do. A quote that holds a name is cut
down to its longest stretch without one, and the fact is dropped where nothing is left to quote.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.persons import names_person, without_persons

_STRETCH = re.compile(r"[^，。；、：,;\t]+(?:、[^，。；、：,;\t]+)*")
_SHORTEST = 4


def without_names(fact: Fact) -> Fact | None:
    """The fact without names of natural persons, None where it tells nothing without them."""
    if fact.kind is FactKind.OUT_OF_SCOPE:
        return fact
    fields = {
        key: clean for key, value in fact.fields.items() if (clean := _clean(value)) not in (None, "", [])
    }
    lost = fact.fields.keys() - fields.keys()
    if lost & {"giver", "receiver", "name", "text"}:
        return None
    fact = fact if fields == fact.fields else replace(fact, fields=fields)
    return _quoting_nobody(fact)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_persons(value) if names_person(value) else value
    if isinstance(value, list | tuple):
        return [item for item in value if not (isinstance(item, str) and names_person(item))]
    return value


def _quoting_nobody(fact: Fact) -> Fact | None:
    if not _named(fact.quote):
        return fact
    stretches = [
        match
        for match in _STRETCH.finditer(fact.quote)
        if not _named(match.group()) and len(match.group().strip()) >= _SHORTEST
    ]
    value = str(fact.fields.get("value", ""))
    telling = [match for match in stretches if value and value in re.sub(r"[\s,]", "", match.group())]
    best = max(telling or stretches, key=lambda match: len(match.group()), default=None)
    if best is None:
        return None
    return replace(
        fact,
        quote=best.group(),
        start=fact.start + best.start(),
        end=fact.start + best.end(),
        line=fact.line + fact.quote[: best.start()].count("\n"),
    )


def _named(text: str) -> bool:
    return names_person(re.sub(r"\s", "", text))
