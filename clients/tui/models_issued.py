"""Reports as they were issued, and the schemes they are counted by."""

from datetime import datetime

from clients.tui.models import Model, PageInfo, UnitRef


class Scheme(Model, kw_only=True):
    """考核办法."""

    id: str
    title: str
    basis: str
    verified: bool


class Difference(Model, kw_only=True):
    section: str
    row: str
    figure: str
    before: str
    after: str


class IssuedReport(Model, kw_only=True):
    """印发: it never changes; a correction is another version."""

    id: str
    kind: str
    title: str
    number: str
    version: int
    corrects: str | None
    reason: str | None
    differences: list[Difference]
    issuer: UnitRef
    begins: datetime
    ends: datetime
    sha256: str
    issued_at: datetime
    issued_by: str


class IssuedEdge(Model, kw_only=True):
    node: IssuedReport


class IssuedPage(Model, kw_only=True):
    edges: list[IssuedEdge]
    page_info: PageInfo
