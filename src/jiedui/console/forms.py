"""The forms of signing in: one answer for every failure, and a pause after many."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name (or e-mail address) and password. The error never says which of the two was wrong."""

    remember = forms.BooleanField(
        required=False,
        label=_("Stay signed in on this computer"),
        help_text=_("Leave this empty on a computer that others use too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.CharField(
            label=_("User name or e-mail address") if settings.MAIL_CONFIGURED else _("User name"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}),
        )
        password = forms.CharField(
            label=_("Password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        remember = self.base_fields["remember"]
        self.fields = {"username": name, "password": password, "remember": remember}

    def clean(self) -> dict[str, Any]:
        """Check the credentials unless this name, or this address, failed too often."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more. Whoever is signed in is not asked whether they forgot it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
