"""What django-allauth asks of us: who may come in, by which words, and what is kept secret."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.kernel.middleware import client_ip

logger = logging.getLogger(__name__)
NO_MATCH = _(
    "The user name and the password do not belong together. Check both; the password knows capital letters."
)
TOO_MANY = _(
    "Too many attempts. Wait ten minutes and try again, or ask the programme office for a new password."
)
UNKNOWN_IP = "0.0.0.0"  # noqa: S104  # behind a socket file there is no address
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the office or the operator; the answer to a wrong password never says what was wrong."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": _("This code is not right. Wait for the next one and type it without blanks."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the audit log knows it."""
        return client_ip(request) or UNKNOWN_IP

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the server's log, for whoever watches over it; the name may be a password typed in the wrong box."""
        logger.warning("A sign-in from %s failed.", self.get_client_ip(request))

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *rest: Any, **more: Any
    ) -> None:
        """What happened is said on the page, but not that somebody who just signed in has signed in."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *rest, **more)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of authenticator apps lie encrypted in the database, under the server's signing key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """What the app on the phone calls the account."""
        return str(user.username)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the organisation's sign-on names must have an account here already, of the same user name or e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """An unknown person gets a page that says whom to ask."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the person to the account the claim names; for good, so that a later change of name cuts no tie."""
        if sociallogin.is_existing:
            return
        user = _claimed(sociallogin.account.extra_data)
        if user is not None:
            sociallogin.connect(request, user)


def _claimed(data: dict[str, Any]) -> User | None:
    """The one account that bears the name of the claim; an address counts only once the provider has verified it."""
    claim = settings.SINGLE_SIGN_ON_CLAIM
    told = {**data.get("userinfo", {}), **data.get("id_token", {}), **data}
    value = str(told.get(claim, "")).strip()
    if not value or (claim == "email" and told.get("email_verified") is not True):
        return None
    field = "email" if claim == "email" else "username"
    found = list(User.objects.filter(is_active=True, is_example=False, **{f"{field}__iexact": value})[:2])
    return found[0] if len(found) == 1 else None


def _cipher() -> Fernet:
    key = hashlib.sha256(f"second factor {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
