"""Who is asking: a program with a token, the browser's session, or a name and password sent along."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth, HttpBearer
from ninja.security.session import SessionAuth

from jiedui.accounts import second_factor
from jiedui.accounts.enums import TokenScope
from jiedui.accounts.services import used
from jiedui.accounts.services.tokens import PREFIX
from jiedui.api.errors import PasswordIsNotEnough, ScopeMissing, TooManyAttempts, TooManyRequests
from jiedui.kernel import origin
from jiedui.kernel.enums import Channel
from jiedui.kernel.middleware import client_ip

SAFE = ("GET", "HEAD", "OPTIONS")
TYPES = ("application/json", "application/octet-stream")
FAILED_TOKENS = {"token_failed": "60/10m/ip"}
MOST_A_MINUTE = 1200


def scoped(scope: TokenScope) -> list[Any]:
    """How an operation may be asked for; a token must bear ``scope``.

    An operation that names none is closed to every token: see ``CLOSED`` in :mod:`jiedui.api.urls`.
    """
    return [Token(scope), Password(), BrowserSession()]


class Token(HttpBearer):
    """A service token, ``Authorization: Bearer jdt_…``. What it does is noted under its name."""

    def __init__(self, scope: TokenScope | None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The user the token acts for, or None. Raises ScopeMissing, TooManyAttempts, TooManyRequests."""
        limits = {"app": "jiedui.api", "action": "token_failed", "config": FAILED_TOKENS, "limit_get": True}
        if not ratelimit.consume(request, dry_run=True, **limits):
            raise TooManyAttempts
        found = used(token, client_ip(request))
        if found is None:
            ratelimit.consume(request, **limits)
            return None
        _count(found.pk)
        if self.scope not in found.scopes:
            raise ScopeMissing(scope=self.scope or "–")
        request.user = found.user
        origin.refine(channel=Channel.API, token=found.name)
        return found.user


class Password(HttpBasicAuth):
    """HTTP Basic over the user's password; closed to people with a second factor, who use a token.

    A browser that remembers the password would send it with a form of another site, too; such forms can send none
    of these types, so whatever changes something must be of one.
    """

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        """The user, or None. Raises HttpError 415 for a change of another type, PasswordIsNotEnough,
        TooManyAttempts."""
        try:
            user = get_adapter().authenticate(request, username=username, password=password)
        except ValidationError:
            raise TooManyAttempts from None
        if user is None or not user.is_active:
            return None
        if request.method not in SAFE and request.content_type not in TYPES:
            raise HttpError(415, "Send application/json.")
        if user.must_change_password or second_factor.is_required(user) or second_factor.has(user):
            raise PasswordIsNotEnough
        request.user = user
        origin.refine(channel=Channel.API)
        return user


class PasswordOrToken(Password):
    """HTTP Basic for programs that know nothing else, as spreadsheets do: whatever name, and a token as password."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.token = Token(scope)

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        """The user, or None. Raises what :class:`Token` and :class:`Password` raise."""
        if password.startswith(PREFIX):
            return self.token.authenticate(request, password)
        return super().authenticate(request, username, password)


class BrowserSession(SessionAuth):
    """The session of somebody who signed in on the screens; changes need the CSRF token."""

    def _get_key(self, request: HttpRequest) -> str | None:
        origin.refine(channel=Channel.API)
        # Without a session the answer is 401, not a complaint about a token.
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user, or None. Raises PasswordIsNotEnough for somebody who has to do something first."""
        user = super().authenticate(request, key)
        if user is not None and (user.must_change_password or second_factor.is_missing(user)):
            raise PasswordIsNotEnough
        return user


def _count(token: int) -> None:
    """Slow down a program that has run wild. Each process counts its own: this must not write to the database."""
    key = f"token-{token}-{int(time.time()) // 60}"
    cache = caches["process"]
    cache.add(key, 0, 120)
    if cache.incr(key) > MOST_A_MINUTE:
        raise TooManyRequests
