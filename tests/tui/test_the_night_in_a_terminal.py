"""The duty officer's night (REQUIREMENTS 6.1), key by key in a real terminal on real services."""

import os
import shlex
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import create_account
from services.registry.usecases.acting import Act
from tests.registry.world import make_principal
from tests.stories.town import Town, open_town
from tests.tui.terminal import TMUX, Terminal, desk_in_a_terminal

pytestmark = [
    pytest.mark.skipif(TMUX is None, reason="tmux is a program of the system, not of PyPI"),
    pytest.mark.timeout(180),
]

ZHENGDING = "130123"
OWN = "correct horse battery"
NIGHT = """query I($number: String!) { incident(number: $number) {
  state severity parties { acknowledgedAt }
  obligations { kind state outcome owed dueAt } releases { publications { url } } } }"""


class RunningClock(ManualClock):
    """The machine's clock: the desk in its own process knows no other."""

    def now(self) -> datetime:
        return SystemClock().now()

    def advance(self, **parts: float) -> None:
        del parts


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = RunningClock(SystemClock().now())
    folder = tmp_path_factory.mktemp("town")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        await on_duty_tonight(town)
        yield town


def environment(town: Town, folder: Path) -> dict[str, str]:
    secret = folder / "secret"
    secret.write_text(town.secrets[Role.OFFICER])
    return {
        "HUIYING_DEADLINES_URL": town.deadlines_url,
        "HUIYING_REGISTRY_URL": town.registry_url,
        "HUIYING_SECRET_FILE": str(secret),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "HUIYING_LANG": "zh",
        "COVERAGE_PROCESS_START": os.environ.get("COVERAGE_PROCESS_START", ""),
    }


async def the_night(town: Town) -> dict[str, Any]:
    incident: dict[str, Any] = (await town.ask(NIGHT, number="2026-0001"))["incident"]
    incident["by"] = {row["kind"]: row for row in incident["obligations"]}
    return incident


async def test_the_night_of_the_explosion_by_its_keys(town: Town, tmp_path: Path) -> None:
    async with desk_in_a_terminal(environment(town, tmp_path)) as officer:
        await officer.until("登记 通  时限 通")
        for step, most in STEPS:
            before = officer.pressed
            await step(town, officer)
            keys = officer.pressed - before
            print(f"{step.__name__:36} {keys:2} keys, at most {most}")  # noqa: T201 - the table
            assert keys <= most, officer.log[-keys:]


async def test_whoever_is_not_signed_in_signs_in_at_the_desk(
    town: Town, registry_db: Database, tmp_path: Path
) -> None:
    act = Act(principal=make_principal(Role.ROSTER_ADMIN), operation="createAccount", key="k",
              now=town.clock.now())  # fmt: skip
    command = NewAccount(
        login="li", name="虚构李", role=Role.OFFICER, unit="1301", with_password=True
    )
    made = await create_account(registry_db, Passwords(passes=1, memory_kib=64), act, command)
    env = environment(town, tmp_path) | {"HOME": str(tmp_path)}
    del env["HUIYING_SECRET_FILE"]
    env["HUIYING_TOKEN_COMMAND"] = shlex.join(
        (sys.executable, "-m", "clients.cli", "token", "--json")
    )
    async with desk_in_a_terminal(env) as officer:
        await officer.until("服务不给数据：没有登录", "按 ^T 重新登录", "还没有取得数据")
        await officer.press("ctrl+t")
        for asked, typed in (
            ("登录名：", "li"),
            ("密码：", made.initial_password or ""),
            ("新密码：", OWN),
            ("再输一次：", OWN),
        ):
            await officer.until(asked)
            await officer.type(typed)
            await officer.press("enter")
        shown = await officer.until("登记 通  时限 通", "虚构李")
    assert "没有登录" not in shown


async def the_call_at_0302(town: Town, officer: Terminal) -> None:
    await officer.press("f2")
    await officer.until("时限预览")
    await officer.type("-22")
    await officer.press("enter", "2", "1")
    await officer.type(ZHENGDING)
    await officer.press("enter")
    await officer.until("正定县人民政府", "首次发布", "近")
    await officer.type("化工厂爆炸")
    await officer.press("ctrl+s")
    shown = await officer.until("2026-0001", "首次发布", "新闻发布会", "上级报告")
    assert "特别重大" in shown
    by = (await the_night(town))["by"]
    limit = datetime.fromisoformat(by["FIRST_RELEASE"]["dueAt"]) - SystemClock().now()
    assert timedelta(minutes=36) < limit < timedelta(minutes=39)
    assert by["UPWARD_REPORT"]["dueAt"] is None


async def who_must_speak(town: Town, officer: Terminal) -> None:
    await officer.press("f5")
    await officer.until("谁来说", "正定县人民政府", "发言人")
    await officer.press("escape")
    await officer.until("2026-0001")


async def the_head_is_called(town: Town, officer: Terminal) -> None:
    await officer.press("f6")
    await officer.until("联系", "1 正定县人民政府")
    await officer.press("1", "ctrl+s")
    await officer.until("已联系上")
    found = await the_night(town)
    assert [bool(party["acknowledgedAt"]) for party in found["parties"]].count(True) == 1
    await officer.press("escape")
    await officer.until("值守台", "上级报告")


async def the_report_upward(town: Town, officer: Terminal) -> None:
    await officer.press("f7")
    await officer.until("上报移交", "上级报告")
    await officer.press("1", "ctrl+s")
    await officer.until("已记上级报告")
    assert (await the_night(town))["by"]["UPWARD_REPORT"]["state"] == "FULFILLED"


async def the_leaders_word_by_telephone(town: Town, officer: Terminal) -> None:
    await officer.press("f8")
    await officer.until("审批", "领导审定口径")
    await officer.press("1", "1")
    await officer.type("虚构领导")
    await officer.press("ctrl+s")
    await officer.until("书面")
    by = (await the_night(town))["by"]
    assert by["AFTER_APPROVAL"]["dueAt"] is None


async def the_first_release_at_0335(town: Town, officer: Terminal) -> None:
    await officer.press("f9")
    await officer.until("记回应", "审批已齐")
    await officer.press("n", "2")
    await officer.type("https://example.invalid/1")
    await officer.press("ctrl+s")
    await officer.until("首次发布（按时）")
    found = await the_night(town)
    assert found["by"]["FIRST_RELEASE"]["outcome"] == "ON_TIME"
    assert found["by"]["ROLLING_UPDATE"]["owed"] is True
    assert found["releases"][0]["publications"][0]["url"] == "https://example.invalid/1"


async def the_doubt_about_the_severity(town: Town, officer: Terminal) -> None:
    await officer.press("f3")
    await officer.until("推演")
    await officer.press("2")
    await officer.until("不变")
    await officer.press("escape")
    await officer.until("值守台")
    assert (await the_night(town))["severity"] == "PARTICULARLY_MAJOR"


async def the_rumour_at_0500(town: Town, officer: Terminal) -> None:
    await officer.press("f3")
    await officer.until("推演")
    await officer.press("down", "down", "5")
    await officer.until("线索移交")
    await officer.press("f2", "up")
    await officer.type("平台出现伪造的伤亡名单")
    await officer.press("ctrl+s")
    await officer.until("请再确认")
    await officer.press("y")
    await officer.until("已存研判")
    await officer.press("f7")
    await officer.until("上报移交", "线索移交")


async def the_transfer(town: Town, officer: Terminal) -> None:
    shown = await officer.until("线索移交")
    line = next(
        line for line in shown.splitlines() if "线索移交" in line and line.strip()[0].isdigit()
    )
    await officer.press(line.strip()[0], "ctrl+s")
    await officer.until("已记线索移交")
    assert (await the_night(town))["by"]["TRANSFER"]["state"] == "FULFILLED"


async def on_duty_tonight(town: Town) -> None:
    """Plan the officer's night and let them be there."""
    now = town.clock.now()
    line = {
        "role": "MAIN",
        "person": "虚构张",
        "account": "duty",
        "beginsAt": (now - timedelta(minutes=5)).isoformat(),
        "endsAt": (now + timedelta(hours=5)).isoformat(),
    }
    given = {"unit": "1301", "shifts": [line]}
    shifts = await town.act("planShifts", "shifts { id }", given, Role.DUTY_CHIEF)
    await town.act("startShift", "replayed", {"shift": shifts["shifts"][0]["id"]})


async def the_shift_is_handed_over(town: Town, officer: Terminal) -> None:
    await officer.press("f12")
    shown = await officer.until("交接", "新闻发布会")
    assert "化工厂爆炸" in shown
    await officer.press("escape")
    await officer.until("值守台")


# what the officer does, and the most keys it may take (text typed is not counted)
STEPS = (
    (the_call_at_0302, 6),
    (who_must_speak, 2),
    (the_head_is_called, 4),
    (the_report_upward, 3),
    (the_leaders_word_by_telephone, 4),
    (the_first_release_at_0335, 4),
    (the_doubt_about_the_severity, 3),
    (the_rumour_at_0500, 9),
    (the_transfer, 2),
    (the_shift_is_handed_over, 2),
)
