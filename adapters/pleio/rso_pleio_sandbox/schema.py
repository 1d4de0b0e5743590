"""The schema with its resolvers, and carrying out a request on it the way the real site answers."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ariadne import (
    ScalarType,
    SchemaBindable,
    convert_camel_case_to_snake,
    graphql_sync,
    load_schema_from_path,
    make_executable_schema,
)
from graphql import GraphQLError, GraphQLObjectType, GraphQLSchema, parse
from graphql.language import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from rso_pleio_sandbox.access import Caller
from rso_pleio_sandbox.group_fields import GROUP_TYPES
from rso_pleio_sandbox.item_fields import ITEM_TYPES
from rso_pleio_sandbox.moments import moment_scalar
from rso_pleio_sandbox.mutations import mutation
from rso_pleio_sandbox.queries import QUERY_TYPES
from rso_pleio_sandbox.uploads import upload_scalar

LOGGER = "rso_pleio_sandbox"
# A refused mutation is an answer like any other here, not something for the console.
logging.getLogger(LOGGER).setLevel(logging.CRITICAL + 1)


class SnakeCaseFields(SchemaBindable):
    """Lets fields without a resolver of their own read the attribute or key of their name in snake case."""

    def bind_to_schema(self, schema: GraphQLSchema) -> None:
        """Set these resolvers on a schema."""
        for kind in schema.type_map.values():
            if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
                for name, field in kind.fields.items():
                    field.resolve = field.resolve or self._reader(convert_camel_case_to_snake(name))

    @staticmethod
    def _reader(name: str) -> Callable[..., Any]:
        def read(source: Any, info: Any, **arguments: Any) -> Any:
            found = source.get(name) if isinstance(source, dict) else getattr(source, name, None)
            return found(info, **arguments) if callable(found) else found

        return read


SCHEMA = make_executable_schema(
    load_schema_from_path(str(Path(__file__).with_name("schema.graphql"))),
    *QUERY_TYPES,
    *GROUP_TYPES,
    *ITEM_TYPES,
    mutation,
    moment_scalar,
    upload_scalar,
    ScalarType("SecureRichText"),
    SnakeCaseFields(),
)

_WRONG_VALUE = re.compile(
    r"Variable '\$(\w+)' has invalid value(?: at (\S+))?: (.*?)(?:[;,] found: (.*?)\.?)?", re.DOTALL
)
_MISSING = re.compile(r"Expected a value of non-null type '(.+)' to be provided\.")


def parsed(request: dict[str, Any]) -> DocumentNode | None:
    """The document of a request; None when it cannot be read."""
    try:
        return parse(request["query"])
    except (GraphQLError, KeyError, TypeError):
        return None


def operation_of(request: dict[str, Any], document: DocumentNode | None) -> OperationDefinitionNode | None:
    """The operation of a document that will be carried out: the named one, or the only one."""
    operations = [d for d in (document.definitions if document else ()) if isinstance(d, OperationDefinitionNode)]
    wanted = request.get("operationName")
    if wanted:
        return next((o for o in operations if o.name is not None and o.name.value == wanted), None)
    return operations[0] if len(operations) == 1 else None


def mutation_names(request: dict[str, Any], document: DocumentNode | None) -> list[str]:
    """Names of the mutations that a request will carry out, in order, as often as it carries them out."""
    operation = operation_of(request, document)
    if document is None or operation is None or operation.operation.value != "mutation":
        return []
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    return list(_names(operation.selection_set, fragments))


def _names(selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> Iterator[str]:
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            yield selection.name.value
        elif isinstance(selection, InlineFragmentNode):
            yield from _names(selection.selection_set, fragments)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments:
            yield from _names(fragments[selection.name.value].selection_set, fragments)


def carry_out(who: Caller, request: dict[str, Any], document: DocumentNode | None) -> tuple[int, dict[str, Any]]:
    """Carry a request out; gives the HTTP status and the answer.

    A document that is not valid gets 400. What goes wrong later, a wrong variable too, gets 200.
    """
    _, result = graphql_sync(
        SCHEMA,
        request,
        context_value={"caller": who},
        introspection=False,
        query_document=document,
        logger=LOGGER,
    )
    for error in result.get("errors", []):
        error["message"] = _in_older_words(error["message"])
    return (200 if "data" in result else 400), result


def _in_older_words(message: str) -> str:
    # The real site has graphql-core 3.2, which says this differently from the version that is used here.
    wrong = _WRONG_VALUE.fullmatch(message)
    if wrong is None:
        return message
    variable, path, told, value = wrong.groups()
    missing = _MISSING.fullmatch(told)
    if missing is not None and path is None and value is None:
        return f"Variable '${variable}' of required type '{missing.group(1)}' was not provided."
    place = f" at '{variable}{path}'" if path else ""
    return f"Variable '${variable}' got invalid value{f' {value}' if value else ''}{place}; {told}"
