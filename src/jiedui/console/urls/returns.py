"""Paths of the returns screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import (
    notices,
    returns,
    returns_acts,
    returns_hooks,
    returns_lines,
    returns_matrix,
    returns_narrative,
    returns_one,
    returns_paper,
    returns_schedules,
)

RETURNS = "p/<slug:code>/returns/"
SCHEDULES = f"{RETURNS}schedules/"
ONE = f"{RETURNS}<int:pk>/"
LINE = f"{ONE}lines/<int:line>/"
TEXT = f"{ONE}texts/<int:text>/"
NOTICES = "p/<slug:code>/notices/"

urlpatterns: list[URLPattern] = [
    path(RETURNS, returns.returns, name="returns"),
    path(f"{RETURNS}all/", returns.returns_all, name="returns-all"),
    path(f"{RETURNS}timeliness/", returns_matrix.matrix, name="returns-matrix"),
    path(f"{RETURNS}timeliness.csv", returns_matrix.matrix_csv, name="returns-matrix-csv"),
    path(f"{RETURNS}load/", returns_schedules.load, name="returns-load"),
    path(f"{RETURNS}webhooks/", returns_hooks.hooks, name="webhooks"),
    path(f"{RETURNS}webhooks/messages/<int:pk>/again/", returns_hooks.again, name="webhook-message-again"),
    path(f"{RETURNS}webhooks/<int:pk>/<slug:act>/", returns_hooks.hook_act, name="webhook-act"),
    path(SCHEDULES, returns_schedules.schedules, name="schedules"),
    path(f"{SCHEDULES}new/", returns_schedules.schedule_new, name="schedule-new"),
    path(f"{SCHEDULES}preview/", returns_schedules.schedule_preview, name="schedule-preview"),
    path(f"{SCHEDULES}<int:pk>/", returns_schedules.schedule_edit, name="schedule"),
    path(f"{SCHEDULES}<int:pk>/<slug:act>/", returns_schedules.schedule_act, name="schedule-act"),
    path(ONE, returns_one.return_page, name="return"),
    path(f"{ONE}versions/", returns_one.return_versions, name="return-versions"),
    path(f"{ONE}check/", returns_one.return_check, name="return-check"),
    path(f"{ONE}form/", returns_paper.return_form, name="return-form"),
    path(f"{ONE}form.xlsx", returns_paper.return_xlsx, name="return-xlsx"),
    path(f"{LINE}<slug:act>/", returns_lines.line_act, name="return-line-act"),
    path(f"{ONE}remark/", returns_lines.remark, name="return-remark"),
    path(f"{ONE}remarks/<int:remark>/<slug:act>/", returns_lines.remark_act, name="return-remark-act"),
    path(TEXT, returns_narrative.text_save, name="return-text"),
    path(f"{TEXT}pictures/", returns_narrative.picture_add, name="return-picture-add"),
    path(f"{ONE}pictures/<int:picture>/", returns_narrative.picture, name="return-picture"),
    path(
        f"{ONE}pictures/<int:picture>/remove/",
        returns_narrative.picture_remove,
        name="return-picture-remove",
    ),
    path(f"{ONE}submit/", returns_acts.submit, name="return-submit"),
    path(f"{ONE}<slug:act>/", returns_acts.act, name="return-act"),
    path(NOTICES, notices.notices, name="notices"),
    path(f"{NOTICES}read/", notices.read, name="notices-read"),
    path(f"{NOTICES}settings/", notices.channels, name="notice-settings"),
    path(f"{NOTICES}<int:pk>/", notices.follow, name="notice"),
]
