"""Kinds of unit and of pairing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What an org unit is."""

    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county or district")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")
    DEPARTMENT = "department", _("department")
    FRONT_OFFICE = "front_office", _("front office")
    HOSPITAL = "hospital", _("hospital")
    SCHOOL = "school", _("school")
    ENTERPRISE = "enterprise", _("enterprise")
    SOCIAL = "social", _("social organisation")

    @classmethod
    def territories(cls) -> frozenset[str]:
        """Kinds that are places with a division code."""
        return frozenset({cls.PROVINCE, cls.PREFECTURE, cls.COUNTY, cls.TOWNSHIP, cls.VILLAGE})


class PairingType(models.TextChoices):
    """What binds giver and receiver."""

    TERRITORIAL = "territorial", _("territorial")
    AGENCY = "agency", _("agency")
    HOSPITAL = "hospital", _("hospital")
    CLINICAL = "clinical_department", _("clinical department")
    SCHOOL = "school", _("school")
    VILLAGE_ENTERPRISE = "village_enterprise", _("village and enterprise")
    STATION = "station", _("front office and its place")
