"""What somebody finds whose request could not be answered while a page was open: nothing they typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jiedui.kernel.errors import JieduiError


def alert(
    request: HttpRequest, error: object, *, status: int, errors: list[JieduiError] | None = None
) -> HttpResponse:
    """A refusal for the message region of the page that asked with htmx; the page itself stays as it is."""
    context = {"error": error, "errors": errors or []}
    answer = render(request, "console/components/refusal.html", context, status=status)
    # Whatever part of an answer the form would have chosen for itself, this is to be shown whole.
    answer["HX-Retarget"], answer["HX-Reswap"], answer["HX-Reselect"] = "#messages", "innerHTML", "unset"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the cookie that belongs to it; Django's setting ``CSRF_FAILURE_VIEW`` names this."""
    said = _(
        "Your browser did not send the cookie that belongs to this page. Allow cookies here, open the start page "
        "in another tab, come back to this form and send it once more."
    )
    if request.headers.get("HX-Request"):
        return alert(request, said, status=403)
    return render(request, "console/refused.html", {"error": said}, status=403)


class SignedOutMiddleware:
    """Stands around :class:`LoginRequiredMiddleware` for sessions that end while a page is open.

    A part of a page gets an alert that says how to go on. Who sent a whole form comes back, once signed in, to the
    page it stood on: the form's own address often takes nothing but forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; put another answer in place of the way to the sign-in page."""
        answer = self.get_response(request)
        if not _asks_to_sign_in(answer):
            return answer
        if request.headers.get("HX-Request"):
            return alert(request, _signed_out(), status=401)
        if request.method == "POST":
            return redirect_to_login(_came_from(request))
        return answer


def _asks_to_sign_in(answer: HttpResponse) -> bool:
    if not isinstance(answer, HttpResponseRedirect):
        return False
    to = urlsplit(answer.url)
    return to.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in parse_qs(to.query)


def _signed_out() -> str:
    said = _(
        "You are signed out. What you typed is still here: sign in in another tab, come back, try again."
    )
    link = '{} <a href="{}" target="_blank" rel="noopener">{}</a>'
    return format_html(link, said, resolve_url(settings.LOGIN_URL), _("Sign in"))


def _came_from(request: HttpRequest) -> str:
    """The page that the form stood on, if it is one of ours."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
