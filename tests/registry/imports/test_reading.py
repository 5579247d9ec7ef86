"""Spreadsheets as offices keep them become typed rows; each kind of bad one is refused by code."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from services.kit.refusal import Refusal
from services.registry.domain.appointments import Post
from services.registry.domain.imports import container
from services.registry.domain.imports.rows import PostRow
from services.registry.domain.imports.tables import RosterFile, read_roster
from services.registry.domain.imports.words import SheetKind
from tests.registry.samples import make

SAMPLES = Path(make.__file__).parent


def sample(name: str) -> RosterFile:
    return read_roster((SAMPLES / name).read_bytes())


def posts(found: RosterFile) -> list[PostRow]:
    return [row for row in found.rows if isinstance(row, PostRow)]


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_roster(data)
    assert refused.value.field == "file"
    return refused.value.code


def test_the_folder_holds_what_the_generator_writes() -> None:
    found = [*SAMPLES.glob("good/*"), *SAMPLES.glob("bad/*")]
    kept = {str(path.relative_to(SAMPLES)) for path in found}
    assert kept == make.samples().keys()


@pytest.mark.parametrize("name", ["good/GBK名单.csv", "good/UTF-8带签名.csv"])
def test_csv_is_read_in_gbk_and_in_utf8(name: str) -> None:
    (row,) = posts(sample(name))
    assert (row.unit_code, row.person, row.post) == ("1301-YJGLJ", "虚构甲", Post.SPOKESPERSON)
    assert row.starts_on == date(2026, 3, 1)


def test_a_printed_list_is_read_as_it_was_meant() -> None:
    found = sample("good/合并单元格和全角数字.xlsx")
    rows = posts(found)
    assert [row.unit_name for row in rows] == [make.OFFICE] * 3
    assert [row.person for row in rows] == ["虚构", "虚构丁", "虚构戊"]
    assert [row.starts_on for row in rows] == [date(2026, 3, 1)] * 3
    assert rows[0].phone == "139 0000 0001"
    assert [row.source.line for row in rows] == [4, 5, 6]


def test_titles_that_nothing_is_taken_from_are_named() -> None:
    (report,) = sample("good/合并单元格和全角数字.xlsx").sheets
    assert report.unknown == ("办公室",)
    assert report.header_line == 3


def test_each_sheet_is_known_by_its_name_and_columns() -> None:
    found = sample("good/全套名录.xlsx")
    assert [sheet.kind for sheet in found.sheets] == list(SheetKind)
    assert found.rejected == ()
    assert len(found.rows) == 6


def test_a_day_that_does_not_exist_rejects_its_row_and_no_other() -> None:
    found = sample("bad/日期不存在.xlsx")
    (rejected,) = found.rejected
    assert rejected.reason == "任职日期：日期“2026-02-30”不存在"
    assert [row.person for row in posts(found)] == ["虚构甲"]


def test_a_formula_rejects_its_row_and_names_the_cell() -> None:
    found = sample("bad/有公式.xlsx")
    (rejected,) = found.rejected
    assert (rejected.code, rejected.source.line) == ("FORMULA", 3)
    assert "F3" in rejected.reason
    assert len(found.rows) == 1


def test_a_formula_in_csv_is_none_the_less_one() -> None:
    rows = make.text(make.POSTS, make.spokesperson('=HYPERLINK("http://x.example")'))
    (rejected,) = read_roster(rows.encode()).rejected
    assert rejected.code == "FORMULA"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bad/表头不认识.xlsx", "NO_HEADER"),
        ("bad/缺少岗位列.xlsx", "MISSING_COLUMN"),
        ("bad/有密码.xlsx", "ENCRYPTED_OR_OLD_FORMAT"),
        ("bad/压缩炸弹.xlsx", "FILE_TOO_LARGE"),
    ],
)
def test_a_bad_file_is_refused_whole(name: str, code: str) -> None:
    assert code_of((SAMPLES / name).read_bytes()) == code


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refusal, match="岗位"):
        sample("bad/缺少岗位列.xlsx")


def test_two_million_rows_are_refused_before_they_are_read() -> None:
    assert code_of(make.many_rows(200_001)) == "TOO_MANY_ROWS"
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 2002))
    assert code_of(_with_rows(rows * 1000)) == "TOO_MANY_ROWS"
    assert code_of(_with_rows('<row r="2000000"><c r="A2000000"><v>1</v></c></row>')) == (
        "TOO_MANY_ROWS"
    )


def test_values_far_to_the_right_are_refused_and_mere_formats_are_not() -> None:
    assert code_of(_with_rows('<row r="9"><c r="XFD9"><v>1</v></c></row>')) == "TOO_MANY_COLUMNS"
    formats = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert len(read_roster(_with_rows(formats)).rows) == 1


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(make.sheet(make.POSTS, make.spokesperson("虚构甲")))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    place = data.rindex(size.to_bytes(4, "little"))
    data[place : place + 4] = (size - 10).to_bytes(4, "little")
    assert code_of(bytes(data)) == "BROKEN_FILE"


def test_a_doctype_is_refused() -> None:
    assert code_of(_rewritten(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')) == (
        "BROKEN_FILE"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "NO_HEADER"),
        (b"%PDF-1.7\n\0\1\2", "NOT_A_SPREADSHEET"),
        (b"PK\x03\x04 and then nothing", "BROKEN_FILE"),
        ("单位,姓名\n".encode("utf-16"), "NOT_A_SPREADSHEET"),
        (b"\xff\xff\xff,\xff", "UNKNOWN_ENCODING"),
        (bytes(33 << 20), "FILE_TOO_LARGE"),
    ],
)
def test_what_is_no_roster_is_refused_by_code(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_of_two_columns_of_one_meaning_the_better_name_is_taken() -> None:
    rows = make.text(
        ("单位", "姓名", "岗位", "电话", "手机"), ("某局", "虚构甲", "联络员", "0311", "139")
    )
    found = read_roster(rows.encode())
    assert posts(found)[0].phone == "139"
    assert found.sheets[0].unknown == ("电话",)
    twice = make.text(("单位", "姓名", "姓名", "岗位"), ("某局", "虚构甲", "虚构乙", "联络员"))
    assert code_of(twice.encode()) == "COLUMN_TWICE"


def test_a_header_and_nothing_below_is_refused() -> None:
    assert code_of(make.text(make.POSTS).encode()) == "EMPTY_FILE"


def test_a_header_repeated_on_each_page_is_no_row() -> None:
    rows = make.text(make.POSTS, make.spokesperson("虚构甲"), make.POSTS)
    found = read_roster(rows.encode())
    assert (len(found.rows), found.rejected) == (1, ())


def test_a_hidden_sheet_is_passed_over() -> None:
    def fill(page: Worksheet) -> None:
        page.write_row(0, 0, make.POSTS)
        page.write_row(1, 0, make.spokesperson("虚构甲"))

    def hide(page: Worksheet) -> None:
        fill(page)
        page.hide()

    found = read_roster(make.workbook(("任职名单", fill), ("旧名单", hide)))
    assert [report.kind for report in found.sheets] == [SheetKind.POSTS, None]


def test_cells_are_called_as_people_call_them() -> None:
    assert [container.label(0, n) for n in (0, 25, 26, 701, 702)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
    ]
    assert container.place("AAA1") == (0, 702)


def _with_rows(rows: str) -> bytes:
    return _rewritten(b"</sheetData>", rows.encode() + b"</sheetData>")


def _rewritten(old: bytes, new: bytes) -> bytes:
    book = io.BytesIO(make.sheet(make.POSTS, make.spokesperson("虚构甲")))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(book) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(old, new)
            after.writestr(entry.filename, content)
    return target.getvalue()
