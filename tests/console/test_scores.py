"""Scores on screen: the table, a unit, scorecards and assessments, as each person sees and changes them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.organisations.enums import UnitKind
from jiedui.progress.models import Assessment, ScoreAppointment, Scorecard, ScorecardVersion, ScoreLine
from jiedui.progress.scorecards import services
from jiedui.progress.scorecards.enums import Assessor, Measure
from tests.conftest import plant
from tests.console.pages import read_page
from tests.progress.conftest import Scene
from tests.progress.conftest import scene as scene
from tests.progress.scorecards.cards import ON, Card, draft_card

ALL = "/p/haizhou-2019/scores/"


@pytest.fixture
def card(scene: Scene) -> Card:
    """Published: 60 points by completion, 40 judged; the east did 600 of 1,000, the west 210."""
    world = scene.world
    for unit, done in ((world.east, "600"), (world.west, "210")):
        scene.target("1000", unit)
        for month in (2, 5, 8):
            scene.entry(str(int(done) // 3), f"2019-{month:02d}-01", giver=unit, receiver=world.county)
    found = draft_card(world)
    found.line("done", "60", indicator=scene.purchases, name="消费帮扶", name_en="Purchases")
    found.line(
        "work",
        "40",
        Measure.JUDGED,
        name="组织推动",
        name_en="Leadership",
        heading=found.version.headings.last(),
    )
    found.publish()
    return found


@pytest.fixture
def draft(card: Card) -> ScorecardVersion:
    """Its next version, begun."""
    return services.new_version(actor=card.world.office, version=card.version, reason="加重消费")


def test_the_table_shows_every_unit_by_heading_with_rank_and_grade(card: Card, show: Any) -> None:
    page = show(ALL, card.world.office)

    assert page.title.startswith("Assessment")
    assert page.forbidden == page.outside == []
    assert page.links["Dongcheng"].endswith(f"/scores/units/{card.world.east.pk}/")
    assert "2 districts: fair 1, poor 1." in page.text
    assert "36.00" in page.text and "60.00" in page.text
    assert "我们能得多少分？" in show(ALL, language="zh-hans").text


def test_a_unit_reads_its_own_score_first_with_what_would_raise_it(card: Card, show: Any) -> None:
    page = show(ALL, card.world.other_giver)

    assert (2, "Xicheng") in page.headings
    assert "CNY 210 more of “Purchases”" in page.text  # its best month of 70, three months long
    assert page.links["Record it"].endswith("/ledger/new/purchase/")
    assert "Record it" not in show(ALL, card.world.receiver).links


def test_every_figure_of_a_unit_leads_to_what_it_is_made_of(card: Card, show: Any, scene: Scene) -> None:
    page = show(f"{ALL}units/{card.world.east.pk}/", card.world.giver)

    (figure,) = [href for href in page.links.values() if "indicator=" in href and "confirmation" not in href]
    assert f"giver={card.world.east.pk}" in figure and "from=2019-01-01" in figure
    assert any("/plan/targets/" in href for href in page.links.values())
    assert "40 points are to be judged by the office" in page.text
    assert show(figure, card.world.giver).text.count("600") >= 1


def test_past_days_are_rehearsed_too(card: Card, client: Client) -> None:
    client.force_login(card.world.auditor)
    sheet = client.get(f"{ALL}?on=2019-03-31").context["sheet"]

    assert [score.score for score in sheet.scores if score.unit == card.world.east] == [20]


@pytest.mark.parametrize("path", [f"{ALL}?version=999", f"{ALL}?version=x", f"{ALL}units/999/"])
def test_what_is_not_there_is_not_found(card: Card, client: Client, path: str) -> None:
    client.force_login(card.world.office)

    assert client.get(path).status_code == 404


def test_without_a_scorecard_the_page_says_what_to_do(scene: Scene, show: Any) -> None:
    assert "Begin a scorecard" in show(ALL, scene.world.office).links
    page = show(ALL, scene.world.giver)
    assert "There is no scorecard yet" in page.text and "Begin a scorecard" not in page.links


def test_screens_cost_the_same_however_many_units_and_lines(card: Card, client: Client, scene: Scene) -> None:
    client.force_login(card.world.office)
    paths = [ALL, f"{ALL}units/{card.world.east.pk}/", f"{ALL}compare/", f"{ALL}cards/{card.version.pk}/"]
    services.new_version(actor=card.world.office, version=card.version, reason="x")
    few = [_queries(client, path) for path in paths]
    card.version = ScorecardVersion.objects.get(number=2)
    for at in range(4):
        scene.target("100", plant(f"新{at}区", UnitKind.COUNTY, card.world.city))
        card.line(f"more-{at}", "1", Measure.VALUE, scene.purchases, "rank", {})
    many = [_queries(client, path) for path in paths]

    assert many == few
    assert max(many) <= 40


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_workbook_has_the_table(card: Card, client: Client) -> None:
    client.force_login(card.world.giver)
    answer = client.get(f"{ALL}table.xlsx")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert "东城区" in words or "Dongcheng" in words
    assert "<v>60</v>" in cells and "<v>21</v>" in cells
    assert 'filename="haizhou-2019-scores-20190930.xlsx"' in answer["Content-Disposition"]


def test_a_scorecard_is_begun_filled_and_published(scene: Scene, client: Client) -> None:
    world = scene.world
    scene.target("1000", world.east)
    client.force_login(world.office)
    form = {"name": "年度考核", "total": "100", "heading1": "消费", "grade1": "合格", "grade1_from": "0"}
    made = client.post(f"{ALL}cards/new/", form)
    version = ScorecardVersion.objects.get()
    page = f"{ALL}cards/{version.pk}/"
    assert (made.status_code, made["Location"]) == (302, page)

    line = {
        "heading": version.headings.get().pk, "name": "消费完成", "points": "100", "whom": "all", "last": "0",
        "measure": "completion", "indicator": scene.purchases.pk, "shape": "step", "rungs": "50% 40%\n100% 100%",
    }  # fmt: skip
    shown = client.post(f"{page}lines/preview/", line, headers={"accept-language": "en"}).content.decode()
    assert "≥ 50%: 40; ≥ 100%: 100" in shown and "<svg" in shown
    assert client.post(f"{page}lines/new/", line)["Location"] == page
    assert ScoreLine.objects.get().parameters == {"rungs": [["0.5", "0.4"], ["1", "1"]]}
    assert "50% 40%" in client.get(f"{page}lines/{ScoreLine.objects.get().pk}/").content.decode()
    assert client.post(f"{page}publish/")["Location"] == ALL
    version.refresh_from_db()
    assert version.state == "published"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"indicator": ""}, "indicator"),
        ({"points": "0"}, "points"),
        ({"points": "x"}, "points"),
        ({"zero": ""}, "zero"),
        ({"zero": "abc"}, "zero"),
        ({"full": "0%"}, "full"),
        ({"shape": "step", "rungs": "80"}, "rungs"),
        ({"shape": "step", "rungs": "80% 50%\n90% 20%"}, "rungs"),
        ({"measure": "rule"}, "rule"),
        ({"name": "转移就业人数", "measure": "judged"}, "name"),
    ],
)
def test_a_line_is_refused_beside_its_field(
    draft: ScorecardVersion, client: Client, scene: Scene, change: dict[str, str], field: str
) -> None:
    client.force_login(scene.world.office)
    line = {
        "heading": draft.headings.first().pk, "name": "多一项", "points": "5", "whom": "all", "measure": "completion",  # type: ignore[union-attr]
        "indicator": scene.purchases.pk, "shape": "linear", "zero": "0%", "full": "100%", "last": "0",
    }  # fmt: skip
    answer = client.post(f"{ALL}cards/{draft.pk}/lines/new/", {**line, **change})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert ScoreLine.objects.filter(heading__version=draft).count() == 2


def test_headcounts_are_not_among_what_a_line_may_count(
    draft: ScorecardVersion, client: Client, scene: Scene
) -> None:
    placed = scene.indicator("placed", unit="人", kind="placement", measure="persons", as_stated=True)
    client.force_login(scene.world.office)
    page = f"{ALL}cards/{draft.pk}/lines/new/"
    offered = client.get(page).context["form"].fields["indicator"].queryset

    assert placed not in offered
    line = {
        "heading": draft.headings.first().pk, "name": "人数", "points": "5", "whom": "all", "measure": "value",  # type: ignore[union-attr]
        "indicator": placed.pk, "shape": "linear", "zero": "0", "full": "1", "last": "0",
    }  # fmt: skip
    assert client.post(page, line).status_code == 422
    assert not ScoreLine.objects.filter(indicator=placed).exists()


def test_what_does_not_add_up_is_said_and_not_published(
    draft: ScorecardVersion, client: Client, show: Any
) -> None:
    office = draft.made_by
    ScoreLine.objects.filter(heading__version=draft, code="done").update(points=70)
    page = f"{ALL}cards/{draft.pk}/"
    assert "10 too many" in show(page, office).text
    assert "10 too many" in show(f"{page}publish/", office).text
    client.post(f"{page}publish/")

    draft.refresh_from_db()
    assert draft.is_draft


def test_before_publishing_it_is_shown_who_moves(draft: ScorecardVersion, show: Any) -> None:
    ScoreLine.objects.filter(heading__version=draft, code="done").update(
        parameters={"zero": "0.5", "full": "1"}
    )
    for path in (f"{ALL}cards/{draft.pk}/publish/", f"{ALL}compare/?new={draft.pk}"):
        page = show(path, draft.made_by)
        assert "2 units have another score," in page.text
        assert "▼ −40.00" in page.text and "▼ −21.00" in page.text
        assert "Purchases −40.00" in " ".join(page.text.split())


def test_lines_are_moved_and_taken_out(draft: ScorecardVersion, client: Client) -> None:
    client.force_login(draft.made_by)  # type: ignore[arg-type]
    lines = ScoreLine.objects.filter(heading__version=draft)
    line = lines.get(code="done")
    for act in ("down", "up", "remove"):
        client.post(f"{ALL}cards/{draft.pk}/lines/{line.pk}/{act}/")
    assert not lines.filter(code="done").exists()
    other = lines.get()
    assert client.post(f"{ALL}cards/{draft.pk}/lines/{other.pk}/shout/").status_code == 404


def test_settings_copying_and_discarding(card: Card, client: Client) -> None:
    client.force_login(card.world.office)
    page = f"{ALL}cards/{card.version.pk}/"
    assert client.post(f"{page}copy/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}copy/", {"reason": "调整"}).status_code == 302
    made = ScorecardVersion.objects.get(number=2)
    form = {"total": "100", "heading1": "只此一项", "grade1": "好", "grade1_from": ""}
    answer = client.post(f"{ALL}cards/{made.pk}/settings/", form)
    assert set(answer.context["form"].errors) == {"grade1_from"}
    answer = client.post(f"{ALL}cards/{made.pk}/settings/", {**form, "grade1_from": "0"})
    assert "heading1" in answer.context["form"].errors  # lines stand under the headings that are left out
    client.post(f"{ALL}cards/{made.pk}/discard/")
    assert Scorecard.objects.get().versions.get() == card.version


def test_a_unit_scores_itself_and_the_columns_stand_side_by_side(card: Card, client: Client) -> None:
    world, unit = card.world, f"{ALL}units/{card.world.east.pk}/"
    client.force_login(world.giver)
    begun = client.post(f"{unit}assess/", {"kind": "self", "version": card.version.pk})
    one = Assessment.objects.get()
    assert begun["Location"] == f"{ALL}assessments/{one.pk}/"
    done, work = (score.line_id for score in one.scores.order_by("line__heading__order"))
    said = {f"line{done}": "40", f"line{work}": "35", f"line{work}_note": "按月调度", "then": "submit"}
    refused = client.post(begun["Location"], said)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {f"line{done}", f"line{work}"}
    said |= {f"line{done}_note": "发票在途", f"line{work}_evidence": "会议纪要"}
    assert client.post(begun["Location"], said).status_code == 302

    page = read_page(client.get(unit, headers={"accept-language": "en"}).content.decode())
    assert "40.00 +4.00" in " ".join(page.text.split())
    assert "发票在途" in page.text
    answer = client.post(begun["Location"], said, follow=True)
    assert answer.status_code == 409 and Assessment.objects.get().state == "submitted"


def test_the_office_reopens_with_a_reason(card: Card, client: Client) -> None:
    world = card.world
    one = services.begin_assessment(
        actor=world.giver, version=card.version, unit=world.east, kind=Assessor.SELF, on=ON
    )
    said = {s.line_id: services.LineSaid(s.points or Decimal(30), "理由", "材料") for s in one.scores.all()}
    services.write_assessment(actor=world.giver, assessment=one, said=said)
    services.submit_assessment(actor=world.giver, assessment=one)
    client.force_login(world.office)
    page = f"{ALL}assessments/{one.pk}/"
    assert client.get(page).context["reopen"] is not None
    assert client.post(f"{page}reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}reopen/", {"reason": "漏填"}).status_code == 302
    assert Assessment.objects.get().state == "draft"


def test_scorers_are_appointed_and_ended(card: Card, client: Client) -> None:
    world = card.world
    client.force_login(world.office)
    page = f"{ALL}appointments/"
    assert client.post(page, {"unit": world.east.pk, "by_unit": world.east.pk}).status_code == 422
    assert client.post(page, {"unit": world.east.pk}).status_code == 422
    assert client.post(page, {"unit": world.east.pk, "by_unit": world.west.pk}).status_code == 302
    assert "Xicheng" in client.get(page, headers={"accept-language": "en"}).content.decode()
    client.force_login(world.other_giver)
    kinds = client.get(f"{ALL}units/{world.east.pk}/").context["kinds"]
    assert kinds == [Assessor.CROSS]
    client.force_login(world.office)
    client.post(f"{page}{ScoreAppointment.objects.get().pk}/end/")
    assert not ScoreAppointment.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_is_well_formed(draft: ScorecardVersion, card: Card, show: Any, language: str) -> None:
    one = services.begin_assessment(
        actor=card.world.office,
        version=card.version,
        unit=card.world.east,
        kind=Assessor.OFFICE,
        on=date(2019, 9, 30),
    )
    line = ScoreLine.objects.filter(heading__version=draft).first()
    assert line is not None
    for path in (
        ALL, f"{ALL}units/{card.world.east.pk}/", f"{ALL}compare/", f"{ALL}appointments/", f"{ALL}cards/new/",
        f"{ALL}cards/{draft.pk}/", f"{ALL}cards/{draft.pk}/settings/", f"{ALL}cards/{draft.pk}/publish/",
        f"{ALL}cards/{card.version.pk}/copy/", f"{ALL}cards/{draft.pk}/lines/{line.pk}/",
        f"{ALL}assessments/{one.pk}/",
    ):  # fmt: skip
        page = show(path, card.world.office, language)
        assert page.language.startswith(language[:2]) and page.forbidden == [] and page.outside == [], path
        assert len([level for level, _words in page.headings if level == 1]) == 1, path
        assert len(page.ids) == len(set(page.ids)), path
        unlabelled = [
            control for control in page.controls
            if not (control.get("aria-label") or control["wrapped"] or control.get("id") in page.labelled)
        ]  # fmt: skip
        assert unlabelled == [], path
