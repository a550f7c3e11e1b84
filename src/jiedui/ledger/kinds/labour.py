"""What kinds that speak of workplaces share: the answers to the safeguards. No kind of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from jiedui.ledger.kinds.base import Detail, Hint, Section, Text, Words
from jiedui.ledger.kinds.values import MaybeLine, MaybeTidy
from jiedui.ledger.models import Entry
from jiedui.safeguards.decent_work import Answers, unmet
from jiedui.safeguards.enums import Answer, HoldOn, RedFlag, Seen
from jiedui.safeguards.queries import Subject

UNANSWERED = _("— not answered —")


class DecentWorkDetail(Detail):
    """The answers to the safeguards of decent work. An entry may lack some; then it is counted nowhere.

    A kind's own fields come first in its form when it inherits as ``class Own(DecentWorkDetail, OwnFacts)``.
    """

    recruiter: Annotated[
        MaybeLine, Words(_("Who recruited"), _("The organisation, or the employer itself. No person's name."))
    ] = ""
    fee: Annotated[
        Decimal | None,
        Field(ge=0, max_digits=9, decimal_places=2),
        MaybeTidy,
        Words(_("Fee charged to a worker (yuan)"), _("Must be 0, deposits and costs included.")),
    ] = None
    contract: Annotated[
        Answer | None, Words(_("Written contract in a language the worker reads"), empty=UNANSWERED)
    ] = None
    papers: Annotated[Answer | None, Words(_("Workers keep their own papers"), empty=UNANSWERED)] = None
    free_to_leave: Annotated[
        Answer | None,
        Words(
            _("Free to leave"), _("The job, the site and the lodgings, without penalty."), empty=UNANSWERED
        ),
    ] = None
    wage: Annotated[
        Decimal | None,
        Field(ge=0, max_digits=9, decimal_places=2),
        MaybeTidy,
        Words(_("Lowest monthly wage paid (yuan)")),
    ] = None
    minimum_wage: Annotated[
        Decimal | None,
        Field(ge=0, max_digits=9, decimal_places=2),
        MaybeTidy,
        Words(_("Local minimum wage (yuan a month)")),
    ] = None
    grievance_route: Annotated[
        MaybeLine, Words(_("How workers can complain"), _("A way outside their own supervisors."))
    ] = ""
    checked_on: Annotated[date | None, Words(_("Day of the independent check"))] = None
    checked_by: Annotated[MaybeLine, Words(_("Checked by"), _("Neither the employer nor the recruiter."))] = (
        ""
    )
    red_flag: Annotated[
        Seen | None,
        Words(
            _("Sign of forced labour seen"),
            _("One of the ILO's eleven. Naming one puts a hold on recruiter and employer at once."),
            empty=UNANSWERED,
        ),
    ] = None

    @property
    def workplace(self) -> str:
        """The employer or workshop the statement speaks of, "" if none or several."""
        return ""


SAFEGUARDS = Section(
    _("Safeguards: is this work free?"),
    tuple(DecentWorkDetail.model_fields),
    _("Work is free or it does not count: as long as one of these is unanswered, or answered otherwise than it must "
      "be, the entry is counted in no figure."),
    counts=True,
)  # fmt: skip
HINTS = (
    Hint("fee", _("Anything but 0 keeps it out of every figure."), unless=("0",)),
    Hint("contract", _("It is counted nowhere while this is so."), when=(Answer.NO,)),
    Hint("papers", _("It is counted nowhere while this is so. Papers that are kept back are a sign of forced labour."),
         when=(Answer.NO,)),
    Hint("free_to_leave", _("It is counted nowhere while this is so."), when=(Answer.NO,)),
    Hint("red_flag", _("As soon as it is submitted, a hold is put on the recruiter and the employer."),
         unless=(Seen.NONE,)),
)  # fmt: skip


def unanswered(entry: Entry, detail: DecentWorkDetail) -> list[Text]:
    """Which safeguards keep the entry out of every figure."""
    return unmet(_answers(detail), on=entry.occurred_on)


def not_counted(entry: Entry, detail: DecentWorkDetail) -> bool:
    """Whether the answers alone keep it out of every figure."""
    return bool(unanswered(entry, detail))


def _answers(detail: DecentWorkDetail) -> Answers:
    return Answers(
        recruiter=detail.recruiter,
        employer=detail.workplace,
        fee=detail.fee,
        contract=detail.contract,
        papers=detail.papers,
        free_to_leave=detail.free_to_leave,
        wage=detail.wage,
        minimum_wage=detail.minimum_wage,
        grievance_route=detail.grievance_route,
        checked_on=detail.checked_on,
        checked_by=detail.checked_by,
        red_flag=detail.red_flag,
    )


def subjects(entry: Entry, detail: DecentWorkDetail) -> list[Subject]:
    """The recruiter and the workplace, as far as they are named."""
    named = [(HoldOn.RECRUITER, detail.recruiter), (HoldOn.WORKSHOP, detail.workplace)]
    return [(on, name) for on, name in named if name]


def raise_holds(entry: Entry, detail: DecentWorkDetail) -> None:
    """Put a hold on everybody an entry speaks of if it names a sign of forced labour."""
    from jiedui.ledger.services.holding import raise_hold  # the services know the kinds

    if detail.red_flag in {None, Seen.NONE}:
        return
    for on, name in subjects(entry, detail):
        raise_hold(
            actor=entry.recorded_by,
            programme=entry.programme,
            on=on,
            name=name,
            flag=RedFlag(str(detail.red_flag)),
            reason=f"#{entry.pk} {entry.title}",
        )
