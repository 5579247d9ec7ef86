"""The statistics, what they count, and the reports made of it, drawn."""

from services.kit.auth import Role
from tests.stories.a_half_year import half_a_year
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

CHIEF = Role.DUTY_CHIEF
BARS = ("g", "s", READ)
REPORTS = (*BARS, "f2", READ)


async def prepare(town: Town) -> None:
    await half_a_year(town)
    given = {"kind": "BULLETIN", "period": "2026H2", "number": "石政办通报〔2026〕2号"}
    answer = await town.act("issueBulletin", "replayed", given, CHIEF)
    assert answer["__typename"] != "Refusal", answer


async def issued(officer: Steady) -> None:
    await officer.fill("石政办通报〔2026〕3号")


async def corrected(officer: Steady) -> None:
    await officer.fill("桥西区一件补登后重新统计")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="statistics", base=BARS),
        TownScene(name="statistics-light", base=BARS, light=True),
        TownScene(name="statistics-stages", base=BARS, keys=("2",)),
        TownScene(name="statistics-hours", base=BARS, keys=("3",)),
        TownScene(
            name="statistics-hour", base=BARS, keys=("3", READ, "down", "down", "down", "enter")
        ),
        TownScene(name="statistics-severity", base=BARS, keys=("4",)),
        TownScene(name="evidence", base=BARS, keys=("1", READ, "home", "enter")),
        TownScene(name="reports", base=REPORTS),
        TownScene(name="reports-assessment", base=REPORTS, keys=("2",)),
        TownScene(name="reports-journal", base=REPORTS, keys=("3", "f3")),
        TownScene(name="reports-special", base=REPORTS, keys=("4",)),
        TownScene(name="reports-paper", base=REPORTS, keys=("4", READ, "enter")),
        TownScene(name="reports-monitoring", base=REPORTS, keys=("5",)),
        TownScene(name="reports-issued", base=REPORTS, keys=("6",)),
        TownScene(name="reports-review", base=REPORTS, keys=("4", READ, "f2")),
        TownScene(name="reports-resources", base=REPORTS, keys=("1", READ, "f9")),
        TownScene(
            name="reports-issue", base=REPORTS, keys=("1", READ, "f8"), role=CHIEF, act=issued
        ),
        TownScene(
            name="reports-correct", base=REPORTS, keys=("6", READ, "f8"), role=CHIEF, act=corrected
        ),
    ],
)
