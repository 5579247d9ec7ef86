"""A table of shifts as an office writes it, and what is planned of it."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from clients.cli.config import Config
from clients.cli.shifts import CHINA, ask, gap_lines, own_unit, span

RULES = """
query DutyRoles($unit: String!) { dutyRules(unit: $unit) { roles { code title } } }
"""
PLAN = """
mutation PlanShifts($input: PlanShiftsInput!) {
  planShifts(input: $input) {
    __typename
    ... on PlanShiftsPayload {
      replayed
      shifts { id roleTitle person beginsAt endsAt }
      gaps { beginsAt endsAt }
      warnings { message }
    }
    ... on Refusal { code message field }
  }
}
"""
COLUMNS = ("角色", "姓名", "上班", "下班")
_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M")


class BadTable(Exception):
    """A table that cannot be read; says in which line and why."""


def rows_of(file: Path) -> list[dict[str, str]]:
    """Read the table; raises BadTable, OSError."""
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    table = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise BadTable(f"表头缺少：{'、'.join(missing)}。")
    rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in table]
    found = [row for row in rows if any(row.values())]
    if not found:
        raise BadTable("表中没有班次。")
    return [*_checked(found)]


def _checked(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    for line, row in enumerate(rows, 2):
        times = {name: _moment(row[name], line, name) for name in ("上班", "下班")}
        yield row | times


def _moment(text: str, line: int, name: str) -> str:
    for form in _FORMS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - written in China's time
        except ValueError:
            continue
        return found.replace(tzinfo=CHINA).isoformat()
    raise BadTable(f"第{line}行“{name}”不是时间：{text or '空'}；请写成 2026-11-22 08:00。")


def planned(
    config: Config, unit: str | None, rows: Sequence[Mapping[str, str]], key: str | None
) -> list[str]:
    """Plan the shifts of a table; tell what was planned, doubted and left open."""
    code = unit or own_unit(config)
    roles = ask(config, RULES, {"unit": code})["roles"]
    codes = {role["title"]: role["code"] for role in roles}
    shifts = [
        {
            "role": codes.get(row["角色"], row["角色"]),
            "person": row["姓名"],
            "account": row.get("账号") or None,
            "beginsAt": row["上班"],
            "endsAt": row["下班"],
        }
        for row in rows
    ]
    given = {"unit": code, "shifts": shifts, "idempotencyKey": key or str(uuid4())}
    answer: dict[str, Any] = ask(config, PLAN, {"input": given})
    done = "此前已排" if answer["replayed"] else "已排"
    lines = [f"{done}{len(answer['shifts'])}班："]
    lines += [
        f"{span(row)}  {row['roleTitle']}  {row['person']}  {row['id']}" for row in answer["shifts"]
    ]
    lines += [f"注意：{warning['message']}" for warning in answer["warnings"]]
    return lines + gap_lines(answer["gaps"])
