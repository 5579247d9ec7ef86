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
        TownScene(name="statistics", keys=("g", "s")),
        TownScene(name="statistics-light", keys=("g", "s"), light=True),
        TownScene(name="statistics-stages", keys=("g", "s", "2")),
        TownScene(name="statistics-hours", keys=("g", "s", "3")),
        TownScene(name="statistics-hour", keys=(*BARS, "3", READ, "down", "down", "down", "enter")),
        TownScene(name="statistics-severity", keys=("g", "s", "4")),
        TownScene(name="evidence", keys=(*BARS, "enter")),
        TownScene(name="reports", keys=REPORTS),
        TownScene(name="reports-assessment", keys=(*REPORTS, "2")),
        TownScene(name="reports-journal", keys=(*REPORTS, "3", "f3")),
        TownScene(name="reports-special", keys=(*REPORTS, "4")),
        TownScene(name="reports-paper", keys=(*REPORTS, "4", READ, "enter")),
        TownScene(name="reports-monitoring", keys=(*REPORTS, "5")),
        TownScene(name="reports-issued", keys=(*REPORTS, "6")),
        TownScene(name="reports-review", keys=(*REPORTS, "4", READ, "f2")),
        TownScene(name="reports-resources", keys=(*REPORTS, "f9")),
        TownScene(name="reports-issue", keys=(*REPORTS, "f8"), role=CHIEF, act=issued),
        TownScene(
            name="reports-correct", keys=(*REPORTS, "6", READ, "f8"), role=CHIEF, act=corrected
        ),
    ],
)
