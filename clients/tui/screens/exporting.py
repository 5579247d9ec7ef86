"""A document saved by one key, in every form the office takes: txt, docx, xlsx, json."""

import os
from typing import TYPE_CHECKING

from textual import work

from clients.tui.documents import FORMS, Document, fetch
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.papers import papers_folder, save_papers
from clients.tui.screens.desk_screen import DeskScreen
from clients.tui.screens.handover_papers import short


class Exporting(DeskScreen):
    """`document` tells what the key saves; None: nothing is at hand."""

    if TYPE_CHECKING:

        def say(self, sentence: str, grave: bool = False) -> None: ...

    def document(self) -> Document | None:
        raise NotImplementedError

    def action_export(self) -> None:
        if (document := self.document()) is None:
            self.say(t("reports.nothing_to_save"), grave=True)
        else:
            self._export(document)

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _export(self, document: Document) -> None:
        link = self.desk.deadlines
        try:
            papers = {form: await fetch(link, document, form) for form in FORMS}
            written = save_papers(papers_folder(os.environ), document.stem, papers)
        except (LinkDown, Refused) as fault:
            refused = fault.message if isinstance(fault, Refused) else t("reports.no_link")
            self.say(refused, grave=True)
        except OSError as fault:
            self.say(t("reports.unsaved", reason=fault.strerror or str(fault)), grave=True)
        else:
            self.say(t("reports.saved", path=short(written[0].with_suffix(""))))
