"""What happens around every page: refusals become pages, presence is noted, first things come first."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiedui.accounts import second_factor
from jiedui.accounts.adapters import UNKNOWN_IP
from jiedui.accounts.models import User
from jiedui.accounts.sign_in_log import SEEN
from jiedui.console.broken_off import alert
from jiedui.console.context import LAST_PROGRAMME
from jiedui.kernel.errors import InvalidMany, JieduiError
from jiedui.kernel.middleware import client_ip

ALWAYS_OPEN = {"console:account", "console:sign-in", "console:sign-out", "console:language", "set_language"}


class RefusalMiddleware:
    """Any :class:`JieduiError` a view lets through becomes the page of its status, in the reader's language.

    A partial request of htmx gets an alert for the page's message region instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; let real faults go on to Django's handler."""
        if not isinstance(exception, JieduiError):
            return None
        if request.headers.get("HX-Request"):
            return alert(request, exception, errors=_single(exception), status=exception.status)
        context = {"error": exception, "errors": _single(exception), "status": HTTPStatus(exception.status)}
        return render(request, _template(exception), context, status=exception.status)


def _single(exception: JieduiError) -> list[JieduiError]:
    return list(exception.errors) if isinstance(exception, InvalidMany) else []


def _template(exception: JieduiError) -> str:
    if exception.code == "no_access_yet":
        return "console/account/no_access.html"
    return {403: "403.html", 404: "404.html"}.get(exception.status, "console/refused.html")


class PresenceMiddleware:
    """Notes when and from where a signed-in browser was last seen, every few minutes, not at every request."""

    EVERY_SECONDS = 300

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        seen, now = request.session.get(SEEN), int(time.time())
        if seen is not None and now - seen > self.EVERY_SECONDS:
            request.session[SEEN] = now
            sessions = UserSession.objects.filter(session_key=request.session.session_key)
            sessions.update(last_seen_at=timezone.now(), ip=client_ip(request) or UNKNOWN_IP)
        return self.get_response(request)


class LastProgrammeMiddleware:
    """Keeps in a cookie which programme was open last, so that pages that belong to none lead back into it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the code is only kept where there was such a page."""
        answer = self.get_response(request)
        match = request.resolver_match
        code = match.kwargs.get("code") if match and match.app_name == "console" else None
        if code and answer.status_code < 400 and request.COOKIES.get(LAST_PROGRAMME) != code:
            secure = settings.SESSION_COOKIE_SECURE
            answer.set_cookie(LAST_PROGRAMME, code, httponly=True, samesite="Lax", secure=secure)
        return answer


class BeforeAnythingElseMiddleware:
    """Keeps somebody who must first choose a password or set up a second factor on the pages for that.

    The API asks the same in :mod:`jiedui.api.auth`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send the person there; None where nothing is due."""
        user, match = request.user, request.resolver_match
        if match is None or not isinstance(user, User) or match.app_name == "api":
            return None
        if match.view_name in ALWAYS_OPEN or match.view_name.startswith(
            ("mfa_", "account_", "socialaccount_")
        ):
            return None
        if user.must_change_password:
            messages.warning(
                request, _("Choose a password of your own first; the one you have was given to you.")
            )
            return redirect("account_change_password")
        if second_factor.is_missing(user):
            messages.warning(
                request, _("Your role asks for a second factor. Set one up here; then everything opens.")
            )
            return redirect("console:account")
        return None
