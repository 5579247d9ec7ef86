"""Accounts by keys: an administrator makes one, resets its password, and ends it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from textual.events import Paste

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from clients.tui.locale import t
from clients.tui.screens.rosters import RostersScreen
from clients.tui.settings import DeskFile, Settings
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

ADMIN = Role.ROSTER_ADMIN


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        yield town


async def fill(officer: Officer, *rows: str) -> None:
    """Paste each row's text, Enter after each."""
    for text in rows:
        field = officer.app.screen.focused
        assert field is not None
        field.post_message(Paste(text))
        await officer.pilot.press("enter")
    await officer.settle()


def list_of(officer: Officer) -> RostersScreen:
    screen = officer.app.screen
    assert isinstance(screen, RostersScreen), officer.sees()
    return screen


def row_of(officer: Officer, login: str) -> str:
    (found,) = [e.texts() for e in list_of(officer).listed.entries if login in e.texts()]
    return found


async def make(officer: Officer, login: str, name: str) -> str:
    """Make an officer's account; return the first password that is shown."""
    await officer.press("f2", "1")
    await fill(officer, login, name)
    await officer.press("1", "f2", "f2")
    await officer.until("只显示这一次")
    password = next(word for word in officer.pane("side").split() if "-" in word and word != login)
    await officer.press("escape")
    await officer.until(login)
    return password


async def choose(officer: Officer, login: str) -> None:
    """Search an account and put the cursor on it."""
    await officer.press("slash", *login, "enter")
    found = [entry.item.login for entry in list_of(officer).entries]
    await officer.press(*["home"], *["down"] * found.index(login))
    chosen = list_of(officer).chosen
    assert chosen is not None
    assert chosen.item.login == login


async def test_an_account_is_made_reset_and_ended_on_its_row(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await officer.until("登录名")
        await make(officer, "xugou-jia", "虚构甲")
        assert "使用中" in row_of(officer, "xugou-jia")
        await choose(officer, "xugou-jia")
        await officer.until("近30天没有")
        await officer.press("f2", "2", "enter")
        await officer.until("重置虚构甲的账号 xugou-jia")
        await officer.press("enter")
        assert "重置虚构甲的账号" in officer.sees()
        await officer.press("y")
        await officer.until("只显示这一次")
        await officer.press("escape", "f2", "3", "enter")
        await officer.until("停用虚构甲的账号 xugou-jia")
        await officer.press("enter")
        assert "停用虚构甲的账号" in officer.sees()
        await officer.press("y")
        await officer.until("xugou-jia 已停用")
        assert "已停用" in row_of(officer, "xugou-jia")
        await officer.press("f2")
        assert "停用账号" not in officer.sees()
        assert "建立账号" in officer.sees()


async def test_an_account_is_found_by_the_initials_of_its_name(town: Town) -> None:
    async with at_the_desk(town, (80, 24), role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await make(officer, "zhiban-yi", "虚构值班乙")
        await officer.press("slash", *"xgzby", "enter")
        assert [e.item.login for e in list_of(officer).entries] == ["zhiban-yi"]
        assert "虚构值班乙" in officer.sees()


MADE = """mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
    __typename } }"""


async def test_the_tokens_of_the_row_are_shown_and_one_is_revoked_by_two_keys(town: Town) -> None:
    given = {
        "name": "虚构大屏",
        "operations": ["obligations"],
        "expiresAt": "2026-12-31T00:00:00+08:00",
        "idempotencyKey": "screen",
    }
    await town.ask_registry(MADE, Role.OFFICER, input=given)
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await choose(officer, "duty")
        await officer.until("虚构大屏")
        assert "有效，2026-12-31 到期" in officer.pane("side")
        await officer.press("f2", "4", "1", "enter")
        await officer.until("收回令牌“虚构大屏”")
        await officer.press("enter")
        assert "收回令牌“虚构大屏”" in officer.sees()
        await officer.press("y")
        await officer.until("令牌“虚构大屏”已收回")
        await officer.until("已收回，2026-12-31 到期")


async def test_an_account_without_tokens_says_so_in_the_form(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await choose(officer, "chief")
        await officer.press("f2", "4")
        await officer.until("没有接口令牌")


async def test_a_machine_has_no_password_and_leaves_no_trace(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await choose(officer, "yuqing")
        assert "用密钥登录，不留时间" in officer.pane("side")
        await officer.press("f2")
        assert "停用账号" in officer.sees()
        assert t("rosters.act.password_reset") not in officer.sees()


WRONG = """mutation ($login: String!) { signIn(input: { login: $login, password: "wrong" }) {
    __typename } }"""


async def test_a_locked_account_says_until_when_and_what_to_do(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "9")
        await make(officer, "suoding", "虚构锁定")
        for _ in range(5):
            await town.ask_registry(WRONG, ADMIN, login="suoding")
        await officer.press("f5")
        await choose(officer, "suoding")
        assert "已锁定" in row_of(officer, "suoding")
        await officer.until("之后才能再试")


async def test_a_unit_without_accounts_says_that_there_are_none(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "2", "slash", *"1301-yjglj", "enter")
        await officer.until("应急管理局")
        await officer.press("enter", "9")
        await officer.until("这里还没有内容")
        assert "石家庄市应急管理局" in officer.sees()


async def test_accounts_beyond_the_territory_are_refused_with_a_sentence(town: Town) -> None:
    async with at_the_desk(town, role=ADMIN) as officer:
        await officer.press("g", "r", "2", "slash", *"13", "enter")
        await officer.until("河北省人民政府")
        found = [entry.item.code for entry in list_of(officer).entries]
        await officer.press("home", *["down"] * found.index("13"), "enter", "9")
        await officer.until("不在您的管理范围内")


async def test_an_officer_sees_the_own_tokens_and_no_accounts(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "r", "9")
        await officer.until("到期")
        assert "登录名" not in officer.sees()


async def test_a_desk_that_only_reads_lists_accounts_and_offers_nothing(town: Town) -> None:
    config = Config(
        deadlines_url=town.deadlines_url,
        registry_url=town.registry_url,
        secret=town.secrets[ADMIN],
        state_home=town.folder / "state-reading",
    )
    settings = Settings(values=DeskFile(readonly=True))
    app = DutyDesk(config, clock=town.clock.now, settings=settings)
    async with app.run_test(size=(120, 36)) as pilot:
        officer = Officer(app=app, pilot=pilot)
        await officer.connected()
        await officer.press("g", "r", "9")
        await officer.until("登录名")
        await officer.press("f2")
        assert isinstance(app.screen, RostersScreen)
        assert "F2" not in officer.sees().splitlines()[-1]
