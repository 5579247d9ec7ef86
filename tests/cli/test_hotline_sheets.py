"""Call-centre statistics as people keep them in spreadsheets."""

import io
from datetime import date

import pytest
import xlsxwriter

from clients.cli.hotline import BadSheet, rows_of

ROW = {"unit": "1301", "day": "2026-11-20", "calls": 1200, "answered": 1100}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("day", ["2026-11-20", "2026/11/20", "2026年11月20日"])
def test_a_csv_is_read_as_offices_write_it(encoding: str, day: str) -> None:
    text = f'单位代码,日期,备注,来电数,接通数,及时接通数\n1301,{day},x,"1,200",1100,\n,,,,,\n'
    assert list(rows_of(text.encode(encoding), ".csv")) == [(2, {**ROW, "answeredInTime": None})]


def test_a_spreadsheet_is_read_with_its_types() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位", "日期", "来电", "接通", "及时接通"])
        sheet.write_number(1, 0, 1301)
        sheet.write_datetime(1, 1, date(2026, 11, 20), book.add_format({"num_format": "m/d"}))
        sheet.write_row(1, 2, [1200, 1100, 960])
    assert list(rows_of(target.getvalue(), ".xlsx")) == [(2, {**ROW, "answeredInTime": 960})]


@pytest.mark.parametrize(
    ("data", "suffix", "told"),
    [
        ("单位代码,日期,来电数\n".encode(), ".csv", "表头缺少：接通数。"),
        ("单位,日期,来电,接通\n1301,昨天,1,1\n".encode(), ".csv", "第2行的日期“昨天”"),
        ("单位,日期,来电,接通\n1301,2026-11-20,一,1\n".encode(), ".csv", "来电数“一”不是整数"),
        ("单位,日期,来电,接通\n1301,2026-11-20,1,\n".encode(), ".csv", "没有填接通数"),
        (b"PK not a book", ".xlsx", "文件打不开"),
        (b"\xff\xff\xff", ".csv", "编码看不懂"),
        (b"", ".csv", "表头缺少"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, suffix: str, told: str) -> None:
    with pytest.raises(BadSheet, match=told):
        list(rows_of(data, suffix))
