"""Programmes, their fields of work and the revisions of their plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Revision, Workstream
from jiedui.plans.services import guard


@transaction.atomic
def create_programme(
    *,
    actor: Any,
    code: str,
    name: str,
    giver: OrgUnit,
    starts_on: date,
    ends_on: date,
    name_en: str = "",
    office: OrgUnit | None = None,
    reference_date: date | None = None,
    synthetic: bool = False,
    separate_duties: bool = False,
) -> Programme:
    """Found a programme. Raises Invalid for a code that is taken or no key, or days that run backwards."""
    guard.may_edit(actor)
    guard.key(code, "code")
    guard.in_order(starts_on, ends_on)
    if Programme.objects.filter(code=code).exists():
        raise Invalid(_("There is a programme “%(code)s” already."), code=code, address="code")
    programme = Programme.objects.create(
        code=code,
        name=guard.words(name, "name"),
        name_en=name_en.strip(),
        giver=giver,
        office=office,
        starts_on=starts_on,
        ends_on=ends_on,
        reference_date=reference_date,
        synthetic=synthetic,
        separate_duties=separate_duties,
    )
    audit.record(actor=actor, action="programme.create", subject=programme, code=code)
    return programme


@transaction.atomic
def mark_synthetic(*, actor: Any, programme: Programme) -> Programme:
    """Say for good that the programme holds generated data; every screen and publication then says so."""
    guard.may_edit(actor, programme)
    if not programme.synthetic:
        programme.synthetic = True
        programme.save(update_fields=["synthetic"])
        changes = audit.changes({"synthetic": False}, programme)
        audit.record(actor=actor, action="programme.synthetic", subject=programme, changes=changes)
    return programme


@transaction.atomic
def add_workstream(
    *,
    actor: Any,
    programme: Programme,
    key: str,
    name: str,
    name_en: str = "",
    lead: OrgUnit | None = None,
    order: int | None = None,
) -> Workstream:
    """Open a field of work under its lead unit; without ``order`` it comes last."""
    guard.may_edit(actor, programme)
    guard.key(key, "key")
    if programme.workstreams.filter(key=key).exists():
        raise Invalid(_("There is a workstream “%(key)s” already."), key=key, address="key")
    last = programme.workstreams.aggregate(last=Max("order"))["last"] or 0
    workstream = Workstream.objects.create(
        programme=programme,
        key=key,
        name=guard.words(name, "name"),
        name_en=name_en.strip(),
        lead=lead,
        order=last + 1 if order is None else order,
    )
    audit.record(actor=actor, action="workstream.add", subject=workstream, key=key)
    return workstream


@transaction.atomic
def new_revision(
    *,
    actor: Any,
    programme: Programme,
    title: str,
    doc_number: str = "",
    issued_on: date | None = None,
    document_sha256: str = "",
    reason: str = "",
) -> Revision:
    """Begin the next state of the plan.

    It names the document that orders it (number or SHA-256), or the reason of an office edit; Invalid where
    it names neither and is not the first.
    """
    guard.may_edit(actor, programme)
    Programme.objects.select_for_update().get(pk=programme.pk)
    number = (programme.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > 1 and not (doc_number or document_sha256 or reason.strip()):
        raise Invalid(
            _("Say what changes the plan: the document's number or the reason of the edit."), address="reason"
        )
    revision = Revision.objects.create(
        programme=programme,
        number=number,
        title=guard.words(title, "title"),
        doc_number=doc_number,
        issued_on=issued_on,
        document_sha256=document_sha256,
        reason=reason.strip(),
        made_by=actor,
    )
    audit.record(actor=actor, action="revision.new", subject=revision, number=number, doc_number=doc_number)
    return revision
