"""Beginning a scorecard, and the next version of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Programme
from jiedui.progress.scorecards.enums import VersionState
from jiedui.progress.scorecards.errors import DraftExists
from jiedui.progress.scorecards.models import (
    Scorecard,
    ScorecardVersion,
    ScoreGrade,
    ScoreHeading,
    ScoreLine,
)
from jiedui.progress.scorecards.safeguard import refuse_words
from jiedui.progress.scorecards.services import guard


@dataclass(frozen=True, slots=True)
class Settings:
    """The total, the headings in their order and the grades. A heading: name, English name, id of the one it was."""

    total: Decimal
    headings: Sequence[tuple[str, str, int | None]] = field(default_factory=list)
    grades: Sequence[tuple[str, str, Decimal]] = field(default_factory=list)


@transaction.atomic
def create_scorecard(
    *, actor: Any, programme: Programme, code: str, name: str, name_en: str = "", settings: Settings
) -> ScorecardVersion:
    """A scorecard with its first draft. Raises Invalid for a code that is taken or an empty name."""
    guard.may_edit(actor, programme)
    if not name.strip():
        raise Invalid(_("Give the scorecard a name."), address="name")
    if programme.scorecards.filter(code=code).exists():
        raise Invalid(_("There is a scorecard “%(code)s” already."), code=code, address="code")
    card = Scorecard.objects.create(
        programme=programme, code=code, name=name.strip(), name_en=name_en.strip()
    )
    version = ScorecardVersion.objects.create(scorecard=card, number=1, made_by=actor)
    _write(version, settings)
    audit.record(actor=actor, action="scorecard.create", subject=card, code=code)
    return version


@transaction.atomic
def new_version(
    *, actor: Any, version: ScorecardVersion, reason: str = "", doc_number: str = ""
) -> ScorecardVersion:
    """A draft that begins as a copy. It says what orders the change: a document, or a reason.

    Raises DraftExists where the scorecard has a draft already; Invalid without either.
    """
    card = (
        Scorecard.objects.select_for_update(of=("self",))
        .select_related("programme__giver")
        .get(pk=version.scorecard_id)
    )
    guard.may_edit(actor, card.programme)
    if card.versions.filter(state=VersionState.DRAFT).exists():
        raise DraftExists
    if not reason.strip() and not doc_number.strip():
        raise Invalid(_("Say what orders the change: the document's number or the reason."), address="reason")
    number = max(card.versions.values_list("number", flat=True)) + 1
    made = ScorecardVersion.objects.create(
        scorecard=card,
        number=number,
        total=version.total,
        reason=reason.strip(),
        doc_number=doc_number.strip(),
        made_by=actor,
    )
    _copy(version, made)
    audit.record(
        actor=actor, action="scorecard.version", subject=made, reason=reason.strip(), copied=version.number
    )
    return made


@transaction.atomic
def set_settings(*, actor: Any, version: ScorecardVersion, settings: Settings) -> None:
    """Another total, other headings or grades. Raises VersionPublished, Invalid."""
    held = guard.draft_of(actor, version)
    before = {"total": plain(held.total)}
    _write(held, settings)
    changes = audit.changes(before, {"total": plain(settings.total)})
    audit.record(actor=actor, action="scorecard.settings", subject=held, changes=changes)


@transaction.atomic
def discard_draft(*, actor: Any, version: ScorecardVersion) -> None:
    """Throw a draft away; a scorecard that never was published goes with its first one. Raises VersionPublished."""
    held = guard.draft_of(actor, version)
    audit.record(actor=actor, action="scorecard.discard", subject=held, number=held.number)
    card = held.scorecard
    held.delete()
    if not card.versions.exists():
        card.delete()


def _copy(old: ScorecardVersion, new: ScorecardVersion) -> None:
    ScoreGrade.objects.bulk_create(
        ScoreGrade(version=new, name=one.name, name_en=one.name_en, at_least=one.at_least)
        for one in old.grades.all()
    )
    for heading in old.headings.all():
        lines = list(heading.lines.all())
        copy = ScoreHeading.objects.create(
            version=new, name=heading.name, name_en=heading.name_en, order=heading.order
        )
        for line in lines:
            line.pk, line.heading = None, copy
            line._state.adding = True
        ScoreLine.objects.bulk_create(lines)


def _write(version: ScorecardVersion, settings: Settings) -> None:
    if settings.total <= 0:
        raise Invalid(_("The total must be above zero."), address="total")
    version.total = settings.total
    version.save(update_fields=["total"])
    _write_headings(version, settings)
    _write_grades(version, settings)


def _write_headings(version: ScorecardVersion, settings: Settings) -> None:
    names = [name.strip() for name, _english, _was in settings.headings]
    if len(set(names)) != len(names):
        raise Invalid(_("Two headings have the same name."), address="headings")
    refuse_words(*names)
    kept = {was for _name, _english, was in settings.headings if was}
    gone = version.headings.exclude(pk__in=kept)
    if gone.filter(lines__isnull=False).exists():
        raise Invalid(
            _("A heading with lines cannot be left out: move or remove its lines first."), address="headings"
        )
    gone.delete()
    known = {heading.pk: heading for heading in version.headings.all()}
    for heading in known.values():  # names may change places
        ScoreHeading.objects.filter(pk=heading.pk).update(name=f"#{heading.pk}")
    for order, (name, english, was) in enumerate(settings.headings, start=1):
        heading = known.get(was or 0) or ScoreHeading(version=version)
        heading.name, heading.name_en, heading.order = name.strip(), english.strip(), order
        heading.save()


def _write_grades(version: ScorecardVersion, settings: Settings) -> None:
    bounds = [bound for _name, _english, bound in settings.grades]
    if len(set(bounds)) != len(bounds):
        raise Invalid(_("Two grades begin at the same score."), address="grades")
    if any(not 0 <= bound <= settings.total for bound in bounds):
        raise Invalid(_("Grades begin between 0 and the total."), address="grades")
    version.grades.all().delete()
    ScoreGrade.objects.bulk_create(
        ScoreGrade(version=version, name=name.strip(), name_en=english.strip(), at_least=bound)
        for name, english, bound in settings.grades
    )
