"""What a page says of the certificate of a digital signature: who gave it out, and whether it was held against roots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Block, Item
from rso_pleio.texts.words import line, table_or

if TYPE_CHECKING:
    from rso_signatures.register import SignatureRow

CERTIFICATE = "Certificaat"
"""Heading of a column that stands there where a certificate is on record."""


def table_of_signatures(
    headers: Sequence[str], cells: Sequence[list[Item]], rows: Sequence[SignatureRow], otherwise: str = ""
) -> Block:
    """A table of signatures, with what is on record of their certificates where that is anything.

    Args:
        headers, cells: of the table without it.
        rows: of the register, one per row of cells.
        otherwise: said where there are no rows.
    """
    told = [certificate_told(row) for row in rows]
    if not any(told):
        return table_or(headers, cells, otherwise)
    return table_or((*headers, CERTIFICATE), [[*own, more] for own, more in zip(cells, told, strict=True)], otherwise)


def certificate_told(row: SignatureRow) -> str:
    """Who gave it out, whether it was held against trusted roots, and what the day rests on; the name in it is not shown."""
    # Another plugin may bring the register, without these columns.
    if row.get("certificate") is None:
        return ""
    root = line(row.root_name) or line(row.trusted_root)
    checked = f"nagegaan tot {root}" if root else "vertrouwen niet nagegaan"
    by = f"uitgegeven door {line(row.issuer)}" if row.issuer else ""
    return "; ".join(part for part in (by, checked, line(dutch(row.day_from)) if row.day_from else "") if part)
