"""A roster administrator's week (REQUIREMENTS 6.2): spreadsheet, receipt, audit, merger."""

import asyncio
import csv
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from tests.stories.town import Town, open_town

ROOT = Path(__file__).parents[2]
BUREAU = "1301-YJGLJ"
HEADER = ("单位代码", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admin:
    """The administrator of 石家庄市's roster: a shell, and GraphQL for what has no command."""

    town: Town
    folder: Path

    async def shell(self, *arguments: str, role: Role = Role.ROSTER_ADMIN, code: int = 0) -> str:
        """Run `huiying …` and return what it printed; it must end with ``code``."""
        secret = self.folder / f"{role.value}.secret"
        secret.write_text(self.town.secrets[role])
        secret.chmod(0o600)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", *arguments),
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder / role.value),
                "PYTHONPATH": str(ROOT),
                "HUIYING_REGISTRY_URL": self.town.registry_url,
                "HUIYING_DEADLINES_URL": self.town.deadlines_url,
                "HUIYING_SECRET_FILE": str(secret),
            },
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == code, (arguments, out.decode(), err.decode())
        return out.decode()

    async def ask(self, query: str, role: Role = Role.ROSTER_ADMIN, **given: Any) -> Any:
        """Ask the registry; an error fails the story."""
        return await self.town.ask_registry(query, role, **given)

    async def act(self, name: str, payload: str, /, **given: Any) -> dict[str, Any]:
        """Run a mutation of the registry; a refusal fails the story."""
        query = f"""mutation M($input: {name[0].upper()}{name[1:]}Input!) {{
            {name}(input: $input) {{
            __typename ... on {payload} ... on Refusal {{ code message field }} }} }}"""
        given["idempotencyKey"] = f"{name}:{json.dumps(given, ensure_ascii=False)}"[:200]
        found: dict[str, Any] = (await self.ask(query, input=given))[name]
        assert found["__typename"] != "Refusal", found
        return found

    async def speaker(self) -> str | None:
        found = await self.ask(f'{{ whoSpeaks(unit: "{BUREAU}") {{ speaker {{ name }} }} }}')
        speaker = found["whoSpeaks"]["speaker"]
        return speaker["name"] if speaker else None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Admin]:
    clock = ManualClock(SystemClock().now())  # the command compares tokens with the real clock
    folder = tmp_path_factory.mktemp("week")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        yield Admin(town=town, folder=folder)


@pytest.mark.timeout(240)
@pytest.mark.requirement(39, 41, 124)
async def test_the_week_of_a_roster_administrator(admin: Admin) -> None:
    await monday_the_spreadsheet(admin)
    await tuesday_second_thoughts(admin)
    await wednesday_the_receipt(admin)
    await thursday_the_weekly_list(admin)
    await friday_the_merger(admin)
    await whose_number(admin)
    await the_same_list_again(admin)


def write_list(path: Path, *rows: tuple[str, ...]) -> None:
    """Write a list as an office keeps it: GBK, a title above the header, dots in the dates."""
    with path.open("w", encoding="gbk", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("石家庄市应急管理局新闻发言人名单（虚构）",))
        sheet.writerow(HEADER)
        sheet.writerows(rows)


async def monday_the_spreadsheet(admin: Admin) -> None:
    """A dry run writes nothing; good rows are not lost for bad ones, and the bad ones say why."""
    file, rejected = admin.folder / "名单.csv", admin.folder / "退回.csv"
    write_list(
        file,
        (BUREAU, "虚构新任甲", "新闻发言人", "副局长", "１３９００００７００１", "2026.3.1", ""),
        (BUREAU, "虚构新任乙", "联络员", "科长", "13900007002", "2026年3月1日", ""),
        (BUREAU, "虚构错行", "联络员", "科长", "13900007003", "2026-02-30", ""),
    )
    before = await people(admin)
    told = await admin.shell("roster", "import", str(file), "--dry-run", code=3)
    assert "没有写入" in told
    assert await people(admin) == before
    await admin.shell("roster", "import", str(file), "--rejected", str(rejected), code=3)
    assert await people(admin) - before == {"虚构新任甲", "虚构新任乙"}
    text = rejected.read_text(encoding="utf-8-sig")
    assert "原因" in text
    assert "虚构错行" in text
    assert "虚构新任甲" not in text


async def people(admin: Admin) -> set[str]:
    query = f"""{{ appointments(unit: "{BUREAU}", first: 100) {{
      edges {{ node {{ person {{ name }} }} }} }} }}"""
    edges = (await admin.ask(query))["appointments"]["edges"]
    return {edge["node"]["person"]["name"] for edge in edges}


async def tuesday_second_thoughts(admin: Admin) -> None:
    """The import is undone whole, and taken again once the bad row is mended."""
    (line, *_) = (await admin.shell("roster", "imports")).splitlines()
    listed = await admin.ask("{ rosterImports(first: 1) { edges { node { id dryRun } } } }")
    newest = listed["rosterImports"]["edges"][0]["node"]
    assert not newest["dryRun"]
    await admin.shell("roster", "undo", newest["id"])
    assert not {"虚构新任甲", "虚构新任乙"} & await people(admin)
    file = admin.folder / "名单.csv"
    write_list(
        file,
        (BUREAU, "虚构新任甲", "新闻发言人", "副局长", "13900007001", "2026.3.1", ""),
        (BUREAU, "虚构新任乙", "联络员", "科长", "13900007002", "2026/3/1", ""),
    )
    await admin.shell("roster", "import", str(file))
    assert {"虚构新任甲", "虚构新任乙"} <= await people(admin)
    assert line


DIFF = f"""{{ filedDiff(unit: "{BUREAU}", subject: SPOKESPERSONS) {{
  state behind added {{ name }} digest }} }}"""


async def wednesday_the_receipt(admin: Admin) -> None:
    """The list changed, so it is to be filed with the news office of the level; then it is."""
    behind = (await admin.ask(DIFF))["filedDiff"]
    assert "虚构新任甲" in {one["name"] for one in behind["added"]}
    query = f"""{{ filings(under: "{BUREAU}", subject: SPOKESPERSONS, state: OPEN, first: 10) {{
      edges {{ node {{ id recipient {{ kind level }} changes {{ name }} }} }} }} }}"""
    (edge,) = (await admin.ask(query))["filings"]["edges"]
    assert edge["node"]["recipient"] == {"kind": "NEWS_OFFICE", "level": "PREFECTURE"}
    assert "虚构新任甲" in {change["name"] for change in edge["node"]["changes"]}
    await admin.act(
        "recordFiling",
        "FilingPayload { filing { snapshotDigest receiptNumber } }",
        filing=edge["node"]["id"],
        receiptNumber="石新办备〔2026〕17号",
        filedOn=china_today(admin).isoformat(),
        fileSha256="0" * 64,
        expectedDigest=behind["digest"],
    )
    after = (await admin.ask(DIFF))["filedDiff"]
    assert (after["state"], after["behind"]) == ("CURRENT", 0)


def china_today(admin: Admin) -> date:
    return (admin.town.clock.now() + timedelta(hours=8)).date()


async def thursday_the_weekly_list(admin: Admin) -> None:
    """The job looks at every roster; what was mended since is gone from the list."""
    told = json.loads(await admin.shell("job", "auditRosters", role=Role.JOB))
    assert told["audit"]["standing"] > 0
    untrained = await findings(admin, "UNTRAINED")
    assert "虚构新任甲没有培训记录。" in untrained
    spokesperson = await admin.ask(
        f"""{{ spokespersons(unit: "{BUREAU}", first: 100) {{
          edges {{ node {{ person {{ id name }} }} }} }} }}"""
    )
    ids = {
        edge["node"]["person"]["name"]: edge["node"]["person"]["id"]
        for edge in spokesperson["spokespersons"]["edges"]
    }
    attendee = {"personId": ids["虚构新任甲"], "staffKind": "SPOKESPERSON"}
    await admin.act(
        "recordTraining",
        "TrainingPayload { replayed }",
        organiser="1301",
        topic="新闻发言人轮训",
        heldOn=china_today(admin).isoformat(),
        attendees=[attendee],
    )
    await admin.shell("job", "auditRosters", role=Role.JOB)
    assert "虚构新任甲没有培训记录。" not in await findings(admin, "UNTRAINED")


async def findings(admin: Admin, kind: str) -> set[str]:
    query = f"""{{ rosterFindings(under: "{BUREAU}", kind: {kind}, first: 100) {{
      edges {{ node {{ text advice }} }} }} }}"""
    edges = (await admin.ask(query))["rosterFindings"]["edges"]
    return {edge["node"]["text"] for edge in edges}


async def friday_the_merger(admin: Admin) -> None:
    """A bureau is created, renamed and merged; what it was called on a day stays answerable."""
    today = china_today(admin)
    new: dict[str, Any] = {"name": "石家庄市防灾局", "kind": "DEPARTMENT", "parent": "1301"}
    await admin.act("createUnit", "UnitPayload { replayed }", code="1301-FZJ", **new)
    await admin.act(
        "updateUnit",
        "UnitPayload { replayed }",
        code="1301-FZJ",
        name="石家庄市防灾减灾局",
        effectiveOn=(today + timedelta(days=1)).isoformat(),
    )
    await admin.act(
        "mergeUnits",
        "MergeUnitsPayload { replayed }",
        **{"from": ["1301-FZJ"], "into": BUREAU},
        effectiveOn=(today + timedelta(days=30)).isoformat(),
    )
    found = await admin.ask(
        f"""{{ unit(code: "1301-FZJ") {{ activeTo
          now: nameOn(date: "{today}") then: nameOn(date: "{today + timedelta(days=2)}")
          successors {{ successor {{ code }} }} }} }}"""
    )
    assert found["unit"] == {
        "activeTo": (today + timedelta(days=29)).isoformat(),
        "now": "石家庄市防灾局",
        "then": "石家庄市防灾减灾局",
        "successors": [{"successor": {"code": BUREAU}}],
    }


async def whose_number(admin: Admin) -> None:
    """An officer of the city reads the number, and the administrator reads that he did."""
    query = f"""{{ spokespersons(unit: "{BUREAU}", first: 100) {{
      edges {{ node {{ person {{ id name phone }} }} }} }} }}"""
    edges = (await admin.ask(query, Role.OFFICER))["spokespersons"]["edges"]
    (person,) = [
        edge["node"]["person"] for edge in edges if edge["node"]["person"]["name"] == "虚构新任甲"
    ]
    assert person["phone"] == "13900007001"
    reveals = await admin.ask(
        "query ($id: ID!) { phoneReveals(person: $id, first: 5) { actor operation } }",
        id=person["id"],
    )
    assert {"actor": "duty", "operation": "spokespersons"} in reveals["phoneReveals"]


async def the_same_list_again(admin: Admin) -> None:
    """What is exported comes back unchanged."""
    file = admin.folder / "导出.xlsx"
    await admin.shell("roster", "export", "--unit", BUREAU, "-o", str(file))
    told = await admin.shell("roster", "import", str(file), "--dry-run")
    counts = await admin.ask(
        """{ rosterImports(first: 1) {
          edges { node { newRows changedRows rejectedRows unchangedRows } } } }"""
    )
    newest = counts["rosterImports"]["edges"][0]["node"]
    assert (newest["newRows"], newest["changedRows"], newest["rejectedRows"]) == (0, 0, 0)
    assert newest["unchangedRows"] > 0
    assert "没有写入" in told
