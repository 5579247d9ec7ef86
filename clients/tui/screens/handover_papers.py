"""The sheet on paper: saved as text, docx and JSON by one key, or copied."""

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from clients.tui.clock import local
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models_handover import Handover
from clients.tui.operations import OPERATIONS
from clients.tui.papers import papers_folder, save_papers
from clients.tui.screens.desk_screen import DeskScreen


class PaperWork(DeskScreen):
    """What a screen with a sheet does with its papers."""

    if TYPE_CHECKING:
        handover: Handover | None
        shift: str

        def say(self, sentence: str, grave: bool = False) -> None: ...

    def action_export(self) -> None:
        if self.handover is None:
            self.say(t("handover.no_sheet"), grave=True)
        else:
            self._export(self.handover)

    @work(exclusive=True, group="papers", exit_on_error=False)
    async def _export(self, of: Handover) -> None:
        wanted = {"shift": self.shift, "number": of.number}
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.handover_papers, wanted)
            made = answer["handover"]
            papers = {
                "txt": made["text"].encode(),
                "docx": base64.b64decode(made["docx"]),
                "json": made["json"].encode(),
            }
            at = f"{local(of.made_at):%Y%m%d-%H%M}"
            stem = t("handover.file", unit=of.shift.role_title, person=of.shift.person, at=at)
            written = save_papers(papers_folder(os.environ), stem, papers)
        except (LinkDown, Refused) as fault:
            refused = fault.message if isinstance(fault, Refused) else t("handover.no_link")
            self.say(refused, grave=True)
        except OSError as fault:
            self.say(t("handover.unsaved", reason=fault.strerror or str(fault)), grave=True)
        else:
            self.say(t("handover.saved", path=short(written[0].with_suffix(""))))

    def action_copy(self) -> None:
        if self.handover is None:
            self.say(t("handover.no_sheet"), grave=True)
        else:
            self._copy(self.handover)

    @work(exclusive=True, group="papers", exit_on_error=False)
    async def _copy(self, of: Handover) -> None:
        wanted = {"shift": self.shift, "number": of.number}
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.handover_text, wanted)
        except (LinkDown, Refused) as fault:
            refused = fault.message if isinstance(fault, Refused) else t("handover.no_link")
            self.say(refused, grave=True)
        else:
            self.app.copy_to_clipboard(answer["handover"]["text"])
            self.say(t("handover.copied"))


def short(path: Path) -> str:
    """Return a path as an officer knows it, the home folder as `~`."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
