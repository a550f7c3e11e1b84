"""Paths of the account screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import account

urlpatterns: list[URLPattern] = [
    path("", account.home, name="home"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", account.SignOut.as_view(), name="sign-out"),
    path("language/", account.language, name="language"),
]
