"""Every address with every role, at the person's own unit and at another's.

The table below is the whole answer to "who may open or do what". A new address is missing from it and fails
the test until somebody decides. Letters, one a role in the order of ROLES:

    o  opened, or the act was let through (it may still say that the input or the state is wrong)
    f  refused (403)            m  as if it did not exist (404)
    s  sent to the sign-in page, or 401 from the API
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from jiedui.accounts.models import ApiToken
from jiedui.accounts.services import create_token
from jiedui.documents.enums import DocumentState
from jiedui.documents.models import DocumentBlock, FactRecord, FoundDiscrepancy, Proposal, SourceDocument
from jiedui.kernel import storage
from jiedui.ledger import services as ledger
from jiedui.ledger.models import Entry, ImportBatch
from jiedui.plans.models import Indicator, Target
from jiedui.projects.models import Project
from jiedui.publications import services as publications
from jiedui.publications.models import Bulletin, Story
from jiedui.returns import services as returns
from jiedui.returns.models import Notice, Return, Webhook
from jiedui.safeguards.models import LabourHold
from tests.conftest import World, build_world
from tests.console import import_addresses as imports
from tests.ledger import acts
from tests.ledger import addresses as corrections
from tests.projects import addresses
from tests.returns import scene
from tests.safeguards import addresses as safeguards

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
    Row("console:document-first", "offffffs"),
    Row("console:sign-out", "ssssssss", "", "post"),
    Row("console:language", "oooooooo", "", "post"),
    Row("console:account", "ooooooos"),
    Row("console:sessions-end", "ooooooos", "", "post"),
    Row("console:session-end", "mmommmms", "giver's", "post"),
    Row("console:token-new", "ooooooos", "", "post"),
    Row("console:token-revoke", "omommmms", "giver's", "post"),
    Row("console:audit", "offffofs"),
    Row("console:audit-csv", "offffofs"),
    Row("console:people", "offffffs"),
    Row("console:person-new", "offffffs"),
    Row("console:person", "offffffs", "person"),
    Row("console:person-edit", "offffffs", "person", "post"),
    Row("console:role-grant", "offffffs", "person", "post"),
    Row("console:role-revoke", "offffffs", "person", "post"),
    Row("console:person-act", "offffffs", "person:close", "post"),
    Row("console:person-act", "offffffs", "person:password", "post"),
    Row("console:person-act", "offffffs", "person:second-factor", "post"),
    Row("console:person-act", "offffffs", "person:sessions", "post"),
    Row("account_login", "ssssssss"),
    Row("account_logout", "ssssssss", "", "post"),
    Row("account_inactive", "oooooooo"),
    Row("account_reauthenticate", "ooooooos"),
    Row("account_change_password", "ooooooos"),
    Row("account_set_password", "ooooooos"),
    Row("account_reset_password", "mmmmmmmm"),
    Row("account_reset_password_done", "oooooooo"),
    Row("account_reset_password_from_key", "oooooooo", "reset-key"),
    Row("account_reset_password_from_key_done", "oooooooo"),
    Row("mfa_index", "ooooooos"),
    Row("mfa_authenticate", "oooooooo"),
    Row("mfa_reauthenticate", "ooooooos"),
    Row("mfa_activate_totp", "ooooooos"),
    Row("mfa_deactivate_totp", "mmmmmmms"),
    Row("mfa_view_recovery_codes", "mmmmmmms"),
    Row("mfa_generate_recovery_codes", "ooooooos"),
    Row("mfa_download_recovery_codes", "mmmmmmms"),
    Row("mfa_list_webauthn", "ooooooos"),
    Row("mfa_add_webauthn", "ooooooos"),
    Row("mfa_login_webauthn", "oooooooo"),
    Row("mfa_reauthenticate_webauthn", "ooooooos"),
    Row("mfa_remove_webauthn", "ooooooos", "giver's"),
    Row("socialaccount_login_cancelled", "oooooooo"),
    Row("socialaccount_login_error", "ssssssss"),
    Row("socialaccount_signup", "oooooooo"),
    Row("socialaccount_connections", "ooooooos"),
    Row("openid_connect_login", "mmmmmmmm", "provider"),
    Row("openid_connect_callback", "mmmmmmmm", "provider"),
    Row("console:cockpit", "oooooofs"),
    Row("console:plan", "oooooofs"),
    Row("console:pairings", "oooooofs"),
    Row("console:ledger", "oooooofs"),
    Row("console:ledger-csv", "oooooofs"),
    Row("console:documents", "oooooofs"),
    Row("console:publications", "oooooofs"),
    Row("console:workstream", "oooooofs", "workstream"),
    Row("console:unit", "oooooofs", "own-unit"),
    Row("console:unit", "oooooofs", "other-unit"),
    Row("console:target", "oooooofs", "target"),
    Row("console:target-revise", "offffffs", "target"),
    Row("console:target-revise", "offffffs", "target", "post"),
    Row("console:target-part", "offffffs", "target", "post"),
    Row("console:target-split", "offffffs", "target", "post"),
    Row("console:target-merge", "offffffs", "target", "post"),
    Row("console:entry-new", "oooofffs", "kind"),
    Row("console:entry-autosave", "oooofffs", "kind", "post"),
    Row("console:entry-lines", "oooofffs", "kind"),
    Row("console:entry-lines-autosave", "oooofffs", "kind", "post"),
    Row("console:entry", "ooomoofs", "own"),
    Row("console:evidence", "ooomoofs", "own"),
    Row("console:entry-edit", "ooomoofs", "own"),
    Row("console:evidence-remove", "ofomfffs", "own", "post"),
    Row("console:entry", "ommomofs", "other"),
    Row("console:evidence", "ommomofs", "other"),
    Row("console:entry-edit", "ommomffs", "other"),
    Row("console:evidence-remove", "ommomffs", "other", "post"),
    Row("console:document", "oooooofs", "document"),
    Row("console:document-state", "oooooofs", "document"),
    Row("console:document-file", "oooooofs", "document"),
    Row("console:document-page", "mmmmmmfs", "document"),
    Row("console:document-again", "oofffffs", "document", "post"),
    Row("console:document-accept", "offffffs", "document", "post"),
    Row("console:document-section", "oofffffs", "document", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:accept", "post"),
    Row("console:proposal-decide", "oofffffs", "proposal:reject", "post"),
    Row("console:proposal-edit", "oofffffs", "proposal"),
    Row("console:finding-decide", "oofffffs", "finding", "post"),
    Row("console:bulletin-new", "offffffs", "", "post"),
    Row("console:returns", "oooooofs"),
    Row("console:returns-all", "oooooofs"),
    Row("console:returns-matrix", "oooooofs"),
    Row("console:returns-matrix-csv", "oooooofs"),
    Row("console:returns-load", "oooooofs"),
    Row("console:schedules", "oooooofs"),
    Row("console:schedule-new", "offffffs"),
    Row("console:schedule-preview", "offffffs", "", "post"),
    Row("console:schedule", "offffffs", "schedule"),
    Row("console:schedule-act", "offffffs", "schedule:produce", "post"),
    Row("console:schedule-act", "offffffs", "schedule:delete", "post"),
    Row("console:webhooks", "offffffs"),
    Row("console:webhooks", "offffffs", "", "post"),
    Row("console:webhook-act", "offffffs", "webhook:renew", "post"),
    Row("console:webhook-act", "offffffs", "webhook:remove", "post"),
    Row("console:return", "ooommofs", "return"),
    Row("console:return-versions", "ooommofs", "return"),
    Row("console:return-form", "ooommofs", "return"),
    Row("console:return-xlsx", "ooommofs", "return"),
    Row("console:return-picture", "ooommofs", "return"),
    Row("console:return-submit", "ofommffs", "return"),
    Row("console:return-submit", "ofommffs", "return", "post"),
    Row("console:return-line-act", "ofommffs", "return:restore", "post"),
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
    Row("console:story-new", "offffffs", "draft"),
    Row("console:bulletin-publish", "offffffs", "draft", "post"),
    Row("console:bulletin-discard", "offffffs", "draft", "post"),
    Row("console:story", "offffffs", "story"),
    Row("console:story-move", "offffffs", "story", "post"),
    Row("console:story-remove", "offffffs", "story", "post"),
    Row("console:entry-act", "ofomfffs", "own:submit", "post"),
    Row("console:entry-act", "oofmfffs", "own:accept", "post"),
    Row("console:entry-act", "oofmfffs", "own:return", "post"),
    Row("console:entry-act", "fffmoffs", "own:confirm", "post"),
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
    *(Row(*row) for row in (*addresses.ROWS, *corrections.ROWS, *imports.ROWS, *safeguards.ROWS)),
]


@dataclass
class Stand:
    """One object of each sort: entries of the east district to the county, of the west to another county."""

    world: World
    own: Entry
    other: Entry
    disputed: Entry
    document: SourceDocument
    proposal: Proposal
    finding: FoundDiscrepancy
    draft: Bulletin
    story: Story
    published: Bulletin
    target: Target
    token: ApiToken
    projects: dict[str, Project]
    returns: dict[str, Return]
    hold: LabourHold
    imported: ImportBatch

    def kwargs(self, row: Row) -> dict[str, Any]:
        """The arguments of the row's address."""
        code = self.world.programme.code
        about, _, act = row.about.partition(":")
        entry = {"own": self.own, "other": self.other, "disputed": self.disputed}.get(about)
        known: dict[str, dict[str, Any]] = {
            "": {"code": code},
            "draft": {"code": code, "pk": self.draft.pk},
            "published": {"code": code, "pk": self.published.pk},
            "story": {"code": code, "pk": self.draft.pk, "story": self.story.pk},
            "document": {"code": code, "pk": self.document.pk},
            "proposal": {"code": code, "pk": self.document.pk, "proposal": self.proposal.pk},
            "finding": {"code": code, "pk": self.document.pk, "finding": self.finding.pk},
            "own-unit": {"code": code, "pk": self.world.east.pk},
            "other-unit": {"code": code, "pk": self.world.west.pk},
            **safeguards.kwargs(self.hold, code),
            "workstream": {"code": code, "key": "consumption"},
            "kind": {"code": code, "kind": "purchase"},
            "act": {"code": code, "act": act},
            "file": {"code": code, "form": "csv"},
            "target": {"code": code, "pk": self.target.pk},
            "giver's": {"pk": self.token.pk if row.name == "console:token-revoke" else 1},
            "person": {
                "pk": self.world.giver.pk,
                "membership": self.world.giver.memberships.get().pk,
                "act": act,
            },
            "schedule": {"code": code, "pk": self.returns["return"].schedule_id, "act": act},
            "notice": {"code": code, "pk": Notice.objects.get(kind="overdue").pk},
            "webhook": {"code": code, "pk": Webhook.objects.get().pk, "act": act},
            "reset-key": {"uidb36": "1", "key": "no-such-key"},
            "provider": {"provider_id": "none"},
            "import": imports.kwargs(self.imported, row.name, code, act),
        }
        if one := self.returns.get(about):
            remark = one.remarks.first()
            remark_pk, picture = remark.pk if remark else 0, one.pictures.first()
            ids = {"return_id": one.pk, "number": 1, "remark_id": remark_pk, "remark": remark_pk, "act": act}
            parts = {"line": one.lines.get().pk, "text": one.texts.get().pk}
            return {"code": code, "pk": one.pk, "picture": picture.pk if picture else 0, **ids, **parts}
        if project := self.projects.get(about):
            return addresses.kwargs(project, act)
        if entry is not None:
            file = entry.evidence.get()
            ids = {"pk": entry.pk, "entry_id": entry.pk, "evidence": file.pk, "evidence_id": file.pk}
            request = entry.correction_requests.first()
            return {"code": code, **ids, "act": act, "request_id": request.pk if request else 1}
        return {**known[about], "verb": act, "number": 1}


@pytest.fixture(scope="module")
def stand(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stand]:
    """One of each, built once: every row takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_stand(build_world())
        transaction.set_rollback(True)


def build_stand(world: World) -> Stand:
    """Build one of each."""
    own = acts.submitted(world)
    other = ledger.record_entry(
        actor=world.other_giver,
        programme=world.programme,
        kind="transfer",
        data=acts.data(
            world, "transfer", giver=world.west.pk, receiver=world.other_county.pk, workstream="funds"
        ),
    )
    ledger.attach_evidence(
        actor=world.other_giver, entry=other, filename="v.txt", content=b"other voucher", purpose="voucher"
    )
    disputed = corrections.in_dispute(world)
    stored = storage.put(b"paper", filename="plan.txt", max_bytes=100)
    document = SourceDocument.objects.create(
        programme=world.programme, sha256=stored.sha256, filename="plan.txt", media_type="text/plain",
        size=stored.size, state=DocumentState.REVIEW, title="方案",
    )  # fmt: skip
    DocumentBlock.objects.create(document=document, index=0, kind="paragraph", line=1, text="paper")
    fact = FactRecord.objects.create(
        document=document, number=1, kind="milestone", fields={"text": "过半", "date": "2019-08-20"},
        quote="paper", line=1, block=0, start=0, end=5, confidence=Decimal("0.9"),
    )  # fmt: skip
    finding = FoundDiscrepancy.objects.create(
        document=document, number=1, code="parts_whole", severity="error",
        params={"parts": 1, "sum": "2", "total": "3", "unit": "个"}, choices=["parts", "total", "both"],
    )  # fmt: skip
    august = publications.create_bulletin(
        actor=world.office, programme=world.programme, month=date(2019, 8, 1)
    )
    published = publications.publish_bulletin(actor=world.office, bulletin=august)
    draft = publications.create_bulletin(
        actor=world.office, programme=world.programme, month=date(2019, 9, 1)
    )
    story = Story.objects.create(bulletin=draft, heading="苹果", body="采购苹果")
    proposal = Proposal.objects.create(fact=fact)
    about_one = {"user": world.giver, "pk": 1}
    UserSession.objects.create(session_key="a-browser", ip="192.0.2.1", user_agent="", **about_one)
    token, _secret = create_token(
        actor=None, user=world.giver, name="nightly", scopes=["entries:read"], days=1
    )
    target = Target.objects.create(
        indicator=acts.indicator(world), unit=world.city, value=1000, revision=world.revision,
        starts_on=world.programme.starts_on, ends_on=world.programme.ends_on,
    )  # fmt: skip
    return Stand(
        world, own, other, disputed, document, proposal, finding, draft, story, published, target, token,
        addresses.stand_of(world), returns_of(world, target.indicator), safeguards.held_of(world),
        imports.checked(world),
    )  # fmt: skip


def picture(name: str) -> SimpleUploadedFile:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")


def returns_of(world: World, indicator: Indicator) -> dict[str, Return]:
    """The east district's returns, one in each state; the month tells them apart."""
    scene.pair(world)
    scene.schedule(world, lines=[returns.LineSpec(indicator)], sections=[returns.SectionSpec("进展")])
    made = scene.produce(world, until=date(2019, 8, 31), since=date(2019, 5, 1))
    first, *handed_in = [one for one in made if one.unit == world.east]
    returns.add_picture(
        actor=world.giver, section=first.texts.get(), filename="a.png", content=picture("a.png").read()
    )
    Notice.objects.create(user=world.giver, about=first, kind="overdue", on=date(2019, 9, 30))
    Webhook.objects.create(programme=world.programme, url="https://example.org/", salt="x")
    for one in handed_in:
        returns.submit_return(actor=world.giver, one=one)
    returns.send_back_return(actor=world.lead, one=handed_in[1], reason="请补充")
    for _level in range(2):
        returns.approve_return(actor=world.office, one=handed_in[2])
    return {"return": first, "handed-in": handed_in[0], "sent-back": handed_in[1], "frozen": handed_in[2]}


def letter(answer: HttpResponseBase) -> str:
    """What an answer means to the person."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "s"
    return {401: "s", 403: "f", 404: "m"}.get(answer.status_code, "o")


def outcome(stand: Stand, row: Row) -> str:
    """The letters of a row as the software answers now; nothing an act does stays."""
    found = ""
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(getattr(stand.world, role))
        with transaction.atomic():
            answer = getattr(client, row.method)(path_of(stand, row), **payload(row, stand))
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
    **imports.PAYLOADS,
    "confirm": {"verdict": "agreed"},
    "send-back": REASON,
    "reopen": REASON,
    "answer": {"text": "已补充"},
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
    given = stand.kwargs(row)
    query = imports.query(stand.imported, row.name)
    return reverse(row.name, kwargs={key: given[key] for key in _arguments()[row.name]}) + query


def _arguments() -> dict[str, tuple[str, ...]]:
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", tuple(pattern.pattern.converters)


def test_every_address_is_in_the_table() -> None:
    assert sorted({row.name for row in TABLE}) == sorted(_arguments())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}[{row.about}]-{row.method}")
@pytest.mark.django_db
def test_each_role_gets_what_the_table_says(stand: Stand, row: Row) -> None:
    assert outcome(stand, row) == row.letters
