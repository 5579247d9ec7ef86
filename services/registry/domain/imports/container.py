"""Looking through an xlsx file before anything unpacks it whole: it may be made to hurt.

The central directory may lie about sizes, so every part is unpacked here piece by piece and
counted; what is found out on the way (formulas, merged ranges) is what the reader does not tell.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from services.registry.domain.imports import faults

LARGEST_FILE = 32 << 20
LARGEST_UNPACKED = 256 << 20
MOST_ENTRIES = 2_000
MOST_MERGES = 100_000
HIGHEST_RATIO = 300
_RATIO_FROM = 4 << 20
_PIECE = 64 << 10
_LAST_ROW = faults.MOST_ROWS + 1_000
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = struct.Struct("<26xHH")

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 0, all inclusive."""


@dataclass(slots=True, kw_only=True)
class SheetFacts:
    """What was seen of a sheet: how many rows have values, formulas as cells from 0, merges."""

    rows: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFacts:
    """Sheets by name in the workbook's order, and whether its days count from 1904."""

    sheets: dict[str, SheetFacts]
    of_1904: bool


def examine(data: bytes) -> WorkbookFacts:
    """Look through a workbook; nothing of it is kept in memory but what is returned.

    Raises:
        Refusal: ENCRYPTED_OR_OLD_FORMAT, FILE_TOO_LARGE, TOO_MANY_ROWS, TOO_MANY_COLUMNS,
            BROKEN_FILE or NOT_A_SPREADSHEET.
    """
    if data.startswith(OLE2):
        raise faults.old_or_encrypted()
    try:
        return _Examination(data).facts()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, ValueError) as error:
        raise faults.broken() from error


class _Examination:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._unpacked = 0
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise faults.too_large("压缩包内的部件太多")
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise faults.broken()

    def facts(self) -> WorkbookFacts:
        if "encryptedpackage" in self._entries:
            raise faults.old_or_encrypted()
        if "xl/workbook.xml" not in self._entries:
            raise faults.not_a_spreadsheet()
        book = _Workbook()
        self._parse("xl/workbook.xml", book.begin)
        relations = _Relations()
        if "xl/_rels/workbook.xml.rels" in self._entries:
            self._parse("xl/_rels/workbook.xml.rels", relations.begin)
        if len(book.sheets) > faults.MOST_SHEETS:
            raise faults.too_large(f"工作表超过 {faults.MOST_SHEETS} 个")
        found: dict[str, SheetFacts] = {}
        rows = 0
        for title, relation in book.sheets:
            part = relations.targets.get(relation, "")
            if part not in self._entries or "worksheet" not in part:
                continue  # a chart sheet has no cells
            found[title] = self._sheet(part, title, rows)
            rows += found[title].rows
        for part in ("xl/sharedstrings.xml", "xl/styles.xml"):
            if part in self._entries:
                for _ in self._pieces(part):
                    pass
        return WorkbookFacts(sheets=found, of_1904=book.of_1904)

    def _sheet(self, part: str, title: str, rows_before: int) -> SheetFacts:
        sheet = _Sheet(title, rows_before)
        self._parse(part, sheet.begin)
        return sheet.facts

    def _parse(self, part: str, begin: Callable[[str, dict[str, str]], None]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = begin
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for piece in self._pieces(part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _pieces(self, part: str) -> Iterator[bytes]:
        """Yield what a part unpacks to; raises FILE_TOO_LARGE as soon as it is too much."""
        entry = self._entries[part]
        if entry.flag_bits & 1:
            raise faults.old_or_encrypted()
        packed = _packed(self._data, entry)
        here = 0
        for piece in _inflate(packed) if entry.compress_type == _DEFLATED else _cut(packed):
            here += len(piece)
            self._unpacked += len(piece)
            if self._unpacked > LARGEST_UNPACKED:
                raise faults.too_large("展开后超过 256 MB")
            if here > _RATIO_FROM and here > HIGHEST_RATIO * len(packed):
                raise faults.too_large("压缩率异常，疑似压缩炸弹")
            yield piece
        if here != entry.file_size:
            raise faults.broken()


def _packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise faults.broken()
    name_length, extra_length = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
    start = entry.header_offset + 30 + name_length + extra_length
    if start + entry.compress_size > len(data):
        raise faults.broken()
    return memoryview(data)[start : start + entry.compress_size]


def _inflate(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(waiting, _PIECE)
        waiting = unpacker.unconsumed_tail
        if not piece and not waiting:
            return
        yield piece


def _cut(stored: memoryview) -> Iterator[bytes]:
    for start in range(0, len(stored), _PIECE):
        yield bytes(stored[start : start + _PIECE])


def _refuse_doctype(*_: Any) -> None:
    raise faults.broken()


class _Workbook:
    """The order and names of sheets, and the date system (ECMA-376 part 1, 18.2)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.of_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.rpartition(" ")[2] == "id"), ""
            )
            self.sheets.append((attributes.get("name", ""), relation))
        elif local == "workbookPr":
            self.of_1904 = attributes.get("date1904", "0") in ("1", "true", "on")


class _Relations:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "Relationship":
            target = attributes.get("Target", "").lower()
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = part


class _Sheet:
    """Counts rows that have values, and remembers formulas and merges (ECMA-376 part 1, 18.3).

    Called for millions of elements: what is looked at is decided once per name of an element, and
    a cell's reference is read only where it may matter.
    """

    def __init__(self, title: str, rows_before: int) -> None:
        self.facts = SheetFacts()
        self._title = title
        self._rows_before = rows_before
        self._row = -1
        self._column = -1
        self._reference: str | None = None
        self._row_counted = -1
        self._acts: dict[str, Callable[[dict[str, str]], None] | None] = {}
        self._known = {
            "c": self._cell,
            "v": self._value,
            "is": self._value,
            "row": self._begin_row,
            "f": self._formula,
            "mergeCell": self._merge,
        }

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        try:
            act = self._acts[name]
        except KeyError:
            act = self._known.get(name.rpartition(" ")[2])
            if len(self._acts) < 1000:
                self._acts[name] = act
        if act is not None:
            act(attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1

    def _cell(self, attributes: dict[str, str]) -> None:
        self._reference = attributes.get("r")
        if self._reference is None:
            self._column += 1

    def _value(self, attributes: dict[str, str]) -> None:
        reference = self._reference
        if reference is None or len(reference) > 6 or not reference[1:].isdigit():
            self._place()
        if self._row != self._row_counted:
            self._row_counted = self._row
            self.facts.rows += 1
            rows = self._rows_before + self.facts.rows
            if rows > faults.MOST_ROWS + faults.MOST_SHEETS or self._row > _LAST_ROW:
                raise faults.too_many_rows(f"工作表“{self._title}”")

    def _place(self) -> None:
        if self._reference is not None:
            self._row, self._column = place(self._reference)
        if self._column >= faults.MOST_COLUMNS:
            raise faults.too_many_columns(label(self._row, self._column))

    def _formula(self, attributes: dict[str, str]) -> None:
        self._place()
        self._value(attributes)
        self.facts.formulas.add((self._row, self._column))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        if last:
            self.facts.merges.append((*place(first), *place(last)))
        if len(self.facts.merges) > MOST_MERGES:
            raise faults.too_large("合并单元格太多")


def place(reference: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference such as B12; raises ValueError."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not (0 < len(letters) < 4 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"no column: {letters[:10]}")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def label(row: int, column: int) -> str:
    """Return how a person calls a cell, such as B12; row and column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
