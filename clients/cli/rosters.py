"""A table of shifts as an office writes it, and what is planned of it."""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from clients.cli.config import Config
from clients.cli.locale import in_own_words, t
from clients.cli.locale.headings import ACCOUNT, BEGINS, ENDS, PERSON, ROLE, SHIFTS
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
    missing = [name for name in SHIFTS if name not in (table.fieldnames or ())]
    if missing:
        raise BadTable(t("shift.lacking", titles=t("act.comma").join(missing)))
    rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in table]
    found = [row for row in rows if any(row.values())]
    if not found:
        raise BadTable(t("shift.empty"))
    return [*_checked(found)]


def _checked(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    for line, row in enumerate(rows, 2):
        times = {name: _moment(row[name], line, name) for name in (BEGINS, ENDS)}
        yield row | times


def _moment(text: str, line: int, name: str) -> str:
    for form in _FORMS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - written in China's time
        except ValueError:
            continue
        return found.replace(tzinfo=CHINA).isoformat()
    raise BadTable(t("shift.no_time", line=line, name=name, text=text or t("shift.blank")))


def planned(
    config: Config, unit: str | None, rows: Sequence[Mapping[str, str]], key: str | None
) -> list[str]:
    """Plan the shifts of a table; tell what was planned, doubted and left open."""
    code = unit or own_unit(config)
    roles = ask(config, RULES, {"unit": code})["roles"]
    codes = {role["title"]: role["code"] for role in roles}
    shifts = [
        {
            "role": codes.get(row[ROLE], row[ROLE]),
            "person": row[PERSON],
            "account": row.get(ACCOUNT) or None,
            "beginsAt": row[BEGINS],
            "endsAt": row[ENDS],
        }
        for row in rows
    ]
    given = {"unit": code, "shifts": shifts, "idempotencyKey": key or str(uuid4())}
    answer: dict[str, Any] = in_own_words(ask(config, PLAN, {"input": given}))
    done = t("shift.planned_before") if answer["replayed"] else t("shift.planned")
    lines = [t("shift.count", done=done, n=len(answer["shifts"]))]
    lines += [
        f"{span(row)}  {row['roleTitle']}  {row['person']}  {row['id']}" for row in answer["shifts"]
    ]
    lines += [t("shift.note", message=warning["message"]) for warning in answer["warnings"]]
    return lines + gap_lines(answer["gaps"])
