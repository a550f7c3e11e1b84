"""One of each thing that an address may speak of: what the table of addresses is asked with."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from jiedui.accounts.models import ApiToken
from jiedui.accounts.services import create_token
from jiedui.documents.enums import DocumentState
from jiedui.documents.models import (
    DocumentBlock,
    FactRecord,
    FoundDiscrepancy,
    Lesson,
    Proposal,
    SourceDocument,
)
from jiedui.kernel import storage
from jiedui.ledger import services as ledger
from jiedui.ledger.models import Entry, ImportBatch
from jiedui.plans.models import Indicator, Milestone, Rule, Target
from jiedui.progress.models import PlausibilityQuestion
from jiedui.projects.models import Project
from jiedui.publications import services as publications
from jiedui.publications.models import Bulletin, Story
from jiedui.returns import services as returns
from jiedui.returns.models import Delivery, Notice, Return, Webhook
from jiedui.safeguards.models import LabourHold
from jiedui.warehouse.models import Export, SavedView
from tests.conftest import World
from tests.console import import_addresses as imports
from tests.ledger import acts
from tests.ledger import addresses as corrections
from tests.progress import addresses as questions
from tests.progress.scorecards import addresses as scores
from tests.projects import addresses
from tests.returns import scene
from tests.safeguards import addresses as safeguards
from tests.warehouse import addresses as explore


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
    rule: Rule
    milestone: Milestone
    token: ApiToken
    projects: dict[str, Project]
    returns: dict[str, Return]
    hold: LabourHold
    imported: ImportBatch
    view: SavedView
    export: Export
    question: PlausibilityQuestion
    scored: scores.Scored

    def kwargs(self, name: str, spoken_of: str) -> dict[str, Any]:
        """The arguments of the address of that name, where it speaks of this."""
        code = self.world.programme.code
        about, _, act = spoken_of.partition(":")
        entry = {"own": self.own, "other": self.other, "disputed": self.disputed}.get(about)
        known: dict[str, dict[str, Any]] = {
            "": {"code": code},
            "draft": {"code": code, "pk": self.draft.pk},
            "published": {"code": code, "pk": self.published.pk},
            "story": {"code": code, "pk": self.draft.pk, "story": self.story.pk},
            "document": {"code": code, "pk": self.document.pk},
            "proposal": {"code": code, "pk": self.document.pk, "proposal": self.proposal.pk},
            "finding": {"code": code, "pk": self.document.pk, "finding": self.finding.pk},
            "bulk": {"code": code, "pk": self.document.pk, "bulk": self.document.bulk_decisions.get().pk},
            "lesson": {"code": code, "pk": Lesson.objects.get().pk, "act": act},
            "own-unit": {"code": code, "pk": self.world.east.pk},
            "other-unit": {"code": code, "pk": self.world.west.pk},
            **safeguards.kwargs(self.hold, code, act),
            **explore.kwargs(self.view, self.export, code),
            **scores.kwargs(self.scored, self.world, act),
            "question": {"code": code, "pk": self.question.pk},
            "workstream": {"code": code, "key": "consumption"},
            "kind": {"code": code, "kind": "purchase"},
            "act": {"code": code, "act": act},
            "file": {"code": code, "form": "csv"},
            "target": {"code": code, "pk": self.target.pk},
            "rule": {"code": code, "pk": self.rule.pk},
            "milestone": {"code": code, "pk": self.milestone.pk},
            "giver's": {"pk": self.token.pk if name == "console:token-revoke" else 1},
            "person": {
                "pk": self.world.giver.pk,
                "membership": self.world.giver.memberships.get().pk,
                "act": act,
            },
            "schedule": {"code": code, "pk": self.returns["return"].schedule_id, "act": act},
            "notice": {"code": code, "pk": Notice.objects.get(kind="overdue").pk},
            "webhook": {"code": code, "pk": Webhook.objects.get().pk, "act": act},
            "message": {"code": code, "pk": Delivery.objects.get(webhook__isnull=False).pk},
            "reset-key": {"uidb36": "1", "key": "no-such-key"},
            "provider": {"provider_id": "none"},
            "import": imports.kwargs(self.imported, name, code, act),
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
            asked, differs = request.pk if request else 1, entry.differences.first()
            ids |= {"correction_id": asked, "difference_id": differs.pk if differs else 1}
            return {"code": code, **ids, "act": act, "request_id": asked}
        return {**known[about], "verb": act, "number": 1}


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
    document.bulk_decisions.create(count=0)
    Lesson.objects.create(
        programme=world.programme, about="name", written="东区", key="东区", unit=world.east
    )
    about_one = {"user": world.giver, "pk": 1}
    UserSession.objects.create(session_key="a-browser", ip="192.0.2.1", user_agent="", **about_one)
    token, _secret = create_token(
        actor=None, user=world.giver, name="nightly", scopes=["entries:read"], days=1
    )
    rule = Rule.objects.create(
        programme=world.programme,
        code="half",
        text="民生占八成",
        revision=world.revision,
        threshold=Decimal("0.8"),
    )
    milestone = Milestone.objects.create(
        workstream=world.consumption, due_on=date(2019, 8, 15), text="签约过半", revision=world.revision
    )
    target = Target.objects.create(
        indicator=acts.indicator(world), unit=world.city, value=1000, revision=world.revision,
        starts_on=world.programme.starts_on, ends_on=world.programme.ends_on,
    )  # fmt: skip
    return Stand(
        world, own, other, disputed, document, proposal, finding, draft, story, published, target, rule,
        milestone, token,
        addresses.stand_of(world), returns_of(world, target.indicator), safeguards.held_of(world),
        imports.checked(world), explore.kept(world), explore.written(world),
        questions.asked(world), scores.scored(world),
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
    made = scene.produce(world, until=date(2019, 8, 31), since=date(2019, 4, 1))
    first, *handed_in = [one for one in made if one.unit == world.east]
    returns.add_picture(
        actor=world.giver, section=first.texts.get(), filename="a.png", content=picture("a.png").read()
    )
    Notice.objects.create(user=world.giver, about=first, kind="overdue", on=date(2019, 9, 30))
    hook = Webhook.objects.create(programme=world.programme, url="https://example.org/", salt="x")
    Delivery.objects.create(
        channel="webhook",
        programme=world.programme,
        webhook=hook,
        content={},
        on=date(2019, 9, 30),
        state="failed",
        next_try_at=timezone.now(),
    )
    for one in handed_in:
        returns.submit_return(actor=world.giver, one=one)
    returns.send_back_return(actor=world.lead, one=handed_in[1], reason="请补充")
    for _level in range(2):
        returns.approve_return(actor=world.office, one=handed_in[2])
    returns.remark_on(actor=world.lead, one=handed_in[3], spec=returns.RemarkSpec("请核对"))
    states = ("handed-in", "sent-back", "frozen", "in-review")
    return {"return": first, **dict(zip(states, handed_in, strict=True))}
