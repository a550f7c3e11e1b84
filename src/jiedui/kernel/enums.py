"""From where an act came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The door an act came in by."""

    SCREEN = "screen", _("screen")
    API = "api", _("API")
    COMMAND = "command", _("command line")
    TASK = "task", _("background task")
    SYSTEM = "system", _("system")
