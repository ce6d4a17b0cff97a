"""The document's form in a case file is the schema's."""

from __future__ import annotations

import json
from typing import Any

from tests.support.folders import ROOT
from wizard.casefile.document_form import DOCUMENT, Part
from wizard.casefile.forms import Many, Maybe

SCHEMA = json.loads((ROOT / "resources/schema/check-1.schema.json").read_text("utf-8"))
ELSEWHERE = {"watch", "replay"}
"""Parts of documents that are not a run's own."""


def names(form: Any) -> Any:  # noqa: ANN401 - a form of whatever it is
    if isinstance(form, Part):
        return {name: names(part) for name, part in form.goes.items()}
    return names(form.form) if isinstance(form, Maybe | Many) else None


def in_schema(part: dict[str, Any]) -> Any:  # noqa: ANN401 - names in names
    for choice in (part, part.get("items", {}), *part.get("oneOf", ())):
        if "properties" in choice:
            return {name: in_schema(one) for name, one in choice["properties"].items()}
    return dict.fromkeys(part["required"]) if "required" in part else None


def test_it_has_the_fields_of_the_schema() -> None:
    expected = {name: part for name, part in in_schema(SCHEMA).items() if name not in ELSEWHERE}
    assert names(DOCUMENT) == expected
