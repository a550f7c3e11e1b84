"""What a notice says and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiedui.returns.enums import NoticeKind
from jiedui.returns.models import Notice


def told(notice: Notice) -> tuple[str, str, str, str]:
    """What happened, the tone and shape of its chip, and what to do next."""
    kind = NoticeKind(notice.kind)
    tone, shape, next_step = {
        NoticeKind.DUE_SOON: ("warn", "down", _("Look through the figures and hand it in.")),
        NoticeKind.DUE_TODAY: ("warn", "down", _("Hand it in today.")),
        NoticeKind.OVERDUE: ("bad", "square", _("Hand it in now; it counts as late.")),
        NoticeKind.ESCALATED: ("bad", "square", _("Ask the unit what keeps it.")),
        NoticeKind.TO_REVIEW: ("neutral", "dot", _("Look at the figures and the narrative; accept or send back.")),
        NoticeKind.SENT_BACK: ("warn", "back", _("Answer the remarks and hand it in again.")),
        NoticeKind.ACCEPTED: ("good", "check", _("Nothing to do.")),
        NoticeKind.REOPENED: ("warn", "back", _("Look at the figures again and hand it in.")),
    }[kind]  # fmt: skip
    return str(kind.label), tone, shape, next_step
