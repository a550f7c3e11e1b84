"""Refusing words that speak of something no aid programme should run, with the passage and the reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.safeguards.scope import Reason, screen

REASONS: dict[Reason, str | Promise] = {
    Reason.SECURITY: _("security personnel"),
    Reason.LABOUR_TRANSFER: _("labour transfer from a region on hold"),
    Reason.VETTING: _("political vetting"),
    Reason.RELIGION: _("religious affairs"),
    Reason.OPINION: _("control of opinion"),
    Reason.SURVEILLANCE: _("surveillance or “stability” equipment"),
    Reason.KINSHIP: _("household visits"),
}


class OutOfScope(Invalid):
    """The words speak of something that no aid programme should run, or that is on hold."""

    code = "out_of_scope"
    message = _("“%(passage)s” is outside the scope of this programme (%(reason)s). It cannot be recorded.")


def out_of_scope(texts: Iterable[tuple[str, str]], *, about: str = "") -> list[OutOfScope]:
    """A refusal for each passage of ``(field, text)`` that is outside scope; ``about`` names the places meant."""
    return [
        OutOfScope(
            address=field, passage=text[passage.start : passage.end], reason=str(REASONS[passage.reason])
        )
        for field, text in texts
        for passage in screen(text, about=about)
    ]
