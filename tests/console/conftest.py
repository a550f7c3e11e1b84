"""A small programme with something on every screen, and a reader of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import translation

from jiedui.documents.models import FactLink, FactRecord, FoundDiscrepancy, SourceDocument
from jiedui.ledger.enums import Verdict
from jiedui.organisations.models import Pairing
from jiedui.plans.models import Indicator, Milestone, Rule, Target, Task, TaskUnit
from jiedui.returns.models import Return
from tests.conftest import World
from tests.console.pages import Page, read_page
from tests.console.returns_desk import SECTIONS, Desk
from tests.progress.conftest import Scene
from tests.returns import scene as returns_scene


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language of the last page asked for stays with the thread; the next test begins without it."""
    yield
    translation.deactivate()


@dataclass
class Stage:
    """The programme on show: the world, its targets and where its pages are."""

    world: World
    scene: Scene
    purchases: Indicator
    whole: Target
    document: SourceDocument

    @property
    def root(self) -> str:
        """The programme's first page."""
        return f"/p/{self.world.programme.code}/"

    @property
    def paths(self) -> list[str]:
        """Every overview screen, with the variants its links lead to."""
        return [
            self.root,
            f"{self.root}?on=2019-06-30",
            f"{self.root}plan/",
            f"{self.root}plan/?indicator={self.purchases.pk}",
            f"{self.root}plan/?workstream=consumption",
            f"{self.root}workstreams/consumption/",
            f"{self.root}workstreams/funds/",
            f"{self.root}units/{self.world.east.pk}/",
            f"{self.root}units/{self.world.county.pk}/",
            f"{self.root}units/{self.world.commerce.pk}/",
            f"{self.root}pairings/",
            f"{self.root}pairings/?indicator={self.purchases.pk}",
            f"{self.root}plan/rules/{self.world.programme.rules.order_by('pk')[0].pk}/",
            f"{self.root}plan/milestones/{self.world.consumption.milestones.order_by('pk')[0].pk}/",
        ]


@pytest.fixture
def stage(world: World) -> Stage:
    """Consumption 1,200,000 over two districts (east ahead, west behind), a headcount as stated, a paper."""
    purchases = Indicator.objects.create(
        workstream=world.consumption,
        code="purchases",
        name="消费扶贫销售额",
        name_en="Purchases",
        unit="元",
        kind="purchase",
        measure="amount",
        headline=True,
    )
    scene = Scene(world, purchases)
    scene.indicator("placed", unit="人", kind="", measure="", as_stated=True)
    whole = scene.target("1200000")
    east = scene.target("600000", world.east, parent=whole)
    scene.target("600000", world.west, parent=whole)
    for month, end in ((1, date(2019, 6, 30)), (7, date(2019, 12, 31))):
        scene.target("300000", world.east, starts_on=date(2019, month, 1), ends_on=end, parent=east)
    scene.target("3000", indicator=Indicator.objects.get(code="placed"))
    scene.entry(
        "500000",
        "2019-05-10",
        giver=world.east,
        receiver=world.county,
        evidence=True,
        verdicts=(Verdict.AGREED,),
    )
    scene.entry("100000", "2019-08-10", giver=world.west, receiver=world.other_county)
    Pairing.objects.create(giver=world.east, receiver=world.county, valid_from=date(2017, 1, 1))
    Pairing.objects.create(giver=world.west, receiver=world.other_county, valid_from=date(2018, 1, 1))
    return Stage(world, scene, purchases, whole, _paper(world, whole))


def _paper(world: World, whole: Target) -> SourceDocument:
    """Tasks, milestones, a rule, and the document with an open discrepancy and the target's sentence."""
    add = {"revision": world.revision}
    late = Task.objects.create(
        workstream=world.consumption, number=1, text="组织采购周", due_on=date(2019, 9, 20), **add
    )
    TaskUnit.objects.create(task=late, unit=world.east, duty="responsible")
    Task.objects.create(workstream=world.funds, number=1, text="签订协议", due_text="持续推进", **add)
    Milestone.objects.create(
        workstream=world.consumption, due_on=date(2019, 10, 15), text="完成三季度自查", **add
    )
    Rule.objects.create(
        programme=world.programme,
        code="livelihood",
        text="民生领域不低于八成",
        threshold=Decimal("0.8"),
        **add,
    )
    document = SourceDocument.objects.create(
        programme=world.programme,
        sha256="a" * 64,
        filename="plan.docx",
        media_type="x",
        size=1,
        title="海州市实施方案",
        state="review",
    )
    choices = ["keep_both"]
    for number, severity in enumerate(("warning", "ok"), start=1):
        FoundDiscrepancy.objects.create(
            document=document, number=number, code="total", severity=severity, choices=choices
        )
    fact = FactRecord.objects.create(
        document=document,
        number=7,
        kind="target",
        quote="消费扶贫销售额120万元",
        line=3,
        block=2,
        start=0,
        end=5,
        confidence=Decimal("0.9"),
    )
    target_type = ContentType.objects.get_for_model(Target)
    FactLink.objects.create(fact=fact, content_type=target_type, object_id=whole.pk)
    return document


@pytest.fixture
def show(client: Client):  # type: ignore[no-untyped-def]
    """Open a page as somebody in a language; the answer's status is checked."""

    def open_page(path: str, user: object = None, language: str = "en", status: int = 200) -> Page:
        if user is not None:
            client.force_login(user)  # type: ignore[arg-type]
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == status, path
        return read_page(answer.content.decode())

    return open_page


@pytest.fixture
def desk(client: Client, world: World) -> Desk:
    """Nobody is signed in yet."""
    return Desk(client, world)


@pytest.fixture
def july(world: World) -> Return:
    """The east district's return for July, open, with sections to write."""
    return returns_scene.july(world, sections=SECTIONS)
