"""What people bring up, and what became of it. Both tables only grow; the database holds that, too."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from jiedui.kernel.errors import WrittenForEver
from jiedui.plans.models import Programme
from jiedui.safeguards.enums import GrievanceAbout, GrievanceState

M = TypeVar("M", bound=models.Model, covariant=True)


class GrowingQuerySet(models.QuerySet[M]):
    """Rows that can be read and added to, and nothing else."""

    def update(self, **values: object) -> NoReturn:
        """Refuse. Raises WrittenForEver."""
        raise WrittenForEver

    def delete(self) -> NoReturn:
        """Refuse. Raises WrittenForEver."""
        raise WrittenForEver


class Grievance(models.Model):
    """A grievance somebody filed, with or without an account: nothing is kept of who, nor from where.

    ``digest`` is the SHA-256 of the code that opens it; the code itself is shown once and not kept.
    ``regarding`` is what it speaks of in the person's words, ``entry_number`` a ledger entry's, where they gave one.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grievances")
    digest = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=20, choices=GrievanceAbout.choices)
    regarding = models.CharField(max_length=200, blank=True)
    entry_number = models.PositiveBigIntegerField(null=True, blank=True)
    text = models.TextField()
    filed_at = models.DateTimeField(auto_now_add=True)

    objects = GrowingQuerySet.as_manager()

    class Meta:
        ordering = ["filed_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="grievance_says_something")]

    def __str__(self) -> str:
        return gettext("Grievance %(number)s") % {"number": self.pk}


class GrievanceStep(models.Model):
    """What somebody said or did about a grievance; the state of the latest one is the grievance's.

    ``by`` is the one who answers; nobody for the person who filed it.
    """

    grievance = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=GrievanceState.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = GrowingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.grievance_id}: {self.get_state_display()}"
