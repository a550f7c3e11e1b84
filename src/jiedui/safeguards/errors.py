"""Refusals about grievances."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import JieduiError


class TooManyFiled(JieduiError):
    """One address files or tries codes faster than people do."""

    code = "too_many_filed"
    status = 429
    message = _(
        "So many came from this connection that no more can be taken now. Nothing is lost of what was filed before. "
        "Try again in an hour, or from another connection."
    )
