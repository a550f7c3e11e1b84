"""The one tree of units, their codes and names, and the pairings between them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from jiedui.organisations.enums import PairingType, UnitKind


class OrgUnit(models.Model):
    """Anything that gives, receives or reports.

    ``parent`` is the truth; ``path`` ("/000001/000017/000204/", own id last) makes a subtree one indexed range
    and is kept by the services in :mod:`jiedui.organisations.services`. Ids are padded, so that units sort in
    the order in which they were planted, under any collation.
    """

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=400, db_index=True, editable=False, default="")
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_under_parent"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(parent__isnull=True), name="root_unit_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def known_as(self) -> str:
        """The customary Chinese name, for texts that are stored whatever language the reader has."""
        return self.short_name or self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, short where there is a short one."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.known_as

    def path_under(self, parent: OrgUnit | None) -> str:
        """The path the unit has under that parent."""
        return f"{parent.path if parent else '/'}{self.pk:06d}/"


class DivisionCode(models.Model):
    """A unit's GB/T 2260 code over a span of time (a county that became a city has two)."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["unit", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="code_once_per_unit")]

    def __str__(self) -> str:
        return self.code


class UnitAlias(models.Model):
    """Another written form of a unit's name. ``normalized`` is what the resolver looks up."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    normalized = models.CharField(max_length=120, db_index=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "normalized"], name="alias_once_per_unit")]

    def __str__(self) -> str:
        return self.text


class Pairing(models.Model):
    """Giver and receiver bound for a time. ``basis`` names the document; no two overlap open-endedly."""

    type = models.CharField(max_length=24, choices=PairingType.choices, default=PairingType.TERRITORIAL)
    giver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="pairings_given")
    receiver = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="pairings_received")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["giver__path", "receiver__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "giver", "receiver"],
                condition=Q(valid_to__isnull=True),
                name="one_open_pairing",
            ),
            models.UniqueConstraint(
                fields=["type", "giver", "receiver", "valid_from"], name="pairing_once_per_start"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="pairing_of_two"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="pairing_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"
