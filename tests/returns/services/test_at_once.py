"""Two people act on one return at once: one succeeds, the other gets a clear refusal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from jiedui.returns import errors, services
from jiedui.returns.models import Decision, Notice, Return
from tests import migrated
from tests.conftest import ROOT, World
from tests.returns import scene
from tests.together import at_once, only_on_a_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_hand_in_the_same_return(world: World) -> None:
    only_on_a_server()
    one = scene.july(world)
    submit = partial(services.submit_return, one=one)

    failures = at_once([partial(submit, actor=world.giver), partial(submit, actor=world.office)])

    assert [type(error) for error in failures] == [errors.AlreadySubmitted]
    assert Notice.objects.filter(kind="to_review").count() == 1


def test_two_who_decide_on_the_same_level(world: World) -> None:
    only_on_a_server()
    one = scene.submitted(world)
    seen = one.stamp
    approve = partial(services.approve_return, one=one, stamp=seen)

    failures = at_once([partial(approve, actor=world.lead), partial(approve, actor=world.office)])

    assert [type(error) for error in failures] == [errors.ChangedMeanwhile]
    assert Decision.objects.count() == 1


def test_one_accepts_and_another_sends_back(world: World) -> None:
    only_on_a_server()
    one = scene.submitted(world)
    services.approve_return(actor=world.lead, one=one)

    failures = at_once(
        [
            partial(services.approve_return, actor=world.office, one=one),
            partial(services.send_back_return, actor=world.office, one=one, reason="重报"),
        ]
    )

    one.refresh_from_db()
    refusal = {"accepted": errors.Frozen, "sent_back": errors.AlreadySentBack}[one.state]
    assert [type(error) for error in failures] == [refusal]


def test_two_who_make_the_same_returns(world: World) -> None:
    only_on_a_server()
    scene.july(world)
    produce = partial(services.produce_returns, actor=None, programme=world.programme, until=scene.JULY)

    assert at_once([produce, produce, produce]) == []
    assert Return.objects.count() == 14


PREPARE = """
import django; django.setup()
from tests.conftest import build_world
from tests.returns import scene
from tests.together import at_once, only_on_a_server
scene.july(build_world())
"""
SUBMIT = """
import sys, time, django; django.setup()
from jiedui.accounts.models import User
from jiedui.returns import errors, services
from jiedui.returns.models import Return
actor = User.objects.get(username=sys.argv[1])
one = Return.objects.order_by("pk")[0]
time.sleep(max(0, float(sys.argv[2]) - time.time()))
try:
    services.submit_return(actor=actor, one=one)
    print("submitted")
except errors.AlreadySubmitted as error:
    print(error.code)
"""


def test_two_processes_on_one_database_file(django_db_setup: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("tells of SQLite only")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "JIEDUI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "jiedui.settings",
        "PYTHONPATH": str(ROOT),
    }

    def python(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=tmp_path)

    migrated.fill(tmp_path)
    assert python(PREPARE).wait() == 0

    begin = str(time.time() + 4)
    both = [python(SUBMIT, who, begin) for who in ("giver", "office")]
    told = sorted(process.communicate()[0].strip() for process in both)

    assert told == ["return_already_submitted", "submitted"]
