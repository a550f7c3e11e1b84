"""The entry that would record what the ledger lacks: a draft of the indicator's kind, as far as a report tells it.

A report gives a figure, never the seller or the voucher. What the kind asks for beyond it is named, to be filled in by
a person; until then the figure may only be noted.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jiedui.documents.proposals.context import Context
from jiedui.documents.proposals.drafts import Draft, Name
from jiedui.documents.proposals.ledger_state import Cut, adds_up
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import InvalidMany
from jiedui.ledger import kinds
from jiedui.ledger.kinds.base import AnyKind, amount, persons
from jiedui.ledger.models import Entry
from jiedui.ledger.postings import counts
from jiedui.ledger.validation import validate
from jiedui.plans.models import Indicator

TITLE_LENGTH = 200
NOT_YET = 0
"""Stands for a unit that acceptance will create, while the rest of the entry is looked at."""


def plan_entry(draft: Draft, lacking: Decimal, context: Context) -> bool:
    """Plan the entry; False where none can stand for the figure, or the reviewer wants it only noted."""
    cut: Cut = draft.raw["cut"]
    made = recordable(cut.indicator)
    if made is None:
        draft.problem("not_from_a_figure")
        return False
    kind, field = made
    if field == "persons" and lacking != lacking.to_integral_value():
        draft.problem("not_from_a_figure")
        return False
    draft.values |= {"lacking": plain(lacking), "kind": kind.key}
    if draft.raw["only_note"]:
        draft.problem("only_noted")
        return False
    data = _data(draft, cut, kind, context) | {field: plain(lacking)}
    draft.values["entry"] = data
    draft.raw["entry"] = data
    _check(draft, cut.indicator, kind, data, context)
    return True


def recordable(indicator: Indicator) -> tuple[AnyKind, str] | None:
    """The kind and the field that one entry can carry the indicator's whole figure in: its money or its heads.

    A count of fairs or agreements needs each of them as an entry of its own, which a report does not give.
    """
    members = kinds.members(indicator.kind)
    measure = members[0].measure(indicator.measure) if len(members) == 1 else None
    if measure is None or measure.subject is not None or not adds_up(indicator):
        return None
    for field, carried in (("amount", amount), ("persons", persons)):
        if measure.value is carried:
            return members[0], field
    return None


def _data(draft: Draft, cut: Cut, kind: AnyKind, context: Context) -> dict[str, Any]:
    """What is known of the entry; units as ids, those still to be created as 0."""
    typed = dict(draft.raw["typed"] or {})
    known = {key: value for key, value in cut.indicator.filter.items() if key in kind.detail.model_fields}
    detail = {key: value for key, value in known.items() if not isinstance(value, list | dict)}
    own = {
        key: typed.pop(key) for key in ("title", "occurred_on", "quantity", "quantity_unit") if key in typed
    }
    named = {role: draft.raw[role] for role in ("giver", "receiver")}
    return {
        "title": f"{draft.values['measure']}（{context.source}）"[:TITLE_LENGTH],
        "occurred_on": _day(cut.ends_on, context).isoformat(),
        **{role: _unit(name) for role, name in named.items() if name is not None},
        "workstream": cut.indicator.workstream.key,
        **own,
        "detail": {**detail, **typed},
    }


def _unit(name: Name) -> int:
    return name.unit if name.unit is not None else NOT_YET


def _day(last: date, context: Context) -> date:
    """The last day of the figure's span, as far as it has come and the programme reaches."""
    return min(last, context.programme.ends_on, _latest(context))


def _latest(context: Context) -> date:
    """What lies behind this day has not happened yet, as the ledger sees it."""
    return max(context.programme.today, timezone.localdate())


def _check(draft: Draft, indicator: Indicator, kind: AnyKind, data: dict[str, Any], context: Context) -> None:
    """Name the fields that are missing or wrong, and an entry the indicator would not count."""
    wrong = _wrong_sides(draft, context)
    try:
        given = validate(kind, data)
    except InvalidMany as error:
        wrong += [one.address.rsplit(".", 1)[-1] for one in error.errors]
    else:
        if not context.programme.starts_on <= given.occurred_on <= _day(given.occurred_on, context):
            wrong.append("occurred_on")
    if wrong:
        draft.problem("entry_incomplete", kind=kind.key, fields=list(dict.fromkeys(wrong)), blocking=True)
        return
    detail = given.model_dump(mode="json")["detail"]
    if not counts(indicator, Entry(kind=kind.key, detail=detail, workstream=indicator.workstream)):
        draft.problem("entry_not_counted", name=indicator.name, blocking=True)


def _wrong_sides(draft: Draft, context: Context) -> list[str]:
    """The sides whose unit lies on the other one."""
    own = context.book.is_own
    giver, receiver = draft.raw["giver"], draft.raw["receiver"]
    giver_wrong = giver is not None and not own(giver)
    receiver_wrong = receiver is not None and own(receiver)
    return ["giver"] * giver_wrong + ["receiver"] * receiver_wrong
