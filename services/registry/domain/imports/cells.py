"""What people type into cells, brought to one form; a cell that cannot be is told with a reason."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias

Raw: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""A cell as the reader gives it; an empty one is an empty text."""


_MEMORY = 1 << 14  # most cells of a column say what many others say


class BadCell(ValueError):
    """A cell whose row is rejected; the message is a Chinese phrase without full stop."""


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_FULL_WIDTH |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_TABLE: dict[int, int | str | None] = {**_FULL_WIDTH, **_INVISIBLE, 0x3000: " ", 0x00A0: " "}
_BLANK = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff·]) +(?=[\u3400-\u9fff·])")
_DAY = re.compile(r"(\d{4})[.\-/年](\d{1,2})[.\-/月](\d{1,2})日?(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OPEN_END = frozenset({"至今", "现任", "在任", "长期", "无", "—", "-", "--", "/"})
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954-10-03 and 2119-01-11
_EPOCH = date(1899, 12, 30)  # of the 1900 date system, whose false leap day lies before any of ours
_WIDE_SIGNS = str.maketrans({"．": ".", "。": ".", "－": "-", "—": "-", "–": "-", "／": "/"})
_PHONE_SIGNS = str.maketrans("＋（）()", "+    ")


def text_of(raw: Raw) -> str:
    """Return the cell as a person reads it: whole numbers without a point, days in ISO form."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return str(raw)


@lru_cache(_MEMORY, typed=True)
def clean(raw: Raw) -> str:
    """Return the text with full-width digits, letters and blanks made narrow, blanks single."""
    text = text_of(raw)
    if text.isascii() and text.isalnum():
        return text
    return _BLANK.sub(" ", text.translate(_TABLE)).strip()


def name(raw: Raw) -> str:
    """Return a Chinese name without the blanks that typists put between its characters."""
    return _HAN_GAP.sub("", clean(raw))


@lru_cache(_MEMORY)
def same(text: str | None) -> str:
    """Return the form in which two spellings of one name or note are equal."""
    if not text:
        return ""
    folded = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return _BLANK.sub("", folded).casefold()


@lru_cache(_MEMORY, typed=True)
def day(raw: Raw, *, of_1904: bool = False) -> date | None:
    """Return a day written 2026.3.1, 2026-3-1, 2026/3/1, 2026年3月1日, 20260301 or as a serial.

    None where the cell is empty or says that there is no end (至今). A serial counts days of the
    1900 date system; in a workbook of the 1904 system a bare one is refused. Raises BadCell.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = clean(raw).translate(_WIDE_SIGNS)
    if not text or text in _OPEN_END:
        return None
    if found := _DAY.fullmatch(text.replace(" ", "") if "年" in text else text):
        return _date(found, text)
    if found := _COMPACT_DAY.fullmatch(text):
        return _date(found, text)
    serial = text.removesuffix(".0")
    if serial.isdigit() and _FIRST_SERIAL <= int(serial[:6]) <= _LAST_SERIAL and len(serial) < 6:
        if of_1904:
            raise BadCell(f"日期“{text}”没有日期格式，请设为日期或写成 2026-03-01")
        return _EPOCH + timedelta(days=int(serial))
    raise BadCell(f"日期“{text[:20]}”不认识，请写成 2026-03-01")


def _date(found: re.Match[str], text: str) -> date:
    year, month, of_month = (int(part) for part in found.groups()[:3])
    try:
        return date(year, month, of_month)
    except ValueError:
        raise BadCell(f"日期“{text[:20]}”不存在") from None


def phone(raw: Raw) -> str | None:
    """Return a number with narrow digits and single blanks or hyphens, None where there is none.

    Which numbers are possible is for `fields.phone`; a hidden one (139****0001) passes as it is.
    """
    text = clean(raw).translate(_WIDE_SIGNS).translate(_PHONE_SIGNS)
    if text.lower().startswith("tel"):
        text = text[3:].lstrip(":： ")
    return " ".join(text.split()).replace(" - ", "-") or None


def words(raw: Raw) -> tuple[str, ...]:
    """Return the parts of a list written with 、 or , or ; or line breaks."""
    text = text_of(raw).translate(_TABLE)
    parts = (part.strip() for part in re.split(r"[、,，;；\n]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))
