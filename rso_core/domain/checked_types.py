"""Types of fields that check themselves: an act whose field is not what its type says is refused by that type's rule."""

from collections.abc import Callable
from typing import Annotated, Any

import attrs

from rso_core.domain.refusal import FieldName
from rso_core.domain.values import RECORD_TEXT_GIVEN, require_hash


@attrs.frozen
class Check:
    """What a value of a type has to satisfy.

    Attributes:
        checked: called with the value and the name of its field; gives the value as it is recorded, or raises `Refused`.
    """

    checked: Callable[[Any, str], Any]


def _text(value: str, field: str) -> str:
    if not value.strip():
        raise RECORD_TEXT_GIVEN.refused(missing=FieldName(field))
    return value


def _sha256(value: str, field: str) -> str:
    return require_hash(value)


Text = Annotated[str, Check(_text)]
"""Words that say something: more than white space (rule ``record.text_given``)."""
Sha256 = Annotated[str, Check(_sha256)]
"""A SHA-256 hash, recorded in lower case (rule ``record.document_hash``)."""
