"""Outgoing mail: none unless the operator says where to, ``JIEDUI_MAIL=smtp://user:password@host:587``."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlparse

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mail(url: str) -> dict[str, Any]:
    """Django's settings for a mail server; ``smtps`` speaks TLS from the start, ``smtp`` upgrades to it.

    ``console:`` prints what would be sent, for trying out.
    """
    parts = urlparse(url)
    if parts.scheme not in {"smtp", "smtps"}:
        return {"EMAIL_BACKEND": CONSOLE}
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }


MAIL_URL = os.environ.get("JIEDUI_MAIL", "")
MAIL_CONFIGURED = bool(MAIL_URL)
DEFAULT_FROM_EMAIL = os.environ.get("JIEDUI_MAIL_FROM", "jiedui@localhost")
globals().update(mail(MAIL_URL))
