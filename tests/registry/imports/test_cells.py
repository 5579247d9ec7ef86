"""What people type into cells."""

from datetime import date, datetime

import pytest

from services.registry.domain.imports import cells
from services.registry.domain.imports.cells import BadCell, Raw

FIRST_OF_MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    "raw",
    [
        "2026.3.1",
        "2026-3-1",
        "2026/03/01",
        "2026年3月1日",
        "2026 年 3 月 1 日",
        "20260301",
        "２０２６．３．１",
        "2026-03-01 00:00:00",
        46082,
        46082.0,
        "46082",
        20260301.0,
        FIRST_OF_MARCH,
        datetime(2026, 3, 1),  # noqa: DTZ001 - a cell knows no zone
    ],
)
def test_a_day_is_read_however_it_is_written(raw: Raw) -> None:
    assert cells.day(raw) == FIRST_OF_MARCH


@pytest.mark.parametrize("raw", ["2026-02-30", "2026.13.1", "20260230", "2026年4月31日"])
def test_a_day_that_does_not_exist_is_told_so(raw: str) -> None:
    with pytest.raises(BadCell, match="不存在"):
        cells.day(raw)


@pytest.mark.parametrize("raw", ["2026", 2026.3, "3月1日", "去年", "01/03/2026", "999999", True])
def test_half_a_day_is_not_guessed(raw: Raw) -> None:
    with pytest.raises(BadCell, match="不认识"):
        cells.day(raw)


@pytest.mark.parametrize("raw", ["", "至今", "无", " — ", "-"])
def test_no_end_is_no_day(raw: str) -> None:
    assert cells.day(raw) is None


def test_a_bare_serial_of_the_1904_system_is_not_guessed() -> None:
    assert cells.day(FIRST_OF_MARCH, of_1904=True) == FIRST_OF_MARCH
    with pytest.raises(BadCell, match="日期格式"):
        cells.day(44620, of_1904=True)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("１３９０００００００１", "13900000001"),
        (13900000001.0, "13900000001"),
        ("139-0000-0001", "139-0000-0001"),
        ("（0311）8690 0000", "0311 8690 0000"),
        ("＋86 13900000001", "+86 13900000001"),
        ("  ", None),
    ],
)
def test_a_number_is_written_in_narrow_digits(raw: Raw, number: str | None) -> None:
    assert cells.phone(raw) == number


def test_blanks_inside_a_chinese_name_are_no_part_of_it() -> None:
    assert cells.name(" 王　伟 ") == "王伟"
    assert cells.name("阿依古丽 · 买买提") == "阿依古丽·买买提"
    assert cells.name("John  Smith") == "John Smith"


def test_two_spellings_of_one_name_are_the_same() -> None:
    assert cells.same("应急管理局（虚构）") == cells.same("应急管理局(虚构) ")


def test_a_list_is_parted_however_it_is_written() -> None:
    assert cells.words("传染病、疫苗；传染病,\n食品") == ("传染病", "疫苗", "食品")
