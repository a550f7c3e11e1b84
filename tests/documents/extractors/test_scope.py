"""Passages outside scope carry a reason and nothing else."""

from jiedui.documents.extractors import milestones, projects, rules, scope, tasks
from tests.documents.extractors.papers import facts

POLICING = "按照计划，为云岭县选派民警30名，2020年6月底前到岗。（市公安局负责）"


def test_a_passage_outside_scope_is_listed_with_its_reason_only() -> None:
    (found,) = facts(scope.extract, POLICING)
    assert set(found) == {"kind", "reason", "quote", "line"}
    assert (found["reason"], found["quote"]) == ("security personnel", "为云岭县选派民警30名")


def test_nothing_else_is_taken_from_it() -> None:
    text = "援疆资金60%用于维稳设备，投资900万元建设和田县公安派出所业务用房项目。"
    for extractor in (tasks, milestones, projects, rules):
        assert facts(extractor.extract, text) == []


def test_the_audit_of_finance_is_no_political_vetting() -> None:
    assert facts(scope.extract, "由市乡村振兴局牵头，区财政审计局配合。") == []
