"""The published JSON schemas of reports, kept in `tests/schemas`."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from support.grading import TESTS


def valid(name: str, body: Any) -> None:
    """Hold *body* against the schema of that name."""
    schema = json.loads((TESTS / "schemas" / f"{name}.json").read_text("utf-8"))
    jsonschema.validate(body, schema, cls=jsonschema.Draft202012Validator)
