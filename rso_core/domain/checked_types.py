"""Types of fields that say what a value may be: an act whose field is not so is refused by the rule of that type.

A text that says nothing else is one line (`LINE` of `rso_core.domain.text_rule`), and every text and number has a size.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

import attrs

from rso_core.domain.actor import require_actor
from rso_core.domain.mail_address import require_mail_address
from rso_core.domain.number_range import AMOUNT, COUNT, SPAN
from rso_core.domain.refusal import FieldName
from rso_core.domain.rhythm import require_rhythm
from rso_core.domain.text_rule import LINE, MAIL, NAME, SHORT, TEXT, says_something
from rso_core.domain.values import RECORD_TEXT_GIVEN, require_hash


@attrs.frozen
class Check:
    """What a value of a type has to satisfy.

    Attributes:
        checked: called with the value and the name of its field; gives the value as it is recorded, or raises `Refused`.
        at_the_door: whether only what comes in is held to it. What a release before took stays on record and has to be
            judged anew; see `rso_core.domain.admission`.
    """

    checked: Callable[[Any, str], Any]
    at_the_door: bool = False


@attrs.frozen
class Called:
    """How who fills it in knows a field, where that is not its name."""

    name: str


def _given(value: str, field: str) -> str:
    if not says_something(value):
        raise RECORD_TEXT_GIVEN.refused(missing=FieldName(field))
    return value


def _where_given(check: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """The same check, for a text that may be empty."""
    return lambda value, field: check(value, field) if value.strip() else value


def _sha256(value: str, field: str) -> str:
    return require_hash(value)


Name = Annotated[str, Check(_given), NAME]
"""What somebody or something is called, on one line (rule ``record.text_given``)."""
Title = Annotated[str, Check(_given), LINE]
"""A title, or the name of a document, on one line (rule ``record.text_given``)."""
Text = Annotated[str, Check(_given), TEXT]
"""Words that say something, in any number of lines (rule ``record.text_given``)."""
Remark = Annotated[str, TEXT]
"""Words that need not say anything, in any number of lines."""
Share = Annotated[str, SHORT]
"""A few characters, such as a share."""
MailAddress = Annotated[str, MAIL, Check(_where_given(require_mail_address), at_the_door=True)]
"""An address of mail, or nothing (rule ``person.mail_address``)."""
Actor = Annotated[str, Check(require_actor, at_the_door=True)]
"""Who records something (rule ``record.actor``)."""
RhythmRule = Annotated[str, Check(require_rhythm, at_the_door=True)]
"""How often a body meets (rule ``body.rhythm``)."""
EvaluationRhythm = Annotated[str, Check(_where_given(require_rhythm), at_the_door=True)]
"""How often a covenant is evaluated, or nothing (rule ``body.rhythm``)."""
Sha256 = Annotated[str, Check(_sha256)]
"""A SHA-256 hash, recorded in lower case (rule ``record.document_hash``)."""
Amount = Annotated[Decimal, AMOUNT]
"""How much; that it is a number more than zero is for the rule ``record.amount``."""
Count = Annotated[int, COUNT]
"""How many there are, or at which place."""
Days = Annotated[int, SPAN]
"""Days of a term."""
