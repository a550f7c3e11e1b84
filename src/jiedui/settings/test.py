"""Settings of the test suite: fast hashing, tasks run at once, a data folder of its own."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="jiedui-test-")  # gone when the process ends
os.environ["JIEDUI_DATA"] = _folder.name
os.environ.setdefault("JIEDUI_SECRET_KEY", "test-only")

from jiedui.settings.base import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = CACHES["process"]  # noqa: F405  # one process, and many tests have no database
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  # WhiteNoise warns of a missing folder
