"""``huiying login`` as a process against the real registry: what is kept, refreshed and ended."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.link import Refused
from clients.tui.service_link import Session
from services.kit.auth import Principal, Role
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.settings import Settings
from services.registry.app import build_app
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import create_account
from services.registry.usecases.acting import Act
from tests.registry.world import make_principal, save_world
from tests.support.servers import serve_app
from tests.tui.terminal import TMUX, desk_in_a_terminal

ROOT = Path(__file__).parents[2]
OWN = "我自己选的好密码 7k2m"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """A command line of somebody's; ``initial`` is the first password of the login ``li``."""

    env: dict[str, str]
    initial: str
    home: Path

    async def run(self, *arguments: str, typed: str = "", **env: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", *arguments),
            env=self.env | env,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate(typed.encode())
        return Ended(process.returncode, out.decode(), err.decode())

    async def log_in(self) -> Ended:
        typed = "\n".join(("li", self.initial, OWN, OWN, ""))
        return await self.run("login", "--password", typed=typed)

    @property
    def file(self) -> Path:
        (file,) = (self.home / "state" / "huiying").glob("session-*.json")
        return file

    def age(self) -> dict[str, Any]:
        """Let the access token be one that ends soon; return the session."""
        kept: dict[str, Any] = json.loads(self.file.read_text())
        self.file.write_text(json.dumps(kept | {"expires_at": 0}))
        return kept


@pytest_asyncio.fixture(loop_scope="module")
async def terminal(
    clean_registry: None, registry_db: Database, tmp_path: Path
) -> AsyncIterator[Terminal]:
    await save_world(registry_db)
    clock, passwords = SystemClock(), Passwords(passes=1, memory_kib=64)
    admin: Principal = make_principal(Role.ROSTER_ADMIN)
    act = Act(principal=admin, operation="createAccount", key="k", now=clock.now())
    command = NewAccount(
        login="li", name="李某", role=Role.OFFICER, unit="1301", with_password=True
    )
    made = await create_account(registry_db, passwords, act, command)
    async with serve_app(build_app(Settings(), clock, registry_db, passwords=passwords)) as url:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "PYTHONPATH": str(ROOT),
            "HUIYING_REGISTRY_URL": url,
            "HUIYING_DEADLINES_URL": url,
        }
        yield Terminal(env, made.initial_password or "", tmp_path)


async def test_a_first_password_is_changed_while_signing_in(terminal: Terminal) -> None:
    ended = await terminal.log_in()
    assert (ended.code, ended.out) == (0, "已登录：李某（li）\n"), ended.err
    assert "密码已更改" in ended.err
    assert OWN not in terminal.file.read_text()
    assert terminal.file.stat().st_mode & 0o777 == 0o600
    assert terminal.file.parent.stat().st_mode & 0o777 == 0o700


async def test_the_token_is_refreshed_before_it_ends(terminal: Terminal) -> None:
    await terminal.log_in()
    before = (await terminal.run("token")).out
    assert (await terminal.run("token")).out == before
    kept = terminal.age()
    after = (await terminal.run("token")).out
    assert after != before
    assert json.loads(terminal.file.read_text())["refresh_token"] != kept["refresh_token"]


async def test_commands_at_once_refresh_once(terminal: Terminal) -> None:
    await terminal.log_in()
    terminal.age()
    ended = await asyncio.gather(*(terminal.run("token") for _ in range(4)))
    assert len({one.out for one in ended}) == 1
    assert {one.code for one in ended} == {0}


async def test_an_answer_that_was_lost_locks_nobody_out(terminal: Terminal) -> None:
    """The command dies between the registry's answer and the file: the old one is shown again."""
    await terminal.log_in()
    kept = terminal.age()
    await terminal.run("token")
    terminal.file.write_text(json.dumps(kept | {"expires_at": 0}))
    assert (await terminal.run("token")).code == 0


async def test_a_session_that_is_over_is_forgotten_and_said(terminal: Terminal) -> None:
    await terminal.log_in()
    old = terminal.age()
    for _ in range(2):
        await terminal.run("token")
        terminal.age()
    terminal.file.write_text(json.dumps(old | {"expires_at": 0}))
    reused = await terminal.run("token")
    assert reused.code == 1
    assert reused.err.startswith("REFRESH_TOKEN_REUSED：")
    again = await terminal.run("token")
    assert "huiying login" in again.err


async def test_signing_out_ends_it_here_and_there(terminal: Terminal) -> None:
    await terminal.log_in()
    kept = terminal.file.read_text()
    file = terminal.file
    assert (await terminal.run("logout")).out == "已注销。\n"
    assert not file.exists()
    assert (await terminal.run("logout")).out == "本机没有登录。\n"
    file.write_text(json.dumps(json.loads(kept) | {"expires_at": 0}))
    file.chmod(0o600)
    assert (await terminal.run("token")).err.startswith("SESSION_ENDED：")


async def test_a_file_that_others_may_read_is_not_used(terminal: Terminal) -> None:
    await terminal.log_in()
    terminal.file.chmod(0o644)
    ended = await terminal.run("token")
    assert (ended.code, ended.out) == (1, "")
    assert "他人可读" in ended.err
    assert (await terminal.run("logout")).code == 0


async def test_a_wrong_password_is_one_sentence(terminal: Terminal) -> None:
    ended = await terminal.run("login", "--password", typed="li\nnot the one\n")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("BAD_CREDENTIALS：")
    assert len(ended.err.splitlines()) == 1


async def test_new_passwords_that_differ_change_nothing(terminal: Terminal) -> None:
    typed = "\n".join(("li", terminal.initial, OWN, "another", ""))
    ended = await terminal.run("login", "--password", typed=typed)
    assert "NOT_THE_SAME" in ended.err
    assert (await terminal.log_in()).code == 0


async def test_the_password_is_changed_later_too(terminal: Terminal) -> None:
    await terminal.log_in()
    other = "后来换了的好密码 9x3c"
    ended = await terminal.run("password", typed=f"{OWN}\n{other}\n{other}\n")
    assert ended.code == 0, ended.err
    assert (await terminal.run("token")).code == 0
    again = await terminal.run("login", "--password", typed=f"li\n{other}\n")
    assert again.code == 0, again.err


async def test_ways_are_not_mixed_and_need_a_provider(terminal: Terminal) -> None:
    assert "只能选一种" in (await terminal.run("login", "--password", "--device")).err
    assert "OIDC_NOT_CONFIGURED" in (await terminal.run("login", "--browser")).err


async def test_the_doctor_knows_who_is_signed_in(terminal: Terminal) -> None:
    assert "没有登录" in (await terminal.run("doctor")).out
    await terminal.log_in()
    assert "登录有效，账户：李某" in (await terminal.run("doctor")).out


async def test_the_desk_reads_the_session_by_a_command(terminal: Terminal) -> None:
    await terminal.log_in()
    told = json.loads((await terminal.run("token", "--json")).out)
    assert told["principal"] == {"name": "李某", "unit": "1301"}
    ended = await terminal.run("board", "--plain")
    # the registry stands in for the deadlines service here and knows no board; but it was asked
    assert "UNAUTHENTICATED" not in ended.err


async def test_a_desk_for_nobody_is_refused_where_nobody_can_answer(terminal: Terminal) -> None:
    for words in (("desk",), ("board",)):
        ended = await terminal.run(*words)
        assert (ended.code, "没有登录" in ended.err) == (1, True)


@pytest.mark.skipif(TMUX is None, reason="tmux is a program of the system, not of PyPI")
async def test_the_desk_asks_whoever_is_not_signed_in_and_opens(terminal: Terminal) -> None:
    await terminal.log_in()
    await terminal.run("logout")
    program = ("-m", "clients.cli", "desk")
    async with desk_in_a_terminal(terminal.env, program=program) as screen:
        await screen.until("请先登录", "登录名：")
        await screen.type("li")
        await screen.press("enter")
        await screen.until("密码：")
        await screen.type(OWN)
        await screen.press("enter")
        await screen.until("值守台", "李某")


async def test_the_desks_link_takes_the_commands_word(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await terminal.log_in()
    for name, value in terminal.env.items():
        monkeypatch.setenv(name, value)
    command = (sys.executable, "-m", "clients.cli", "token", "--json")
    session = Session(terminal.env["HUIYING_REGISTRY_URL"], None, SystemClock().now, command)
    text = await session.token()
    assert text == (await terminal.run("token")).out.strip()
    assert (session.officer, session.unit_code) == ("李某", "1301")
    await terminal.run("logout")
    with pytest.raises(Refused):
        await session.renewed(text)
