"""The words in returns: what a remark speaks of, and whether what somebody wrote may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from jiedui.kernel.errors import Invalid
from jiedui.returns.errors import PersonalNumber
from jiedui.returns.models import Remark, Return, ReturnLine, ReturnPicture, ReturnText
from jiedui.safeguards import screening
from jiedui.safeguards.personal import holds_citizen_number, holds_mobile_number


def about(remark: Remark) -> str:
    """What a remark speaks of."""
    if remark.line is not None:
        return remark.line.label
    return remark.section.label if remark.section is not None else _("the whole return")


def unfit_words(
    returns: Sequence[Return], lines: Mapping[int, Sequence[ReturnLine]]
) -> list[tuple[int, Invalid]]:
    """What may not stand in narratives, captions, reasons and answers, by return.

    Passages outside the programme's scope, and numbers that name a person.
    """
    units = {one.pk: one.unit.name for one in returns}
    return [
        (pk, refusal)
        for pk, address, text in _written(returns, lines)
        for refusal in _refusals(address, text, about=units[pk])
    ]


def _refusals(address: str, text: str, *, about: str) -> Iterator[Invalid]:
    yield from screening.out_of_scope([(address, text)], about=about)
    if holds_citizen_number(text) or holds_mobile_number(text):
        yield PersonalNumber(address=address)


def _written(
    returns: Sequence[Return], lines: Mapping[int, Sequence[ReturnLine]]
) -> Iterator[tuple[int, str, str]]:
    """Whatever somebody typed into the returns, with its address."""
    for one in returns:
        for line in lines[one.pk]:
            if line.reason:
                yield one.pk, f"lines.{line.number}", line.reason
    for text in ReturnText.objects.filter(of__in=returns).exclude(text=""):
        yield text.of_id, f"sections.{text.number}", text.text
    for picture in ReturnPicture.objects.filter(of__in=returns).exclude(caption=""):
        yield picture.of_id, f"pictures.{picture.pk}", picture.caption
    for remark in Remark.objects.filter(of__in=returns).exclude(answer=""):
        yield remark.of_id, f"remarks.{remark.pk}", remark.answer
