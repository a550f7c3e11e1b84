"""``jiedui close-examples``: example accounts sign in no longer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from rich.console import Console

from jiedui.accounts.models import User
from jiedui.accounts.services import close_account


def close_examples() -> None:
    """Close every example account: their password can be read by anybody. Do this before real use."""
    console = Console()
    with transaction.atomic():
        people = list(User.objects.filter(is_example=True, is_active=True).order_by("username"))
        for user in people:
            close_account(actor=None, user=user)
    if not people:
        console.print(_("There is no open example account."))
        return
    console.print(
        _("Closed: %(names)s.") % {"names": ", ".join(user.username for user in people)}, markup=False
    )
