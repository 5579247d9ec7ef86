"""What was referred here from elsewhere (转来), as the service answers it."""

from datetime import datetime

from clients.tui.models import Model, PageInfo, UnitRef
from clients.tui.models_chain import ReferralStep
from clients.tui.models_incident import Subject


class ReportWithIt(Model, kw_only=True):
    """The monitoring report that came with a referral (监测分析报告)."""

    title: str
    url: str | None


class Received(Model, kw_only=True):
    """`incident` is the sender's, null if it may not be seen; `opened` the one made of it here."""

    id: str
    request: str
    sender: UnitRef
    receiver: UnitRef
    received_at: datetime
    state_title: str
    incident: Subject | None
    opened: Subject | None
    report: ReportWithIt | None
    steps: list[ReferralStep]


class ReceivedEdge(Model, kw_only=True):
    node: Received


class ReceivedPage(Model, kw_only=True):
    edges: list[ReceivedEdge]
    page_info: PageInfo
