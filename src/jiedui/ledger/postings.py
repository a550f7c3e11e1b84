"""What an accepted entry adds to indicators. The one place that computes it.

An indicator counts an entry of its kind in its workstream whose fields match its filter. A filter maps a field of
the detail, or one of the entry, to the value that counts or a list of such values; ``months__gte`` and the like
compare. With ``workstream`` in the filter (a key, a list of keys, or ``"*"``) entries of other workstreams of the
programme count, too.

An entry whose safeguards are not answered, or on whose workshop or recruiter a hold stands, adds nothing anywhere.
Headcounts of people put to work are added only to indicators that are kept as stated: never paced, ranked or scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import cache
from operator import ge, gt, le, lt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.columns import insert_rows
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.base import Text
from jiedui.ledger.kinds.fields import fields_of
from jiedui.ledger.models import Entry, Posting
from jiedui.plans.headcounts import is_headcount_of_work
from jiedui.plans.models import Indicator
from jiedui.safeguards.models import LabourHold
from jiedui.safeguards.names import name_of
from jiedui.safeguards.queries import Subject, standing_holds

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"gte": ge, "gt": gt, "lte": le, "lt": lt}
QUANTUM = Decimal("0.0001")
ANY = "*"


def indicators_for(programme_id: int, kind: str | None = None) -> list[Indicator]:
    """The programme's indicators that count entries (of a kind)."""
    found = Indicator.objects.filter(workstream__programme_id=programme_id).exclude(kind="")
    if kind is not None:
        found = found.filter(kind__in=kinds.get(kind).counted_as)
    return list(found.order_by("id"))


def postings_of(
    entry: Entry, indicators: Iterable[Indicator], *, standing: Iterable[LabourHold] | None = None
) -> list[Posting]:
    """What the accepted entry adds to each of ``indicators``; a reversal takes away what it reverses.

    ``standing`` are the holds that stand, where they have been read already or are those of another day.
    """
    if entry.state != EntryState.ACCEPTED:
        return []
    counting = [indicator for indicator in indicators if counts(indicator, entry)]
    if not counting or held(entry, standing):
        return []
    made = (_posting(entry, indicator) for indicator in counting)
    return [posting for posting in made if posting is not None]


def held(entry: Entry, standing: Iterable[LabourHold] | None = None) -> list[Text]:
    """Why the entry adds nothing to any figure: safeguards not answered, holds that stand. Empty: it counts.

    ``standing`` are the programme's holds that stand, where they have been read already.
    """
    kind = kinds.get(entry.kind)
    reasons = list(kind.held(entry, kind.read(entry))) if kind.held else []
    if subjects := subjects_of(entry):
        message = _("A hold stands on “%(name)s” (%(flag)s).")
        named = {(on, name_of(name)) for on, name in subjects}
        holds = standing_holds(entry.programme_id, subjects) if standing is None else standing
        reasons += [
            str(message) % {"name": hold.name, "flag": hold.get_flag_display()}
            for hold in holds
            if (hold.on, hold.key) in named
        ]
    return reasons


def subjects_of(entry: Entry) -> list[Subject]:
    """The workshops and recruiters the entry speaks of."""
    kind = kinds.get(entry.kind)
    return kind.hold_subjects(entry, kind.read(entry)) if kind.hold_subjects else []


def write(entries: Iterable[Entry]) -> None:
    """Store what the entries add; a query for each kind, and one to write. Call within the accepting transaction."""
    known: dict[tuple[int, str], list[Indicator]] = {}
    made: list[Posting] = []
    for entry in entries:
        key = (entry.programme_id, entry.kind)
        if key not in known:
            known[key] = indicators_for(*key)
        made += postings_of(entry, known[key])
    insert_rows(made)


def _posting(entry: Entry, indicator: Indicator) -> Posting | None:
    kind = kinds.get(entry.kind)
    measure = kind.measure(indicator.measure)
    if measure is None:
        return None
    detail = kind.read(entry)
    value = measure.value(entry, detail).quantize(QUANTUM)
    if not value:
        return None
    return Posting(
        entry=entry,
        indicator=indicator,
        giver_id=entry.giver_id,
        receiver_id=entry.receiver_id,
        day=entry.occurred_on,
        value=-value if entry.reverses_id else value,
        subject=measure.subject(entry, detail) if measure.subject else "",
    )


def counts(indicator: Indicator, entry: Entry) -> bool:
    """Whether the indicator counts the entry."""
    if indicator.kind not in kinds.get(entry.kind).counted_as:
        return False
    if indicator.as_stated != is_headcount_of_work(indicator.kind):
        return False
    conditions = dict(indicator.filter)
    if "workstream" in conditions:
        wanted = conditions.pop("workstream")
        if wanted != ANY and not _among(entry.workstream.key, wanted):
            return False
    elif indicator.workstream_id != entry.workstream_id:
        return False
    return all(_matches(entry, key, wanted) for key, wanted in conditions.items())


def _matches(entry: Entry, key: str, wanted: Any) -> bool:
    name, _, comparison = key.partition("__")
    value = entry.detail[name] if name in entry.detail else getattr(entry, name, None)
    if comparison == "not":
        return not _among(value, wanted)
    if comparison:
        return _compares(COMPARISONS.get(comparison), value, wanted)
    return _among(value, wanted)


def _among(value: Any, wanted: Any) -> bool:
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(_same(value, option) for option in options)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool) or value is None or wanted is None:
        return value is wanted
    one, other = _number(value), _number(wanted)
    return one == other if one is not None and other is not None else str(value) == str(wanted)


def _compares(comparison: Callable[[Any, Any], bool] | None, value: Any, wanted: Any) -> bool:
    one, other = _number(value), _number(wanted)
    if comparison is None:
        return False
    if one is not None and other is not None:
        return comparison(one, other)
    # Days in ISO form compare as text.
    return value is not None and comparison(str(value), str(wanted))


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@cache
def _filterable(kind: str) -> frozenset[str]:
    own = {"workstream", "giver_id", "receiver_id", "project_id", "synthetic", "currency"}
    return frozenset(own | {spec.name for spec in fields_of(kind)})


def problems(indicator: Indicator) -> list[str]:
    """What keeps an indicator from counting anything: an unknown kind, measure, field or comparison."""
    if not indicator.kind:
        return []
    members = kinds.members(indicator.kind)
    if not members:
        return [f"kind {indicator.kind}"]
    found = []
    if indicator.as_stated != is_headcount_of_work(indicator.kind):
        found.append(f"headcount {indicator.kind}")
    if any(kind.measure(indicator.measure) is None for kind in members):
        found.append(f"measure {indicator.measure}")
    for key in indicator.filter:
        name, _, comparison = key.partition("__")
        if any(name not in _filterable(kind.key) for kind in members) or comparison not in {
            "",
            "not",
            *COMPARISONS,
        }:
            found.append(f"filter {key}")
    return found
