"""Addresses of django-allauth that are in use: passwords, second factors, single sign-on. Nobody registers.

They bear allauth's own names, outside of any namespace, because allauth looks for them.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, register_converter
from django.views.generic import RedirectView

from jiedui.console.views import account as ours

_sign_in = login_not_required(RedirectView.as_view(pattern_name="console:sign-in", query_string=True))
_own_page = RedirectView.as_view(pattern_name="console:account")
_KEY = "password/new/<base36:uidb36>-<str:key>/"


class Base36:
    """A number in base 36, up to the hyphen."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(Base36, "base36")

urlpatterns: list[URLPattern] = [
    path("sign-in/", _sign_in, name="account_login"),
    path("sign-out/", ours.sign_out, name="account_logout"),
    path("closed/", login_not_required(account.account_inactive), name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/forgotten/", ours.password_forgotten, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", _own_page, name="mfa_index"),
    path("second-factor/sign-in/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", _own_page, name="mfa_list_webauthn"),
    path("passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sso/cancelled/", login_not_required(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("sso/failed/", login_not_required(social.login_error), name="socialaccount_login_error"),
    path("sso/unknown/", login_not_required(social.signup), name="socialaccount_signup"),
    path("sso/connected/", _own_page, name="socialaccount_connections"),
    path("<str:provider_id>/sign-in/", ours.single_sign_on, name="openid_connect_login"),
    path("<str:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
]
