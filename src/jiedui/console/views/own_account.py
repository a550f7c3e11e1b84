"""Somebody's own account: how they sign in, where they are signed in, which programs act for them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiedui.accounts import second_factor
from jiedui.accounts.enums import TokenScope
from jiedui.accounts.queries import get_token, tokens_of
from jiedui.accounts.services import create_token, end_sessions, revoke_token
from jiedui.console.devices import device
from jiedui.console.token_forms import TokenForm
from jiedui.kernel.errors import Invalid


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own sign-in."""
    return _page(request, TokenForm())


@never_cache
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Nothing, to somebody who is signed in: a page asks this before it sends a form that somebody typed into."""
    return HttpResponse(status=204)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of one's own browsers out."""
    end_sessions(actor=request.user, user=request.user, only=pk)  # type: ignore[arg-type]
    messages.success(request, _("That browser is signed out."))
    return redirect("console:account")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign all of one's browsers out but this one."""
    key = request.session.session_key or ""
    count = end_sessions(actor=request.user, user=request.user, keep=key)  # type: ignore[arg-type]
    messages.success(request, _("Browsers signed out: %(count)d.") % {"count": count})
    return redirect("console:account")


@require_POST
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        token, secret = create_token(actor=request.user, user=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except Invalid as error:
        form.add_error(error.address or None, error.words)
        return _page(request, form, status=422)
    answer = render(request, "console/account/token_made.html", {"token": token, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token: one's own, or as the office anybody's."""
    token = get_token(request.user, pk)
    revoke_token(actor=request.user, token=token)
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    if token.user_id != request.user.pk:
        return redirect("console:person", pk=token.user_id)
    return redirect("console:account")


def _page(request: HttpRequest, form: TokenForm, status: int = 200) -> HttpResponse:
    found = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("id"))
    kinds: dict[str, Any] = {row.type: row for row in found}
    key = request.session.session_key
    context = {
        "app": kinds.get(Authenticator.Type.TOTP),
        "passkeys": [row for row in found if row.type == Authenticator.Type.WEBAUTHN],
        "codes": kinds.get(Authenticator.Type.RECOVERY_CODES),
        "required": second_factor.is_required(request.user),
        "sessions": [
            {"row": row, "device": device(row.user_agent), "here": row.session_key == key}
            for row in UserSession.objects.filter(user_id=request.user.pk).order_by("-last_seen_at")
        ],
        "tokens": tokens_of(request.user),
        "scopes": dict(TokenScope.choices),
        "form": form,
    }
    return render(request, "console/account/account.html", context, status=status)
