"""A proposal in words: what it would write, for whom, and how it stands to the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiedui.documents import wording
from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.models import Proposal
from jiedui.documents.proposals import vocabulary
from jiedui.documents.proposals.drafts import Known
from jiedui.documents.telling_ledger import Beside, beside
from jiedui.organisations.enums import PairingType

SIGNS = {">=": "≥", "<=": "≤", "=": "="}


@dataclass(frozen=True, slots=True)
class Party:
    """A name in a proposal. ``known`` tells how it stands to the units; ``note`` says so in words."""

    text: str
    known: str
    note: str


@dataclass(frozen=True, slots=True)
class Role:
    """The names in one role."""

    word: str
    parties: list[Party]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reviewer should know; a ``blocking`` one stands in the way of accepting."""

    text: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A proposal in words. ``before`` and ``after`` say what it changes in the plan, ``beside`` is the ledger's side of
    a figure reached.
    """

    headline: str
    figure: str
    when: str
    roles: list[Role]
    before: str
    after: str
    problems: list[Note]
    beside: Beside | None = None


def tell(proposal: Proposal) -> Told:
    """Put a proposal into words, from its stored plan."""
    plan: Mapping[str, Any] = proposal.plan
    values: Mapping[str, Any] = plan.get("values", {})
    headline, figure, when = _PARTS[ProposedObject(proposal.makes)](values, plan.get("roles", {}))
    before, after = _sides(proposal, values, plan.get("roles", {}))
    return Told(
        headline=headline,
        figure=figure,
        when=when,
        roles=_roles(proposal.makes, plan.get("roles", {})),
        before=before,
        after=after,
        problems=[Note(wording.problem(found), bool(found.get("blocking"))) for found in proposal.problems],
        beside=beside(proposal),
    )


def _pairing(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    sides = ["、".join(_label(name) for name in roles.get(role, [])) or "?" for role in ("giver", "receiver")]
    return " → ".join(sides), "", str(PairingType(values["type"]).label) if values.get("type") else ""


def _lead(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    return "、".join(_label(name) for name in roles.get("lead", [])), "", ""


def _target(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    if "value" not in values:
        return _("Figure without a number"), "", ""
    sign = SIGNS.get(values["comparator"], "")
    unit = values["unit"].partition("/")[0]
    figure = f"{sign} {wording.amount(values['value'], unit)}"
    if values.get("per"):
        figure = f"{figure} / {values['per']}"
    elif values.get("each"):
        figure = f"{figure} ({wording.amount(values['each'], unit)} × {values['count']})"
    elif values.get("count", 1) > 1:
        figure = f"{figure} × {values['count']}"
    return values["measure"], figure, wording.period(values["from"], values["to"])


def _task(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["text"], "", values["due"] or values["due_text"]


def _milestone(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["text"], f"{values['share']}%" if values["share"] else "", values["due"]


def _rule(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    stated = values.get("stated") or values["threshold"]
    return values["text"], f"{SIGNS.get(values['comparator'], '')} {stated}" if stated else "", ""


def _figure(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    if "value" not in values:
        return _("Figure without a number"), "", ""
    sign = SIGNS.get(values["comparator"], "") if values["comparator"] != "=" else ""
    figure = f"{sign} {wording.amount(values['value'], values['unit'])}".strip()
    return values["measure"], figure, wording.period(values["from"], values["to"])


def _project(values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["name"], wording.amount(values["amount"], "元") if values["amount"] else "", ""


_PARTS = {
    ProposedObject.PAIRING: _pairing,
    ProposedObject.LEAD: _lead,
    ProposedObject.TARGET: _target,
    ProposedObject.TASK: _task,
    ProposedObject.MILESTONE: _milestone,
    ProposedObject.RULE: _rule,
    ProposedObject.PROJECT: _project,
    ProposedObject.FIGURE: _figure,
}


def _roles(makes: str, roles: Mapping[str, Any]) -> list[Role]:
    """The names by role; where the headline names the units already, only those that are new or open."""
    if makes in {ProposedObject.LEAD, ProposedObject.PAIRING}:
        new = [name for names in roles.values() for name in names if name["known"] != Known.UNIT]
        return [Role("", [_party(name) for name in new])] if new else []
    told = []
    for role, names in roles.items():
        if shown := [_party(name) for name in names if not vocabulary.is_everyone(name["text"])]:
            told.append(Role(str(wording.ROLES[role]), shown))
    return told


def _party(name: Mapping[str, Any]) -> Party:
    known = name["known"]
    notes = {
        Known.NEW: _("new, under %(under)s") % {"under": name["under"]} if name["under"] else _("new"),
        Known.GROUP: _("%(count)d units") % {"count": len(name["members"])}
        if name["members"]
        else _("in words"),
        Known.UNKNOWN: _("in words"),
        Known.AMBIGUOUS: _("which one?"),
    }
    label = name["label"] if known in {Known.UNIT, Known.NEW} else name["text"]
    taught = _("“%(text)s”, as taught") % {"text": name["text"]} if name.get("taught") else ""
    return Party(label, known, notes.get(known, taught))


def _label(name: Mapping[str, Any]) -> str:
    return str(name["label"] or name["text"])


def _sides(proposal: Proposal, values: Mapping[str, Any], roles: Mapping[str, Any]) -> tuple[str, str]:
    """What the plan says now and what it would say, where something changes."""
    before = proposal.plan.get("before", {})
    if proposal.match != Match.REVISED or not before:
        return "", ""
    if "value" in before:
        unit = str(values.get("unit", ""))
        return wording.amount(before["value"], unit), wording.amount(values["value"], unit)
    if "lead" in before:
        return before["lead"], "、".join(_label(name) for name in roles.get("lead", []))
    change = values.get("change", {})
    if proposal.makes == ProposedObject.MILESTONE:
        return _day_and_share(before), _day_and_share(change)
    if proposal.makes == ProposedObject.RULE:
        return _bound(before), _bound(change)
    now = _joined(before.get("due"), before.get("units"))
    return now or "—", _joined(change.get("due"), change.get("units")) or "—"


def _day_and_share(side: Mapping[str, Any]) -> str:
    return _joined(side.get("due"), f"{side['share']}%" if side.get("share") else "", side.get("text"))


def _bound(side: Mapping[str, Any]) -> str:
    stated = f"{SIGNS.get(side.get('sign', ''), '')} {side['threshold']}" if side.get("threshold") else ""
    return _joined(stated, side.get("text")) or _("in words")


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
