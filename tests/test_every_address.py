"""Every address with every role, at the person's own unit and at another's.

The table below is the whole answer to "who may open or do what". A new address is missing from it and fails
the test until somebody decides. Letters, one a role in the order of ROLES:

    o  opened, or the act was let through (it may still say that the input or the state is wrong)
    f  refused (403)            m  as if it did not exist (404)
    s  sent to the sign-in page, or 401 from the API
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests import site_map
from tests.conftest import build_world, settle
from tests.console import import_addresses as imports
from tests.ledger import addresses as corrections
from tests.progress import addresses as questions
from tests.progress.scorecards import addresses as scores
from tests.projects import addresses
from tests.safeguards import addresses as safeguards
from tests.stand import Stand, build_stand, picture
from tests.warehouse import addresses as explore

ROLES = ("office", "lead", "giver", "other_giver", "receiver", "auditor", "nobody", None)


@dataclass(frozen=True)
class Row:
    """One address: its name, the object it speaks of, how it is called, and what each role gets."""

    name: str
    letters: str
    about: str = ""
    method: str = "get"


TABLE: list[Row] = [
    # office, lead, giver, other giver, receiver, auditor, no role, not signed in
    Row("set_language", "ooooooos", "", "post"),
    Row("console:home", "oooooofs"),
    Row("console:sign-in", "oooooooo"),
    Row("console:sign-in", "oooooooo", "", "post"),
    Row("console:document-first", "offffffs"),
    Row("console:document-first", "offffffs", "", "post"),
    Row("console:sign-out", "ssssssss", "", "post"),
    Row("console:language", "oooooooo", "", "post"),
    Row("console:account", "ooooooos"),
    Row("console:signed-in", "ooooooos"),
    Row("console:sessions-end", "ooooooos", "", "post"),
    Row("console:session-end", "mmommmms", "giver's", "post"),
    Row("console:token-new", "ooooooos", "", "post"),
    Row("console:token-revoke", "omommmms", "giver's", "post"),
    Row("console:audit", "offffofs"),
    Row("console:audit-csv", "offffofs"),
    Row("console:people", "offffffs"),
    Row("console:person-new", "offffffs"),
    Row("console:person-new", "offffffs", "", "post"),
    Row("console:person", "offffffs", "person"),
    Row("console:person-edit", "offffffs", "person", "post"),
    Row("console:role-grant", "offffffs", "person", "post"),
    Row("console:role-revoke", "offffffs", "person", "post"),
    Row("console:person-act", "offffffs", "person:close", "post"),
    Row("console:person-act", "offffffs", "person:reopen", "post"),
    Row("console:person-act", "offffffs", "person:password", "post"),
    Row("console:person-act", "offffffs", "person:second-factor", "post"),
    Row("console:person-act", "offffffs", "person:sessions", "post"),
    Row("account_login", "ssssssss"),
    Row("account_logout", "ssssssss", "", "post"),
    Row("account_inactive", "oooooooo"),
    Row("account_reauthenticate", "ooooooos"),
    Row("account_reauthenticate", "ooooooos", "", "post"),
    Row("account_change_password", "ooooooos"),
    Row("account_change_password", "ooooooos", "", "post"),
    Row("account_set_password", "ooooooos"),
    Row("account_set_password", "ooooooos", "", "post"),
    Row("account_reset_password", "mmmmmmmm"),
    Row("account_reset_password", "mmmmmmmm", "", "post"),
    Row("account_reset_password_done", "oooooooo"),
    Row("account_reset_password_from_key", "oooooooo", "reset-key"),
    Row("account_reset_password_from_key", "oooooooo", "reset-key", "post"),
    Row("account_reset_password_from_key_done", "oooooooo"),
    Row("mfa_index", "ooooooos"),
    Row("mfa_authenticate", "oooooooo"),
    Row("mfa_authenticate", "oooooooo", "", "post"),
    Row("mfa_reauthenticate", "ooooooos"),
    Row("mfa_reauthenticate", "ooooooos", "", "post"),
    Row("mfa_activate_totp", "ooooooos"),
    Row("mfa_activate_totp", "ooooooos", "", "post"),
    Row("mfa_deactivate_totp", "mmmmmmms"),
    Row("mfa_deactivate_totp", "mmmmmmms", "", "post"),
    Row("mfa_view_recovery_codes", "mmmmmmms"),
    Row("mfa_generate_recovery_codes", "ooooooos"),
    Row("mfa_generate_recovery_codes", "ooooooos", "", "post"),
    Row("mfa_download_recovery_codes", "mmmmmmms"),
    Row("mfa_list_webauthn", "ooooooos"),
    Row("mfa_add_webauthn", "ooooooos"),
    Row("mfa_add_webauthn", "ooooooos", "", "post"),
    Row("mfa_login_webauthn", "oooooooo"),
    Row("mfa_login_webauthn", "oooooooo", "", "post"),
    Row("mfa_reauthenticate_webauthn", "ooooooos"),
    Row("mfa_reauthenticate_webauthn", "ooooooos", "", "post"),
    Row("mfa_remove_webauthn", "ooooooos", "giver's"),
    Row("mfa_remove_webauthn", "ooooooos", "giver's", "post"),
    Row("socialaccount_login_cancelled", "oooooooo"),
    Row("socialaccount_login_error", "ssssssss"),
    Row("socialaccount_signup", "oooooooo"),
    Row("socialaccount_signup", "oooooooo", "", "post"),
    Row("socialaccount_connections", "ooooooos"),
    Row("openid_connect_login", "mmmmmmmm", "provider"),
    Row("openid_connect_login", "mmmmmmmm", "provider", "post"),
    Row("openid_connect_callback", "mmmmmmmm", "provider"),
    Row("console:cockpit", "oooooofs"),
    Row("console:plan", "oooooofs"),
    Row("console:pairings", "oooooofs"),
    Row("console:ledger", "oooooofs"),
    Row("console:ledger-csv", "oooooofs"),
    Row("console:documents", "oooooofs"),
    Row("console:documents", "oofffffs", "", "post"),
    Row("console:publications", "oooooofs"),
    Row("console:workstream", "oooooofs", "workstream"),
    Row("console:unit", "oooooofs", "own-unit"),
    Row("console:unit", "oooooofs", "other-unit"),
    Row("console:rule", "oooooofs", "rule"),
    Row("console:rule-revise", "offffffs", "rule"),
    Row("console:rule-revise", "offffffs", "rule", "post"),
    Row("console:milestone", "oooooofs", "milestone"),
    Row("console:milestone-revise", "offffffs", "milestone"),
    Row("console:milestone-revise", "offffffs", "milestone", "post"),
    Row("console:target", "oooooofs", "target"),
    Row("console:target-revise", "offffffs", "target"),
    Row("console:target-revise", "offffffs", "target", "post"),
    Row("console:target-course", "offffffs", "target"),
    Row("console:target-course", "offffffs", "target", "post"),
    Row("console:target-part", "offffffs", "target"),
    Row("console:target-part", "offffffs", "target", "post"),
    Row("console:target-split", "offffffs", "target"),
    Row("console:target-split", "offffffs", "target", "post"),
    Row("console:target-merge", "offffffs", "target"),
    Row("console:target-merge", "offffffs", "target", "post"),
    Row("console:entry-new", "oooofffs", "kind"),
    Row("console:entry-new", "oooofffs", "kind", "post"),
    Row("console:entry-autosave", "oooofffs", "kind", "post"),
    Row("console:entry-lines", "oooofffs", "kind"),
    Row("console:entry-lines", "oooofffs", "kind", "post"),
    Row("console:entry-lines-autosave", "oooofffs", "kind", "post"),
    Row("console:entry", "ooomoofs", "own"),
    Row("console:evidence", "ooomoofs", "own"),
    Row("console:entry-edit", "ooomoofs", "own"),
    Row("console:entry-edit", "ooomoofs", "own", "post"),
    Row("console:evidence-remove", "ofomfffs", "own", "post"),
    Row("console:entry", "ommomofs", "other"),
    Row("console:evidence", "ommomofs", "other"),
    Row("console:entry-edit", "ommomffs", "other"),
    Row("console:entry-edit", "ommomffs", "other", "post"),
    Row("console:evidence-remove", "ommomffs", "other", "post"),
    Row("console:document", "oooooofs", "document"),
    Row("console:document-lessons", "oooooofs"),
    Row("console:document-lesson-act", "oofffffs", "lesson:forget", "post"),
    Row("console:document-lesson-act", "oofffffs", "lesson:recall", "post"),
    Row("console:document-changes", "oooooofs", "document"),
    Row("console:document-state", "oooooofs", "document"),
    Row("console:document-file", "oooooofs", "document"),
    Row("console:document-page", "mmmmmmfs", "document"),
    Row("console:document-again", "oofffffs", "document", "post"),
    Row("console:document-accept", "offffffs", "document"),
    Row("console:document-accept", "offffffs", "document", "post"),
    Row("console:document-section", "oofffffs", "document", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:accept", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:reject", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:undo", "post"),
    Row("console:proposal-edit", "oofffffs", "proposal"),
    Row("console:proposal-edit", "oofffffs", "proposal", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:note", "post"),
    Row("console:document-undo-bulk", "oofffffs", "bulk", "post"),
    Row("console:finding-decide", "oofffffs", "finding", "post"),
    Row("console:bulletin-new", "offffffs", "", "post"),
    Row("console:returns", "oooooofs"),
    Row("console:returns-all", "oooooofs"),
    Row("console:returns-matrix", "oooooofs"),
    Row("console:returns-matrix-csv", "oooooofs"),
    Row("console:returns-load", "oooooofs"),
    Row("console:schedules", "oooooofs"),
    Row("console:schedule-new", "offffffs"),
    Row("console:schedule-new", "offffffs", "", "post"),
    Row("console:schedule-preview", "offffffs", "", "post"),
    Row("console:schedule", "offffffs", "schedule"),
    Row("console:schedule", "offffffs", "schedule", "post"),
    Row("console:schedule-act", "offffffs", "schedule:produce", "post"),
    Row("console:schedule-act", "offffffs", "schedule:delete", "post"),
    Row("console:webhooks", "offffffs"),
    Row("console:webhooks", "offffffs", "", "post"),
    Row("console:webhook-act", "offffffs", "webhook:renew", "post"),
    Row("console:webhook-act", "offffffs", "webhook:remove", "post"),
    Row("console:webhook-message-again", "offffffs", "message", "post"),
    Row("console:return", "ooommofs", "return"),
    Row("console:return-versions", "ooommofs", "return"),
    Row("console:return-form", "ooommofs", "return"),
    Row("console:return-xlsx", "ooommofs", "return"),
    Row("console:return-picture", "ooommofs", "return"),
    Row("console:return-submit", "ofommffs", "return"),
    Row("console:return-submit", "ofommffs", "return", "post"),
    Row("console:return-line-act", "ofommffs", "return:restore", "post"),
    Row("console:return-line-act", "ofommffs", "return:adjust", "post"),
    Row("console:return-text", "ofommffs", "return", "post"),
    Row("console:return-picture-add", "ofommffs", "return", "post"),
    Row("console:return-picture-remove", "ofommffs", "return", "post"),
    Row("console:return-act", "ofommffs", "handed-in:withdraw", "post"),
    Row("console:return-act", "oofmmffs", "handed-in:take-up", "post"),
    Row("console:return-act", "oofmmffs", "handed-in:approve", "post"),
    Row("console:return-act", "oofmmffs", "handed-in:send-back", "post"),
    Row("console:return-line-act", "oofmmffs", "handed-in:take", "post"),
    Row("console:return-remark", "oofmmffs", "handed-in", "post"),
    Row("console:return-remark-act", "ofommffs", "sent-back:answer", "post"),
    Row("console:return-remark-act", "oofmmffs", "in-review:remove", "post"),
    Row("console:return-check", "ooommofs", "frozen"),
    Row("console:return-act", "offmmffs", "frozen:reopen", "post"),
    Row("console:notices", "oooooofs"),
    Row("console:notices-read", "oooooofs", "", "post"),
    Row("console:notice-settings", "oooooofs", "", "post"),
    Row("console:notice", "mmommmfs", "notice", "post"),
    Row("console:bulletin", "ommmmmfs", "draft"),
    Row("console:bulletin-docx", "ommmmmfs", "draft"),
    Row("console:bulletin", "oooooofs", "published"),
    Row("console:bulletin-docx", "oooooofs", "published"),
    Row("console:bulletin-edit", "offffffs", "draft"),
    Row("console:bulletin-edit", "offffffs", "draft", "post"),
    Row("console:story-new", "offffffs", "draft"),
    Row("console:story-new", "offffffs", "draft", "post"),
    Row("console:bulletin-publish", "offffffs", "draft"),
    Row("console:bulletin-publish", "offffffs", "draft", "post"),
    Row("console:bulletin-discard", "offffffs", "draft", "post"),
    Row("console:story", "offffffs", "story"),
    Row("console:story", "offffffs", "story", "post"),
    Row("console:story-move", "offffffs", "story", "post"),
    Row("console:story-remove", "offffffs", "story", "post"),
    Row("console:entry-act", "ofomfffs", "own:submit", "post"),
    Row("console:entry-act", "oofmfffs", "own:accept", "post"),
    Row("console:entry-act", "oofmfffs", "own:return", "post"),
    Row("console:entry-act", "fffmoffs", "own:confirm", "post"),
    Row("console:entry-act", "fffmoffs", "own:dispute", "post"),
    Row("console:entry-act", "offmfffs", "own:reverse", "post"),
    Row("console:evidence-add", "ofomfffs", "own", "post"),
    Row("api:read_entry", "ooomoofs", "own"),
    Row("api:download", "ooomooms", "own"),
    Row("api:attach", "ofomffms", "own", "post"),
    Row("api:submit", "ofomffms", "own", "post"),
    Row("api:accept", "oofmffms", "own", "post"),
    Row("api:send_back", "oofmffms", "own", "post"),
    Row("api:confirm", "fffmofms", "own", "post"),
    Row("api:reverse", "offmffms", "own", "post"),
    Row("console:entry-act", "ommomffs", "other:submit", "post"),
    Row("console:entry-act", "ommfmffs", "other:accept", "post"),
    Row("console:entry-act", "ommfmffs", "other:return", "post"),
    Row("console:entry-act", "fmmfmffs", "other:confirm", "post"),
    Row("console:entry-act", "fmmfmffs", "other:dispute", "post"),
    Row("console:entry-act", "ommfmffs", "other:reverse", "post"),
    Row("console:evidence-add", "ommomffs", "other", "post"),
    Row("api:read_entry", "ommomofs", "other"),
    Row("api:download", "ommomoms", "other"),
    Row("api:attach", "ommomfms", "other", "post"),
    Row("api:submit", "ommomfms", "other", "post"),
    Row("api:accept", "ommfmfms", "other", "post"),
    Row("api:send_back", "ommfmfms", "other", "post"),
    Row("api:confirm", "fmmfmfms", "other", "post"),
    Row("api:reverse", "ommfmfms", "other", "post"),
    Row("api:list_entries", "ooooooos"),
    Row("api:list_audit", "offffofs"),
    Row("api:list_kinds", "oooooofs"),
    Row("api:list_milestones", "oooooofs"),
    Row("api:milestone_versions", "oooooofs", "milestone"),
    Row("api:list_rules", "oooooofs"),
    Row("api:rule_versions", "oooooofs", "rule"),
    Row("api:export_entries", "ooooooos"),
    Row("api:openapi-json", "oooooooo"),
    Row("api:api-root", "mmmmmmmm"),
    Row("api:read_schema", "oooooofs", "kind"),
    Row("api:record_unknown", "ooooooos", "kind", "post"),
    Row("api:record", "ooooooos", "", "post"),
    Row("api:list_returns", "ooooooos"),
    Row("api:read_return", "ooommofs", "return"),
    Row("api:adjust_line", "ofommffs", "return", "post"),
    Row("api:write_text", "ofommffs", "return", "post"),
    Row("api:submit_return", "ofommffs", "return", "post"),
    Row("api:read_return", "ooommofs", "handed-in"),
    Row("api:withdraw_return", "ofommffs", "handed-in", "post"),
    Row("api:take_adjustment", "oofmmffs", "handed-in", "post"),
    Row("api:approve_return", "oofmmffs", "handed-in", "post"),
    Row("api:send_back_return", "oofmmffs", "handed-in", "post"),
    Row("api:answer_remark", "ofommffs", "sent-back", "post"),
    Row("api:reopen_return", "offmmffs", "frozen", "post"),
    *(
        Row(*row)
        for row in (
            *addresses.ROWS,
            *corrections.ROWS,
            *imports.ROWS,
            *safeguards.ROWS,
            *explore.ROWS,
            *questions.ROWS,
            *scores.ROWS,
        )
    ),
]


@pytest.fixture(scope="module")
def stand(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stand]:
    """One of each, built once: every row takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_stand(build_world())
        settle()
        yield made
        transaction.set_rollback(True)


def letter(answer: HttpResponseBase) -> str:
    """What an answer means to the person."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "s"
    return {401: "s", 403: "f", 404: "m"}.get(answer.status_code, "o")


@pytest.fixture(scope="module")
def sessions(stand: Stand, django_db_blocker: Any) -> dict[str, str]:
    """Everybody's session, signed in once: a row that signs out or changes one takes that back, too."""
    found = {}
    with django_db_blocker.unblock():
        for role in filter(None, ROLES):
            client = Client()
            client.force_login(getattr(stand.world, role))
            found[role] = client.session.session_key or ""
    return found


def outcome(stand: Stand, sessions: dict[str, str], row: Row) -> str:
    """The letters of a row as the software answers now; nothing an act does stays."""
    found, path = "", path_of(stand, row)
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
        with transaction.atomic():
            answer = getattr(client, row.method)(path, **payload(row, stand))
            assert answer.status_code < 500, (row, role)
            found += letter(answer)
            transaction.set_rollback(True)
    return found


REASON = {"reason": "请核对金额"}
PAYLOADS: dict[str, dict[str, Any]] = {
    **addresses.PAYLOADS,
    "return": REASON,
    "reverse": REASON,
    "send_back": REASON,
    **corrections.PAYLOADS,
    **explore.PAYLOADS,
    **imports.PAYLOADS,
    **scores.PAYLOADS,
    "confirm": {"verdict": "agreed"},
    "send-back": REASON,
    "reopen": REASON,
    "answer": {"text": "已补充"},
    "adjust": {"value": "12", "reason": "发票在途"},
    "return-remark": {"text": "请核对"},
    "adjust_line": {"value": "12", "reason": "发票在途"},
    "write_text": {"text": "推进顺利"},
    "send_back_return": REASON,
    "answer_remark": {"answer": "已补充"},
    "reopen_return": REASON,
    "set_language": {"language": "en"},
    "language": {"language": "en"},
}


def payload(row: Row, stand: Stand) -> dict[str, Any]:
    """What the row posts: enough that nothing but the person's right and the entry's state is in question."""
    if row.method == "get":
        return {}
    space, _, name = row.name.partition(":")
    if name in imports.FILES:
        return {"data": b"another voucher", "content_type": "application/octet-stream"}
    if name == "return-picture-add":
        return {"data": {"file": picture("b.png")}}
    if name == "evidence-add":
        return {"data": {"evidence-voucher": SimpleUploadedFile("v.txt", b"another voucher")}}
    if name in {"create_project", "update_project"}:
        return {"data": addresses.written(stand.world, row.about), "content_type": "application/json"}
    data = PAYLOADS.get(row.about.partition(":")[2], PAYLOADS.get(name, {}))
    return {"data": data, "content_type": "application/json"} if space == "api" else {"data": data}


def path_of(stand: Stand, row: Row) -> str:
    """The address of a row with the arguments that its pattern has."""
    given = stand.kwargs(row.name, row.about)
    query = imports.query(stand.imported, row.name)
    return reverse(row.name, kwargs={key: given[key] for key in _arguments()[row.name]}) + query


@cache
def _arguments() -> dict[str, tuple[str, ...]]:
    return {name: tuple(pattern.pattern.converters) for name, pattern in site_map.addresses()}


def test_every_address_is_in_the_table() -> None:
    assert sorted({row.name for row in TABLE}) == sorted(_arguments())


def test_every_method_of_every_address_is_in_the_table() -> None:
    assert sorted({(row.name, row.method) for row in TABLE}) == sorted(site_map.operations())


def test_every_act_of_every_address_is_in_the_table() -> None:
    tried = {(row.name, row.about.partition(":")[2]) for row in TABLE}
    assert sorted(site_map.acts() - tried) == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}[{row.about}]-{row.method}")
@pytest.mark.django_db
def test_each_role_gets_what_the_table_says(stand: Stand, sessions: dict[str, str], row: Row) -> None:
    assert outcome(stand, sessions, row) == row.letters
