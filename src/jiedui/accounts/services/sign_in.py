"""What the office does about somebody's sign-in: passwords, second factors, open sessions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction

from jiedui.accounts.models import User
from jiedui.accounts.services.people import guard
from jiedui.kernel import audit
from jiedui.kernel.errors import NotFound


@transaction.atomic
def reset_password(*, actor: Any, user: User) -> str:
    """Give somebody a password that is good for one sign-in; it is returned once and kept nowhere.

    Whoever is signed in with the old one is out. Raises NotAllowed.
    """
    guard(actor)
    password = secrets.token_urlsafe(12)
    user.password = make_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _end(UserSession.objects.filter(user=user))
    audit.record(actor=actor, action="user.password_reset", subject=user)
    return password


@transaction.atomic
def reset_second_factor(*, actor: Any, user: User) -> int:
    """Take authenticator app, passkeys and recovery codes off an account, for somebody who lost them; how many.

    Raises NotAllowed.
    """
    guard(actor)
    count = int(Authenticator.objects.filter(user=user).delete()[0])
    if count:
        _end(UserSession.objects.filter(user=user))
        audit.record(actor=actor, action="user.second_factor_reset", subject=user, count=count)
    return count


@transaction.atomic
def end_sessions(*, actor: Any, user: User, keep: str = "", only: int | None = None) -> int:
    """Sign somebody's browsers out: all but the session ``keep``, or ``only`` one by its id; how many.

    People may do it to themselves, the office to everybody. Raises NotAllowed, NotFound.
    """
    if actor != user:
        guard(actor)
    sessions = UserSession.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        sessions = sessions.filter(pk=only)
        if not sessions.exists():
            raise NotFound
    count = _end(sessions)
    if count:
        audit.record(actor=actor, action="user.sessions_ended", subject=user, count=count)
    return count


def _end(sessions: Iterable[UserSession]) -> int:
    found = list(sessions)
    for session in found:
        session.end()
    return len(found)
