"""Settings for reading a paper and nothing else: its words in both languages, and the second reader.

``jiedui extract`` needs no database, no address and no application; loading them took longer than most papers do.
They stand outside :mod:`jiedui.settings`, which looks for all that an installation has.
"""

from __future__ import annotations

import os
from pathlib import Path

_HOUSE = Path(__file__).parents[1]
SECOND_READER = os.environ.get("JIEDUI_SECOND_READER", "").strip()
SECOND_READER_MODEL = os.environ.get("JIEDUI_SECOND_READER_MODEL", "").strip()
SECOND_READER_KEY = os.environ.get("JIEDUI_SECOND_READER_KEY", "").strip()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [
    _HOUSE / part / "locale" for part in ("cli", "documents", "safeguards", "organisations", "kernel")
]
USE_I18N = USE_TZ = True
LOGGING_CONFIG = None
INSTALLED_APPS: list[str] = []
