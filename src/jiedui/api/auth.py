"""Who is asking: the browser's session, or a name and password sent along."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth
from ninja.security.session import SessionAuth

from jiedui.kernel import origin
from jiedui.kernel.enums import Channel

SAFE = ("GET", "HEAD", "OPTIONS")
TYPES = ("application/json", "application/octet-stream")


class Password(HttpBasicAuth):
    """HTTP Basic over the user's password.

    A browser that remembers the password would send it with a form of another site, too; such forms can send none
    of these types, so whatever changes something must be of one.
    """

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        """The user, or None. Raises HttpError 415 for a change of another type."""
        user = authenticate(request, username=username, password=password)
        if user is None:
            return None
        if request.method not in SAFE and request.content_type not in TYPES:
            raise HttpError(415, "Send application/json.")
        request.user = user
        origin.refine(channel=Channel.API)
        return user


class BrowserSession(SessionAuth):
    """The session of somebody who signed in on the screens; changes need the CSRF token."""

    def _get_key(self, request: HttpRequest) -> str | None:
        origin.refine(channel=Channel.API)
        # Without a session the answer is 401, not a complaint about a token.
        return super()._get_key(request) if request.user.is_authenticated else None
