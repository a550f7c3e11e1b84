"""What a reviewer may change in a proposal, and how what is typed is taken."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.documents.enums import ProposedObject
from jiedui.documents.models import Proposal
from jiedui.documents.proposals import periods
from jiedui.documents.proposals.revisions import NOTHING
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.organisations.divisions import squeeze
from jiedui.organisations.models import OrgUnit
from jiedui.plans.queries import current_milestones, current_rules

FIELDS: dict[str, tuple[str, ...]] = {
    ProposedObject.PAIRING: ("giver", "receiver"),
    ProposedObject.LEAD: ("name", "workstream"),
    ProposedObject.TARGET: ("measure", "figure", "giver", "receiver", "year", "workstream"),
    ProposedObject.TASK: ("text", "lead", "responsible", "support", "deadline", "workstream"),
    ProposedObject.MILESTONE: ("text", "date", "value", "workstream", "revises"),
    ProposedObject.RULE: ("text", "threshold", "workstream", "revises"),
    ProposedObject.PROJECT: ("name", "giver", "receiver", "workstream"),
    ProposedObject.FIGURE: ("indicator", "figure", "giver", "receiver", "as_of"),
}
LISTS = frozenset({"giver", "receiver", "lead", "responsible", "support"})
REQUIRED = frozenset({"measure", "figure", "text", "date", "name"})
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_FIGURE = re.compile(r"^(-?[\d,]+(?:\.\d+)?)\s*(万|亿)?\s*(\S{0,12})$")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: Decimal(1)}
_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


def changes_of(proposal: Proposal, typed: dict[str, Any]) -> dict[str, Any]:
    """The fields of the fact that what was typed changes. Raises Invalid with the field as address.

    ``resolved`` maps written names to the id of the unit a reviewer chose for them (0: a new unit); ``entry`` holds
    fields of the entry that a figure reached would be drafted as, ``only_note`` whether none shall be.
    """
    changes: dict[str, Any] = {}
    for field in FIELDS[proposal.makes]:
        if field in typed:
            changes |= _revised(proposal, typed[field]) if field == "revises" else _taken(field, typed[field])
    if "entry" in typed:
        told = {**proposal.edited.get("entry", {}), **typed["entry"]}
        changes["entry"] = {name: value for name, value in told.items() if value is not None}
    if "only_note" in typed:
        changes["only_note"] = bool(typed["only_note"])
    if resolved := typed.get("resolved"):
        changes["resolved"] = {**proposal.edited.get("resolved", {}), **_resolved(resolved)}
    return changes


def _taken(field: str, value: Any) -> dict[str, Any]:
    text = str(value or "").translate(_WIDE).strip()
    if field in REQUIRED and not text:
        raise Invalid(_("This may not be empty."), address=field)
    if field == "figure":
        return _figure(text)
    if field in LISTS:
        names = [name.strip() for name in _SEPARATORS.split(text) if name.strip()]
        return {field: names[0] if len(names) == 1 else names}
    if field in {"date", "year", "as_of"} and text and periods.last_day(_iso(text)) is None:
        raise Invalid(
            _("“%(text)s” is no date. Write 2019, 2019-10 or 2019-10-31."), text=text, address=field
        )
    if field in {"date", "year", "deadline", "as_of"}:
        return {field: _iso(text)}
    if field == "threshold":
        return _threshold(text)
    if field == "value":
        return {"value": text}
    return {field: text}


def _revised(proposal: Proposal, value: Any) -> dict[str, Any]:
    """What of the plan it revises: an id, NOTHING, or empty where the words shall tell."""
    text = str(value or "").strip()
    if text not in {"", NOTHING, *(str(pk) for pk, _label in revisable(proposal))}:
        raise Invalid(_("Choose one of those offered."), address="revises")
    return {"revises": text}


def revisable(proposal: Proposal) -> list[tuple[int, str]]:
    """What of the plan in force a milestone or a rule may revise, with its words in the reader's language."""
    programme = proposal.fact.document.programme
    assert programme is not None
    if proposal.makes == ProposedObject.RULE:
        return [(rule.pk, rule.label) for rule in current_rules(programme)]
    rows = current_milestones(programme).order_by("workstream__order", "due_on")
    return [(row.pk, f"{row.workstream.label} · {row.due_on.isoformat()} · {row.label}") for row in rows]


def _figure(text: str) -> dict[str, Any]:
    match = _FIGURE.match(text)
    if not match:
        raise Invalid(
            _("“%(text)s” is no figure. Write 1500 人, 1.8亿元 or 30%%."), text=text, address="figure"
        )
    value = Decimal(match[1].replace(",", "")) * _SCALE[match[2]]
    unit = match[3] or "个"
    return {
        "value": plain(value),
        "unit": unit,
        "normalized": plain(value),
        "normalized_unit": unit,
        "count": None,
        "per": None,
    }


def _threshold(text: str) -> dict[str, Any]:
    number, unit = text.removesuffix("%"), "%" if text.endswith("%") else ""
    try:
        Decimal(number or "0")
    except InvalidOperation:
        raise Invalid(
            _("“%(text)s” is no number. Write 30%% or 0.3."), text=text, address="threshold"
        ) from None
    return {"threshold": number, "normalized": number, "unit": unit, "normalized_unit": unit}


def _iso(text: str) -> str:
    """2019.7.3, 2019/7/3 and 2019年7月3日 as 2019-07-03; anything else as it is."""
    match = re.fullmatch(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?)?年?", text)
    if not match:
        return text
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _resolved(chosen: dict[str, Any]) -> dict[str, int]:
    taken: dict[str, int] = {}
    for name, pk in chosen.items():
        number = int(pk) if str(pk).isdigit() else -1
        if number < 0 or (number and not OrgUnit.objects.filter(pk=number).exists()):
            raise Invalid(_("Choose one of the units offered."), address="resolved")
        taken[squeeze(name)] = number
    return taken
