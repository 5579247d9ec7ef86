"""The demo's filings: lists that await a receipt, and filed copies that are behind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.registry.domain.appointments import Appointment, Post, local_day
from services.registry.domain.demo_units import Words
from services.registry.domain.filed_lists import spokesperson_entries
from services.registry.domain.filings import (
    Filing,
    FilingSubject,
    ListChange,
    ListedChange,
    Recipient,
    RecordFiling,
    open_filing,
    record_filing,
)

_ACTOR = "loader"
_WAITING = timedelta(days=3)
_FORMER_TITLE = "新闻发言人(原办公室主任)"


def waiting_lists(words: Words) -> list[str]:
    """Return the codes of the units whose lists of spokespersons the demo files."""
    return [*words["odd"]["unfiled"], *words["odd"]["filing_behind"]]


def demo_filings(
    words: Words,
    appointments: Sequence[Appointment],
    recipients: dict[str, Recipient],
    new_id: Callable[[], UUID],
    now: datetime,
) -> Iterator[Filing]:
    """Open a filing for each unfiled list, and let some copies tell an old title."""
    for code in waiting_lists(words):
        serving = [
            one for one in appointments if one.unit == code and one.post is Post.SPOKESPERSON
        ]
        what = ListChange.ADDED
        if code in words["odd"]["filing_behind"]:
            what = ListChange.CHANGED
            yield _filed(code, serving, recipients[code], new_id, local_day(now))
        changes = [_change(what, one, now - _WAITING) for one in serving]
        yield _opened(code, changes, recipients[code], new_id())


def _filed(
    code: str,
    serving: Sequence[Appointment],
    recipient: Recipient,
    new_id: Callable[[], UUID],
    today: date,
) -> Filing:
    """Return the copy filed last year, which tells the title of then."""
    then = [replace(one, title=_FORMER_TITLE) for one in serving]
    filed_on = date(today.year - 1, 3, 15)
    at = datetime.fromisoformat(f"{filed_on}T09:00:00+08:00")
    opened = _opened(
        code, [_change(ListChange.ADDED, one, at) for one in then], recipient, new_id()
    )
    receipt = RecordFiling(
        id=opened.id, receipt_number=f"备〔{filed_on.year}〕1号(虚构)", filed_on=filed_on
    )
    return record_filing(opened, receipt, spokesperson_entries(then, filed_on), _ACTOR, at)


def _opened(
    code: str,
    changes: Sequence[ListedChange],
    recipient: Recipient,
    id: UUID,  # noqa: A002 - the row's own word
) -> Filing:
    return open_filing(code, FilingSubject.SPOKESPERSONS, changes, recipient, _ACTOR, id)


def _change(what: ListChange, one: Appointment, at: datetime) -> ListedChange:
    return ListedChange(at=at, what=what, entity="appointment", id=one.id, name=one.person)
