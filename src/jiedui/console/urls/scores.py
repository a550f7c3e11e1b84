"""Paths of the scores: the table, a unit, scorecards and their lines, assessments."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    assessments,
    score_appointments,
    scorecards,
    scorecards_lines,
    scores,
)

ALL = "p/<slug:code>/scores/"
CARD = f"{ALL}cards/<int:pk>/"
LINE = f"{CARD}lines/<int:line>/"

urlpatterns: list[URLPattern] = [
    path(ALL, scores.scores, name="scores"),
    path(f"{ALL}table.xlsx", scores.scores_xlsx, name="scores-xlsx"),
    path(f"{ALL}compare/", scores.scores_compare, name="scores-compare"),
    path(f"{ALL}units/<int:pk>/", scores.score_unit, name="score-unit"),
    path(f"{ALL}units/<int:pk>/assess/", assessments.assess, name="assess"),
    path(f"{ALL}assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path(f"{ALL}assessments/<int:pk>/reopen/", assessments.assessment_reopen, name="assessment-reopen"),
    path(f"{ALL}appointments/", score_appointments.score_appointments, name="score-appointments"),
    path(
        f"{ALL}appointments/<int:pk>/end/",
        score_appointments.score_appointment_end,
        name="score-appointment-end",
    ),
    path(f"{ALL}cards/new/", scorecards.scorecard_new, name="scorecard-new"),
    path(CARD, scorecards.scorecard, name="scorecard"),
    path(f"{CARD}settings/", scorecards.scorecard_settings, name="scorecard-settings"),
    path(f"{CARD}copy/", scorecards.scorecard_copy, name="scorecard-copy"),
    path(f"{CARD}publish/", scorecards.scorecard_publish, name="scorecard-publish"),
    path(f"{CARD}discard/", scorecards.scorecard_discard, name="scorecard-discard"),
    path(f"{CARD}lines/new/", scorecards_lines.score_line_new, name="score-line-new"),
    path(f"{CARD}lines/preview/", scorecards_lines.score_line_preview, name="score-line-preview"),
    path(LINE, scorecards_lines.score_line, name="score-line"),
    path(f"{LINE}<slug:act>/", scorecards_lines.score_line_act, name="score-line-act"),
]
