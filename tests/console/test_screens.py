"""What holds of every overview screen: language, policy, structure, and who may open it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from django.test import Client

from tests.console.conftest import Stage

ROLES = ["office", "lead", "giver", "other_giver", "receiver", "auditor"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_opens_in_both_languages(stage: Stage, show, language: str) -> None:  # type: ignore[no-untyped-def]
    for path in stage.paths:
        page = show(path, stage.world.office, language)
        assert page.language == language
        assert page.title.endswith({"en": "Jiedui", "zh-hans": "结对"}[language]), path


def test_no_page_has_inline_script_or_style_or_loads_from_elsewhere(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    for path in ["/sign-in/", *stage.paths]:
        page = show(path, None if path == "/sign-in/" else stage.world.office)
        assert page.forbidden == [], path
        assert page.outside == [], path


def test_each_page_has_one_main_heading_and_skips_no_level(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    for path in ["/sign-in/", *stage.paths]:
        page = show(path, None if path == "/sign-in/" else stage.world.office)
        levels = [level for level, _words in page.headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), path
        assert all(words for _level, words in page.headings), path


def test_each_control_has_a_label_and_no_id_stands_twice(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    for path in ["/sign-in/", *stage.paths]:
        page = show(path, None if path == "/sign-in/" else stage.world.office)
        bare = [
            c
            for c in page.controls
            if not (c.get("wrapped") or c.get("id") in page.labelled or "aria-label" in c)
        ]
        assert bare == [], path
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], path


@pytest.mark.parametrize("role", ROLES)
def test_everyone_with_a_role_sees_the_standings(stage: Stage, show, role: str) -> None:  # type: ignore[no-untyped-def]
    for path in stage.paths:
        page = show(path, getattr(stage.world, role))
        assert "Purchases" in page.text or any(
            part in path for part in ("units/", "rules/", "milestones/", "funds")
        ), path


def test_without_a_role_there_is_only_a_friendly_word(stage: Stage, show) -> None:  # type: ignore[no-untyped-def]
    for path in ["/", *stage.paths]:
        page = show(path, stage.world.nobody, status=403)
        assert page.headings == [(1, "You are signed in, but have no access yet")], path
        assert "Tell them your user name: nobody" in page.text
        assert stage.world.programme.label not in page.text
        assert "600,000" not in page.text


def test_without_a_sign_in_each_page_leads_to_it(stage: Stage, client: Client) -> None:
    for path in stage.paths:
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=/p/"), path


@pytest.mark.parametrize(
    "path",
    [
        "/p/none/",
        "/p/none/plan/",
        "{root}workstreams/none/",
        "{root}units/999999/",
        "{root}plan/?indicator=999999",
    ],
)
def test_what_does_not_exist_is_not_found(stage: Stage, show, path: str) -> None:  # type: ignore[no-untyped-def]
    page = show(path.format(root=stage.root), stage.world.office, status=404)
    assert page.headings == [(1, "There is nothing here")]


def test_pages_only_read(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.office)
    for path in stage.paths:
        assert client.post(path).status_code == 405, path
