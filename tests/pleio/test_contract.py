"""What we send and what the sandbox speaks is what the real schema knows."""

import json
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLSchema, build_client_schema, parse, validate

from rso_pleio.client.operations import all_documents, mutation_document
from rso_pleio_sandbox.server import SCHEMA

INTROSPECTION = Path(__file__).parents[3] / "shared" / "pleio-introspection.json"


@pytest.fixture(scope="module")
def real() -> GraphQLSchema:
    if not INTROSPECTION.exists():
        pytest.skip("the introspection of the real server (../shared) is absent")
    return build_client_schema(json.loads(INTROSPECTION.read_text(encoding="utf-8"))["data"])


@pytest.mark.parametrize("name", sorted(all_documents()))
def test_every_document_is_valid_on_the_sandbox(name: str) -> None:
    assert validate(SCHEMA, parse(all_documents()[name])) == []


@pytest.mark.parametrize("name", sorted(all_documents()))
def test_every_document_is_valid_on_the_real_schema(real: GraphQLSchema, name: str) -> None:
    assert validate(real, parse(all_documents()[name])) == []


def test_a_batch_by_alias_is_valid_on_the_real_schema(real: GraphQLSchema) -> None:
    assert validate(real, parse(mutation_document(["addEntity", "editEntity", "addEntity"]))) == []


def test_the_sandbox_has_names_and_types_of_the_real_schema_only(real: GraphQLSchema) -> None:
    for name, ours in SCHEMA.type_map.items():
        if name.startswith("__") or name in ("Boolean", "Int", "String"):
            continue
        theirs = real.type_map[name]
        if isinstance(ours, GraphQLEnumType):
            assert set(ours.values) <= set(theirs.values), name  # type: ignore[attr-defined]
        for field_name, field in getattr(ours, "fields", {}).items():
            real_field = theirs.fields[field_name]  # type: ignore[attr-defined]
            assert str(field.type) == str(real_field.type), f"{name}.{field_name}"
            for argument, value in getattr(field, "args", {}).items():
                assert str(value.type) == str(real_field.args[argument].type), f"{name}.{field_name}({argument})"
