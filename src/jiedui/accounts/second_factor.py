"""Whether somebody must, and does, sign in with more than a password."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from jiedui.accounts.policies import scope_of

COUNTED = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required(user: Any) -> bool:
    """Whether the operator asks a second factor of one of the person's roles."""
    roles = set(settings.SECOND_FACTOR_ROLES)
    return bool(roles) and any(role in roles for role, _path, _pk in scope_of(user).grants)


def has(user: Any) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=COUNTED).exists())


def is_missing(user: Any) -> bool:
    """Whether the person has to set one up first."""
    return is_required(user) and not has(user)
