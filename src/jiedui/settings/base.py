"""Base settings. Secure by default; ``JIEDUI_*`` variables loosen or move things."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from jiedui.settings import environment
from jiedui.settings.databases import default_database
from jiedui.settings.mail import *  # noqa: F403
from jiedui.settings.signing_in import *  # noqa: F403

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = environment.data_folder()
EVIDENCE_FOLDER = DATA_FOLDER / "evidence"
EVIDENCE_URL = environment.text("JIEDUI_EVIDENCE_URL")
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
EVIDENCE_MAX_FILES = 20
WAREHOUSE_FOLDER = environment.folder("JIEDUI_WAREHOUSE", DATA_FOLDER / "warehouse")
WAREHOUSE_ENGINE = environment.text("JIEDUI_WAREHOUSE_ENGINE") or "duckdb"  # or the URL of a Spark master
SECOND_READER = environment.text(
    "JIEDUI_SECOND_READER"
)  # OpenAI-compatible address asked about plans; none asks nobody
SECOND_READER_MODEL = environment.text("JIEDUI_SECOND_READER_MODEL")
SECOND_READER_KEY = environment.text("JIEDUI_SECOND_READER_KEY")
DOCUMENT_MAX_BYTES = 50 * 1024 * 1024

SECRET_KEY = environment.secret_key(DATA_FOLDER)
DEBUG = environment.flag("JIEDUI_DEBUG", default=False)
ALLOWED_HOSTS = environment.words("JIEDUI_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = environment.words("JIEDUI_ORIGINS", "")
TRUSTED_PROXIES = environment.words("JIEDUI_PROXIES", "")  # networks whose X-Forwarded-For is believed

SITE_URL = os.environ.get("JIEDUI_SITE_URL", "")  # where people reach it; stands in messages
WEBHOOK_NETWORKS = environment.words("JIEDUI_WEBHOOK_NETWORKS", "")  # private networks webhooks may reach

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "jiedui.kernel",
    "jiedui.organisations",
    "jiedui.accounts",
    "jiedui.plans",
    "jiedui.projects",
    "jiedui.safeguards",
    "jiedui.ledger",
    "jiedui.returns",
    "jiedui.progress",
    "jiedui.warehouse",
    "jiedui.documents",
    "jiedui.publications",
    "jiedui.console",
    "jiedui.api",
    "jiedui.cli",
    # Behind ours, so that our templates go before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "jiedui.kernel.middleware.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiedui.console.broken_off.SignedOutMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiedui.console.middleware.PresenceMiddleware",
    "jiedui.console.middleware.LastProgrammeMiddleware",
    "jiedui.console.middleware.RefusalMiddleware",
    "jiedui.console.middleware.BeforeAnythingElseMiddleware",
]

ROOT_URLCONF = "jiedui.urls"
WSGI_APPLICATION = "jiedui.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiedui.console.context.console",
            ],
        },
    }
]

DATABASES = {"default": default_database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because all server processes must count the same failed sign-ins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The worker tells of each task it begins and ends; a terminal is only told of what went wrong.
_WORKER = {"handlers": ["warnings"]}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"warnings": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "loggers": {"django_tasks": _WORKER, "django_tasks_db": _WORKER},
}

AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]  # each in its own words
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jiedui.console.broken_off.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.flag("JIEDUI_HTTPS", default=False)
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024

SILENCED_SYSTEM_CHECKS: list[str] = []
