"""The rosters, tab by tab and three of their forms, drawn as their administrator sees them."""

import csv
import os
from unittest.mock import patch

from services.kit.auth import Role
from tests.stories.accounts import staffed
from tests.stories.audited import audit
from tests.stories.town import Town
from tests.support.town_scenes import PASTED, READ, Group, Steady, TownScene

ADMIN = Role.ROSTER_ADMIN
LIST = ("g", "r", READ)
BUREAU = (*LIST, "2", "slash", f"{PASTED}1301-YJGLJ", READ, "enter", READ)
POSTS = (*BUREAU, "enter", READ)
HEADER = ("单位代码", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期")
HOMES: list[str] = []


async def prepare(town: Town) -> None:
    """Look at the rosters once, and write a list with a row that is wrong."""
    await audit(town)
    await staffed(town, "1301-YJGLJ")
    with (town.folder / "名单.csv").open("w", encoding="gbk", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for name, post, day in (
            ("虚构新任甲", "新闻发言人", "2026.3.1"),
            ("虚构新任乙", "联络员", "2026年3月1日"),
            ("虚构错行", "联络员", "2026-02-30"),
        ):
            sheet.writerow(("1301-YJGLJ", name, post, "科长", "13900007001", day, ""))
    HOMES.append(str(town.folder))


async def a_dry_run(officer: Steady) -> None:
    """Name the list as somebody does whose home it lies in."""
    with patch.dict(os.environ, {"HOME": HOMES[-1]}):
        await officer.fill("~/名单.csv", "")


async def an_appointment(officer: Steady) -> None:
    await officer.hit("3", "enter")
    await officer.fill("虚构新任丙", "13900007002", "副局长")


async def a_merger(officer: Steady) -> None:
    await officer.fill("130102")
    await officer.fill("+30")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="rosters-findings", base=LIST, role=ADMIN),
        TownScene(name="rosters-units", base=BUREAU, role=ADMIN),
        TownScene(
            name="rosters-posts",
            base=POSTS,
            keys=("f6", "y", READ, "f7"),
            role=ADMIN,
        ),
        TownScene(name="rosters-experts", base=POSTS, keys=("4",), role=ADMIN),
        TownScene(name="rosters-channels", base=LIST, keys=("5",), role=ADMIN),
        TownScene(name="rosters-filings", base=LIST, keys=("6",), role=ADMIN),
        TownScene(name="rosters-documents", base=LIST, keys=("7",), role=ADMIN),
        TownScene(
            name="rosters-import-form",
            base=LIST,
            keys=("8", READ, "f2", "1"),
            role=ADMIN,
            act=a_dry_run,
        ),
        TownScene(name="rosters-imports", base=LIST, keys=("8", READ, "home"), role=ADMIN),
        TownScene(name="rosters-accounts", base=POSTS, keys=("9",), role=ADMIN),
        TownScene(name="rosters-acts", base=BUREAU, keys=("f2",), role=ADMIN),
        TownScene(
            name="rosters-appoint",
            base=POSTS,
            keys=("3", READ, "home", "f2", "1"),
            role=ADMIN,
            act=an_appointment,
        ),
        TownScene(name="rosters-merge", base=BUREAU, keys=("f2", "4"), role=ADMIN, act=a_merger),
    ],
)
