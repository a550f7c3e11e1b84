"""Roles of people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a unit. Somebody without a membership has no role and sees nothing."""

    OFFICE = "office", _("programme office")
    LEAD = "lead", _("workstream lead")
    GIVER = "giver", _("giver")
    RECEIVER = "receiver", _("receiver or front office")
    AUDITOR = "auditor", _("auditor")


class TokenScope(models.TextChoices):
    """What a service token may do; each operation of the API names one."""

    READ = "entries:read", _("read entries, kinds and evidence")
    WRITE = "entries:write", _("record, submit, decide and confirm entries")
    PROJECTS = "projects:read", _("read projects")
    PROJECTS_WRITE = "projects:write", _("set up projects, note their stages and progress")
    IMPORTS = "imports", _("import workbooks")
    RETURNS = "returns", _("read and file returns")
    FIGURES = "figures:read", _("read figures of the explorer")
    AUDIT = "audit:read", _("read the audit log")
