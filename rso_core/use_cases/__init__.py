"""The use cases: per act, which facts it needs and which decision of the domain it asks for.

Read the modules as a table of contents of the acts, a module per chapter of the covenant. Rules are in
`rso_core.domain`; here only facts are fetched.
"""

from rso_core.use_cases import (  # noqa: F401 - their use cases register themselves
    dockets,
)
from rso_core.use_cases.deciding import decide
from rso_core.use_cases.facts import (
    ACTION,
    BODY,
    CONCEPTS,
    COVENANT,
    DECISION,
    DOCKET,
    MEETING,
    PARTY,
    PROJECT,
    ROLE,
    SIGNAL,
    Concept,
    Decided,
    Facts,
    UseCase,
    use_case_for,
)

__all__ = [
    "ACTION",
    "BODY",
    "CONCEPTS",
    "COVENANT",
    "DECISION",
    "DOCKET",
    "MEETING",
    "PARTY",
    "PROJECT",
    "ROLE",
    "SIGNAL",
    "Concept",
    "Decided",
    "Facts",
    "UseCase",
    "decide",
    "use_case_for",
]
