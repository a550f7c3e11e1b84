"""Entries as the API shows them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from jiedui.ledger.approvals import Course
from jiedui.ledger.models import Entry
from jiedui.ledger.schemas import ConfirmationOut, EntryOut, EvidenceOut, ProjectOut, UnitOut
from jiedui.organisations.models import OrgUnit
from jiedui.projects.models import Project


class ApprovalOut(BaseModel):
    """A role that must approve, and when somebody did."""

    role: str
    at: datetime | None


class Approvals(BaseModel):
    """The roles that must approve, in turn (none: one decision is enough).

    ``separate``: whoever had a hand in entering it may not decide.
    """

    roles: list[ApprovalOut]
    separate: bool


def approvals_of(course: Course) -> Approvals:
    """The approvals something needs and has."""
    return Approvals(
        roles=[ApprovalOut(role=role, at=given.at if given else None) for role, given in course.steps],
        separate=course.separate,
    )


def present(entry: Entry) -> EntryOut:
    """One entry; read it through :func:`jiedui.ledger.queries.in_full`, so that this costs no query."""
    return EntryOut(
        id=entry.pk,
        programme=entry.programme.code,
        workstream=entry.workstream.key,
        kind=entry.kind,
        giver=_unit(entry.giver),
        receiver=_unit(entry.receiver),
        project=_project(entry.project),
        occurred_on=entry.occurred_on,
        title=entry.title,
        amount=entry.amount,
        currency=entry.currency,
        persons=entry.persons,
        quantity=entry.quantity,
        quantity_unit=entry.quantity_unit,
        assists=[_unit(assist.unit) for assist in entry.assists.all()],
        detail=entry.detail,
        synthetic=entry.synthetic,
        state=entry.state,
        return_reason=entry.return_reason,
        reverses=entry.reverses_id,
        reversed_by=_other(entry, "reversal"),
        corrects=entry.corrects_id,
        corrected_by=_other(entry, "correction"),
        sequence=entry.sequence,
        hash=entry.hash,
        evidence=_evidence(entry),
        confirmations=_confirmations(entry),
    )


def _unit(unit: OrgUnit) -> UnitOut:
    return UnitOut(id=unit.pk, name=unit.name)


def _project(project: Project | None) -> ProjectOut | None:
    return ProjectOut(id=project.pk, number=project.number, name=project.name) if project else None


def _other(entry: Entry, name: str) -> int | None:
    """The entry that takes this one back, or stands in its place."""
    other: Entry | None = getattr(entry, name, None)
    return other.pk if other else None


def _evidence(entry: Entry) -> list[EvidenceOut]:
    return [
        EvidenceOut(
            id=item.pk,
            purpose=item.purpose,
            filename=item.filename,
            media_type=item.file.media_type,
            size=item.file.size,
            sha256=item.file.sha256,
        )
        for item in entry.evidence.all()
    ]


def _confirmations(entry: Entry) -> list[ConfirmationOut]:
    return [
        ConfirmationOut(verdict=said.verdict, figure=said.figure, note=said.note, at=said.at)
        for said in entry.confirmations.all()
    ]
