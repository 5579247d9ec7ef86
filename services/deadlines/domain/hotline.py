"""Calls to the hotline that belong to an incident, each answered and followed up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class TicketKind(StrEnum):
    """What a caller wants (诉求类型)."""

    COMPLAINT = "COMPLAINT"
    REPORT = "REPORT"
    QUESTION = "QUESTION"
    HELP = "HELP"


TICKET_TITLES: Final = {
    TicketKind.COMPLAINT: "投诉",
    TicketKind.REPORT: "举报",
    TicketKind.QUESTION: "咨询",
    TicketKind.HELP: "求助",
}

# 某省 2013 七: 投诉、举报类电话,件件有回复、事事有回音
MUST_BE_ANSWERED: Final = frozenset((TicketKind.COMPLAINT, TicketKind.REPORT))


class ContactKind(StrEnum):
    """What was said to the caller: a reply (回复) or, after it, a follow-up visit (回访)."""

    REPLY = "REPLY"
    FOLLOW_UP = "FOLLOW_UP"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineContact:
    """One reply to a caller or one follow-up; ``satisfied`` None where that was not asked."""

    id: UUID
    kind: ContactKind
    at: datetime
    person: str | None
    means: str | None
    content: str
    satisfied: bool | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineTicket:
    """A call to 12345 by its number (工单), linked to an incident.

    ``place`` counts the incident's tickets; ``obligations`` are the replies that it opened.
    """

    id: UUID
    incident_id: UUID
    incident_number: str
    place: int
    number: str
    kind: TicketKind
    summary: str
    received_at: datetime
    replied_at: datetime | None
    obligations: tuple[UUID, ...]
    recorded_at: datetime
    recorded_by: str
    version: int
    contacts: tuple[HotlineContact, ...] = ()

    @property
    def kind_title(self) -> str:
        """The kind in Chinese."""
        return TICKET_TITLES[self.kind]

    @property
    def unreplied(self) -> bool:
        """Whether it must be answered and was not."""
        return self.kind in MUST_BE_ANSWERED and self.replied_at is None
