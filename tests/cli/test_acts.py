"""The night of an explosion by commands alone, on real services: every act of the desk."""

import shlex
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from tests.cli.running import Line, Warm, line_of, warm_command
from tests.stories.town import Town, open_town

EXPLOSION = ("--occurred", "-22", "--kind", "sgzn", "--severity", "特别重大", "--place", "130123")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    # the command's clock is the machine's, so the town lives now
    clock = ManualClock(SystemClock().now())
    async with open_town(registry_db, deadlines_db, clock, tmp_path_factory.mktemp("t")) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def warm(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Warm]:
    async with warm_command(tmp_path_factory.mktemp("warm")) as warm:
        yield warm


def line_as(town: Town, role: Role, warm: Warm) -> Line:
    """Return somebody's command line; the services' clock follows the machine's."""

    def catch_up() -> None:
        town.clock.advance(seconds=(SystemClock().now() - town.clock.now()).total_seconds())

    home, secret = town.folder / role.value, town.secrets[role]
    return line_of(home, town.registry_url, town.deadlines_url, secret, catch_up, warm)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def duty(town: Town, warm: Warm) -> Line:
    return line_as(town, Role.OFFICER, warm)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chief(town: Town, warm: Warm) -> Line:
    return line_as(town, Role.DUTY_CHIEF, warm)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(duty: Line) -> dict[str, Any]:
    """An incident that was opened by command."""
    told: dict[str, Any] = await duty.json("incident", "open", *EXPLOSION, "--title", "爆炸")
    found: dict[str, Any] = told["incident"]
    return found


async def test_a_dry_run_prints_dues_with_clauses_and_assumptions_and_writes_nothing(
    duty: Line,
) -> None:
    ended = await duty.run("incident", "open", *EXPLOSION, "--dry-run")
    assert ended.code == 0, ended.err
    assert "首次发布" in ended.out
    assert "石政办发〔2019〕5号 四" in ended.out
    assert "正定县人民政府" in ended.out
    assert "爆炸" not in (await duty.run("incident", "list")).out


async def test_the_same_key_is_the_same_act(duty: Line) -> None:
    words = ("incident", "open", "--key", "call-7", "--title", "同一事", "--kind", "其他")
    at = ("--known", "2026-11-20T02:40:00+08:00")
    first = await duty.json(*words, *at)
    again = await duty.json(*words, *at)
    assert first["incident"] == again["incident"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["idempotencyKey"] == "call-7"


async def test_a_duty_is_accepted_by_number_and_initials(
    duty: Line, opened: dict[str, Any]
) -> None:
    ended = await duty.run("obligation", "accept", f"{opened['number']}/scfb")
    assert (ended.code, ended.out) == (0, "已受理：首次发布\n"), ended.err
    shown = await duty.run("obligation", "show", f"{opened['number']}/FIRST_RELEASE")
    assert "虚构duty" in shown.out
    listed = await duty.run("obligation", "list", "爆炸 首次")
    assert "首次发布（原则上）" in listed.out
    rows = (await duty.json("obligation", "list", "--unaccepted"))["duties"]
    assert "FIRST_RELEASE" not in {row["kind"] for row in rows if row["owner"]}


async def test_a_party_is_reached_and_the_speaker_asked(duty: Line, opened: dict[str, Any]) -> None:
    ended = await duty.run("incident", "reached", opened["number"], "--means", "当面")
    assert ended.code == 0, ended.err
    assert "正定县人民政府" in ended.out
    spoken = await duty.run("speaks", "正定县人民政府")
    assert "发言人" in spoken.out


async def test_a_report_upward_is_recorded(duty: Line, opened: dict[str, Any]) -> None:
    ref = f"{opened['number']}/上级报告"
    would = (await duty.run("obligation", "fulfil", ref, "--dry-run")).out
    assert "将登记" in would
    done = await duty.json("obligation", "fulfil", ref, "--receipt", "收文 7", "--at", "-1")
    assert done["obligation"]["outcome"] == "ON_TIME" or done["obligation"]["outcome"] is None


async def test_a_release_waits_for_its_gate(duty: Line, opened: dict[str, Any]) -> None:
    number = opened["number"]
    release = ("obligation", "release", f"{number}/scfb", "--url", "https://example.invalid/1")
    refused = await duty.run(*release)
    assert refused.code == 1
    assert "GATE" in refused.err
    assert "领导审定口径" in (await duty.run("gate", "list", number)).out
    decided = await duty.run("gate", "decide", number, "--approver", "虚构刘")
    assert decided.code == 0, decided.err
    assert "审批已齐" in (await duty.run(*release, "--dry-run")).out
    done = await duty.json(*release)
    assert "首次发布" in [row["title"] for row in done["fulfilled"]]


async def test_other_facts_are_tried_before_they_are_kept(
    duty: Line, opened: dict[str, Any]
) -> None:
    rumour = ("incident", "assess", opened["number"], "--severe-rumour")
    tried = await duty.json(*rumour, "--dry-run")
    assert "TRANSFER" in [row["kind"] for row in tried["opened"]]
    assert "--reason" in (await duty.run(*rumour)).err
    kept = await duty.run(*rumour, "--reason", "出现伪造名单")
    assert kept.code == 0, kept.err
    assert "线索移交" in kept.out


async def test_what_cannot_be_undone_wants_a_word_more(duty: Line, opened: dict[str, Any]) -> None:
    waive = ("obligation", "waive", f"{opened['number']}/PRESS_CONFERENCE", "--reason", "演练")
    unsure = await duty.run(*waive)
    assert (unsure.code, unsure.err.partition("：")[0]) == (1, "CONFIRMATION_NEEDED")
    assert (await duty.run(*waive, "--yes")).out == "已免办新闻发布会\n"
    close = ("incident", "close", opened["number"])
    assert (await duty.run(*close)).code == 1
    assert "FINAL_OUTCOME_OPEN" in (await duty.run(*close, "--yes")).err


async def test_an_emergency_goes_past_the_gates_with_a_reason(duty: Line, chief: Line) -> None:
    number = (await duty.json("incident", "open", *EXPLOSION))["incident"]["number"]
    line = await duty.run("gate", "draft", number, "正在核实，稍后通报。")
    assert line.out == "口径第 1 版\n", line.err
    over = ("gate", "override", number, "--reason", "人命关天")
    assert "CONFIRMATION_NEEDED" in (await chief.run(*over)).err
    ended = await chief.run(*over, "--yes")
    assert "领导审定口径" in ended.out, ended.err


async def test_where_nobody_answered_the_whole_command_to_repeat_is_told(duty: Line) -> None:
    words = ("incident", "open", "--occurred", "-22", "--title", "断线")
    lost = await duty.run(*words, HUIYING_DEADLINES_URL="http://127.0.0.1:1")
    assert lost.code == 75
    (again,) = [row.strip() for row in lost.err.splitlines() if row.strip().startswith("huiying ")]
    name, *repeat = shlex.split(again)
    assert name == "huiying"
    assert "-22" not in repeat
    first, second = await duty.json(*repeat), await duty.json(*repeat)
    assert first["incident"] == second["incident"]
    assert second["replayed"]


async def test_a_refusal_tells_code_and_field(duty: Line) -> None:
    ended = await duty.run("incident", "open", "--place", "999999")
    assert ended.code == 1
    assert "facts.localities" in ended.err
    unread = await duty.run("incident", "open", "--occurred", "25:99")
    assert (unread.code, unread.err.partition("：")[0]) == (1, "--occurred")
    unknown = await duty.run("incident", "open", "--severity", "很大")
    assert "PARTICULARLY_MAJOR 特别重大" in unknown.err


async def test_reminders_are_held_and_let_go(duty: Line, chief: Line) -> None:
    assert "没有等人确认" in (await duty.run("notice", "list")).out
    held = await chief.run("notice", "hold", "--until", "+2h", "--reason", "检修")
    assert "已暂停提醒，至" in held.out, held.err
    assert "已恢复提醒" in (await chief.run("notice", "release")).out
    assert (await duty.run("notice", "take", "nothing")).code == 1


async def test_any_act_is_done_by_its_document(duty: Line, opened: dict[str, Any]) -> None:
    words = ("act", "draft_statement", f"incident={opened['id']}", "text=正在处置")
    assert "CONFIRMATION_NEEDED" in (await duty.run(*words)).err
    done = (await duty.run(*words, "--yes", "--key", "line-1")).told
    assert (done["idempotencyKey"], done["replayed"]) == ("line-1", False)
    assert "open_incident" in (await duty.run("act")).out.splitlines()
    refused = await duty.run("act", "waive_obligation", "obligation=x", "reason=x", "--yes")
    assert (refused.code, refused.err[:6]) == (1, "BAD_ID")


async def test_a_walls_token_reads_the_board_and_nothing_else(
    duty: Line, opened: dict[str, Any]
) -> None:
    assert "WALL_MAY_WRITE" in (await duty.run("wall", "--port", "0")).err
    made = await duty.run("token", "create", "大屏", "--board")
    assert made.code == 0, made.err
    home = Path(duty.env["HOME"]).with_name("wall")
    urls = (duty.env["HUIYING_REGISTRY_URL"], duty.env["HUIYING_DEADLINES_URL"])
    screen = line_of(home, *urls, made.out.strip(), warm=duty.warm)
    assert opened["number"] in (await screen.run("board", "--plain")).out
    for words in (("obligation", "accept", f"{opened['number']}/TRANSFER"), ("notice", "list")):
        refused = await screen.run(*words)
        assert (refused.code, refused.err[:9]) == (1, "FORBIDDEN"), words


async def test_it_speaks_english(duty: Line, opened: dict[str, Any]) -> None:
    ended = await duty.run("incident", "show", opened["number"], HUIYING_LANG="en")
    assert ended.code == 0, ended.err
    assert "particularly major" in ended.out.lower() or "occurred" in ended.out.lower()
