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
from clients.cli.locale import t
from clients.cli.locale.headings import DATE_FORM, NOTICE, WORKED
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
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", DATE_FORM)


class BadNotice(Exception):
    """A file that cannot be read as a notice; says where and why."""


def shown(config: Config, year: int | None) -> list[str]:
    """Tell how a year is counted, by what, and which days differ from the ordinary week."""
    wanted = year or datetime.fromtimestamp(wall_clock(), CHINA).year
    found = ask(config, YEAR, {"year": wanted})
    head = t("calendar.head", year=found["year"], n=found["workingDays"], source=_source(found))
    days = [_day(each["day"], each["festival"], works=each["works"]) for each in found["days"]]
    return [head, *days]


def _source(found: Mapping[str, Any]) -> str:
    if found["provisional"]:
        return t("calendar.provisional")
    notice = found["notice"]
    if notice is None:
        return t("calendar.shipped")
    again = (
        t("calendar.version", version=notice["version"], note=notice["note"])
        if notice["note"]
        else ""
    )
    return t("calendar.by", document=notice["document"], by=notice["recordedBy"], again=again)


def _day(day: str, festival: str, *, works: bool) -> str:
    week = t("calendar.weekdays").split()[date.fromisoformat(day).weekday()]
    what = t("calendar.works" if works else "calendar.off")
    return f"{day} {week}  {what}  {festival}".rstrip()


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
        raise BadNotice(t("calendar.no_document"))
    mark = sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]
    return {**found, "idempotencyKey": f"cli:calendar:{mark}"}


def _of_toml(text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadNotice(t("calendar.no_toml", error=error)) from None
    try:
        holidays = [
            {"name": str(row["name"]), "begins": _text(row["begins"]), "ends": _text(row["ends"])}
            for row in table["holiday"]
        ]
        worked = [_text(day) for day in table.get("working_days", [])]
        year = int(table["year"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadNotice(t("calendar.faulty", error=error)) from None
    more = {name: str(table[name]) for name in ("document", "url", "note") if table.get(name)}
    return {"year": year, "holidays": holidays, "workingDays": worked, **more}


def _text(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else _moment(str(day), t("calendar.date"))


def _of_csv(text: str) -> dict[str, Any]:
    table = csv.DictReader(text.splitlines())
    missing = [name for name in NOTICE if name not in (table.fieldnames or ())]
    if missing:
        raise BadNotice(t("calendar.lacking", titles=t("act.comma").join(missing)))
    holidays, worked = list[dict[str, str]](), list[str]()
    for line, row in enumerate(table, 2):
        name, begins, ends = ((row[column] or "").strip() for column in NOTICE)
        first = _moment(begins, t("calendar.begins", line=line))
        last = _moment(ends, t("calendar.ends", line=line)) if ends else first
        if name != WORKED:
            holidays.append({"name": name, "begins": first, "ends": last})
        elif last != first:
            raise BadNotice(t("calendar.one_day", line=line))
        else:
            worked.append(first)
    if not holidays:
        raise BadNotice(t("calendar.empty"))
    year = int(holidays[0]["begins"][:4])
    return {"year": year, "holidays": holidays, "workingDays": worked}


def _moment(text: str, where: str) -> str:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise BadNotice(t("calendar.no_date", where=where, text=text or t("shift.blank")))


def imported(config: Config, notice: Mapping[str, Any], *, dry_run: bool) -> list[str]:
    """Enter a notice, or tell what would be entered beside what stands.

    Raises Refused, Unreachable.
    """
    if dry_run:
        standing = ask(config, YEAR, {"year": notice["year"]})
        again = [] if standing["provisional"] or notice.get("note") else [t("calendar.already")]
        return [
            t("calendar.standing", source=_source(standing)),
            *_planned(notice),
            *again,
            t("calendar.unwritten"),
        ]
    done = ask(config, IMPORT, {"input": notice})
    made, word = (
        done["notice"],
        t("calendar.entered_before") if done["replayed"] else t("calendar.entered"),
    )
    return [
        t(
            "calendar.done",
            word=word,
            year=made["year"],
            document=made["document"],
            version=made["version"],
        )
    ]


def _planned(notice: Mapping[str, Any]) -> Sequence[str]:
    lines = [t("calendar.would", year=notice["year"], document=notice["document"])]
    lines += [
        t("calendar.days_off", begins=row["begins"], ends=row["ends"], name=row["name"])
        for row in notice["holidays"]
    ]
    return lines + [_day(day, "", works=True) for day in notice["workingDays"]]
