"""What is doubtful about a release; it is recorded all the same, with the warning."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from services.deadlines.domain import messages
from services.deadlines.domain.gates import GateStanding, GateState
from services.deadlines.domain.obligations import Closing, Obligation, ObligationState
from services.deadlines.domain.releases import Act, Attendee, ReleaseWarning, concerned
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import asks_reason
from services.deadlines.law.words import POST_TITLES, Post

_POSTS: Final[Mapping[str, Post]] = {
    **{post.value: post for post in Post},
    **{title: post for post, title in POST_TITLES.items()},
}


def gate_doubts(gates: Sequence[GateStanding]) -> tuple[ReleaseWarning, ...]:
    """Name the gates that a release was let past without approval (未经审批)."""
    passed_by = [each for each in gates if each.state is GateState.OVERRIDDEN]
    if not passed_by:
        return ()
    titles = "、".join(each.gate.title for each in passed_by)
    reasons = dict.fromkeys(each.decision.note or "" for each in passed_by if each.decision)
    message = messages.UNGATED.format(gates=titles, reason="；".join(reasons))
    return (ReleaseWarning(code="UNGATED", message=message),)


def line_doubts(version: int | None, approved: Sequence[int]) -> tuple[ReleaseWarning, ...]:
    """Say where a release follows no approved line (口径), or one that a later has replaced.

    ``approved`` are the versions that leaders agreed to.
    """
    if version is None:
        return (ReleaseWarning(code="NO_STATEMENT", message=messages.NO_STATEMENT),)
    if version not in approved:
        message = messages.STATEMENT_NOT_APPROVED.format(version=version)
        return (ReleaseWarning(code="STATEMENT_NOT_APPROVED", message=message),)
    newer = max(approved)
    if newer > version:
        message = messages.STATEMENT_OUTDATED.format(version=version, newer=newer)
        return (ReleaseWarning(code="STATEMENT_OUTDATED", message=message),)
    return ()


def warnings(
    obligations: Sequence[Obligation],
    closed: Sequence[Closing],
    act: Act,
    facts: Facts,
    attendance: bool | None,
) -> tuple[ReleaseWarning, ...]:
    """Name what is doubtful: a strange unit, nothing fulfilled, a miss, the source, attendance.

    ``attendance`` is None where the form has none, else whether somebody entitled sat there.
    """
    found = []
    if not concerned(act.unit, obligations, facts):
        message = messages.UNIT_NOT_CONCERNED
        found.append(ReleaseWarning(code="UNIT_NOT_CONCERNED", message=message))
    if facts.occurred_at is None and act.released_at < facts.known_at:
        message = messages.RELEASED_BEFORE_KNOWN
        found.append(ReleaseWarning(code="RELEASED_BEFORE_KNOWN", message=message))
    open_rows = [row for row in obligations if row.state is ObligationState.OPEN]
    if not any(act.form in row.fulfilled_by for row in open_rows):
        found.append(ReleaseWarning(code="NOTHING_FULFILLED", message=messages.NOTHING_FULFILLED))
    by_id = {row.id: row for row in obligations}
    if act.late_reason is None and any(
        asks_reason(by_id[c.id].modality, by_id[c.id].due_at, act.released_at) for c in closed
    ):
        found.append(ReleaseWarning(code="LATE_REASON_WANTED", message=messages.LATE_REASON_WANTED))
    if any(row.at_source for row in open_rows) and facts.source_platform is None:
        message = messages.UNMET_PLATFORM_UNKNOWN
        found.append(ReleaseWarning(code="SOURCE_PLATFORM_UNKNOWN", message=message))
    if act.media_first:
        found.append(ReleaseWarning(code="MEDIA_FIRST", message=messages.MEDIA_FIRST))
    if attendance is False:
        found.append(ReleaseWarning(code="NO_ENTITLED_ATTENDEE", message=messages.NO_ATTENDEE))
    return tuple(found)


def misnamed(
    attendees: Sequence[Attendee], directory: Directory, at: datetime
) -> tuple[Attendee, ...]:
    """List those who did not hold at ``at`` the post that the record gives them.

    Only posts that the registry keeps (主要负责人, 新闻发言人, …) of units that it has are checked.
    """
    checked = (Post.HEAD, Post.DEPUTY, Post.SPOKESPERSON)
    serving = {(h.unit, h.person, h.post) for h in directory.holders if h.serves(at)}
    return tuple(
        each
        for each in attendees
        if (post := _POSTS.get(each.post or "")) in checked
        and directory.unit(each.unit) is not None
        and (each.unit, each.person, post) not in serving
    )


def not_in_office(strangers: Iterable[Attendee]) -> tuple[ReleaseWarning, ...]:
    """Say of each that the record gives him a post which he did not hold that day."""
    return tuple(
        ReleaseWarning(
            code="ATTENDEE_NOT_IN_OFFICE",
            message=messages.ATTENDEE_NOT_IN_OFFICE.format(
                unit=each.unit, person=each.person, post=POST_TITLES[_POSTS[each.post or ""]]
            ),
        )
        for each in strangers
    )
