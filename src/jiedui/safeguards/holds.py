"""The regional hold on labour transfer: where it applies, on what grounds, and what the other side says.

A placement out of or within a region on this list is neither imported nor recordable. Schools, hospitals, clean
water, farms and markets there are recorded like anywhere else. A region leaves the list only by a change to this
file with a decision record in ``docs/decisions/``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Source:
    """A public statement the hold rests on, by its own title. ``published`` is an ISO date, as exact as known."""

    title: str
    publisher: Text
    published: str
    url: str
    says: Text


@dataclass(frozen=True, slots=True)
class Denial:
    """What the government concerned answers."""

    by: Text
    says: Text
    url: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A region whose labour transfers are held.

    ``division_prefixes`` are the leading digits of its division codes; ``words`` are names of it that no division
    table has (the region in one character, its bodies outside the counties).
    """

    code: str
    name: str
    name_en: str
    division_prefixes: tuple[str, ...]
    words: tuple[str, ...]
    sources: tuple[Source, ...]
    denial: Denial

    def covers(self, division_code: str) -> bool:
        """Whether a division lies in the region."""
        return division_code.startswith(self.division_prefixes)


XINJIANG = Hold(
    code="xinjiang-labour-transfer",
    name="新疆劳动力转移",
    name_en="Labour transfer from or within Xinjiang",
    division_prefixes=("65",),
    words=("新疆", "全疆", "疆内", "南疆", "北疆", "援疆", "疆外", "入疆", "赴疆", "兵团"),
    sources=(
        Source(
            title="OHCHR assessment of human rights concerns in the Xinjiang Uyghur Autonomous Region",
            publisher=_("Office of the United Nations High Commissioner for Human Rights"),
            published="2022-08-31",
            url="https://www.ohchr.org/en/documents/country-reports/ohchr-assessment-human-rights-concerns-xinjiang-uyghur-autonomous-region",
            says=_(
                "Labour schemes are closely linked to counter-extremism policy and apparently discriminatory."
            ),
        ),
        Source(
            title="Contemporary forms of slavery affecting ethnic, religious and linguistic minorities",
            publisher=_("United Nations Special Rapporteur on contemporary forms of slavery"),
            published="2022-08",
            url="https://www.wionews.com/world/minorities-drafted-into-forced-labour-possible-enslavement-in-chinas-xinjiang-un-expert-507846",
            says=_(
                "Labour transfer may raise incomes, but indicators of forced labour are present in many cases."
            ),
        ),
        Source(
            title="Observations on Conventions 111 and 122, China",
            publisher=_("ILO Committee of Experts on the Application of Conventions and Recommendations"),
            published="2022",
            url="https://www.thegenevaobserver.com/ilos-experts-strongly-criticize-china-on-forced-labour/",
            says=_(
                "Numerous indications of coercive measures, many arising from regulatory and policy documents."
            ),
        ),
        Source(
            title="Statement on labour transfers of Uyghur, Kazakh, Kyrgyz and Tibetan workers",
            publisher=_("United Nations experts (special procedures)"),
            published="2026-01-22",
            url="http://www.sinodaily.com/afp/260122151527.3hqhnkya.html",
            says=_(
                "A persistent pattern of alleged state-imposed forced labour through transfers across provinces."
            ),
        ),
    ),
    denial=Denial(
        by=_("Government of the People's Republic of China"),
        says=_(
            "It calls the allegations groundless: transfers are part of poverty reduction and chosen freely."
        ),
        url="http://www.sinodaily.com/afp/260122151527.3hqhnkya.html",
    ),
)

HOLDS: tuple[Hold, ...] = (XINJIANG,)
"""The hold list as shipped."""


def hold_on(division_code: str) -> Hold | None:
    """The hold on labour transfer that covers a division, None where there is none."""
    return next((hold for hold in HOLDS if hold.covers(division_code)), None)
