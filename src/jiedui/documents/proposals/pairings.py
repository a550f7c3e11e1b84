"""Pairings: who helps whom."""

from __future__ import annotations

from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.proposals.context import Context, Statement, name_problems
from jiedui.documents.proposals.drafts import Draft
from jiedui.organisations.enums import PairingType

_TYPES = (
    ("hospital", PairingType.HOSPITAL),
    ("department-department", PairingType.CLINICAL),
    ("school", PairingType.SCHOOL),
    ("enterprise-village", PairingType.VILLAGE_ENTERPRISE),
    ("village-enterprise", PairingType.VILLAGE_ENTERPRISE),
    ("agency", PairingType.AGENCY),
)


def pairing_type(written: str) -> str:
    """The type of pairing for a fact's type (district-county, hospital-hospital …)."""
    if written in PairingType.values:
        return written
    return next((str(kind) for word, kind in _TYPES if word in written), str(PairingType.TERRITORIAL))


def propose(statement: Statement, context: Context) -> Draft:
    """The pairing a statement declares, compared with those in force in the programme's years."""
    draft = Draft(statement.number, ProposedObject.PAIRING, "")
    near = [statement.text("prefecture"), statement.text("province")]
    givers = [context.book.giving(text) for text in statement.texts("giver")]
    receivers = [context.book.receiving(text, near) for text in statement.texts("receiver")]
    draft.roles = {"giver": givers, "receiver": receivers}
    type_ = pairing_type(statement.text("type"))
    start = context.programme.starts_on
    draft.values = {"type": type_, "from": start.isoformat()}
    draft.raw = {"type": type_, "from": start}
    for role in ("giver", "receiver"):
        name_problems(draft, draft.roles[role], needed=True)
        if not draft.roles[role]:
            draft.problem(f"no_{role}", blocking=True)
        elif len(draft.roles[role]) > 1:
            draft.problem("several_names", role=role, blocking=True)
    _match(draft, context)
    return draft


def _match(draft: Draft, context: Context) -> None:
    giver, receiver = draft.one("giver"), draft.one("receiver")
    if draft.blocked or giver is None or receiver is None:
        return
    if giver.key == receiver.key:
        draft.problem("paired_with_itself", blocking=True)
        return
    if first := context.repeats(("pairing", draft.raw["type"], giver.key, receiver.key), draft):
        draft.match, draft.repeats = Match.REPEAT, first.number
    if giver.unit is None or receiver.unit is None:
        return
    programme = context.programme
    there = context.snapshot.pairing(
        draft.raw["type"], giver.unit, receiver.unit, programme.starts_on, programme.ends_on
    )
    if there:
        draft.match, draft.existing = Match.UNCHANGED, there.pk
