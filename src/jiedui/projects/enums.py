"""Choices of projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far a project has come, in the order in which projects go."""

    RESERVE = "reserve", pgettext_lazy("stage of a project", "reserve")
    SIGNED = "signed", pgettext_lazy("stage of a project", "signed")
    STARTED = "started", pgettext_lazy("stage of a project", "started")
    OPERATING = "operating", pgettext_lazy("stage of a project", "operating")
    COMPLETED = "completed", pgettext_lazy("stage of a project", "completed")
    HANDED_OVER = "handed_over", pgettext_lazy("stage of a project", "handed over")

    @classmethod
    def begun(cls) -> frozenset[str]:
        """Stages in which work has begun, whether or not it has ended."""
        return frozenset({cls.STARTED, cls.OPERATING, cls.COMPLETED, cls.HANDED_OVER})

    @classmethod
    def ended(cls) -> frozenset[str]:
        """Stages in which the building is done."""
        return frozenset({cls.COMPLETED, cls.HANDED_OVER})

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(type(self)).index(self)


class ProjectType(models.TextChoices):
    """What it is for, by the categories the fund rules speak of."""

    INDUSTRY = "industry", _("industry")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    EDUCATION_HEALTH = "education_health", _("education and health")
    EMPLOYMENT = "employment", _("employment services")
    TRAINING = "training", _("training")
    OTHER = "other", _("other")


class ProjectNature(models.TextChoices):
    """Whether something new is made or something there is carried on."""

    NEW = "new", _("newly built")
    CONTINUED = "continued", _("continued")
    EXTENSION = "extension", _("extension or rebuilding")
    EQUIPMENT = "equipment", _("equipment")
    SERVICE = "service", _("services")


class Source(models.TextChoices):
    """Whose money it is. ``LOCAL`` is the receiving side's own."""

    CITY = "city", _("city budget")
    DISTRICT = "district", _("district budget")
    SOCIAL = "social", _("social funds")
    LOCAL = "local", _("receiving side's own funds")
