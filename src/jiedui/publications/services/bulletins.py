"""Beginning, editing and discarding a month's bulletin."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.kernel.periods import month_of
from jiedui.organisations.enums import UnitKind
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.publications import wording
from jiedui.publications.models import Bulletin
from jiedui.publications.services.guards import clean_text, locked_draft

TITLE_LIMIT, END_LIMIT = 200, 300
EDITABLE = ("title", "foreword", "report_to", "copy_to")


@transaction.atomic
def create_bulletin(*, actor: User, programme: Programme, month: date, title: str = "") -> Bulletin:
    """Begin the bulletin of the month ``month`` lies in; its figures are computed whenever it is looked at.

    Raises NotAllowed; Invalid where the month lies outside the programme, has not begun, or has a bulletin.
    """
    require(actor, Action.EDIT_PUBLICATION)
    # Held, so that two editors do not give out the same issue number.
    programme = Programme.objects.select_for_update(of=("self",)).select_related("giver").get(pk=programme.pk)
    first = month.replace(day=1)
    _check_month(programme, first)
    last = programme.bulletins.aggregate(last=Max("issue"))["last"] or 0
    default = wording.default_title(programme.name, first)[:TITLE_LIMIT]
    bulletin = Bulletin.objects.create(
        programme=programme,
        month=first,
        issue=last + 1,
        title=clean_text(title or default, address="title", limit=TITLE_LIMIT),
        copy_to=_recipients(programme),
        created_by=actor,
    )
    audit.record(actor=actor, action="bulletin.create", subject=bulletin, month=first.isoformat())
    return bulletin


def _check_month(programme: Programme, first: date) -> None:
    if month_of(first).last < programme.starts_on or first > programme.ends_on:
        raise Invalid(
            _("The programme runs from %(first)s to %(last)s. Choose a month in between."),
            address="month",
            first=programme.starts_on.isoformat(),
            last=programme.ends_on.isoformat(),
        )
    if first > programme.today:
        raise Invalid(_("This month has not begun yet."), address="month")
    if programme.bulletins.filter(month=first).exists():
        raise Invalid(_("This month has a bulletin already. Open it in the list."), address="month")


def _recipients(programme: Programme) -> str:
    """Leads of workstreams and the districts that hold targets, as far as they fit."""
    leads = OrgUnit.objects.filter(workstreams_led__programme=programme)
    districts = OrgUnit.objects.filter(
        targets__indicator__workstream__programme=programme,
        targets__superseded_by__isnull=True,
        path__startswith=programme.giver.path,
        kind__in=UnitKind.territories(),
    ).exclude(pk=programme.giver_id)
    names: list[str] = []
    for unit in [*leads.distinct().order_by("path"), *districts.distinct().order_by("path")]:
        if len("，".join([*names, unit.name])) <= END_LIMIT:
            names.append(unit.name)
    return "，".join(names)


@transaction.atomic
def edit_bulletin(
    *, actor: User, bulletin: Bulletin, title: str, foreword: str = "", report_to: str = "", copy_to: str = ""
) -> Bulletin:
    """Change what an editor may write. Raises NotAllowed, WrongState once published, Invalid."""
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(bulletin)
    before = audit.snapshot(bulletin, EDITABLE)
    bulletin.title = clean_text(title, address="title", limit=TITLE_LIMIT)
    bulletin.foreword = clean_text(foreword, address="foreword", required=False)
    bulletin.report_to = clean_text(report_to, address="report_to", limit=END_LIMIT, required=False)
    bulletin.copy_to = clean_text(copy_to, address="copy_to", limit=END_LIMIT, required=False)
    bulletin.save(update_fields=EDITABLE)
    audit.record(
        actor=actor, action="bulletin.edit", subject=bulletin, changes=audit.changes(before, bulletin)
    )
    return bulletin


@transaction.atomic
def discard_bulletin(*, actor: User, bulletin: Bulletin) -> None:
    """Throw a draft away. Raises NotAllowed, WrongState once published."""
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(bulletin)
    audit.record(
        actor=actor, action="bulletin.discard", subject=bulletin, month=bulletin.month.isoformat(),
        issue=bulletin.issue, title=bulletin.title,
    )  # fmt: skip
    bulletin.delete()
