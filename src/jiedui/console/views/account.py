"""Signing in and out, the language, and the start page."""

from __future__ import annotations

import logging
from typing import Any

import requests
from allauth.account.views import LoginView, password_reset
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from jiedui.accounts.errors import SignOnSilent
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, allows
from jiedui.console.access import NoAccessYet, visible_programmes
from jiedui.console.forms import SignInForm
from jiedui.kernel.errors import NotFound

logger = logging.getLogger(__name__)
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def keep_language(response: HttpResponse, code: str) -> None:
    """Let the next page come in this language, also after signing out."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, httponly=True, samesite="Lax"
    )


class SignIn(LoginView):  # type: ignore[misc]
    """The sign-in page. A remembered sign-in lasts the session's age, another ends with the browser.

    Somebody with a second factor is led on to the page that asks for it.
    """

    template_name = "console/account/sign_in.html"
    form_class = SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; the person's own language wins over the browser's."""
        response: HttpResponse = super().form_valid(form)
        if form.user.language in LANGUAGES:
            keep_language(response, form.user.language)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With what else the page offers."""
        context: dict[str, Any] = super().get_context_data(**more)
        next_page = self.request.POST.get("next") or self.request.GET.get("next", "")
        return {
            **context,
            "next": next_page,
            "single_sign_on": settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []),
            "mail": settings.MAIL_CONFIGURED,
        }


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, or a sign-in that still waits for its second factor."""
    logout(request)
    return redirect("console:sign-in")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. Raises NotFound where no mail is sent: then the office gives a new password."""
    if not settings.MAIL_CONFIGURED:
        raise NotFound
    return password_reset(request)  # type: ignore[no-any-return]


@login_not_required
@require_http_methods(["GET", "POST"])
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead on to the organisation's sign-on. Raises SignOnSilent where it does not answer."""
    try:
        return oidc.login(request, provider_id)  # type: ignore[no-any-return]
    except requests.RequestException:
        logger.exception("The single sign-on does not answer.")
        raise SignOnSilent from None


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language for this browser and, signed in, for the person's next sign-in."""
    response = set_language(request)
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in LANGUAGES:
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The newest programme the person may see; without one, what to do first."""
    if not allows(request.user, Action.SEE_PROGRAMME):
        raise NoAccessYet
    programme = visible_programmes(request.user).first()
    if programme is not None:
        return redirect("console:cockpit", code=programme.code)
    may_start = allows(request.user, Action.EDIT_PLAN)
    return render(
        request,
        "console/account/first_steps.html",
        {"may_start": may_start},
    )
