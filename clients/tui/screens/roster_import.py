"""Imports (导入): a file is read and tried first, then written as one; undone as one."""

import asyncio
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from textual import work

from clients.transfer import NotReached, NotTaken, keep_file, send_file
from clients.tui.link import LinkDown, Refused, new_key
from clients.tui.locale import of_service, t
from clients.tui.models_roster_lists import ImportReport, RosterImport
from clients.tui.operations import OPERATIONS
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.roster_acts import About
from clients.tui.screens.roster_form import RosterForm
from clients.tui.screens.roster_reading import read_report
from clients.tui.service_link import ServiceLink
from clients.tui.views.fields import Field
from clients.tui.views.pieces import BLANK, Line, prose
from clients.tui.views.roster_imports import bar_line, import_counts, report_lines

PAUSE = 0.25  # seconds between two looks at an import that runs


class Watching(RosterForm):
    """A form whose act goes on in the service: a bar shows how far it is, then its report."""

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.progress: tuple[str, int, int | None] | None = None
        self.report: ImportReport | None = None

    async def watched(self, import_id: str) -> ImportReport:
        """Return the import once it is over, showing meanwhile how far it is."""
        while True:
            found = await read_report(self.link, import_id)
            self.progress = None
            if not found.running:
                return found
            at = found.progress
            self.progress = (at.phase, at.rows_done, at.rows_total)
            self.show_side()
            await asyncio.sleep(PAUSE)

    def beside(self, width: int) -> list[Line]:
        if self.progress is not None:
            return [bar_line(*self.progress)]
        if self.report is None:
            return super().beside(width)
        problem = prose(self.report.problem, width, "over") if self.report.problem else []
        return [*import_counts(self.report, width), *problem, *report_lines(self.report, width)]

    def failed(self, fault: Exception) -> None:
        """Say why an act that goes on did not go on."""
        self.busy, self.progress = False, None
        sentence = t("rosters.not_sent")
        if isinstance(fault, NotTaken):
            sentence = of_service(fault.code, fault.message)
        elif isinstance(fault, Refused):
            sentence = fault.message
        self.fault_at("commit", sentence)
        self.show_all()


class ImportForm(Watching):
    """The first commit only tries the file; the second writes what was tried, all or nothing."""

    NAME = "roster.import"
    FIELDS = (Field(row="file", required=True),)

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.file_id = ""

    @property
    def path(self) -> Path:
        return Path(self.text("file")).expanduser()

    def text_changed(self, row: str, text: str) -> None:
        # another file is another trial
        self.report, self.file_id, self.key = None, "", new_key()
        super().text_changed(row, text)

    def value(self, row: str) -> Line:
        if row == "commit" and self.report is not None:
            tried = "write" if self.report.dry_run else "again"
            return self.commit_button(f"roster.import.{tried}")
        return super().value(row)

    def entered(self, row: str) -> None:
        if row != "commit":
            super().entered(row)
        elif not self.path.is_file():
            self.fault_at("file", t("rosters.no_file", reason=str(self.path)))
        elif self.report is not None and not self.report.dry_run:
            self.finish(self.outcome(self.report))
        elif not self.desk.readonly:
            self.busy = True
            self._import(dry=self.report is None)

    def outcome(self, report: ImportReport) -> str:
        counts = t(
            "rosters.counts",
            new=report.new_rows,
            changed=report.changed_rows,
            same=report.unchanged_rows,
            rejected=report.rejected_rows,
        )
        return t("roster.import.done", file=report.file_name) + counts

    @work(exclusive=True, group="import", exit_on_error=False)
    async def _import(self, dry: bool) -> None:
        self.show_all()
        try:
            self.file_id = self.file_id or await self._upload()
            asked = {"file": self.file_id, "dryRun": dry, "unit": None}
            key = f"{self.key}:{'dry' if dry else 'write'}"
            begun = await self.link.mutate(
                OPERATIONS.import_roster, {"input": {**asked, "idempotencyKey": key}}
            )
            self.report = await self.watched(begun["import"]["id"])
        except (LinkDown, Refused, NotReached, NotTaken, OSError, msgspec.ValidationError) as fault:
            self.failed(fault)
            return
        self.busy = False
        self.say(t("roster.import.tried" if dry else "roster.import.written"))
        self.show_all()

    async def _upload(self) -> str:
        """Send the file in pieces and return its id there."""

        def moved(done: int, size: int) -> None:
            self.progress = ("SENDING", done, size)

        token = await self.desk.session.token() or ""
        sending = asyncio.to_thread(send_file, base_of(self), self.path, token, moved)
        return await sending

    def tick(self) -> None:
        super().tick()
        if self.progress is not None:
            self.show_side()


class UndoForm(Watching):
    """Takes an import back as a whole, after a second key."""

    NAME = "roster.undo"
    FIELDS: ClassVar = ()

    @property
    def imported(self) -> RosterImport:
        found: RosterImport = self.on.item
        return found

    def whom(self) -> str:
        return self.imported.file_name

    def entered(self, row: str) -> None:
        if self.report is not None:
            self.finish(t("roster.undo.done", file=self.imported.file_name))
            return
        question = t("roster.undo.confirm", file=self.imported.file_name)
        detail = t("roster.undo.detail", n=self.imported.new_rows, m=self.imported.changed_rows)
        self.app.push_screen(ConfirmScreen(question, detail), self._sure)

    def _sure(self, yes: bool | None) -> None:
        if yes and not self.desk.readonly:
            self.busy = True
            self._undo()

    @work(exclusive=True, group="import", exit_on_error=False)
    async def _undo(self) -> None:
        sent = {"id": self.imported.id, "idempotencyKey": self.key}
        try:
            begun = await self.link.mutate(OPERATIONS.undo_import, {"input": sent})
            self.report = await self.watched(begun["import"]["id"])
        except (LinkDown, Refused, msgspec.ValidationError) as fault:
            self.failed(fault)
            return
        self.busy = False
        self.finish(t("roster.undo.done", file=self.imported.file_name))

    def beside(self, width: int) -> list[Line]:
        if self.report is None and self.progress is None:
            said = prose(t("roster.undo.about", file=self.imported.file_name), width)
            return [*import_counts(self.imported, width), BLANK, *said]
        return super().beside(width)


class RejectedForm(RosterForm):
    """Saves the rejected rows with their reasons, to be mended and imported again."""

    NAME = "roster.rejected"
    FIELDS = (Field(row="file", required=True),)

    @property
    def imported(self) -> RosterImport:
        found: RosterImport = self.on.item
        return found

    def whom(self) -> str:
        return self.imported.file_name

    def proposed(self) -> dict[str, str]:
        stem = Path(self.imported.file_name).stem
        return {"file": str(Path.home() / t("roster.rejected.name", stem=stem))}

    def entered(self, row: str) -> None:
        if row != "commit":
            super().entered(row)
        elif target := self.text("file"):
            self.busy = True
            self._save(Path(target).expanduser())

    @work(exclusive=True, group="import", exit_on_error=False)
    async def _save(self, target: Path) -> None:
        form = "csv" if target.suffix.lower() == ".csv" else "xlsx"
        address = f"/imports/{self.imported.id}/rejected.{form}"
        token = await self.desk.session.token() or ""
        try:
            await asyncio.to_thread(keep_file, base_of(self), address, token, target)
        except (NotReached, NotTaken, OSError) as fault:
            self.busy = False
            said = str(fault)
            if isinstance(fault, NotTaken):
                said = of_service(fault.code, fault.message)
            self.fault_at("file", said)
            return
        self.busy = False
        self.finish(t("roster.rejected.done", file=str(target)))


def base_of(form: RosterForm) -> str:
    """Return the registry's address; files go beside its questions."""
    link: Any = form.link
    return link.base_url if isinstance(link, ServiceLink) else ""
