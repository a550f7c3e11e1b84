"""Courses for people of the receiving side: persons, person-times, classes and sessions, each a figure of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from jiedui.ledger.kinds.base import (
    Check,
    Detail,
    EvidenceRule,
    Kind,
    Measure,
    Needed,
    Use,
    Words,
    one,
    persons,
)
from jiedui.ledger.kinds.values import Line
from jiedui.ledger.models import Entry


class Audience(models.TextChoices):
    """Whom it is for, by the groups that plans set targets for."""

    OFFICIALS = "officials", _("officials")
    PROFESSIONALS = "professionals", _("technical staff")
    TEACHERS = "teachers", _("teachers")
    HEALTH_STAFF = "health_staff", _("health staff")
    ENTREPRENEURS = "entrepreneurs", _("village entrepreneurs")
    ONLINE_SELLERS = "online_sellers", _("online sellers")
    FARMERS = "farmers", _("farmers")
    JOBSEEKERS = "jobseekers", _("jobseekers")
    OTHER = "other", _("other")


class Place(models.TextChoices):
    """Where the course is held."""

    GIVER = "giver_side", _("on the giver's side")
    RECEIVER = "receiver_side", _("on the receiver's side")
    ONLINE = "online", _("online")


class TrainingDetail(Detail):
    """What a course knows. It is one class; its first day is the entry's."""

    audience: Annotated[Audience, Words(_("For whom"))]
    topic: Annotated[Line, Words(_("Topic"))]
    place: Annotated[Place, Words(_("Place"))]
    sessions: Annotated[
        int, Field(gt=0, le=400), Words(pgettext_lazy("training", "Sessions"), _("How often they met."))
    ] = 1
    last_day: Annotated[date | None, Words(_("Last day"))] = None


MANY = 1_000


def _person_times(entry: Entry, detail: TrainingDetail) -> Decimal:
    return persons(entry, detail) * detail.sessions


def _sessions(entry: Entry, detail: TrainingDetail) -> Decimal:
    return Decimal(detail.sessions)


def _ends_before_it_begins(entry: Entry, detail: TrainingDetail) -> bool:
    return detail.last_day is not None and detail.last_day < entry.occurred_on


def _too_many(entry: Entry, detail: TrainingDetail) -> bool:
    return (entry.persons or 0) > MANY


KIND: Kind[TrainingDetail] = Kind(
    key="training",
    label=_("Training"),
    summary=_("A course for people of the receiving side"),
    workstream="talent",
    detail=TrainingDetail,
    persons=Use.REQUIRED,
    project=Use.OPTIONAL,
    measures=(
        Measure("persons", _("Persons"), _("persons"), persons),
        Measure("person_times", _("Person-times"), _("person-times"), _person_times),
        Measure("classes", _("Classes"), _("classes"), one),
        Measure("sessions", pgettext_lazy("training", "Sessions"), _("sessions"), _sessions),
    ),
    evidence=(
        EvidenceRule("notice", _("Notice or programme of the course"), Needed.SUBMISSION),
        EvidenceRule("photo", _("Photo of the course")),
    ),
    checks=(
        Check(
            "ends_before_it_begins",
            _("The last day lies before the first."),
            _ends_before_it_begins,
            field="last_day",
        ),
        Check(
            "many_in_one_class",
            _("More than 1,000 people in one class. Are these person-times?"),
            _too_many,
            field="persons",
        ),
    ),
    columns=("audience", "topic", "place", "sessions"),
    filters=("audience", "place"),
    words={
        "occurred_on": Words(_("First day"), _("For example 2019-07-03 or 2019.7.3.")),
        "persons": Words(_("Persons trained"), _("Heads, each counted once, however many sessions.")),
    },
)
