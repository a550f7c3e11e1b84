"""What happens to somebody's sign-in, told to the audit log. allauth speaks of it by signals only."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals as auth

from jiedui.kernel import audit

SEEN = "seen"
"""The key of a session under which it keeps when it was last noted as seen, in seconds of the epoch."""


def connect() -> None:
    """Listen, once."""
    listeners = {
        account.user_logged_in: _signed_in,
        account.password_changed: _password_changed,
        account.password_set: _password_changed,
        account.password_reset: _password_reset,
        mfa.authenticator_added: _noted("user.second_factor_added"),
        mfa.authenticator_removed: _noted("user.second_factor_removed"),
        mfa.authenticator_reset: _noted("user.recovery_codes"),
        auth.user_logged_out: _signed_out,
    }
    for signal, listener in listeners.items():
        signal.connect(listener, weak=False, dispatch_uid=f"jiedui.{listener.__name__}")


def _signed_in(request: Any, user: Any, **kwargs: Any) -> None:
    request.session[SEEN] = int(time.time())
    methods = [record["method"] for record in get_authentication_records(request, user)]
    audit.record(actor=user, action="user.sign_in", subject=user, methods=list(dict.fromkeys(methods)))


def _signed_out(user: Any = None, **kwargs: Any) -> None:
    if user is not None:
        audit.record(actor=user, action="user.sign_out", subject=user)


def _password_changed(request: Any, user: Any, **kwargs: Any) -> None:
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    audit.record(actor=user, action="user.password", subject=user)


def _password_reset(request: Any, user: Any, **kwargs: Any) -> None:
    """Whoever held the old password is out everywhere."""
    UserSession.objects.filter(user=user).delete()
    audit.record(actor=user, action="user.password", subject=user, by="e-mail")


def _noted(action: str) -> Any:
    def listener(user: Any, authenticator: Any, **kwargs: Any) -> None:
        audit.record(actor=user, action=action, subject=user, type=str(authenticator.type))

    listener.__name__ = action
    return listener
