"""``python -m services.local.audit``: is the record what was sealed? Behind `huiying audit`."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from joserfc.jwk import OKPKey

from services.deadlines.app import SEALED as SEALED_DEADLINES
from services.kit.audit.checkpoints import (
    PUBLIC_KEY_FILE,
    BadCheckpoint,
    checkpoint_path,
    read_checkpoints,
    read_public_key,
)
from services.kit.audit.lanes import Lane
from services.kit.audit.verifying import Fault, Finding, Progress, Verdict, verify
from services.kit.database import Database, DatabaseUnavailable
from services.kit.settings import Settings
from services.kit.signing import UnsafeKeyFile
from services.local.databases import addresses_of_running
from services.local.home import home_of_checkout
from services.local.progress import shown_count
from services.registry.app import SEALED as SEALED_REGISTRY

GOOD, TAMPERED, MISUSED, UNAVAILABLE = 0, 1, 2, 75
_SEALED = {"registry": SEALED_REGISTRY, "deadlines": SEALED_DEADLINES}
_TITLES = {"registry": "登记服务", "deadlines": "时限服务"}
_TABLES = {"change": "变更记录", "phone_reveal": "号码查看记录", "account_event": "账户记录"}
_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service's record is, and where its checkpoints and their keys are."""

    service: str
    dsn: str
    lanes: Sequence[Lane]
    files: Sequence[Path]
    keys: Sequence[OKPKey]


class NothingToVerify(Exception):
    """No database is named and none runs here."""


def main(arguments: list[str]) -> int:
    """Verify and tell in sentences; returns the exit code."""
    parser = argparse.ArgumentParser(prog="huiying audit verify")
    parser.add_argument("--registry", action="store_true")
    parser.add_argument("--deadlines", action="store_true")
    parser.add_argument("--checkpoints", type=Path, action="append", default=[])
    parser.add_argument("--key", type=Path, action="append", default=[])
    asked = parser.parse_args(arguments)
    chosen = [name for name in _SEALED if getattr(asked, name)] or list(_SEALED)
    try:
        places = _places(chosen, asked.checkpoints, asked.key)
        found = [asyncio.run(_verify(place)) for place in places]
    except (NothingToVerify, UnsafeKeyFile, OSError) as error:
        return _fail(str(error), MISUSED)
    except BadCheckpoint as bad:
        return _fail(f"签名文件 {bad.file} 第 {bad.line} 行不是用所给公钥签的。", TAMPERED)
    except DatabaseUnavailable:
        return _fail("数据库连不上，请稍候再试。", UNAVAILABLE)
    for place, verdict in zip(places, found, strict=True):
        for line in told(place.service, verdict):
            sys.stdout.write(line + "\n")
    return TAMPERED if any(verdict.findings for verdict in found) else GOOD


def _places(chosen: Sequence[str], files: Sequence[Path], keys: Sequence[Path]) -> list[Place]:
    settings = Settings()
    dsns = {"registry": settings.registry_dsn, "deadlines": settings.deadlines_dsn}
    folder, key = settings.audit_folder, settings.audit_key
    if not any(dsns.values()):
        home = home_of_checkout()
        dsns = dict(addresses_of_running(home))
        folder = folder or home.audit
    places = []
    for service in chosen:
        if (dsn := dsns.get(service)) is None:
            raise NothingToVerify(
                f"不知道{_TITLES[service]}的数据库在哪里：请设 HUIYING_{service.upper()}_DSN，"
                "或先用 make up 启动本机系统。"
            )
        own = _existing([checkpoint_path(folder, service)]) if folder else []
        known = [key] if key else _existing([folder / PUBLIC_KEY_FILE]) if folder else []
        places.append(
            Place(
                service=service,
                dsn=dsn,
                lanes=_SEALED[service],
                files=files or own,
                keys=[read_public_key(path) for path in keys or known],
            )
        )
    return places


def _existing(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if path.exists()]


async def _verify(place: Place) -> Verdict:
    if place.files and not place.keys:
        raise NothingToVerify("有签名文件而没有公钥：请用 --key 指明公钥文件。")
    database = await Database.connect(place.dsn, size=1)
    try:
        with shown_count(_TITLES[place.service]) as progress:
            return await verified(database, place, progress)
    finally:
        await database.close()


async def verified(database: Database, place: Place, progress: Progress) -> Verdict:
    """Verify one place on an open database; raises BadCheckpoint, DatabaseUnavailable, OSError."""
    signed = read_checkpoints(place.files, place.keys, place.service)
    async with database.reading() as conn:
        return await verify(conn, place.lanes, signed, progress)


def told(service: str, verdict: Verdict) -> list[str]:
    """Say a verdict in sentences; the first names the worst."""
    title = _TITLES[service]
    if verdict.findings:
        lines = [f"{title}：记录与封存时不一致，{sentence(one)}" for one in verdict.findings]
        return [*lines, f"{title}：请勿再改动数据库，保留现场并报告分管领导。"]
    if not verdict.seals:
        return [f"{title}：还没有封存过任何记录。"]
    at = _moment(verdict.sealed_at)
    lines = [
        f"{title}：{verdict.rows:,} 条记录、{verdict.seals:,} 批封存逐条核对，"
        f"与封存时一致，最近一批封存于 {at}。"
    ]
    if verdict.checkpoints:
        lines.append(
            f"{title}：库外签名 {verdict.checkpoints:,} 处相符，最近一处签于 "
            f"{_moment(verdict.signed_at)}，到第 {verdict.signed_to:,} 批为止。"
        )
    else:
        lines.append(f"{title}：没有库外签名可比，只说明封存链自身完整，不能排除整链重算。")
    return lines


def sentence(one: Finding) -> str:
    """Say one finding to a clerk."""
    row = f"{_TABLES.get(one.lane, one.lane)}第 {one.seq} 号（{one.entity}）"
    signed = one.checkpoint
    match one.fault:
        case Fault.ALTERED:
            return f"{row}在封存后被改动（第 {one.no} 批）。"
        case Fault.MISSING:
            return f"{row}在封存后被删除（第 {one.no} 批）。"
        case Fault.INSERTED:
            return f"{row}是封存之后插进去的，不在封存链里。"
        case Fault.SEAL_MISSING:
            return f"第 {one.no} 批封存不见了。"
        case Fault.SEAL_ALTERED:
            return (
                f"第 {one.no} 批封存（{_TABLES.get(one.lane, one.lane)}第 {one.seq} 号起）被改动。"
            )
        case Fault.REWRITTEN:
            at = _moment(signed.at if signed else None)
            return f"第 {one.since + 1} 至 {one.no} 批封存被改写重算，与库外 {at} 的签名不符。"
        case Fault.CUT:
            reach = f"第 {signed.no} 批、共 {signed.total:,} 条" if signed else ""
            at = _moment(signed.at if signed else None)
            return f"末尾被截去：库外 {at} 的签名记到{reach}，库中只到第 {one.no} 批。"
        case Fault.UNKNOWN_LANE:
            return f"第 {one.no} 批封存的是本程序不认识的表 {one.lane}，请用较新的程序核对。"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M:%S}" if at else "未知时间"


def _fail(message: str, code: int) -> int:
    sys.stderr.write(message + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
