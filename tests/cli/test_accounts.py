"""``huiying account`` against the real registry: who can sign in, told line by line."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from tests.cli.running import Line, Warm, warm_command
from tests.cli.test_acts import line_as
from tests.stories.town import Town, open_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(SystemClock().now())
    async with open_town(town_dbs[0], town_dbs[1], clock, tmp_path_factory.mktemp("t")) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def warm(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Warm]:
    async with warm_command(tmp_path_factory.mktemp("warm")) as warm:
        yield warm


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(town: Town, warm: Warm) -> Line:
    return line_as(town, Role.ROSTER_ADMIN, warm)


async def id_of(admin: Line, login: str) -> str:
    found = await admin.json("account", "list", "--all")
    (id_,) = (one["id"] for one in found if one["login"] == login)
    return str(id_)


async def test_each_account_is_a_line_with_its_id_at_the_end(admin: Line) -> None:
    said = (await admin.run("account", "list")).out
    (line,) = (one for one in said.splitlines() if one.startswith("duty  "))
    assert "使用中  值班员  虚构duty  1301 石家庄市人民政府" in line
    assert "近30天没有" in line
    assert line.endswith(await id_of(admin, "duty"))


async def test_english_is_told_in_english(admin: Line) -> None:
    said = (await admin.run("account", "list", HUIYING_LANG="en")).out
    (line,) = (one for one in said.splitlines() if one.startswith("yuqing  "))
    assert "active  vendor" in line
    assert "signed in by a secret, which leaves no time" in line


async def test_an_ended_account_is_told_only_when_asked_for(admin: Line) -> None:
    id_ = await id_of(admin, "chief")
    await admin.run("act", "revoke_account", "--yes", f"accountId={id_}")
    assert "chief" not in [one["login"] for one in await admin.json("account", "list")]
    assert "chief  已停用" in (await admin.run("account", "list", "--all")).out


async def test_a_unit_without_accounts_and_one_without_tokens_say_so(admin: Line) -> None:
    assert (await admin.run("account", "list", "--unit", "130121")).out == "没有账号。\n"
    id_ = await id_of(admin, "duty")
    assert (await admin.run("account", "tokens", id_)).out == "这个账号没有接口令牌。\n"


async def test_an_officer_keeps_no_accounts(town: Town, warm: Warm) -> None:
    refused = await line_as(town, Role.OFFICER, warm).run("account", "list")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("FORBIDDEN")
