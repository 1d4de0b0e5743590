"""The rules of pluggy hold for hooks, or are refused in words where a plugin is registered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pluggy
import pytest

from rso_core.hooks import DueItem, Plugins, hookimpl, hookspec


def told(what: str, on: date = date(2026, 1, 1)) -> list[DueItem]:
    return [DueItem(on=on, what=what, who="iemand", rule="daarom")]


def loaded(**plugins: object) -> Plugins:
    return Plugins(load_entry_points=False, extra=list(plugins.items()))


def failures(plugins: Plugins) -> dict[str, str]:
    return {info.name: info.failure for info in plugins.infos() if info.failure}


def due(plugins: Plugins) -> list[str]:
    def register(_: str) -> Any:
        raise AssertionError

    return [item.what for item in plugins.due(register, date(2026, 1, 1))]


def plugin(**options: bool) -> object:
    class Mine:
        @hookimpl(**options)  # type: ignore[call-overload, untyped-decorator]
        def rso_startup(self) -> str:
            return "x"

    return Mine()


def test_plugins_go_in_order_of_names_but_for_those_that_ask_to_go_first_or_last() -> None:
    plugins = loaded(a=plugin(trylast=True), b=plugin(), c=plugin(), d=plugin(tryfirst=True), e=plugin(tryfirst=True))
    assert [name for name, _ in plugins.call("rso_startup", application=None)] == ["d", "e", "b", "c", "a"]


class Due:
    @hookimpl
    def rso_due(self, on: date) -> list[DueItem]:
        return told("goed")


@pytest.mark.parametrize("options", [{"wrapper": True}, {"hookwrapper": True}])
def test_a_wrapper_is_refused_in_words_and_takes_nothing_from_others(options: dict[str, bool]) -> None:
    class Wraps(Due):
        @hookimpl(**options)  # type: ignore[call-overload, untyped-decorator]
        def rso_due(self) -> Iterator[Any]:
            yield

        @hookimpl
        def rso_startup(self) -> None:
            raise AssertionError("nothing of it is called")

    plugins = loaded(goed=Due(), omheen=Wraps())
    assert due(plugins) == ["goed"]
    assert plugins.call("rso_startup", application=None) == []
    assert "its rso_due is a wrapper" in failures(plugins)["omheen"]


def test_a_hook_that_asks_for_what_it_is_not_given_is_refused_in_words() -> None:
    class Asks:
        @hookimpl
        def rso_due(self, dag: date) -> list[DueItem]:
            return told("fout")

        @hookimpl
        def rso_commands(self) -> None:
            raise AssertionError("nothing of it is called")

    plugins = loaded(goed=Due(), vraagt=Asks())
    assert due(plugins) == ["goed"]
    assert "'dag'" in failures(plugins)["vraagt"]
    assert plugins.call("rso_commands", cli=None) == []


def test_arguments_may_be_left_out_stand_in_any_order_and_be_positional() -> None:
    class Turned:
        @hookimpl
        def rso_due(self, on: date, register: object, /) -> list[DueItem]:
            return told(str(register is not None), on)

    assert due(loaded(een=Turned())) == ["True"]


def test_a_hook_may_have_another_name_in_the_plugin() -> None:
    class Named:
        @hookimpl(specname="rso_due")
        def te_doen(self) -> list[DueItem]:
            return told("anders genoemd")

    assert due(loaded(een=Named())) == ["anders genoemd"]


class Specifies:
    """A plugin with hooks of its own."""

    class Hooks:
        @hookspec(firstresult=True)
        def rso_mine_one(self, x: int) -> int:  # type: ignore[empty-body]
            """Give one number."""

        @hookspec
        def rso_mine_all(self, x: int) -> int:  # type: ignore[empty-body]
            """Give a number."""

    @hookimpl
    def rso_add_hookspecs(self, plugins: Plugins) -> None:
        plugins.add_hookspecs(self.Hooks)


class Answers:
    def __init__(self, one: int | None) -> None:
        self.one = one

    @hookimpl
    def rso_mine_one(self, x: int) -> int | None:
        return self.one

    @hookimpl
    def rso_mine_all(self) -> int | None:
        return self.one


def test_of_a_hook_that_gives_one_result_the_first_that_is_none_counts_not() -> None:
    plugins = loaded(a=Answers(None), b=Answers(0), c=Answers(2), soort=Specifies())
    assert plugins.call("rso_mine_one", x=1) == [("a", None), ("b", 0)]
    assert plugins.call("rso_mine_all", x=1) == [("a", None), ("b", 0), ("c", 2)]


def test_hooks_of_another_plugin_are_held_to_what_it_says_whoever_is_registered_first() -> None:
    class Asks(Answers):
        @hookimpl
        def rso_mine_one(self, y: int) -> int | None:
            return 1

    class Wraps:
        @hookimpl(wrapper=True)
        def rso_mine_all(self) -> Iterator[None]:
            yield

    plugins = loaded(a=Asks(1), b=Wraps(), c=Answers(3), soort=Specifies())
    assert plugins.call("rso_mine_all", x=1) == [("c", 3)]
    found = failures(plugins)
    assert "its rso_mine_one asks for ['y']" in found["a"]
    assert "its rso_mine_all is a wrapper" in found["b"]
    assert set(found) == {"a", "b"}


def test_a_historic_hook_is_refused_in_words() -> None:
    class Historic(Specifies):
        class Hooks:
            @hookspec(historic=True)
            def rso_mine_one(self) -> None:
                """Give one number."""

    assert "rso_mine_one is historic" in failures(loaded(soort=Historic()))["soort"]


def test_the_markers_are_those_of_pluggy() -> None:
    assert isinstance(hookimpl, pluggy.HookimplMarker)
    assert isinstance(hookspec, pluggy.HookspecMarker)
