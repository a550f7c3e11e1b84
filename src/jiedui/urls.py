"""The site map: the staff's screens, the API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", include("jiedui.api.urls")),
    path("account/", include("jiedui.console.urls.sign_in")),
    path("", include("jiedui.console.urls")),
]
