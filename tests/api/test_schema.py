"""The API describes itself."""

from __future__ import annotations

import base64

import pytest
from django.test import Client
from django.utils.translation import override

from jiedui.api.urls import api
from jiedui.ledger import kinds
from jiedui.ledger.kinds.fields import fields_of
from tests.conftest import World
from tests.ledger.acts import KINDS

ACTS = ("evidence", "submit", "accept", "return", "confirm", "reverse", "correct", "corrections")
RETURN_ACTS = (
    "approve",
    "lines/{number}",
    "lines/{number}/take",
    "remarks/{remark_id}/answer",
    "reopen",
    "send-back",
    "submit",
    "texts/{number}",
    "withdraw",
)
OFFICE = {"Authorization": "Basic " + base64.b64encode(b"office:office").decode()}


def test_the_openapi_document_names_every_operation(client: Client, db: None) -> None:
    document = client.get("/api/openapi.json").json()

    operations = {f"{method} {path}" for path, methods in document["paths"].items() for method in methods}
    assert operations == {
        "get /api/entries",
        "get /api/entries/export.csv",
        "get /api/entries/{entry_id}",
        *(f"post /api/entries/{kind}" for kind in KINDS),
        "get /api/evidence/{evidence_id}",
        *(f"post /api/entries/{{entry_id}}/{act}" for act in ACTS),
        "get /api/entries/waiting",
        "get /api/entries/{entry_id}/approvals",
        *(f"post /api/entries/many/{act}" for act in ("submit", "accept", "return", "confirm")),
        "get /api/corrections",
        "get /api/corrections/{correction_id}",
        *(f"post /api/corrections/{{correction_id}}/{act}" for act in ("carry-out", "decline")),
        "get /api/differences",
        "get /api/differences/{difference_id}",
        *(f"post /api/differences/{{difference_id}}/{act}" for act in ("reply", "propose", "agree")),
        "get /api/audit",
        *(
            f"get /api/explore/{{code}}/{what}.csv"
            for what in ("cells", "entries", "years", "sides", "versions")
        ),
        "get /api/projects",
        "post /api/projects",
        "get /api/projects/{project_id}",
        "put /api/projects/{project_id}",
        *(f"post /api/projects/{{project_id}}/{act}" for act in ("stage", "back", "progress")),
        "post /api/imports",
        "post /api/imports/rows",
        "get /api/imports/{import_id}",
        *(f"post /api/imports/{{import_id}}/{act}" for act in ("cancel", "commit")),
        "get /api/scores/{code}",
        "get /api/scores/{code}/units/{unit}",
        "get /api/returns",
        "get /api/returns/{return_id}",
        *(f"post /api/returns/{{return_id}}/{act}" for act in RETURN_ACTS),
        *(f"get /api/plan/{{code}}/{what}" for what in ("milestones", "rules")),
        *(f"get /api/plan/{{code}}/{what}/{{pk}}/versions" for what in ("milestones", "rules")),
        "get /api/kinds",
        "get /api/kinds/{kind}/schema",
        "get /api/kinds/{kind}/template.xlsx",
    }
    assert "TransferRecord" in document["components"]["schemas"]


def test_the_openapi_document_is_written_once_in_each_language() -> None:
    with override("en"):
        english = api.get_openapi_schema()
        assert api.get_openapi_schema() is english
    with override("zh-hans"):
        assert api.get_openapi_schema() is not english
    assert api.get_openapi_schema(path_prefix="elsewhere/")["paths"].keys() != english["paths"].keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_schema_of_a_kind_has_every_field_in_the_readers_language(
    client: Client, world: World, kind: str, language: str
) -> None:
    response = client.get(f"/api/kinds/{kind}/schema", headers={**OFFICE, "Accept-Language": language})

    schema = response.json()
    properties = schema["properties"] | schema["$defs"][f"{kinds.get(kind).class_name}Detail"]["properties"]
    for spec in fields_of(kind):
        chinese = any("\u4e00" <= c <= "\u9fff" for c in properties[spec.name]["title"])
        assert chinese is (language != "en"), spec.name


def test_kinds_are_listed_with_measures_and_evidence(client: Client, world: World) -> None:
    listed = client.get("/api/kinds", headers={**OFFICE, "Accept-Language": "en"}).json()

    assert [kind["key"] for kind in listed] == sorted(KINDS)
    purchase = next(kind for kind in listed if kind["key"] == "purchase")
    assert purchase["measures"][0] == {"key": "amount", "label": "Amount", "unit": "yuan"}
    assert purchase["evidence"][0]["needed"] == "submission"


def test_the_schema_of_an_unknown_kind_is_not_found(client: Client, world: World) -> None:
    assert client.get("/api/kinds/gift/schema", headers=OFFICE).status_code == 404
