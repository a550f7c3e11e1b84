"""No fact contains the name of a natural person, whichever extractor made it."""

from __future__ import annotations

import re

from jiedui.documents.anonymity import without_names
from jiedui.documents.facts import Fact, FactKind
from jiedui.documents.persons import names_person
from jiedui.documents.readers.text import from_lines
from jiedui.documents.reading import read


def fact(kind: FactKind, quote: str, **fields: object) -> Fact:
    return Fact(kind, dict(fields), quote, line=7, block=0, start=10, end=10 + len(quote))


def test_a_quote_is_cut_down_to_the_stretch_that_tells_the_figure() -> None:
    told = without_names(
        fact(FactKind.ACTUAL, "副县长王建国主持，捐赠图书300册，现场热烈", measure="捐赠图书", value=300)
    )
    assert told is not None
    assert (told.quote, told.line, told.start, told.end) == ("捐赠图书300册", 7, 19, 27)


def test_a_fact_that_is_nothing_but_a_person_is_dropped() -> None:
    assert without_names(fact(FactKind.ORG, "王建国局长", name="王建国局长")) is None
    assert without_names(fact(FactKind.TASK, "王建国同志", text="开展培训")) is None


def test_a_name_is_taken_out_of_texts_and_lists() -> None:
    told = without_names(
        fact(
            FactKind.TASK,
            "组织专家义诊",
            text="由王建国同志主持召开专家义诊",
            lead=["市卫生局", "王建国同志"],
        )
    )
    assert told is not None
    assert told.fields == {"text": "专家义诊", "lead": ["市卫生局"]}


def test_a_fact_about_nobody_is_left_as_it_is() -> None:
    plain = fact(FactKind.TARGET, "选派教师20名", measure="选派教师", value=20)
    assert without_names(plain) is plain


def test_no_fact_of_a_story_about_officials_names_one() -> None:
    lines = [
        "援川工作简报",
        "浙江省驻四川省工作队",
        "县委书记王建国带队考察，签约项目5个，总投资3亿元。",
        "王建国同志指出，今年已选派医生12名、培训村医300人次，由李志强同志负责后续工作。",
        "在王建国书记的推动下，建成帮扶车间8个。",
    ]
    reading = read(from_lines(lines, "story.txt"))
    assert len(reading.of(FactKind.ACTUAL)) >= 4
    for one in reading.facts:
        assert not names_person(re.sub(r"\s", "", f"{one.quote} {one.fields}"))
        assert "王建国" not in f"{one.quote}{one.fields}"
        assert "李志强" not in f"{one.quote}{one.fields}"
