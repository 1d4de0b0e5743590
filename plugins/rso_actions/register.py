"""Tables and handlers of the list of action items."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionHandedOn,
    ActionMovedAlong,
    ActionPutOff,
    ActionStarted,
)
from rso_core.projection import Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import found, of, patch, put, table_of, where
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class ActionRow(RegisterRow, columns="due title party_name person_name body_name decision state_nl ended_on result"):
    """An action item."""

    action: str = column("identifier of the action item", key=True)
    body: str = column("body that follows it now")
    title: str = column("what will be done", heading="Actiepunt")
    party: str = column("party that does it")
    person: str | None = column("person who does it")
    agreed_on: date = column("day on which it was agreed")
    due: date = column("day before which it is done", heading="Voor")
    meeting: str | None = column("meeting in which it was agreed")
    decision: str | None = column("decision that it carries out", heading="Besluit")
    state: str = column("new, busy, done or dropped")
    ended_on: date | None = column("day on which it was done or dropped", heading="Op")
    result: str | None = column("what came of it, or why it was dropped", heading="Resultaat")
    from_body: str | None = column("body that it came from, where bodies merged")
    body_name: str = named("body", heading="Overleg")
    party_name: str = named("party", heading="Partij")
    person_name: str | None = named("person", heading="Wie")
    open: bool = derived("whether it is still to be done")
    overdue: bool = derived("whether its day is past")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    follows: list[str] = derived("the decision that it carries out, by kind and identifier")


ITEMS = table_of(ActionRow, "actions_items", _METADATA, "a row per action item")
NAMES = Names("actions", _METADATA)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = sa.select(ITEMS, *NAMES.columns(ActionRow, ITEMS)).order_by(ITEMS.c.due, ITEMS.c.action)

    def tell(row: dict[str, Any]) -> ActionRow:
        open_ = row["state"] in ("new", "busy")
        overdue = open_ and row["due"] < valid_on
        return ActionRow(
            **row,
            open=open_,
            overdue=overdue,
            state_nl=dutch(row["state"]) + (", te laat" if overdue else ""),
            follows=[f"decision:{row['decision']}"] if row["decision"] else [],
        )

    return told_register(ActionRow, ACTIONS.title, found(connection, query), tell)


ACTIONS = ReadModel(
    name="actions",
    version=1,
    title="Actielijst",
    tables=(ITEMS, NAMES.table),
    handlers=merge_handlers(
        {
            ActionAgreed: put(ITEMS, state="new"),
            ActionStarted: patch(ITEMS, state="busy"),
            ActionPutOff: patch(ITEMS),
            ActionHandedOn: patch(ITEMS, person=of("person")),
            ActionDone: patch(ITEMS, state="done", ended_on=of("done_on")),
            ActionDropped: patch(ITEMS, state="dropped", ended_on=of("dropped_on"), result=of("reason")),
            ActionMovedAlong: where(ITEMS, "body", of("from_body"), patch(ITEMS)),
        },
        NAMES.handlers,
    ),
    register=_register,
)
