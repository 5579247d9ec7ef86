"""Imports as they are kept: their file, how far they are, what came out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain.imports.outcomes import Outcome
from services.registry.domain.imports.tables import SheetReport
from services.registry.domain.imports.words import SheetKind

UPLOADS_LAST = timedelta(hours=24)
DRY_RUNS_LAST = timedelta(days=7)
MOST_UPLOADS = 20
STOPPED_AFTER = timedelta(seconds=60)
"""An import that runs tells so every few seconds; after this silence its process is gone."""


class ImportState(StrEnum):
    """How an import stands (导入状态)."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


class ImportPhase(StrEnum):
    """What a running import is busy with (导入阶段)."""

    WAITING = "WAITING"
    READING = "READING"
    MATCHING = "MATCHING"
    WRITING = "WRITING"
    FINISHED = "FINISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file 上传文件; it may be used until ``expires_at``, exclusive."""

    id: UUID
    name: str
    bytes: int
    sha256: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRoster:
    """What a caller asks for; ``unit`` is the code below which rows are taken."""

    upload: UUID
    unit: str
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImport:
    """An import 名录导入, or a dry run 试导入. ``rows_total`` is None until the file is read."""

    id: UUID
    unit: str
    upload: UUID
    file_name: str
    sha256: str
    bytes: int
    dry_run: bool
    state: ImportState
    phase: ImportPhase
    rows_done: int
    rows_total: int | None
    heartbeat_at: datetime
    sheets: tuple[SheetReport, ...]
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    rejected_rows: int
    problem_code: str | None
    problem: str | None
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    undone_at: datetime | None
    undone_by: str | None

    def stopped(self, now: datetime) -> bool:
        """Whether it runs by its own account and has long been silent."""
        runs = self.state in (ImportState.RUNNING, ImportState.UNDOING)
        return runs and now - self.heartbeat_at > STOPPED_AFTER


def as_of(one: RosterImport, now: datetime) -> RosterImport:
    """Return the import as it truly stands: one whose process is gone has failed."""
    if not one.stopped(now):
        return one
    why = interrupted()
    state = ImportState.DONE if one.state is ImportState.UNDOING else ImportState.FAILED
    return replace(one, state=state, problem_code=why.code, problem=why.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A row of an import's report 导入行; ``place`` counts from 0 in the file's order."""

    place: int
    sheet: str
    line: int
    kind: SheetKind
    outcome: Outcome
    label: str
    subject: UUID | None
    changed: tuple[str, ...]
    code: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an import did to one entity: the version it left, and what it changed as it was."""

    entity: str
    id: UUID
    version: int
    before: dict[str, Any] | None


def unknown_file() -> Refusal:
    """No whole file of the caller bears the id, or its day is over."""
    return Refusal("UNKNOWN_FILE", "没有这个上传文件或已超过 24 小时，请重新上传。", "file")


def empty_upload() -> Refusal:
    """A file of no bytes."""
    return Refusal("EMPTY_FILE", "文件是空的，请核对是否选错了文件。", "file")


def too_many_uploads() -> Refusal:
    """So many files of the caller wait that no more are taken."""
    message = f"您有 {MOST_UPLOADS} 个文件还在等待导入，请先导入或等它们过期（24 小时）。"
    return Refusal("TOO_MANY_UPLOADS", message, "file")


def cut_upload() -> Refusal:
    """The line broke before the file was whole."""
    return Refusal("BODY_CUT", "文件没有传完，请重新上传。", "file")


def no_such_form() -> Refusal:
    """Neither xlsx nor csv."""
    return Refusal("NOT_FOUND", "只能导出 xlsx 或 csv。", "form")


def unknown_kind(known: str) -> Refusal:
    """No sheet is called so; ``known`` lists those that are."""
    return Refusal("UNKNOWN_KIND", f"名录类别应为 {known} 之一。", "kind")


def unknown_import() -> Refusal:
    """No import of the caller's territory bears the id."""
    return Refusal("NOT_FOUND", "没有找到该次导入，可能是已过期的试导入。", "id")


def interrupted() -> Refusal:
    """The process died on the way; nothing of the import was written."""
    return Refusal("INTERRUPTED", "服务中途停止，本次没有写入任何内容，请重新执行。")


def failed_inside() -> Refusal:
    """A fault of ours; nothing was written."""
    return Refusal("INTERNAL", "系统内部错误，本次没有写入任何内容，请稍后重试或联系管理员。")


def changed_meanwhile() -> Refusal:
    """Somebody changed the same units again and again while the import was decided."""
    return Refusal("CHANGED_MEANWHILE", "导入期间名录一直被他人修改，请稍后重试。")


def busy() -> Refusal:
    """Too many imports wait already."""
    return Refusal("IMPORTS_BUSY", "正在导入的文件太多，请几分钟后再试。")


def not_undoable(found: RosterImport) -> Refusal:
    """A dry run, a failed import, or one that was undone."""
    if found.dry_run:
        return Refusal("NOTHING_TO_UNDO", "试导入没有写入内容，不需要撤销。", "id")
    if found.state is ImportState.UNDONE:
        return Refusal("ALREADY_UNDONE", "该次导入已经撤销。", "id")
    if found.state is ImportState.FAILED:
        return Refusal("NOTHING_TO_UNDO", "该次导入没有成功，不需要撤销。", "id")
    return Refusal("STILL_RUNNING", "该次导入还在进行，请等它结束。", "id")


def undo_blocked_by_changes(names: Sequence[str]) -> Refusal:
    """Rows of it were changed since; the first few are named."""
    named = "、".join(names[:_NAMED])
    more = f"等 {len(names)} 项" if len(names) > _NAMED else ""
    return _blocked(f"{named}{more}已被修改")


def undo_blocked_by_use(name: str | None, table: str) -> Refusal:
    """A row of it, or one that is not known by name, is referred to by a row of that table."""
    return _blocked(f"{name or '导入的内容'}已有{_TABLES.get(table, '其他记录')}")


def _blocked(why: str) -> Refusal:
    return Refusal("UNDO_BLOCKED", f"导入之后又有变动，不能整体撤销：{why}。", "id")


_NAMED = 5
GONE = "已不存在的记录"
_TABLES = {
    "availability": "请假记录",
    "training_attendee": "培训记录",
    "account": "账号",
    "filing": "备案",
    "unit": "下级单位",
    "appointment": "任职",
    "person": "人员",
    "channel": "渠道",
    "expert": "专家",
}
