"""What is reported or convened how often."""

from jiedui.documents.extractors.cadences import extract
from tests.documents.extractors.papers import columns, facts


def test_rhythms_of_reports_and_meetings_are_cadences() -> None:
    found = facts(
        extract,
        "各单位每月向市商务局报送进展，每季度召开一次推进会。市教委定期召开例会。每月5日前，反馈上月进展。",
    )
    assert columns(found, "frequency", "who", "due") == [
        ("monthly", "各单位", None),
        ("quarterly", "各单位", None),
        ("regular", "市教委", None),
        ("monthly", "市教委", "5日前"),
    ]
    assert found[0]["to"] == "市商务局"


def test_a_system_of_reports_is_one_cadence_each() -> None:
    found = facts(extract, "健全周报告、月总结、季调度、年度考核工作体系。")
    assert columns(found, "quote", "frequency") == [
        ("周报告", "weekly"),
        ("月总结", "monthly"),
        ("季调度", "quarterly"),
        ("年度考核", "yearly"),
    ]


def test_counted_help_and_assessments_are_none() -> None:
    assert facts(extract, "每年选派医生10名，每年至少举办1场招聘会，纳入年度考核。定期刊登信息。") == []


def test_school_terms_and_a_month_of_the_year() -> None:
    found = facts(extract, "双方每学期召开一次联席会议，每年6月向市教育局提交年度报告。")
    assert columns(found, "frequency", "due") == [("half-yearly", None), ("yearly", "6月")]
