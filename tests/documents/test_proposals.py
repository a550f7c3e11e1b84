"""What facts become: names resolved, figures placed, problems named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedui.documents.proposals import Context, Draft, Statement, measures, propose
from jiedui.documents.proposals.drafts import Known
from jiedui.documents.proposals.names import NameBook
from jiedui.documents.proposals.periods import first_day, last_day, span
from jiedui.documents.proposals.snapshot import Snapshot
from jiedui.documents.services import found_programme
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from tests.conftest import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def suzhou(db: None) -> Programme:
    """A programme of a real territory, with nothing else in the tree."""
    return found_programme(actor=None, code="js-2019", name="江苏", giver="江苏省", first_year=2019)


def drafts(programme: Programme, *facts: tuple[str, dict[str, Any]]) -> list[Draft]:
    statements = [
        Statement(n, kind, str(fields.get("workstream", "")), fields, line=n)
        for n, (kind, fields) in enumerate(facts, start=1)
    ]
    return propose(statements, Context(programme, Snapshot(programme), NameBook(programme), 2019))


def target(**fields: Any) -> tuple[str, dict[str, Any]]:
    common = {
        "workstream": "产业帮扶",
        "measure": "落户企业数",
        "value": 5,
        "unit": "家",
        "giver": "江苏省",
        "year": 2019,
    }
    return "target", {**common, **fields}


def codes(draft: Draft) -> list[str]:
    return [problem.code for problem in draft.problems]


def test_a_county_is_found_in_the_division_codes_with_its_superiors(suzhou: Programme) -> None:
    name = NameBook(suzhou).receiving("环 县", ("庆阳市", "甘肃省"))

    assert (name.known, name.label, name.under) == (Known.NEW, "环县", "庆阳市")
    assert name.new is not None and not isinstance(name.new.parent, int) and name.new.parent is not None
    assert name.new.code == "621022"
    assert name.new.parent.name == "庆阳市"


def test_a_name_of_several_places_is_narrowed_by_the_giver_or_stays_ambiguous(suzhou: Programme) -> None:
    book = NameBook(suzhou)

    assert book.giving("鼓楼区").known == Known.AMBIGUOUS
    assert book.receiving("鼓楼区", ("南京市",)).label == "鼓楼区"
    assert book.giving("江宁区").under == "南京市"


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("省商务厅", "江苏省商务厅", "department"),
        ("南京市人民医院", "南京市人民医院", "hospital"),
        ("援疆前方指挥部", "援疆前方工作机构", "front_office"),
        ("省红十字会", "江苏省红十字会", "social"),
    ],
)
def test_an_unknown_agency_is_proposed_as_new_with_its_kind(
    suzhou: Programme, text: str, label: str, kind: str
) -> None:
    name = NameBook(suzhou).giving(text)

    assert (name.known, name.label) == (Known.NEW, label)
    assert name.new is not None and name.new.kind == kind


def test_two_forms_of_one_new_agency_are_one_unit(suzhou: Programme) -> None:
    book = NameBook(suzhou)

    assert book.giving("省人社厅").key == book.giving("省人力资源和社会保障厅").key


@pytest.mark.parametrize("text", ["受援地区", "甘肃34个县", "各部门", "有关单位", "每个贫困县"])
def test_a_name_of_many_is_a_group_and_no_unit(suzhou: Programme, text: str) -> None:
    assert NameBook(suzhou).receiving(text).known == Known.GROUP


def test_every_district_stands_for_the_districts_of_the_giver() -> None:
    city = found_programme(actor=None, code="tj", name="天津", giver="天津市", first_year=2019)
    book = NameBook(city, districts=["和平区", "各区", "西青区政府"])

    assert [name.label for name in book.giving("各区").members] == ["和平区", "西青区"]


def test_a_reviewers_choice_settles_a_name(suzhou: Programme) -> None:
    unit = plant("某某处", "department", suzhou.giver)

    assert NameBook(suzhou, chosen={"扶贫处": unit.pk}).giving("扶贫处").unit == unit.pk


def test_a_figure_for_each_of_the_givers_is_set_for_each(suzhou: Programme) -> None:
    [draft] = drafts(suzhou, target(giver=["南京市", "苏州市"], per="各市"))

    assert [unit.label for unit in draft.raw["units"]] == ["南京市", "苏州市"]
    assert draft.raw["value"] == 5


def test_a_figure_per_county_with_their_number_is_multiplied_and_noted(suzhou: Programme) -> None:
    [draft] = drafts(suzhou, target(value=28, per="每县", count=39))

    assert (draft.raw["value"], draft.raw["note"]) == (Decimal(1092), "每县28×39")
    assert draft.raw["units"][0].unit == suzhou.giver_id


def test_a_figure_per_something_uncounted_is_kept_as_stated(suzhou: Programme) -> None:
    [draft] = drafts(suzhou, target(per="每县"))

    assert (draft.raw["unit_of_measure"], draft.raw["as_stated"], draft.raw["suggestion"]) == (
        "家/每县",
        True,
        None,
    )


def test_a_missing_year_is_taken_from_the_document_and_said(suzhou: Programme) -> None:
    [draft] = drafts(suzhou, target(year=None))

    assert codes(draft) == ["year_assumed"]
    assert (draft.raw["starts_on"], draft.raw["ends_on"]) == (date(2019, 1, 1), date(2019, 12, 31))


def test_a_deadline_ends_the_period(suzhou: Programme) -> None:
    [draft] = drafts(suzhou, target(deadline="2019-06"))

    assert draft.raw["ends_on"] == date(2019, 6, 30)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"value": None}, "no_value"),
        ({"value": -3}, "value_out_of_range"),
        ({"value": 10**17}, "value_out_of_range"),
        ({"measure": ""}, "no_measure"),
        ({"giver": "某某"}, "unknown_needed"),
        ({"giver": "鼓楼区"}, "ambiguous_name"),
    ],
)
def test_a_target_that_cannot_be_written_is_blocked_and_says_why(
    suzhou: Programme, fields: dict[str, Any], problem: str
) -> None:
    [draft] = drafts(suzhou, target(**fields))

    assert draft.blocked
    assert problem in codes(draft)


def test_the_same_said_again_is_a_repeat_and_another_figure_a_conflict(suzhou: Programme) -> None:
    first, again, other = drafts(suzhou, target(), target(), target(value=6))

    assert (first.match, again.match, again.repeats) == ("new", "repeat", 1)
    assert codes(other) == ["conflicting_value"]
    assert other.blocked


def test_the_same_measure_in_another_unit_is_another_indicator(suzhou: Programme) -> None:
    first, other = drafts(suzhou, target(), target(value=9, unit="人次"))

    assert (first.match, other.match, other.problems) == ("new", "new", [])


def test_a_second_lead_is_for_the_reviewer_to_decide(suzhou: Programme) -> None:
    fact = {"workstream": "产业帮扶", "role": "lead"}
    first, second = drafts(
        suzhou, ("org", {**fact, "name": "省商务厅"}), ("org", {**fact, "name": "省财政厅"})
    )

    assert (first.blocked, codes(second)) == (False, ["second_lead"])


def test_members_of_a_group_make_no_proposal(suzhou: Programme) -> None:
    assert drafts(suzhou, ("org", {"workstream": "产业帮扶", "role": "member", "name": "省财政厅"})) == []


def test_proposing_writes_nothing(suzhou: Programme) -> None:
    before = OrgUnit.objects.count()

    drafts(
        suzhou,
        target(giver="南京市"),
        ("task", {"text": "对接", "lead": ["省商务厅"], "workstream": "产业帮扶"}),
    )

    assert OrgUnit.objects.count() == before


@pytest.mark.parametrize(
    ("measure", "unit", "kind"),
    [
        ("消费扶贫总额", "元", "purchase"),
        ("选派党政干部", "人", "secondment"),
        ("选派干部", "人次", None),
        ("县级财政帮扶资金", "元", "transfer"),
        ("签订帮扶协议", "份", "agreement"),
        ("落户企业数", "家", None),
    ],
)
def test_what_a_measure_could_be_recorded_with(measure: str, unit: str, kind: str | None) -> None:
    suggestion = measures.suggest(measure, unit)

    assert (suggestion.kind if suggestion else None) == kind


def test_each_suggested_measure_exists_in_the_ledger() -> None:
    from jiedui.documents.proposals.measures import _WORDS
    from jiedui.ledger import kinds

    for suggestion, _, _ in _WORDS:
        assert suggestion.measure in {measure.key for measure in kinds.get(suggestion.kind).measures}


@pytest.mark.parametrize(
    ("measure", "held"),
    [
        ("贫困人口就近就业", True),
        ("转移就业", True),
        ("输转脱贫劳动力", True),
        ("培训后转移就业人数", True),
        ("提供就业岗位", False),
        ("就业技能培训", False),
        ("专场招聘会", False),
    ],
)
def test_headcounts_of_work_are_told_from_what_is_offered(measure: str, held: bool) -> None:
    assert measures.is_headcount_of_work(measure, "人", "劳务协作") is held


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2019-H1", date(2019, 1, 1), date(2019, 6, 30)),
        ("2019-Q3", date(2019, 7, 1), date(2019, 9, 30)),
        ("2019-10-31", date(2019, 10, 31), date(2019, 10, 31)),
        ("持续推进", None, None),
        ("2019-02-30", None, None),
    ],
)
def test_written_periods(text: str, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


def test_a_span_of_two_periods() -> None:
    assert span("2017-01/2017-08") == (date(2017, 1, 1), date(2017, 8, 31))
    assert span("2018/2017") is None
