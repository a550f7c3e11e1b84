"""Signing in: passwords, second factors, single sign-on. Read by django-allauth."""

from __future__ import annotations

import os
from typing import Any

from jiedui.settings import environment

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jiedui.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
]
LOGIN_URL = "console:sign-in"
LOGIN_REDIRECT_URL = "console:home"
LOGOUT_REDIRECT_URL = "console:sign-in"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a link sent by e-mail is good for

ACCOUNT_ADAPTER = "jiedui.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody registers; allauth wants to know all the same
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no e-mail to people who have no account here
ACCOUNT_EMAIL_NOTIFICATIONS = environment.flag("JIEDUI_MAIL_NOTICES", default=True)
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays; the others are signed out
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "reauthenticate": "jiedui.console.forms.ConfirmForm",
    "change_password": "jiedui.console.forms.NewPasswordForm",
}
# Shared by all server processes through the cache. Behind one address may sit a whole office.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/10m/ip,8/10m/key",
    "reauthenticate": "10/10m/user",
    "change_password": "10/10m/user",
    "reset_password": "20/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
}

MFA_ADAPTER = "jiedui.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jiedui"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
# A browser takes passkeys over HTTPS, or on the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.flag("JIEDUI_HTTPS", default=False)
SECOND_FACTOR_ROLES = environment.words("JIEDUI_SECOND_FACTOR", "")  # roles, e.g. office,auditor

SOCIALACCOUNT_ADAPTER = "jiedui.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends at another host would need a hole in the content policy
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SINGLE_SIGN_ON = os.environ.get("JIEDUI_OIDC_ISSUER", "")
SINGLE_SIGN_ON_CLAIM = os.environ.get("JIEDUI_OIDC_CLAIM", "preferred_username")


def single_sign_on(issuer: str) -> dict[str, Any]:
    """The one OpenID Connect provider; none without an issuer."""
    if not issuer:
        return {}
    app = {
        "provider_id": "sso",
        "name": os.environ.get("JIEDUI_OIDC_NAME", "SSO"),
        "client_id": os.environ.get("JIEDUI_OIDC_CLIENT", ""),
        "secret": os.environ.get("JIEDUI_OIDC_SECRET", ""),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = single_sign_on(SINGLE_SIGN_ON)
