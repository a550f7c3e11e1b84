"""Service tokens: made, shown once, used, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import TokenScope
from jiedui.accounts.models import ApiToken, User
from jiedui.accounts.policies import Action, require, scope_of
from jiedui.accounts.services.people import guard
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, NotAllowed

PREFIX = "jdt_"
HINT = 8
LONGEST_DAYS = 366
NOTE_USE_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(
    *, actor: Any, user: User, name: str, scopes: Sequence[str], days: int
) -> tuple[ApiToken, str]:
    """Make a token that acts as ``user`` for ``days`` days; the token and its secret, which is shown this once.

    People make their own, the office anybody's, the command line (``actor`` None) too. Raises NotAllowed, Invalid.
    """
    _may_hold(actor, user)
    if not name.strip():
        raise Invalid(_("Say what the token is for."), address="name")
    wanted = [scope for scope in TokenScope.values if scope in set(scopes)]
    if not wanted or set(scopes) - set(TokenScope.values):
        known = ", ".join(TokenScope.values)
        raise Invalid(_("Choose at least one of: %(known)s."), address="scopes", known=known)
    if not 1 <= days <= LONGEST_DAYS:
        message = _("A token is good for 1 to %(longest)d days.")
        raise Invalid(message, address="days", longest=LONGEST_DAYS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name.strip()[:80],
        user=user,
        scopes=wanted,
        digest=digest_of(secret),
        hint=secret[: len(PREFIX) + HINT],
        created_by=actor,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record(
        actor=actor,
        action="token.create",
        subject=token,
        name=token.name,
        user=user.username,
        scopes=wanted,
        expires_at=token.expires_at.isoformat(),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Any, token: ApiToken) -> ApiToken:
    """Let a token open nothing any more. Raises NotAllowed."""
    if actor != token.user:
        guard(actor)
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(actor=actor, action="token.revoke", subject=token, name=token.name)
    return token


def used(secret: str, ip: str | None) -> ApiToken | None:
    """The good token of this secret, noted as used; None for any other."""
    if not secret.startswith(PREFIX):
        return None
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or not token.is_good or not token.user.is_active:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now, last_used_ip=ip)
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is long and random, so one plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _may_hold(actor: Any, user: User) -> None:
    """Somebody without a role has nothing a token could open."""
    if actor is not None and actor != user:
        require(actor, Action.MANAGE_PEOPLE)
    if not user.is_active or not scope_of(user).grants:
        raise NotAllowed(_("This person has no role, so a token would open nothing."))
