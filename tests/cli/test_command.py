"""The ``huiying`` command as a process: what it prints and how it ends."""

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

from tests.cli.stand_in import StandIn
from tests.support.servers import serve_app

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Command:
    services: StandIn
    env: dict[str, str]

    async def run(self, *arguments: str, **env: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", *arguments),
            env=self.env | env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode, out.decode(), err.decode())


@pytest_asyncio.fixture(loop_scope="module")
async def command(tmp_path: Path) -> AsyncIterator[Command]:
    services = StandIn()
    secret = tmp_path / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_app(services.app()) as url:
        yield Command(
            services,
            {
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "PYTHONPATH": str(ROOT),
                "HUIYING_REGISTRY_URL": url,
                "HUIYING_DEADLINES_URL": url,
                "HUIYING_SECRET_FILE": str(secret),
            },
        )


def swept(**overrides: Any) -> dict[str, Any]:
    answer = {
        "__typename": "SweepObligationsPayload",
        "asOf": "2026-11-20T19:02:00Z",
        "selected": 3,
        "alerts": 2,
        "notices": 0,
        "backlog": 0,
        "nextWakeAt": None,
        "catchUp": None,
    }
    return {"data": {"sweepObligations": answer | overrides}}


async def test_a_job_calls_its_mutation_and_prints_the_counts(command: Command) -> None:
    command.services.answers = [swept()]
    ended = await command.run("job", "sweepObligations")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["alerts"] == 2
    assert command.services.tokens == ["Bearer token-1"]


async def test_a_job_goes_on_until_nothing_is_left_each_round_with_its_own_key(
    command: Command,
) -> None:
    command.services.answers = [swept(backlog=5), swept(backlog=1), swept()]
    ended = await command.run("job", "sweepObligations")
    assert len(ended.out.splitlines()) == 3
    assert len({asked["idempotencyKey"] for asked in command.services.asked}) == 3


async def test_the_token_is_kept_between_runs_for_its_owner_alone(
    command: Command, tmp_path: Path
) -> None:
    command.services.answers = [swept()]
    await command.run("job", "sweepObligations")
    await command.run("job", "sweepObligations")
    assert command.services.signed_in == 1
    (kept,) = (tmp_path / ".local" / "state" / "huiying").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("code", ["UNAUTHENTICATED", "TOKEN_EXPIRED", "TOKEN_KEY_UNKNOWN"])
async def test_a_token_that_is_no_longer_accepted_is_renewed_once(
    command: Command, code: str
) -> None:
    refusal = {"data": None, "errors": [{"message": "x", "extensions": {"code": code}}]}
    command.services.answers = [refusal, swept()]
    ended = await command.run("job", "sweepObligations")
    assert ended.code == 0, ended.err
    assert command.services.tokens == ["Bearer token-1", "Bearer token-2"]


async def test_a_refusal_is_one_sentence_and_exit_code_1(command: Command) -> None:
    command.services.answers = [
        {
            "data": {
                "syncRegistry": {"__typename": "Refusal", "code": "FORBIDDEN", "message": "无权。"}
            }
        }
    ]
    ended = await command.run("job", "syncRegistry")
    assert (ended.code, ended.err.strip()) == (1, "FORBIDDEN：无权。")


async def test_a_service_out_of_reach_is_exit_code_75_so_that_cron_tries_again(
    command: Command,
) -> None:
    ended = await command.run("job", "sweepObligations", HUIYING_REGISTRY_URL="http://127.0.0.1:1")
    assert ended.code == 75
    assert "Traceback" not in ended.err


async def test_an_unknown_job_lists_the_known_ones(command: Command) -> None:
    ended = await command.run("job", "sweep")
    assert ended.code == 1
    assert "sweepObligations" in ended.err
    assert "syncRegistry" in ended.err


async def test_token_prints_what_a_request_needs(command: Command) -> None:
    assert (await command.run("token")).out.strip() == "token-1"


async def test_a_wrong_secret_is_told_as_the_registry_says_it(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("hy_wrong")
    ended = await command.run("token")
    assert (ended.code, ended.err.strip()) == (1, "BAD_SECRET：密钥不对。（secret）")


async def test_the_doctor_finds_all_well_but_the_missing_terminal(command: Command) -> None:
    ended = await command.run("doctor", PYTHONUTF8="1")
    marks = [line[0] for line in ended.out.splitlines()]
    assert ended.code == 0, ended.out
    assert marks.count("疑") == 1
    assert "坏" not in marks


@pytest.mark.parametrize(
    ("verdict", "unrouted", "code", "said"),
    [
        ("swept", 3, 0, "疑  有 3 条提醒无处可送"),
        ("silent", 0, 1, "坏  到期检查停了"),
        ("lost", 0, 1, "坏  试投的提醒没有送达"),
        ("stuck", 0, 1, "坏  有提醒发不出去：屡送不达 2 条"),
    ],
)
async def test_the_doctor_asks_whether_reminders_go_out(
    command: Command, verdict: str, unrouted: int, code: int, said: str
) -> None:
    command.services.verdict, command.services.unrouted = verdict, unrouted
    ended = await command.run("doctor", PYTHONUTF8="1")
    assert (ended.code, said in ended.out) == (code, True), ended.out


async def test_the_doctor_names_what_is_wrong(command: Command, tmp_path: Path) -> None:
    (tmp_path / "secret").chmod(0o644)
    ended = await command.run("doctor", HUIYING_DEADLINES_URL="http://127.0.0.1:1")
    assert ended.code == 1
    assert "时限服务连不上" in ended.out
    assert "他人可读" in ended.out


@pytest.mark.parametrize("arguments", [(), ("--help",), ("job", "--help")])
async def test_help_is_chinese_and_needs_no_service(
    command: Command, arguments: tuple[str, ...]
) -> None:
    ended = await command.run(*arguments)
    assert "回应" in ended.out + ended.err or "任务" in ended.out
