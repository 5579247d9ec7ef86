"""Call-centre statistics from a spreadsheet, sent as rows."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from clients.cli.config import Config
from clients.cli.exchange import Refused
from clients.cli.locale import t
from clients.cli.locale.headings import CALLS, DATE_MARKS, THOUSANDS
from clients.cli.session import signed_call

IMPORT = """
mutation ImportCallStatistics($input: ImportCallStatisticsInput!) {
  importCallStatistics(input: $input) {
    __typename
    ... on ImportCallStatisticsPayload { new corrected unchanged replayed }
    ... on Refusal { code message field }
  }
}
"""
LARGEST_FILE = 16 << 20
_AT_ONCE = 1000


class BadSheet(Exception):
    """A file that cannot be read as statistics; the message is for a person."""


def imported(config: Config, path: Path, source: str) -> str:
    """Send a file's rows, a thousand at once; say what became of them.

    The same file and source sent again change nothing. Raises BadSheet, OSError, Refused,
    Unreachable.
    """
    data = path.read_bytes()
    rows = list(rows_of(data, path.suffix.lower()))
    if not rows:
        raise BadSheet(t("hotline.empty"))
    call = signed_call(config, config.deadlines_url)
    mark = sha256(data + source.encode()).hexdigest()[:32]
    done = {"new": 0, "corrected": 0, "unchanged": 0}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        key = f"cli:calls:{mark}:{start}"
        given = {"source": source, "rows": [row for _, row in part], "idempotencyKey": key}
        try:
            answer = call(IMPORT, {"input": given})
        except Refused as refused:
            raise _placed(refused, part) from refused
        done = {name: count + answer[name] for name, count in done.items()}
    return t(
        "hotline.done", new=done["new"], corrected=done["corrected"], unchanged=done["unchanged"]
    )


def _placed(refused: Refused, part: Sequence[tuple[int, Mapping[str, Any]]]) -> Refused:
    """Name the file's own line instead of the request's."""
    parts = (refused.field or "").split(".")
    if parts[:2] != ["input", "rows"] or len(parts) < 3 or not parts[2].isdigit():
        return refused
    line = part[int(parts[2])][0]
    return Refused(
        refused.code, t("hotline.line", line=line, message=refused.message), refused.field
    )


def rows_of(data: bytes, suffix: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows with their lines in the file, the header being line 1. Raises BadSheet."""
    if len(data) > LARGEST_FILE:
        raise BadSheet(t("hotline.large"))
    lines = _sheet(data) if suffix in (".xlsx", ".xls", ".et") else _text(data)
    header = [str(cell).strip() for cell in lines[0]] if lines else []
    places = {
        name: next((header.index(title) for title in titles if title in header), None)
        for name, titles in CALLS.items()
    }
    lacking = [CALLS[name][0] for name in ("unit", "day", "calls", "answered")]
    lacking = [title for title in lacking if places[_name_of(title)] is None]
    if lacking:
        raise BadSheet(t("hotline.lacking", titles=t("act.comma").join(lacking)))
    for number, cells in enumerate(lines[1:], 2):
        if any(str(cell).strip() for cell in cells):
            yield number, _row(number, cells, places)


def _name_of(title: str) -> str:
    return next(name for name, titles in CALLS.items() if titles[0] == title)


def _row(number: int, cells: Sequence[Any], places: Mapping[str, int | None]) -> dict[str, Any]:
    def cell(name: str) -> Any:
        place = places[name]
        return cells[place] if place is not None and place < len(cells) else ""

    row: dict[str, Any] = {"unit": _code(cell("unit")), "day": _day(number, cell("day"))}
    for name in ("calls", "answered", "answeredInTime"):
        count = _count(number, cell(name), CALLS[name][0])
        if count is None and name != "answeredInTime":
            raise BadSheet(t("hotline.empty_cell", line=number, title=CALLS[name][0]))
        row[name] = count
    return row


def _code(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell).strip()


def _day(number: int, cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    text = str(cell).strip().translate(DATE_MARKS)
    try:
        year, month, day = map(int, text.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadSheet(t("hotline.day", line=number, text=str(cell)[:20])) from None


def _count(number: int, cell: Any, title: str) -> int | None:
    if isinstance(cell, str) and not cell.strip():
        return None
    try:
        value = float(str(cell).translate(THOUSANDS))
        if value != int(value):
            raise ValueError
        return int(value)
    except (ValueError, OverflowError):
        raise BadSheet(t("hotline.number", line=number, title=title, text=str(cell)[:20])) from None


def _sheet(data: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise BadSheet(t("hotline.unopened")) from error


def _text(data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise BadSheet(t("hotline.encoding"))
