"""Paths of the safeguards screens."""

from __future__ import annotations

from django.urls import URLPattern, path

from jiedui.console.views import grievance_desk, grievances, safeguards

PAGE = "p/<slug:code>/safeguards/"

urlpatterns: list[URLPattern] = [
    path(PAGE, safeguards.safeguards, name="safeguards"),
    path(f"{PAGE}holds/new/", safeguards.hold_new, name="hold-new"),
    path(f"{PAGE}holds/<int:pk>/lift/", safeguards.hold_lift, name="hold-lift"),
    path(f"{PAGE}grievances/", grievance_desk.grievance_queue, name="grievance-queue"),
    path(f"{PAGE}grievances/<int:pk>/", grievance_desk.grievance, name="grievance"),
    path(f"{PAGE}grievances/<int:pk>/<slug:act>/", grievance_desk.grievance_act, name="grievance-act"),
    # Open to all, without an account.
    path("grievances/", grievances.grievances, name="grievances"),
    path("grievances/follow/", grievances.grievance_follow, name="grievance-follow"),
    path("grievances/<slug:about_code>/new/", grievances.grievance_new, name="grievance-new"),
]
