"""Opening an accepted return again, as a new version; the accepted one stays as it is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.returns.enums import NoticeKind
from jiedui.returns.errors import Replaced
from jiedui.returns.figures import Figures
from jiedui.returns.models import Return, ReturnLine, ReturnPicture, ReturnText
from jiedui.returns.services.access import locked, touch
from jiedui.returns.services.notices import tell_reporters
from jiedui.returns.transitions import Verb

LINE = (
    "number",
    "indicator_id",
    "definition",
    "name",
    "name_en",
    "measured_in",
    "decimals",
    "adjusted",
    "reason",
)


@transaction.atomic
def reopen_return(*, actor: User, one: Return, reason: str) -> Return:
    """Open the next version of an accepted return: its lines as the ledger stands now, its words as they were.

    Adjusted figures are kept and are questions again. Returns the new version. Raises NotAllowed, NotAccepted,
    Replaced, Invalid without a reason.
    """
    require(actor, Action.REOPEN_RETURN)
    (old,) = locked([one], Verb.REOPEN)
    if Return.objects.filter(replaces=old).exists():
        raise Replaced
    if not reason.strip():
        raise Invalid(_("Say why it is opened again."), address="reason")
    new = Return.objects.create(
        schedule=old.schedule,
        unit=old.unit,
        starts_on=old.starts_on,
        ends_on=old.ends_on,
        due_on=old.due_on,
        version=old.version + 1,
        replaces=old,
        reopen_reason=reason.strip(),
        filed_on=old.filed_on,
    )
    _copy(old, new)
    touch(old)
    audit.record(actor=actor, action="return.reopen", subject=new, reason=new.reopen_reason, replaces=old.pk)
    tell_reporters([new], NoticeKind.REOPENED)
    return new


def _copy(old: Return, new: Return) -> None:
    lines = [ReturnLine(of=new, **{name: getattr(line, name) for name in LINE}) for line in old.lines.all()]
    figures = Figures(new.schedule.programme, lines)
    for line in lines:
        figures.compute(line)
    ReturnLine.objects.bulk_create(lines)
    for text in old.texts.prefetch_related("pictures"):
        copy = ReturnText.objects.create(
            of=new,
            number=text.number,
            name=text.name,
            name_en=text.name_en,
            required=text.required,
            text=text.text,
        )
        ReturnPicture.objects.bulk_create(
            ReturnPicture(
                of=new,
                text=copy,
                file_id=picture.file_id,
                filename=picture.filename,
                caption=picture.caption,
                added_by_id=picture.added_by_id,
            )
            for picture in text.pictures.all()
        )
