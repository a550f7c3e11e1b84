"""Refusals of the API's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import JieduiError, NotAllowed


class ScopeMissing(NotAllowed):
    """The token is good, but not for this."""

    code = "scope_missing"
    message = _("This token may not do this. It would need the scope %(scope)s; make another token.")


class PasswordIsNotEnough(NotAllowed):
    """The person has, or must set up, a second factor, or must choose a password first."""

    code = "password_is_not_enough"
    message = _("A password alone does not open this account. Sign in on the screens and make a token there.")


class TooManyAttempts(JieduiError):
    """Too many wrong passwords or tokens."""

    code = "too_many_attempts"
    status = 429
    message = _("Too many attempts. Wait ten minutes and try again.")


class TooManyRequests(JieduiError):
    """More requests a minute than a program needs."""

    code = "too_many_requests"
    status = 429
    message = _("Too many requests with this token. Wait a minute; ask for larger pages.")
