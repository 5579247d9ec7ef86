"""The rosters, tab by tab and three of their forms, drawn as their administrator sees them."""

import csv

from textual.events import Paste

from services.kit.auth import Role
from tests.stories.audited import audit
from tests.stories.town import Officer, Town
from tests.support.town_scenes import Group, TownScene

ADMIN = Role.ROSTER_ADMIN
BUREAU = ("g", "r", "2", "slash", *"1301-YJGLJ", "enter")
HEADER = ("单位代码", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期")
FILE: list[str] = []


async def prepare(town: Town) -> None:
    """Look at the rosters once, and write a list with a row that is wrong."""
    await audit(town)
    path = town.folder / "名单.csv"
    with path.open("w", encoding="gbk", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for name, post, day in (
            ("虚构新任甲", "新闻发言人", "2026.3.1"),
            ("虚构新任乙", "联络员", "2026年3月1日"),
            ("虚构错行", "联络员", "2026-02-30"),
        ):
            sheet.writerow(("1301-YJGLJ", name, post, "科长", "13900007001", day, ""))
    FILE.append(str(path))


async def fill(officer: Officer, *rows: str) -> None:
    """Paste each row's text, Enter after each."""
    for text in rows:
        field = officer.app.screen.focused
        if text and field is not None:
            field.post_message(Paste(text))
        await officer.pilot.press("enter")
    await officer.settle()


async def a_dry_run(officer: Officer) -> None:
    await fill(officer, FILE[-1], "")
    await officer.settle()


async def an_appointment(officer: Officer) -> None:
    await officer.press("3", "enter")
    await fill(officer, "虚构新任丙", "13900007002", "副局长")


async def a_merger(officer: Officer) -> None:
    await fill(officer, "130102", "+30")


async def a_number(officer: Officer) -> None:
    await officer.press("f6", "y", "f7")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="rosters-findings", keys=("g", "r"), role=ADMIN),
        TownScene(name="rosters-units", keys=BUREAU, role=ADMIN),
        TownScene(name="rosters-posts", keys=(*BUREAU, "enter"), role=ADMIN, act=a_number),
        TownScene(name="rosters-experts", keys=(*BUREAU, "enter", "4"), role=ADMIN),
        TownScene(name="rosters-channels", keys=("g", "r", "5"), role=ADMIN),
        TownScene(name="rosters-filings", keys=("g", "r", "6"), role=ADMIN),
        TownScene(name="rosters-documents", keys=("g", "r", "7"), role=ADMIN),
        TownScene(
            name="rosters-import-form", keys=("g", "r", "8", "f2", "1"), role=ADMIN, act=a_dry_run
        ),
        TownScene(name="rosters-imports", keys=("g", "r", "8"), role=ADMIN),
        TownScene(name="rosters-accounts", keys=("g", "r", "9"), role=ADMIN),
        TownScene(name="rosters-acts", keys=(*BUREAU, "f2"), role=ADMIN),
        TownScene(
            name="rosters-appoint",
            keys=(*BUREAU, "enter", "f2", "1"),
            role=ADMIN,
            act=an_appointment,
        ),
        TownScene(name="rosters-merge", keys=(*BUREAU, "f2", "4"), role=ADMIN, act=a_merger),
    ],
)
