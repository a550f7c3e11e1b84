"""What every change to a bulletin asks first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState
from jiedui.publications.models import Bulletin, BulletinState
from jiedui.safeguards.scope import screen


def locked_draft(bulletin: Bulletin) -> Bulletin:
    """The bulletin as it is now, held until the transaction ends. Raises WrongState unless it is a draft."""
    bulletin = locked(bulletin)
    if bulletin.state != BulletinState.DRAFT:
        raise WrongState(state=bulletin.get_state_display())
    return bulletin


def locked(bulletin: Bulletin) -> Bulletin:
    """The bulletin as it is now, held until the transaction ends."""
    held = Bulletin.objects.select_for_update(of=("self",))
    return held.select_related("programme__giver", "programme__office").get(pk=bulletin.pk)


def clean_text(text: str, *, address: str, limit: int | None = None, required: bool = True) -> str:
    """The text without blanks around it. Raises Invalid where it is missing, too long or outside scope."""
    text = text.strip()
    if required and not text:
        raise Invalid(_("Write something here."), address=address)
    if limit is not None and len(text) > limit:
        raise Invalid(_("At most %(limit)d characters."), address=address, limit=limit)
    if outside := screen(text):
        passage = text[outside[0].start : outside[0].end]
        raise Invalid(
            _("“%(passage)s” is outside the scope of this programme's publications. Take it out."),
            address=address,
            passage=passage,
        )
    return text
