"""What ``huiying calendar`` asks and sends, and the files that a notice of holidays comes in."""

import csv
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from clients.cli.config import Config
from clients.cli.session import wall_clock
from clients.cli.shifts import CHINA, ask

YEAR = """
query WorkingYear($year: Int!) {
  workingYear(year: $year) {
    year provisional workingDays
    days { day works festival }
    notice { version document url note recordedAt recordedBy }
  }
}
"""
IMPORT = """
mutation ImportHolidayNotice($input: ImportHolidayNoticeInput!) {
  importHolidayNotice(input: $input) {
    __typename
    ... on ImportHolidayNoticePayload { replayed notice { year version document } }
    ... on Refusal { code message field }
  }
}
"""
WORKED = "上班"
_COLUMNS = ("节日", "开始", "结束")
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


class BadNotice(Exception):
    """A file that cannot be read as a notice; says where and why."""


def shown(config: Config, year: int | None) -> list[str]:
    """Tell how a year is counted, by what, and which days differ from the ordinary week."""
    wanted = year or datetime.fromtimestamp(wall_clock(), CHINA).year
    found = ask(config, YEAR, {"year": wanted})
    head = f"{found['year']}年：{found['workingDays']}个工作日，{_source(found)}"
    days = [_day(each["day"], each["festival"], works=each["works"]) for each in found["days"]]
    return [head, *days]


def _source(found: Mapping[str, Any]) -> str:
    if found["provisional"]:
        return "放假安排尚未录入，暂按周一至周五计，日期可能变动"
    notice = found["notice"]
    if notice is None:
        return "依据随软件附带的放假安排"
    again = f"，第{notice['version']}版：{notice['note']}" if notice["note"] else ""
    return f"依据{notice['document']}（{notice['recordedBy']}录入{again}）"


def _day(day: str, festival: str, *, works: bool) -> str:
    week = "一二三四五六日"[date.fromisoformat(day).weekday()]
    return f"{day} 周{week}  {'上班' if works else '放假'}  {festival}".rstrip()


def notice_in(
    file: Path, document: str | None, url: str | None, note: str | None
) -> dict[str, Any]:
    """Read a notice as the service takes it, options before what the file says.

    Raises BadNotice, OSError.
    """
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    found = _of_toml(text) if file.suffix.lower() == ".toml" else _of_csv(text)
    given = {"document": document, "url": url, "note": note}
    found |= {name: value for name, value in given.items() if value}
    if not found.get("document"):
        raise BadNotice("缺少通知文号，请加 --document。")
    mark = sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]
    return {**found, "idempotencyKey": f"cli:calendar:{mark}"}


def _of_toml(text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadNotice(f"文件不是 TOML：{error}") from None
    try:
        holidays = [
            {"name": str(row["name"]), "begins": _text(row["begins"]), "ends": _text(row["ends"])}
            for row in table["holiday"]
        ]
        worked = [_text(day) for day in table.get("working_days", [])]
        year = int(table["year"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadNotice(f"文件里缺少或写错：{error}") from None
    more = {name: str(table[name]) for name in ("document", "url", "note") if table.get(name)}
    return {"year": year, "holidays": holidays, "workingDays": worked, **more}


def _text(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else _moment(str(day), "日期")


def _of_csv(text: str) -> dict[str, Any]:
    table = csv.DictReader(text.splitlines())
    missing = [name for name in _COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise BadNotice(f"表头缺少：{'、'.join(missing)}。")
    holidays, worked = list[dict[str, str]](), list[str]()
    for line, row in enumerate(table, 2):
        name, begins, ends = ((row[column] or "").strip() for column in _COLUMNS)
        first = _moment(begins, f"第{line}行“开始”")
        last = _moment(ends, f"第{line}行“结束”") if ends else first
        if name != WORKED:
            holidays.append({"name": name, "begins": first, "ends": last})
        elif last != first:
            raise BadNotice(f"第{line}行：上班的日子请一天写一行。")
        else:
            worked.append(first)
    if not holidays:
        raise BadNotice("表中没有放假日期。")
    year = int(holidays[0]["begins"][:4])
    return {"year": year, "holidays": holidays, "workingDays": worked}


def _moment(text: str, where: str) -> str:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise BadNotice(f"{where}不是日期：{text or '空'}；请写成 2027-01-01。")


def imported(config: Config, notice: Mapping[str, Any], *, dry_run: bool) -> list[str]:
    """Enter a notice, or tell what would be entered beside what stands.

    Raises Refused, Unreachable.
    """
    if dry_run:
        standing = ask(config, YEAR, {"year": notice["year"]})
        again = [] if standing["provisional"] or notice.get("note") else [_ALREADY]
        return [f"现有：{_source(standing)}", *_planned(notice), *again, "未写入（--dry-run）。"]
    done = ask(config, IMPORT, {"input": notice})
    made, word = done["notice"], "此前已录入" if done["replayed"] else "已录入"
    return [f"{word}：{made['year']}年放假安排，{made['document']}，第{made['version']}版"]


_ALREADY = "该年已有放假安排，写入时须加 --note 写明更正的理由。"


def _planned(notice: Mapping[str, Any]) -> Sequence[str]:
    lines = [f"将录入：{notice['year']}年放假安排，{notice['document']}"]
    lines += [
        f"{row['begins']} 至 {row['ends']}  放假  {row['name']}" for row in notice["holidays"]
    ]
    return lines + [_day(day, "", works=True) for day in notice["workingDays"]]
