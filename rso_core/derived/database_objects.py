"""What stands in the database beside tables: views, triggers, rules, policies; and whether it changes or hides what is ours.

A trigger can swallow what is inserted, a view can show something else than its table, a rule or policy can do both, and none
of them stands in any table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.derived.deviation import Deviation
from rso_core.derived.live_tables import LiveTable
from rso_core.derived.row_check import shown
from rso_core.projection.generation import shown_by_view
from rso_core.store.tables import ACT_KEYS, CHECKPOINTS, EVENTS, LOG, LOG_TILES

STORE_TABLES = tuple(table.name for table in (EVENTS, LOG, ACT_KEYS, LOG_TILES, CHECKPOINTS))
OURS = "rso_"
"""How the names of the tables of the record itself begin."""
_GENERATION = re.compile(r"__g\d+$")
_WRITES_OTHERWISE = re.compile(r"\bON\s+CONFLICT\b|\bGENERATED\b", re.IGNORECASE)


@attrs.frozen
class Thing:
    """Something in the database that is no table.

    Attributes:
        kind: what it is (Dutch).
        name: its name.
        on: the table or view that it is about; its own name of a view.
        harms: whether it changes or hides what is ours.
        remove: the statement that takes it away; None where there is none.
    """

    kind: str
    name: str
    on: str
    harms: bool
    remove: str | None


@attrs.frozen
class DatabaseObjects:
    """What stands beside the tables of a record.

    Args:
        connection: in the transaction in which all is read.
        views: per view that a register of ours has, the table with the rows that it is to show.
    """

    connection: Connection
    views: Mapping[str, LiveTable]

    def things(self) -> list[Thing]:
        """Everything that is not ours and does something, or shows something under a name of ours."""
        return [*self._triggers(), *(self._rules() if self._postgres else ()), *self._other_views()]

    def deviations(self) -> list[Deviation]:
        """What changes or hides what is ours."""
        told = [
            _deviation(each.name, f"{each.kind} {each.name} op {each.on}: hoort er niet te zijn")
            for each in self.things()
            if each.harms
        ]
        return [*told, *self._wrong_views(), *self._wrong_tables()]

    @property
    def _postgres(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def _is_ours(self, name: str) -> bool:
        # SQLite keeps a name as it was typed, and takes it in whatever case.
        name = name if self._postgres else name.lower()
        return name.startswith(OURS) or name in self.views or bool(_GENERATION.search(name))

    def _quoted(self, name: str) -> str:
        return self.connection.dialect.identifier_preparer.quote_identifier(name)

    def _rows(self, query: str) -> Sequence[Any]:
        return self.connection.exec_driver_sql(query).all()

    def _triggers(self) -> Iterator[Thing]:
        if not self._postgres:
            for name, on in self._rows("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"):
                yield Thing("trigger", name, on, self._is_ours(on), f"DROP TRIGGER {self._quoted(name)}")
            return
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
        )
        for name, on in self._rows(query):
            drop = f"DROP TRIGGER {self._quoted(name)} ON {self._quoted(on)}"
            yield Thing("trigger", name, on, self._is_ours(on), drop)

    def _rules(self) -> Iterator[Thing]:
        """On PostgreSQL: rules, policies, tables that stand in for a part of ours, and triggers on what is made."""
        here = "relnamespace = current_schema()::regnamespace"
        rules = f"SELECT r.rulename, c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE {here}"
        for name, on in self._rows(f"{rules} AND r.rulename <> '_RETURN' ORDER BY 1, 2"):
            drop = f"DROP RULE {self._quoted(name)} ON {self._quoted(on)}"
            yield Thing("regel", name, on, self._is_ours(on), drop)
        policies = f"SELECT p.polname, c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE {here}"
        for name, on in self._rows(f"{policies} ORDER BY 1, 2"):
            drop = f"DROP POLICY {self._quoted(name)} ON {self._quoted(on)}"
            yield Thing("toegangsregel", name, on, self._is_ours(on), drop)
        secured = f"SELECT relname FROM pg_class WHERE {here} AND relrowsecurity ORDER BY 1"
        for (name,) in self._rows(secured):
            drop = f"ALTER TABLE {self._quoted(name)} DISABLE ROW LEVEL SECURITY"
            yield Thing("toegang per rij", name, name, self._is_ours(name), drop)
        children = (
            "SELECT k.relname, c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent "
            f"JOIN pg_class k ON k.oid = i.inhrelid WHERE c.{here} AND k.relkind = 'r' ORDER BY 1, 2"
        )
        for name, on in self._rows(children):
            drop = f"ALTER TABLE {self._quoted(name)} NO INHERIT {self._quoted(on)}"
            yield Thing("tabel die meetelt", name, on, self._is_ours(on), drop)
        for (name,) in self._rows("SELECT evtname FROM pg_event_trigger ORDER BY 1"):
            yield Thing("trigger op de database", name, "de hele database", False, None)

    def hanging_on(self, names: Iterable[str]) -> dict[str, str]:
        """Views of others that PostgreSQL does not let go of tables and views with these names, with their queries."""
        if not self._postgres:
            return {}
        query = sa.text(
            "SELECT DISTINCT v.relname, pg_get_viewdef(v.oid) FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid "
            "JOIN pg_class v ON v.oid = r.ev_class JOIN pg_class t ON t.oid = d.refobjid WHERE v.oid <> t.oid "
            "AND v.relkind = 'v' AND v.relnamespace = current_schema()::regnamespace "
            "AND t.relnamespace = v.relnamespace AND t.relname = ANY(:names)"
        )
        found = self.connection.execute(query, {"names": list(names)})
        return {name: text for name, text in found if name not in self.views}

    def _views(self) -> dict[str, str]:
        """The query of each view, as the database has it."""
        if self._postgres:
            query = "SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema()"
        else:
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'view'"
        return {name: text or "" for name, text in self._rows(query)}

    def _other_views(self) -> Iterator[Thing]:
        for name in sorted(self._views().keys() - self.views.keys()):
            # Under a name of ours it stands in the place of a table.
            yield Thing("weergave", name, name, self._is_ours(name), f"DROP VIEW {self._quoted(name)}")

    def _wrong_views(self) -> Iterator[Deviation]:
        there = self._views()
        should = self._expected_views()
        for name, table in sorted(self.views.items()):
            if name not in there:
                yield _deviation(name, f"weergave {name}: ontbreekt; zij hoort te tonen wat in {table.name} staat")
            elif _in_a_line(there[name]) != _in_a_line(should.get(name, "")):
                told = f"weergave {name}: toont iets anders dan tabel {table.name}: {shown(_in_a_line(there[name]))}"
                yield _deviation(name, told, there[name], should.get(name))

    def _expected_views(self) -> dict[str, str]:
        """What the database should have as the query of each view of ours; without those of which the table is not there."""
        quote = self.connection.dialect.identifier_preparer.quote
        queries = {
            name: shown_by_view(self.connection, table.name, (column.name for column in table.declared.columns))
            for name, table in self.views.items()
        }
        if not self._postgres:
            return {name: f"CREATE VIEW {quote(name)} AS {query}" for name, query in queries.items()}
        # PostgreSQL keeps what it understood, not what was typed; so it is asked what it makes of what should be there.
        found = self._as_understood(queries)
        if found is not None:
            return found
        one_by_one = (self._as_understood({name: query}) or {} for name, query in queries.items())
        return {name: text for found in one_by_one for name, text in found.items()}

    def _as_understood(self, queries: Mapping[str, str]) -> dict[str, str] | None:
        """What PostgreSQL makes of the queries of views; None where it refuses one of them."""
        names = {f"rso_expected_{number}": name for number, name in enumerate(queries)}
        apart = self.connection.begin_nested()
        try:
            made = (f"CREATE TEMPORARY VIEW {view} AS {queries[name]}" for view, name in names.items())
            self.connection.exec_driver_sql("; ".join(made))
            query = "SELECT relname, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
            return {names[view]: text for view, text in self._rows(query) if view in names}
        except sa.exc.DBAPIError:
            return None
        finally:
            apart.rollback()

    def _wrong_tables(self) -> Iterator[Deviation]:
        """Tables of the record that are something else, or that write otherwise than they are told."""
        for name in STORE_TABLES:
            if self._postgres:
                found = self._rows(
                    "SELECT relkind::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
                    f"AND relname = '{name}'"
                )
                good = [row[0] for row in found] == ["r"]
            else:
                found = self._rows(f"SELECT type, sql FROM sqlite_master WHERE name = '{name}'")
                good = len(found) == 1 and found[0][0] == "table" and not _WRITES_OTHERWISE.search(found[0][1] or "")
            if not good:
                yield _deviation(name, f"tabel {name}: is geen gewone tabel meer, of ontbreekt")


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _deviation(name: str, told: str, found: Any = None, expected: Any = None) -> Deviation:
    return Deviation(of="database", table=name, found=found, expected=expected, told=told)
