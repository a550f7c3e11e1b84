"""The sign-in form: one answer for every failure, and a pause after many."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_FAILURES = 8
PAUSE_SECONDS = 10 * 60


class SignInForm(AuthenticationForm):
    """User name and password. The error never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("The user name and the password do not belong together. Check both; the password "
                           "knows capital letters."),
        "inactive": _("The user name and the password do not belong together. Check both; the password "
                      "knows capital letters."),
        "too_many": _("Too many attempts. Wait ten minutes and try again, or ask the programme office for a "
                      "new password."),
    }  # fmt: skip

    remember = forms.BooleanField(
        required=False,
        label=_("Stay signed in on this computer"),
        help_text=_("Leave this empty on a computer that others use too."),
    )

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Check the credentials unless this name failed too often from this address."""
        key = self._key()
        if cache.get(key, 0) >= MOST_FAILURES:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        try:
            cleaned = super().clean()
        except ValidationError:
            cache.add(key, 0, PAUSE_SECONDS)
            cache.incr(key)
            raise
        cache.delete(key)
        return cleaned or {}

    def _key(self) -> str:
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        name = str(self.cleaned_data.get("username", "")).casefold()
        return f"sign-in-{hashlib.sha256(f'{address} {name}'.encode()).hexdigest()}"
