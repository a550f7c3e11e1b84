"""Paths of the account screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import account, own_account

urlpatterns: list[URLPattern] = [
    path("", account.home, name="home"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("language/", account.language, name="language"),
    path("account/", own_account.account, name="account"),
    path("account/signed-in/", own_account.signed_in, name="signed-in"),
    path("account/sessions/end/", own_account.sessions_end, name="sessions-end"),
    path("account/sessions/<int:pk>/end/", own_account.session_end, name="session-end"),
    path("account/tokens/new/", own_account.token_new, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", own_account.token_revoke, name="token-revoke"),
]
