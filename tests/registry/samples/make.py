"""Write the sample spreadsheets beside this file. Everybody in them is made up and marked 虚构.

``good/`` holds lists as offices keep them; ``bad/`` what must be refused, whole or row by row.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
MADE = datetime(2026, 11, 1, tzinfo=UTC).replace(tzinfo=None)
MARK = "本表人员、电话均为虚构，仅供测试"
POSTS = ("单位代码", "单位名称", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期", "备注")
OFFICE = "石家庄市应急管理局"


def workbook(*fills: tuple[str, Callable[[Worksheet], None]]) -> bytes:
    """Return an xlsx file of these sheets; the same bytes each time."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": MADE, "comments": MARK})
        for title, fill in fills:
            fill(book.add_worksheet(title))
    return target.getvalue()


def sheet(*rows: Sequence[Any]) -> bytes:
    """Return an xlsx file of one sheet 任职名单 with these rows."""

    def fill(page: Worksheet) -> None:
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return workbook(("任职名单", fill))


def text(*rows: Sequence[str]) -> str:
    """Return the rows as csv."""
    return "".join(",".join(row) + "\r\n" for row in rows)


def spokesperson(name: str, **told: str) -> tuple[str, ...]:
    """Return a row of POSTS for a spokesperson of 石家庄市应急管理局."""
    row = {
        "单位代码": "1301-YJGLJ",
        "单位名称": OFFICE,
        "姓名": name,
        "岗位": "新闻发言人",
        "职务": "副局长",
        "手机": "13900000001",
        "任职日期": "2026-03-01",
        "离任日期": "",
        "备注": "虚构",
    }
    return tuple({**row, **told}.values())


def whole_roster() -> bytes:
    """Return units, posts, experts and channels, a sheet each, as an export writes them."""

    def units(page: Worksheet) -> None:
        page.write_row(0, 0, ("单位代码", "单位名称", "单位简称", "单位类别", "上级单位", "标签"))
        page.write_row(
            1, 0, ("1301-YJGLJ", OFFICE, "应急管理局", "工作部门", "1301", "重点发布部门")
        )
        page.write_row(
            2, 0, ("1301-WJW", "石家庄市卫生健康委员会", "市卫健委", "工作部门", "1301", "民生密切")
        )

    def posts(page: Worksheet) -> None:
        page.write_row(0, 0, POSTS)
        page.write_row(1, 0, spokesperson("虚构甲"))
        page.write_row(2, 0, spokesperson("虚构乙", 岗位="主要负责人", 手机="13900000002"))

    def experts(page: Worksheet) -> None:
        page.write_row(0, 0, ("单位代码", "单位名称", "姓名", "领域", "专家单位"))
        page.write_row(
            1, 0, ("1301-WJW", "石家庄市卫生健康委员会", "虚构丙", "传染病、疫苗", "某大学（虚构）")
        )

    def channels(page: Worksheet) -> None:
        page.write_row(
            0, 0, ("单位代码", "单位名称", "渠道类别", "平台", "渠道名称", "网址", "开通日期")
        )
        page.write_row(
            1,
            0,
            (
                "1301-WJW",
                "",
                "微博",
                "微博",
                "健康石家庄（虚构）",
                "https://weibo.example/x",
                "2024.1.1",
            ),
        )

    return workbook(("单位", units), ("任职名单", posts), ("专家", experts), ("渠道", channels))


def as_offices_write() -> bytes:
    """Return a printed list: a title above, units merged down, full-width digits, real dates."""

    def fill(page: Worksheet) -> None:
        page.merge_range("A1:G1", f"石家庄市新闻发言人、联络员名单（{MARK}）")
        page.write_row(
            2, 0, ("序号", "单位", "姓  名", "岗位职责", "职务", "联系电话", "任职时间", "办公室")
        )
        page.merge_range("B4:B6", OFFICE)
        rows = (
            ("1", "虚　构", "新闻发言人", "副局长", "１３９ ００００ ０００１", "2026.3.1"),
            ("2", "虚构丁", "联络员", "科长", "139-0000-0002", "2026年3月1日"),
            ("3", "虚构戊", "舆情收集员", "科员", "13900000003", 46082),
        )
        for number, (order, *rest) in enumerate(rows, start=3):
            page.write(number, 0, order)
            page.write_row(number, 2, rest)

    return workbook(("Sheet1", fill))


def with_a_formula() -> bytes:
    """Return a list whose second person's number is computed."""

    def fill(page: Worksheet) -> None:
        page.write_row(0, 0, POSTS)
        page.write_row(1, 0, spokesperson("虚构甲"))
        page.write_row(2, 0, spokesperson("虚构乙"))
        page.write_formula("F3", "=13900000000+2", value=13900000002)

    return workbook(("任职名单", fill))


def bomb(megabytes: int = 300) -> bytes:
    """Return a workbook whose sheet unpacks to so many megabytes of blanks."""
    book = io.BytesIO(sheet(POSTS, spokesperson("虚构甲")))
    target = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData>", b"<sheetData>" + b" " * (megabytes << 20))
            new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def protected() -> bytes:
    """Return the start of what a table program writes under a password: an OLE2 container."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900")
    return head.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(1024, b"\0")


def many_rows(count: int) -> bytes:
    """Return so many rows as csv; made while a test runs, too large to keep."""
    line = ",".join(spokesperson("虚构甲")) + "\n"
    return (",".join(POSTS) + "\n" + line * count).encode()


def samples() -> dict[str, bytes]:
    """Return every sample by its path below this folder."""
    bad_day = spokesperson("虚构乙", 任职日期="2026-02-30")
    twice = ("单位代码", "单位名称", "单位类别", "上级单位")
    return {
        "good/全套名录.xlsx": whole_roster(),
        "good/合并单元格和全角数字.xlsx": as_offices_write(),
        "good/GBK名单.csv": text(POSTS, spokesperson("虚构甲")).encode("gbk"),
        "good/UTF-8带签名.csv": text(POSTS, spokesperson("虚构甲")).encode("utf-8-sig"),
        "bad/表头不认识.xlsx": sheet(("名字", "干什么的"), ("虚构甲", "发言")),
        "bad/缺少岗位列.xlsx": sheet(("单位名称", "姓名", "手机"), (OFFICE, "虚构甲", "")),
        "bad/同一代码两个单位.csv": text(
            twice,
            ("1301-XA", "石家庄市某局", "工作部门", "1301"),
            ("1301-XA", "石家庄市另一局", "工作部门", "1301"),
            ("1301-XB", "石家庄市第三局", "工作部门", "1301"),
        ).encode(),
        "bad/日期不存在.xlsx": sheet(POSTS, spokesperson("虚构甲"), bad_day),
        "bad/有公式.xlsx": with_a_formula(),
        "bad/有密码.xlsx": protected(),
        "bad/压缩炸弹.xlsx": bomb(),
    }


def main() -> None:
    """Write every sample."""
    for path, content in samples().items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_bytes(content)


if __name__ == "__main__":
    main()
