"""What a person may choose for the axes of a pivot, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from jiedui.organisations.enums import UnitKind
from jiedui.warehouse.dimensions import SELF
from jiedui.warehouse.enums import Grain
from jiedui.warehouse.pivots.axes import GRAINS, About, Axis

Words = str | Promise
Choices = list[tuple[Words, list[tuple[str, Words]]]]

GIVERS: dict[str, Words] = {
    UnitKind.PROVINCE: pgettext_lazy("axis", "giving provinces"),
    UnitKind.PREFECTURE: pgettext_lazy("axis", "giving prefectures"),
    UnitKind.COUNTY: pgettext_lazy("axis", "giving districts"),
    UnitKind.TOWNSHIP: pgettext_lazy("axis", "giving townships"),
    UnitKind.VILLAGE: pgettext_lazy("axis", "giving villages"),
    UnitKind.DEPARTMENT: pgettext_lazy("axis", "giving departments"),
    UnitKind.FRONT_OFFICE: pgettext_lazy("axis", "front offices"),
    UnitKind.HOSPITAL: pgettext_lazy("axis", "giving hospitals"),
    UnitKind.SCHOOL: pgettext_lazy("axis", "giving schools"),
    UnitKind.ENTERPRISE: pgettext_lazy("axis", "giving enterprises"),
    UnitKind.SOCIAL: pgettext_lazy("axis", "giving social organisations"),
    SELF: pgettext_lazy("axis", "every giving unit"),
}
RECEIVERS: dict[str, Words] = {
    UnitKind.PROVINCE: pgettext_lazy("axis", "receiving provinces"),
    UnitKind.PREFECTURE: pgettext_lazy("axis", "receiving prefectures"),
    UnitKind.COUNTY: pgettext_lazy("axis", "receiving counties"),
    UnitKind.TOWNSHIP: pgettext_lazy("axis", "receiving townships"),
    UnitKind.VILLAGE: pgettext_lazy("axis", "receiving villages"),
    UnitKind.DEPARTMENT: pgettext_lazy("axis", "receiving departments"),
    UnitKind.FRONT_OFFICE: pgettext_lazy("axis", "front offices as receivers"),
    UnitKind.HOSPITAL: pgettext_lazy("axis", "receiving hospitals"),
    UnitKind.SCHOOL: pgettext_lazy("axis", "receiving schools"),
    UnitKind.ENTERPRISE: pgettext_lazy("axis", "receiving enterprises"),
    UnitKind.SOCIAL: pgettext_lazy("axis", "receiving social organisations"),
    SELF: pgettext_lazy("axis", "every receiving unit"),
}
PERIODS: dict[str, Words] = {
    Grain.YEAR: pgettext_lazy("axis", "years"),
    Grain.HALF: pgettext_lazy("axis", "half-years"),
    Grain.QUARTER: pgettext_lazy("axis", "quarters"),
    Grain.MONTH: pgettext_lazy("axis", "months"),
    Grain.TEN_DAYS: pgettext_lazy("axis", "ten days each"),
    Grain.DAY: pgettext_lazy("axis", "days"),
}
INDICATORS: Words = pgettext_lazy("axis", "indicators")


def name_of(axis: Axis) -> str:
    """What lies along an axis: «giving districts», «months»."""
    names = {About.GIVER: GIVERS, About.RECEIVER: RECEIVERS, About.PERIOD: PERIODS}
    return str(names[axis.about][axis.by] if axis.about in names else INDICATORS)


def choices(giving: Iterable[str], receiving: Iterable[str]) -> Choices:
    """The axes on offer, in groups, where units of these kinds give and receive."""
    return [
        (pgettext_lazy("axis", "who gave"), _levels(About.GIVER, GIVERS, {*giving, SELF})),
        (pgettext_lazy("axis", "who received"), _levels(About.RECEIVER, RECEIVERS, {*receiving, SELF})),
        (
            pgettext_lazy("axis", "when"),
            [(str(Axis(About.PERIOD, grain)), PERIODS[grain]) for grain in GRAINS],
        ),
        (pgettext_lazy("axis", "what"), [(str(Axis(About.INDICATOR)), INDICATORS)]),
    ]


def _levels(about: About, names: dict[str, Words], kinds: set[str]) -> list[tuple[str, Words]]:
    return [(str(Axis(about, level)), word) for level, word in names.items() if level in kinds]
