"""What a person may see at a workplace, and what a hold may stand on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RedFlag(models.TextChoices):
    """The ILO's eleven indicators of forced labour. One may be enough."""

    VULNERABILITY = "abuse_of_vulnerability", _("abuse of vulnerability")
    DECEPTION = "deception", _("deception")
    MOVEMENT = "restriction_of_movement", _("restriction of movement")
    ISOLATION = "isolation", _("isolation")
    VIOLENCE = "violence", _("physical or sexual violence")
    THREATS = "intimidation", _("intimidation and threats")
    DOCUMENTS = "retention_of_documents", _("retention of identity documents")
    WAGES = "withholding_of_wages", _("withholding of wages")
    DEBT = "debt_bondage", _("debt bondage")
    CONDITIONS = "abusive_conditions", _("abusive working and living conditions")
    OVERTIME = "excessive_overtime", _("excessive overtime")


class Seen(models.TextChoices):
    """The answer to the question which of the eleven indicators was seen: none, or the gravest."""

    NONE = "none", _("none of the eleven")
    VULNERABILITY = RedFlag.VULNERABILITY.value, RedFlag.VULNERABILITY.label
    DECEPTION = RedFlag.DECEPTION.value, RedFlag.DECEPTION.label
    MOVEMENT = RedFlag.MOVEMENT.value, RedFlag.MOVEMENT.label
    ISOLATION = RedFlag.ISOLATION.value, RedFlag.ISOLATION.label
    VIOLENCE = RedFlag.VIOLENCE.value, RedFlag.VIOLENCE.label
    THREATS = RedFlag.THREATS.value, RedFlag.THREATS.label
    DOCUMENTS = RedFlag.DOCUMENTS.value, RedFlag.DOCUMENTS.label
    WAGES = RedFlag.WAGES.value, RedFlag.WAGES.label
    DEBT = RedFlag.DEBT.value, RedFlag.DEBT.label
    CONDITIONS = RedFlag.CONDITIONS.value, RedFlag.CONDITIONS.label
    OVERTIME = RedFlag.OVERTIME.value, RedFlag.OVERTIME.label


class Answer(models.TextChoices):
    """An answer to a safeguard. No answer is neither."""

    YES = "yes", _("yes")
    NO = "no", _("no")


class HoldOn(models.TextChoices):
    """What a hold stands on."""

    WORKSHOP = "workshop", _("workshop or employer")
    RECRUITER = "recruiter", _("recruiter")


class GrievanceAbout(models.TextChoices):
    """What a grievance is about."""

    WORK = "work", _("work: pay, papers, freedom to leave, treatment")
    HARM = "harm", _("somebody was harmed, threatened or put under pressure")
    LAND = "land", _("land, housing, water or the environment")
    MONEY = "money", _("money or goods that went elsewhere")
    FIGURES = "figures", _("figures or records that are not true")
    LEFT_OUT = "left_out", _("help that was refused or given unfairly")
    OTHER = "other", _("something else")


class GrievanceState(models.TextChoices):
    """Where a grievance stands."""

    RECEIVED = "received", pgettext_lazy("grievance", "received")
    LOOKING = "looking", _("being looked into")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", pgettext_lazy("grievance", "closed")
