"""Roles that need somebody: vacancies and gaps must be visible, and handovers in time (S6)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_roles.handovers import HandoverRow
from rso_roles.register import RoleRow

REMIND = timedelta(days=30)


def vacant_or_ending(register: Register, on: date) -> Iterator[DueItem]:
    """Vacant roles, holders who left, and assignments that end within 30 days."""
    for row in typed_rows(RoleRow, register):
        who = str(row.party_name or row.body_name or "Secretariaat")
        if row.vacant_since is not None:
            yield DueItem(
                on=row.vacant_since,
                what=f"Rol invullen: {row.role_name}",
                who=who,
                about=f"role:{row.role}",
                rule="S6: elke rol heeft een houder; vacatures zijn zichtbaar",
            )
        elif row.holder_left_on is not None:
            yield DueItem(
                on=row.holder_left_on,
                what=f"Opvolger aanwijzen: {row.role_name} ({row.person_name} is vertrokken)",
                who=who,
                about=f"role:{row.role}: {row.person}",
                rule="S6: wie een rol vervult, vertegenwoordigt zijn partij",
            )
        elif row.until is not None and row.until <= shifted(on, REMIND):
            yield DueItem(
                on=row.until,
                what=f"Opvolging regelen: {row.role_name}",
                who=who,
                about=f"role:{row.role}: {row.person}",
                rule="S6: overdracht is geregeld voordat een rol vrijkomt",
            )


def open_handovers(register: Register, on: date) -> Iterator[DueItem]:
    """Handovers that are not accepted while the successor starts within 30 days, or has started."""
    for row in typed_rows(HandoverRow, register):
        if row.stage in ("announced", "in_progress") and row.takes_over_on <= shifted(on, REMIND):
            left = f" (nog {len(row.open_matters)} zaken)" if row.open_matters else ""
            yield DueItem(
                on=row.takes_over_on,
                what=f"Overdracht afronden: {row.role_name}{left}",
                who=str(row.holder_name),
                about=f"handover:{row.handover}",
                rule="S6: een opvolger aanvaardt de rol met de openstaande zaken",
            )
