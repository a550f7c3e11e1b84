"""Paths of the overview screens: cockpit, plan, workstream, unit, pairings."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    overview,
    overview_pairings,
    overview_plan,
    overview_rule,
    overview_unit,
    overview_workstream,
    plan_milestone,
    plan_target,
    questions,
)

TARGET = "p/<slug:code>/plan/targets/<int:pk>/"
MILESTONE = "p/<slug:code>/plan/milestones/<int:pk>/"
RULE = "p/<slug:code>/plan/rules/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("p/<slug:code>/", overview.cockpit, name="cockpit"),
    path("p/<slug:code>/plan/", overview_plan.plan, name="plan"),
    path(TARGET, plan_target.target, name="target"),
    path(f"{TARGET}revise/", plan_target.target_revise, name="target-revise"),
    path(f"{TARGET}course/", plan_target.target_course, name="target-course"),
    path(f"{TARGET}part/", plan_target.target_part, name="target-part"),
    path(f"{TARGET}split/", plan_target.target_split, name="target-split"),
    path(f"{TARGET}merge/", plan_target.target_merge, name="target-merge"),
    path(MILESTONE, plan_milestone.milestone, name="milestone"),
    path(f"{MILESTONE}revise/", plan_milestone.milestone_revise, name="milestone-revise"),
    path(RULE, overview_rule.rule, name="rule"),
    path(f"{RULE}revise/", overview_rule.rule_revise, name="rule-revise"),
    path("p/<slug:code>/workstreams/<slug:key>/", overview_workstream.workstream, name="workstream"),
    path("p/<slug:code>/units/<int:pk>/", overview_unit.unit, name="unit"),
    path("p/<slug:code>/pairings/", overview_pairings.pairings, name="pairings"),
    path("p/<slug:code>/questions/", questions.questions, name="questions"),
    path("p/<slug:code>/questions/<int:pk>/", questions.question_answer, name="question-answer"),
]
