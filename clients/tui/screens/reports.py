"""报告: bulletin, assessment, journal, special and monitoring reports, and what was issued."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.clock import local
from clients.tui.documents import Document, fetch
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_incidents import IncidentPage, ListedIncident
from clients.tui.models_issued import IssuedPage, IssuedReport, Scheme
from clients.tui.models_reports import Report
from clients.tui.operations import OPERATIONS
from clients.tui.readonly import writing
from clients.tui.screens.exporting import Exporting
from clients.tui.screens.list_screen import ListScreen
from clients.tui.screens.numbered import OpensNumbered
from clients.tui.views import periods, reports
from clients.tui.views.incidents import incident_columns, incident_detail, listed_incidents
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Piece, strong

COUNTED = ("bulletin", "assessment")
TEXTS = ("journal", "monitoring")


class ReportsScreen(ListScreen, Exporting, OpensNumbered):
    """Each tab keeps to one stretch of time, moved by F3 and F4: half-years, years, days, weeks."""

    NAME = "reports"
    TABS = ("bulletin", "assessment", "journal", "special", "monitoring", "issued")
    ACTS: ClassVar[dict[str, str]] = {
        "issue": "report_forms:IssueForm",
        "correct": "report_forms:CorrectForm",
        "resources": "report_forms:ResourcesForm",
        "review": "report_forms:ReviewForm",
    }
    ALONE = ("issue", "resources")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,minus,－,left_square_bracket,【", "step(-1)", show=False),
        Binding("f4,equals_sign,＝,right_square_bracket,】", "step(1)", show=False),
        Binding("f6,e,ｅ,E", "export", show=False),
        Binding("f7,m,ｍ,M", "scheme", show=False),
        Binding("f8,i,ｉ,I", "issue", show=False),
        Binding("f9,o,ｏ,O", "act('resources')", show=False),
        Binding("f2,w,ｗ,W", "act('review')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.moved = dict.fromkeys(self.TABS, 0)
        self.schemes: list[Scheme] = []
        self.scheme = 0  # 0: all of them
        self.report: Report | None = None

    def tick(self) -> None:
        """Move the clock only: a report keeps its hour of reading."""
        if self.app.screen is self:
            self._show_bars()

    # what is asked for

    @property
    def period(self) -> str:
        half = periods.half_of(self.now)
        name = half if self.tab == "bulletin" else half[:4]
        return periods.moved(name, self.moved[self.tab])

    def _day(self, back: int = 0) -> datetime:
        step = 7 if self.tab == "monitoring" else 1
        return self.now + timedelta(days=step * self.moved[self.tab] - back)

    def asked(self) -> dict[str, Any]:
        """Return what the service is asked for, as the act of issuing takes it too."""
        if self.tab == "bulletin":
            return {"period": self.period}
        chosen = [self.schemes[self.scheme - 1].id] if self.scheme else None
        return {"year": int(self.period), "schemes": chosen}

    def document(self) -> Document | None:
        wanted, at = self._wanted(), f"{local(self.now):%Y%m%d-%H%M}"
        if wanted is None:
            return None
        stem = t("reports.file", title=t(f"reports.tab.{self.tab}"), of=self._of(), at=at)
        return Document(self.tab, wanted, stem)

    def _wanted(self) -> dict[str, str | None] | None:
        if self.tab == "bulletin":
            return {"period": self.period}
        if self.tab == "assessment":
            schemes = self.asked()["schemes"]
            return {"year": self.period, "schemes": schemes[0] if schemes else None}
        if self.tab == "journal":
            return {"on": f"{local(self._day()):%Y-%m-%d}"}
        if self.tab == "monitoring":
            first, last = local(self._day(6)), local(self._day())
            return {"firstDay": f"{first:%Y-%m-%d}", "lastDay": f"{last:%Y-%m-%d}"}
        if self.chosen is None:
            return None
        return {"incident" if self.tab == "special" else "id": self.chosen.id}

    def _of(self) -> str:
        """Return of which time or incident the report at hand is, in a few cells."""
        if self.tab in COUNTED:
            return periods.said(self.period)
        if self.tab == "journal":
            return reports.days_said((self._day(),))
        if self.tab == "monitoring":
            return reports.days_said((self._day(6), self._day()))
        item = self.chosen.item if self.chosen else None
        return item.number if item is not None else ""

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        link = self.desk.deadlines
        if tab in TEXTS:
            document = self.document()
            text = await fetch(link, document, "txt") if document else b""
            return Listed(entries=reports.text_entries(text.decode()))
        if tab == "special":
            answer = await link.execute(OPERATIONS.incidents, {"after": after or None})
            return listed_incidents(decode(answer["incidents"], IncidentPage), self.now)
        if tab == "issued":
            answer = await link.execute(OPERATIONS.issued_reports, {"after": after or None})
            return reports.listed_issued(decode(answer["issuedReports"], IssuedPage))
        return await self._counted(tab)

    async def _counted(self, tab: str) -> Listed:
        link = self.desk.deadlines
        if tab == "assessment" and not self.schemes:
            answer = await link.execute(OPERATIONS.assessment_schemes, {})
            self.schemes = decode(answer["assessmentSchemes"], list[Scheme])
        operation = OPERATIONS.bulletin if tab == "bulletin" else OPERATIONS.assessment
        answer = await link.execute(operation, self.asked())
        self.report = decode(answer[tab], Report)
        return Listed(entries=reports.report_entries(self.report, {"period": self.period}))

    # what is shown

    def subtitle(self) -> tuple[Piece, ...]:
        chosen = self.schemes[self.scheme - 1].title if self.scheme else t("reports.all_schemes")
        said = f" {chosen}" if self.tab == "assessment" and self.schemes else ""
        return (strong(f"{self._of()}{said}  "),) if self.tab in (*COUNTED, *TEXTS) else ()

    def counted(self) -> str:
        return "" if self.tab in TEXTS else super().counted()

    def columns(self) -> tuple[Column, ...]:
        if self.tab in TEXTS:
            return reports.text_columns()
        if self.tab == "special":
            return incident_columns()
        return reports.issued_columns() if self.tab == "issued" else reports.report_columns()

    def detail(self, entry: Entry) -> Layout:
        item = entry.item
        if isinstance(item, ListedIncident):
            return lambda width: incident_detail(item, self.now, width)
        if isinstance(item, IssuedReport):
            return lambda width: reports.issued_lines(item, width)
        if isinstance(item, reports.Shown):
            return lambda width: reports.shown_lines(item, width)
        return lambda width: ()

    def show_all(self) -> None:
        self.set_class(self.tab in TEXTS, "-text")
        super().show_all()

    # keys

    def opened(self, entry: Entry) -> None:
        """Show what was counted, the incident of an item, or the text of a document."""
        from clients.tui.screens.evidence import EvidenceScreen
        from clients.tui.screens.paper import PaperScreen

        item, document = entry.item, self.document()
        if isinstance(item, reports.Shown):
            if item.proven:
                self.app.push_screen(EvidenceScreen(item.title, item.proven, item.asked))
            elif item.number:
                self.open_numbered(item.number)
            else:
                self.say(t("statistics.nothing_behind"))
        elif document is not None and self.tab in ("special", "issued"):
            self.app.push_screen(PaperScreen(document, f"{item.number} {item.title}"))

    def action_step(self, step: int) -> None:
        if self.tab in (*COUNTED, *TEXTS) and self.moved[self.tab] + step <= 0:
            self.moved[self.tab] += step
            self._anew()

    def action_scheme(self) -> None:
        """Count by the next scheme alone; after the last by all."""
        if self.tab == "assessment" and self.schemes:
            self.scheme = (self.scheme + 1) % (len(self.schemes) + 1)
            self._anew()

    def _anew(self) -> None:
        self.listed, self.read_at, self.trouble, self.said = Listed(), None, "", Piece("")
        self.show_all()
        self.action_reread()

    @writing
    def action_issue(self) -> None:
        self.action_act("correct" if self.tab == "issued" else "issue")

    def refusal(self, act: str, entry: Entry | None) -> str:
        if act == "issue" and self.tab not in COUNTED:
            return t("reports.not_issued")
        return t("reports.review_where") if act == "review" and self.tab != "special" else ""

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        from clients.tui.screens import report_forms as forms

        if name == "issue":
            asked = self.asked() if self.tab == "bulletin" else {"period": self.period}
            schemes = self.asked().get("schemes") if self.tab == "assessment" else None
            title = self.report.title if self.report else self._of()
            return forms.IssueForm(self.tab.upper(), title, {**asked, "schemes": schemes})
        if name == "review" and entry is not None:
            of: ListedIncident = entry.item
            return forms.ReviewForm(Subject(id=of.id, number=of.number, title=of.title))
        return super().form(name, entry)
