"""Returns that do not pass at once: handed in, sent back with a line or a section, mended, handed in again."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from jiedui.accounts.models import User
from jiedui.cli.simulation.cast import Cast
from jiedui.returns import services
from jiedui.returns.counting import may_be_adjusted
from jiedui.returns.models import Remark, Return, ReturnLine

SENT_BACK = 0.07
"""The share of returns that are sent back once before they pass."""

OWN_FIGURE = 0.4
"""Of the lines that are sent back, the share where the unit then gives a figure of its own, with its reason."""

ON_A_LINE = ("与上期相差较大，请逐笔核对凭证后说明。", "请核对是否有凭证尚未入账。", "请说明本期数字的构成。")
ON_NOTHING = ("本期为零，请确认是否漏报。", "本期没有数字，请说明原因。")
ON_A_SECTION = ("请写明具体做法和责任单位。", "内容过简，请补充进展和下一步安排。")
ON_ALL = "请补充说明本期情况。"
EXPLAINED = ("已逐笔核对台账和凭证，数字无误。", "已核对，差别来自集中验收。")
ADDED = "有一笔已发生、凭证在途，按实际发生数填报。"
WRITTEN = "已补充：本期工作按计划推进，责任到人，下一步按月调度。"


class SecondLook:
    """Takes a share of the returns through a review that finds something, up to where they wait again."""

    def __init__(self, cast: Cast, dice_of: Callable[[Return], random.Random]) -> None:
        self.cast = cast
        self.dice_of = dice_of

    def take(self, returns: Iterable[Return], on: Callable[[Return], date]) -> int:
        """Some of what was just made; ``on`` is the day on which each is first handed in. Returns how many."""
        chosen = [(one, dice) for one in returns if (dice := self.dice_of(one)).random() < SENT_BACK]
        by_day: defaultdict[date, list[Return]] = defaultdict(list)
        for one, _dice in chosen:
            by_day[on(one)].append(one)
        for day, found in by_day.items():
            self._hand_in(found, day)
        for one, dice in chosen:
            self._look(one, dice)
        for day, found in by_day.items():
            self._hand_in(found, day)
        for one, _dice in chosen:
            self._take_figures(one)
        return len(chosen)

    def _hand_in(self, returns: list[Return], day: date) -> None:
        services.submit_returns(actor=self.cast.office, returns=returns, on=day, quietly=True, blanks=True)

    def _look(self, one: Return, dice: random.Random) -> None:
        """The reviewer finds a line, a section or the whole wanting, and the unit mends it."""
        remark = self._remark(one, dice)
        actor = self._reviewer(one)
        services.send_back_return(actor=actor, one=one, remarks=[remark], quietly=True)
        sent = one.remarks.select_related("line__of", "section__of", "of").get(opened=True)
        self._mend(self._reporter(one), sent, dice)

    def _remark(self, one: Return, dice: random.Random) -> services.RemarkSpec:
        lines = list(one.lines.order_by("number"))
        if lines:
            line = dice.choice([line for line in lines if line.value] or lines)
            return services.RemarkSpec(dice.choice(ON_A_LINE if line.value else ON_NOTHING), line=line)
        sections = list(one.texts.order_by("number"))
        if sections:
            return services.RemarkSpec(dice.choice(ON_A_SECTION), section=dice.choice(sections))
        return services.RemarkSpec(ON_ALL)

    def _mend(self, actor: User, remark: Remark, dice: random.Random) -> None:
        answer = dice.choice(EXPLAINED)
        if remark.section is not None:
            services.write_text(actor=actor, section=remark.section, text=WRITTEN)
            answer = WRITTEN
        elif (line := remark.line) is not None and _own_figure(line, dice):
            ledger = line.value or Decimal()
            value = ledger + max(Decimal(1), ledger // 50)
            services.adjust_line(actor=actor, line=line, value=value, reason=ADDED)
            answer = ADDED
        services.answer_remark(actor=actor, remark=remark, answer=answer)

    def _take_figures(self, one: Return) -> None:
        """The reason was good: the reviewer takes the unit's own figure."""
        for line in one.lines.filter(adjusted__isnull=False).select_related("of"):
            services.take_adjustment(actor=self._reviewer(one), line=line)

    def _reviewer(self, one: Return) -> User:
        workstream = one.schedule.workstream
        lead = self.cast.decider(workstream) if workstream else self.cast.office
        one.refresh_from_db(fields=["level", "submitted_by"])
        return lead if services.may_review(lead, one) else self.cast.office

    def _reporter(self, one: Return) -> User:
        people = (self.cast.recorder(one.unit), self.cast.confirmer(one.unit))
        return next((who for who in people if who and services.may_file(who, one)), self.cast.office)


def _own_figure(line: ReturnLine, dice: random.Random) -> bool:
    return bool(line.value) and may_be_adjusted(line.definition) and dice.random() < OWN_FIGURE
