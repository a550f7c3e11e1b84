"""Paths of the administration: people, the audit log, and who approves how much in a programme."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import approvals, audit, people

APPROVALS = "p/<slug:code>/approvals/"
PERSON = "admin/people/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("admin/audit/", audit.audit_log, name="audit"),
    path("admin/audit.csv", audit.audit_csv, name="audit-csv"),
    path("admin/people/", people.people_list, name="people"),
    path("admin/people/new/", people.person_new, name="person-new"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}edit/", people.person_edit, name="person-edit"),
    path(f"{PERSON}roles/", people.role_grant, name="role-grant"),
    path(f"{PERSON}roles/<int:membership>/revoke/", people.role_revoke, name="role-revoke"),
    path(f"{PERSON}<slug:act>/", people.person_act, name="person-act"),
    path(APPROVALS, approvals.approvals, name="approvals"),
    path(f"{APPROVALS}new/", approvals.approval_new, name="approval-new"),
    path(f"{APPROVALS}duties/", approvals.duties, name="duties"),
    path(f"{APPROVALS}<int:pk>/", approvals.approval_edit, name="approval-edit"),
    path(f"{APPROVALS}<int:pk>/remove/", approvals.approval_remove, name="approval-remove"),
]
