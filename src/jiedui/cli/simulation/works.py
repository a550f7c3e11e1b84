"""Generated projects: some of the year's money becomes works that are begun, come on and are handed over."""

from __future__ import annotations

import io
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw

from jiedui.cli.simulation.cast import Cast
from jiedui.cli.simulation.made import Made
from jiedui.cli.simulation.pace import dice_of
from jiedui.cli.simulation.planning import Fate, Planned
from jiedui.kernel.working_days import is_working_day
from jiedui.organisations.enums import PairingType
from jiedui.organisations.models import OrgUnit, Pairing
from jiedui.plans.models import Programme
from jiedui.projects import services
from jiedui.projects.content import BudgetLine, ProjectContent
from jiedui.projects.enums import Stage
from jiedui.projects.models import Project
from jiedui.safeguards.holds import hold_on

SORTS = {
    "industry": ("果蔬大棚基地", "肉羊养殖小区", "中药材初加工车间", "苹果冷藏库", "食用菌基地"),
    "infrastructure": ("农村饮水安全工程", "村组道路硬化", "易地搬迁安置点配套"),
    "education_health": ("小学教学楼", "县医院门诊楼改造", "乡镇卫生院设备"),
    "employment": ("就业服务站",),
    "training": ("实训中心",),
    "other": ("村文化广场",),
}
MOST_PARTS = 4
NOTES = ("场地平整，材料进场", "基础完工", "主体施工过半", "主体完工，安装设备", "收尾，准备验收")


@dataclass(slots=True)
class Work:
    """A project to be, the transfers that pay for it, and how fast it goes."""

    project: Project
    money: list[Planned]
    begins: date
    ends: date
    speed: float
    dice: random.Random


def simulate_works(
    programme: Programme, planned: Sequence[Planned], cast: Cast, *, seed: int, until: date
) -> list[Planned]:
    """Set up a project for some pairs, give it part of their appropriations and pay these out by ``until``.

    Returns the whole year anew: what was planned, and the payments for the projects, in the order of their days.
    """
    more: list[Planned] = []
    for number, (pairing, money) in enumerate(_chosen(programme, planned, seed), start=1):
        work = _set_up(programme, pairing, money, cast, number, seed)
        _build(work, until, cast)
        more += _payments(work, until)
    return sorted([*planned, *more], key=lambda item: item.day)


def _chosen(
    programme: Programme, planned: Sequence[Planned], seed: int
) -> list[tuple[Pairing, list[Planned]]]:
    """Two of three territorial pairs with appropriations of the district's own, and these."""
    money: defaultdict[tuple[int, int], list[Planned]] = defaultdict(list)
    for item in planned:
        if item.kind == "transfer" and item.made.detail.get("step") == "appropriation":
            money[item.giver.pk, item.receiver.pk].append(item)
    pairings = Pairing.objects.filter(
        type=PairingType.TERRITORIAL, giver__path__startswith=programme.giver.path
    ).select_related("giver", "receiver")
    there = [(p, money[p.giver_id, p.receiver_id][:MOST_PARTS]) for p in pairings]
    return [(p, items) for p, items in there if items and dice_of("works", seed, p.pk).random() < 0.67]


def _set_up(
    programme: Programme, pairing: Pairing, money: list[Planned], cast: Cast, number: int, seed: int
) -> Work:
    giver, receiver, first = pairing.giver, pairing.receiver, money[0]
    dice = dice_of("work", seed, giver.name, receiver.name)
    purpose = _purpose(first, receiver)
    begins = first.day + timedelta(days=dice.randint(10, 45))
    ends = begins + timedelta(days=dice.randint(80, 200))
    content = ProjectContent(
        number=f"SIM-{number:03d}",
        name=f"{receiver.known_as}{dice.choice(SORTS[purpose])}（模拟）",
        workstream=first.workstream,
        givers=[giver],
        receiver=receiver,
        type=purpose,
        implementer=f"{receiver.known_as}示例实施单位（模拟）",
        planned_start=begins,
        planned_end=ends,
        households=dice.randint(40, 900),
        budget=_budget(money, dice),
    )
    project = services.create_project(
        actor=cast.recorder(giver), programme=programme, content=content, synthetic=True
    )
    for item in money:
        item.project = project
    return Work(
        project, money, begins, ends, dice.choice((1.35, 1.25, 1.2, 1.1, 1.1, 1.05, 1.05, 0.85, 0.6)), dice
    )


def _purpose(item: Planned, receiver: OrgUnit) -> str:
    """What the works are for. No places of work or training are made up where labour transfer is on hold."""
    purpose = str(item.made.detail["purpose"])
    held = any(hold_on(code.code) for code in receiver.codes.all())
    return "education_health" if held and purpose in {"employment", "training"} else purpose


def _budget(money: list[Planned], dice: random.Random) -> list[BudgetLine]:
    planned: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item in money:
        planned[str(item.made.detail["source"])] += Decimal(item.figures["amount"])
    lines = [
        BudgetLine(source, amount, f"模拟财拨〔2019〕{dice.randint(1, 999)}号")
        for source, amount in planned.items()
    ]
    own = Decimal(dice.randint(5, 40)) * 100_000
    return [*lines, BudgetLine("local", own)]


def _build(work: Work, today: date, cast: Cast) -> None:
    """Its steps, notes and photographs up to today."""
    project, recorder = work.project, cast.recorder(work.money[0].giver)
    begins = _working(work.begins + timedelta(days=0 if work.speed >= 0.9 else work.dice.randint(10, 40)))
    if begins > today:
        if work.begins - timedelta(days=12) <= today:
            day = min(today, _working(work.begins - timedelta(days=12)))
            services.change_stage(
                actor=recorder, project=project, stage=Stage.SIGNED, day=day, document="施工合同（模拟）"
            )
        return
    services.change_stage(
        actor=recorder, project=project, stage=Stage.STARTED, day=begins, document="开工令（模拟）"
    )
    reporter = cast.confirmer(project.receiver) or recorder
    _notes(work, begins, today, reporter)
    if work.speed >= 1 and (done := _done_on(work, begins)) <= today:
        _finish(work, done, today, recorder)


def _notes(work: Work, begins: date, today: date, reporter: object) -> None:
    length = (work.ends - work.begins).days / work.speed
    milestone = work.begins + (work.ends - work.begins) / 2
    services.add_milestone(
        actor=None,
        project=work.project,
        due_on=milestone,
        text="主体工程过半",
        text_en="Half of the main works",
        progress=45,
    )
    day = begins + timedelta(days=20)
    while day <= min(today, _done_on(work, begins)):
        percent = min(99, int((day - begins).days * 100 / length))
        _note(work, _working(day, today), percent, reporter)
        day += timedelta(days=20)


def _note(work: Work, day: date, percent: int, reporter: object) -> None:
    words = NOTES[min(len(NOTES) - 1, percent // 20)]
    pictures = [("SYNTHETIC.png", picture(percent))] if work.dice.random() < 0.35 else []
    services.note_progress(
        actor=reporter,
        project=work.project,
        day=day,
        progress=percent,
        text=f"{words}。（模拟）",
        pictures=pictures,
    )


def _done_on(work: Work, begins: date) -> date:
    return begins + timedelta(days=int((work.ends - work.begins).days / work.speed))


def _finish(work: Work, done: date, today: date, recorder: object) -> None:
    day = _working(done, today)
    _note(work, day, 100, recorder)
    change = services.change_stage
    if work.project.type == "industry":
        change(actor=recorder, project=work.project, stage=Stage.OPERATING, day=day)
    if work.project.type != "industry" or work.dice.random() < 0.5:
        change(
            actor=recorder,
            project=work.project,
            stage=Stage.COMPLETED,
            day=day,
            document="竣工验收报告（模拟）",
        )
        if (later := day + timedelta(days=15)) <= today and work.dice.random() < 0.6:
            change(
                actor=recorder,
                project=work.project,
                stage=Stage.HANDED_OVER,
                day=later,
                document="移交清单（模拟）",
            )


def _payments(work: Work, today: date) -> list[Planned]:
    """What was appropriated is paid out, and spent as the works come on."""
    made: list[Planned] = []
    for item in work.money:
        if item.fate is not Fate.ACCEPTED:
            continue
        paid = _after(
            item, "disbursement", work.dice.randint(8, 25), Decimal(work.dice.choice((10, 10, 9, 7))) / 10
        )
        made.append(paid)
        made.append(
            _after(
                paid, "expenditure", work.dice.randint(20, 60), Decimal(work.dice.choice((10, 9, 8, 6))) / 10
            )
        )
    return [item for item in made if item.day <= today - timedelta(days=14)]


def _after(item: Planned, step: str, days: int, part: Decimal) -> Planned:
    words = {"disbursement": "拨付", "expenditure": "支出"}[step]
    detail = {**item.made.detail, "step": step}
    day = _working(item.day + timedelta(days=days))
    return replace(
        item,
        day=day,
        filed=day,
        mended=date.max,
        made=Made(f"{item.made.title}{words}", detail, item.made.purpose),
        figures={"amount": (Decimal(item.figures["amount"]) * part).quantize(Decimal(1))},
    )


def _working(day: date, last: date | None = None) -> date:
    """The day itself, or the working day before it."""
    day = min(day, last) if last else day
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def picture(percent: int) -> bytes:
    """A drawing that nobody takes for a photograph: blocks rise by the per cent that stands."""
    image = Image.new("RGB", (320, 240), "#e6f1f1")
    pen = ImageDraw.Draw(image)
    for column in range(5):
        height = min(180, 20 + percent * (3 + column % 3) // 2)
        pen.rectangle((24 + column * 56, 210 - height, 68 + column * 56, 210), fill="#2b8c86")
    pen.line((10, 210, 310, 210), fill="#17211f", width=3)
    pen.text((14, 216), f"SYNTHETIC {percent}%", fill="#17211f")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
