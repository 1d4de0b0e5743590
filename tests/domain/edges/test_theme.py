"""Themes: from the day on which they are named until the day on which they are retired."""

from datetime import date

from domain.deciding import Edge, Trial, table
from domain.trials import DAY, REGION
from rso_core import acts
from rso_core.events import SignalKind

RUNS = "theme.runs"
NAMED = date(2026, 1, 1)
RETIRED = date(2026, 6, 1)
THEME = acts.NameTheme(theme="wonen", name="Wonen", on=NAMED)
OTHER = acts.NameTheme(theme="energie", name="Energie", on=date(2025, 1, 1))
RETIRE = acts.RetireTheme(theme="wonen", on=RETIRED, reason="Afgerond")
GIVEN = (
    *REGION, THEME, OTHER,
    acts.ProposeProject(project="p", name="P", body="overleg", owner="gem-a", on=date(2025, 6, 1)),
)  # fmt: skip

RETIRING = Trial(GIVEN, RETIRE)
USES = {
    "on a body": (Trial(GIVEN, acts.SetBodyThemes(body="overleg", themes=("energie", "wonen"), since=NAMED)), "since"),
    "on a project": (
        Trial(GIVEN, acts.SetProjectThemes(project="p", themes=("energie", "wonen"), since=NAMED)), "since",
    ),
    "on a proposal": (
        Trial(
            GIVEN,
            acts.ProposeProject(project="q", name="Q", body="overleg", owner="gem-a", on=NAMED, themes=("wonen",)),
        ),
        "on",
    ),
    "on a signal": (
        Trial(
            GIVEN,
            acts.RaiseSignal(
                signal="s", kind=SignalKind.OPPORTUNITY, title="T", party="gem-a", body="overleg", on=NAMED,
                theme="wonen",
            ),
        ),
        "on",
    ),
}  # fmt: skip

EDGES = [
    RETIRING.allowed(RUNS, "a theme is retired on the day on which it was named", on=NAMED),
    RETIRING.refused(RUNS, "a theme is not retired the day before it was named", on=NAMED - DAY),
    RETIRING.refused(RUNS, "a theme is retired once", after=[RETIRE]),
]
for where, (use, day) in USES.items():
    EDGES += [
        use.allowed(RUNS, f"a theme {where} from the day on which it is named"),
        use.refused(RUNS, f"no theme {where} the day before", **{day: NAMED - DAY}),
        use.allowed(
            RUNS, f"a theme {where} until the day before it is retired", after=[RETIRE], **{day: RETIRED - DAY}
        ),
        use.refused(RUNS, f"no theme {where} on the day on which it is retired", after=[RETIRE], **{day: RETIRED}),
    ]
EDGES += [
    USES["on a body"][0].allowed(
        RUNS, "a theme of a body is named once", themes=("wonen", "energie", "wonen"), facts={
            "themes": ("wonen", "energie"),
        }
    ),
    USES["on a project"][0].allowed(
        RUNS, "a theme of a project is named once", themes=("wonen", "energie", "wonen"), facts={
            "themes": ("wonen", "energie"),
        }
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
