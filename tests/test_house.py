"""The house itself: migrations in step, catalogues complete, no personal registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.conftest import ROOT
from tools import messages

# A personal registry of beneficiaries is not modelled: these words may not name a field anywhere.
FORBIDDEN_FIELDS = re.compile(
    r"(^|_)(ethnic\w*|nationality|religio\w*|faith|political\w*|party_member\w*|id_(number|card)|identity\w*"
    r"|passport|birth\w*|health_status|diagnosis|disabilit\w*|gps|latitude|longitude|home_address"
    r"|fingerprint|biometric\w*)($|_)"
)
FORBIDDEN_LABELS = re.compile(r"民族成分|宗教信仰|政治面貌|身份证|出生日期|健康状况|病历|家庭住址|定位")


@pytest.mark.django_db
def test_models_and_migrations_are_in_step() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("app", messages.apps())
def test_every_message_has_a_chinese_translation(app: str) -> None:
    assert messages.problems(app) == []


def test_no_two_catalogues_translate_a_message_differently() -> None:
    assert messages.conflicts() == []


def test_no_model_keeps_a_personal_registry() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("jiedui.")]
    assert ours
    fields = [f"{m._meta.label}.{f.name}" for m in ours for f in m._meta.get_fields()]
    assert [f for f in fields if FORBIDDEN_FIELDS.search(f.rsplit(".", 1)[1])] == []


def test_no_kind_of_help_keeps_a_personal_registry() -> None:
    from jiedui.ledger.kinds import all_kinds

    names = [name for kind in all_kinds() for name in _properties(kind.detail.model_json_schema())]
    assert names
    assert [name for name in names if FORBIDDEN_FIELDS.search(name)] == []


def _properties(schema: dict[str, object]) -> list[str]:
    found = []
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            found += list(value)
        if isinstance(value, dict):
            found += _properties(value)
    return found


def test_no_template_asks_for_personal_particulars() -> None:
    templates = list((ROOT / "src").rglob("templates/**/*.html"))
    assert templates
    guilty = [p for p in templates if FORBIDDEN_LABELS.search(p.read_text("utf-8")) or _asks(p)]
    assert guilty == []


def _asks(template: Path) -> list[str]:
    names = re.findall(r'name="([\w-]+)"', template.read_text("utf-8"))
    return [name for name in names if FORBIDDEN_FIELDS.search(name.replace("-", "_"))]
