"""Questions about figures on screen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiedui.progress.models import PlausibilityQuestion
from tests.conftest import World
from tests.progress.addresses import asked

PAGE = "/p/haizhou-2019/questions/"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "是否照抄了上月数据"), ("en", "Was a month copied?")]
)
def test_a_unit_reads_the_question_and_answers_it(
    world: World, client: Client, language: str, words: str
) -> None:
    question = asked(world)
    world.giver.language = language
    world.giver.save()
    client.force_login(world.giver)
    headers = {"accept-language": language}

    assert words in client.get(PAGE, headers=headers).content.decode()
    assert f'href="{PAGE}"' in client.get("/p/haizhou-2019/", headers=headers).content.decode()
    said = {f"q{question.pk}-verdict": "right", f"q{question.pk}-text": "食堂每月定额采购。"}
    answer = client.post(f"{PAGE}{question.pk}/", said, headers=headers)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert client.get(PAGE).context["cards"] == []
    assert "食堂每月定额采购。" in client.get(f"{PAGE}?closed", headers=headers).content.decode()
    assert PAGE not in client.get("/p/haizhou-2019/").content.decode()


def test_an_answer_without_words_is_refused_beside_its_field(world: World, client: Client) -> None:
    question = asked(world)
    client.force_login(world.giver)

    answer = client.post(f"{PAGE}{question.pk}/", {f"q{question.pk}-verdict": "wrong"})

    assert answer.status_code == 422
    (card,) = answer.context["cards"]
    assert list(card["form"].errors) == ["text"]
    assert PlausibilityQuestion.objects.get().state == "open"


@pytest.mark.parametrize(
    ("who", "answers", "rates"),
    [("office", True, True), ("auditor", False, True), ("giver", True, False)],
)
def test_who_answers_and_who_sees_how_often_a_check_was_right(
    world: World, client: Client, who: str, answers: bool, rates: bool
) -> None:
    asked(world)
    client.force_login(getattr(world, who))

    context = client.get(PAGE).context

    assert (context["cards"][0]["form"] is not None, bool(context["checks"])) == (answers, rates)


def test_the_list_costs_the_same_however_many(world: World, client: Client) -> None:
    client.force_login(world.office)
    asked(world)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    first = PlausibilityQuestion.objects.get()
    PlausibilityQuestion.objects.bulk_create(
        PlausibilityQuestion(
            programme=first.programme, unit=unit, check_key="last_days", key=f"purchase{at}", raised_on=first.raised_on,
            facts={"months": "2019-03", "entries": "9"}, entries=[1],
        )
        for at in range(10)
        for unit in (world.east, world.west)
    )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        assert len(client.get(PAGE).context["cards"]) == 21

    assert len(many) == len(few)
