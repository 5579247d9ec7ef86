"""The rosters, tab by tab and three of their forms, drawn as their administrator sees them."""

import os
from unittest.mock import patch

from services.kit.auth import Role
from tests.stories.accounts import staffed
from tests.stories.audited import audit
from tests.stories.imported import import_list, write_list
from tests.stories.town import Town
from tests.support.town_scenes import PASTED, READ, Group, Steady, TownScene

ADMIN = Role.ROSTER_ADMIN
LIST = ("g", "r", READ)
BUREAU = (*LIST, "2", "slash", f"{PASTED}1301-YJGLJ", READ, "enter", READ)
POSTS = (*BUREAU, "enter", READ)
IMPORTS = (*LIST, "8", READ)
HOMES: list[str] = []


async def prepare(town: Town) -> None:
    """Look at the rosters, import a list, and lay one ready of which a row is wrong."""
    await audit(town)
    await staffed(town, "1301-YJGLJ")
    written = town.folder / "十月任职.csv"
    people = (("虚构周任", "联络员", "2026-10-8"), ("虚构吴任", "信息员", "2026-10-8"))
    write_list(written, "1301-SWJ", *people)
    await import_list(town, written)
    town.clock.advance(minutes=1)
    write_list(
        town.folder / "名单.csv",
        "1301-YJGLJ",
        ("虚构新任甲", "新闻发言人", "2026.3.1"),
        ("虚构新任乙", "联络员", "2026年3月1日"),
        ("虚构错行", "联络员", "2026-02-30"),
    )
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


async def a_sure_merger(officer: Steady) -> None:
    await a_merger(officer)
    await officer.hit("ctrl+s")


async def rejected(officer: Steady) -> None:
    """Ask for the rejected rows of the newest list, as somebody with a home like this does."""
    with patch.dict(os.environ, {"HOME": "/home/mingdan"}):
        await officer.hit("home", "f2", "2", READ)


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
        TownScene(name="roster-rejected", base=IMPORTS, role=ADMIN, act=rejected),
        TownScene(name="roster-undo", base=IMPORTS, keys=("end", "f2", "2"), role=ADMIN),
        TownScene(
            name="roster-undo-sure",
            base=IMPORTS,
            keys=("end", "f2", "2", READ, "enter"),
            role=ADMIN,
        ),
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
        TownScene(
            name="rosters-merge-sure", base=BUREAU, keys=("f2", "4"), role=ADMIN, act=a_sure_merger
        ),
    ],
)
