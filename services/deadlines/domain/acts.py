"""Acts that meet duties without a release: which of them, and how each then counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain import chain_refusals, refusals
from services.deadlines.domain.facts_input import text, url
from services.deadlines.domain.obligations import Closing, Obligation, ObligationState
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import outcome

LONGEST_NAME: Final = 100
LONGEST_NUMBER: Final = 200
LONGEST_NOTE: Final = 2000

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act (办理) as it bears on obligations.

    It meets the open and owed duties of its ``kinds``: of those that several units owe each, its
    own ``unit``'s, or everybody's where the unit owes none. ``told`` are the recipients of whom
    there is proof that they have it; a duty that names recipients is met once all of them are
    among these, and None asks for no recipient. ``only`` are the obligations that it can meet.
    ``done_at`` is when it was done, which its limit is compared with.
    """

    kinds: frozenset[str]
    unit: str
    done_at: datetime
    told: frozenset[str] | None = None
    only: frozenset[UUID] | None = None
    late_reason: str | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What proves an act (凭证): a document's number, where it can be read, its SHA-256 in hex."""

    document: str | None = None
    url: str | None = None
    sha256: str | None = None


def meets(
    obligations: Iterable[Obligation], deed: Deed, facts: Facts, *, at: datetime, by: str
) -> list[Closing]:
    """List what the act fulfils, graded by the limits. ``obligations`` are all of the incident."""
    rows = [row for row in obligations if row.kind in deed.kinds]
    own_kinds = {
        row.kind
        for row in rows
        if row.owner.code == deed.unit and row.state is not ObligationState.LAPSED
    }
    return [
        Closing(
            id=row.id,
            state=ObligationState.FULFILLED,
            at=at,
            done_at=deed.done_at,
            by=by,
            outcome=outcome(
                due_at=row.due_at,
                done_at=deed.done_at,
                known_at=facts.known_at,
                late_reason=deed.late_reason,
            ),
            reason=deed.late_reason if row.due_at and deed.done_at > row.due_at else None,
            receipt=deed.receipt,
        )
        for row in rows
        if _asks(row, deed) and (row.owner.code == deed.unit or row.kind not in own_kinds)
    ]


def _asks(row: Obligation, deed: Deed) -> bool:
    if row.state is not ObligationState.OPEN or not row.owed:
        return False
    if deed.only is not None and row.id not in deed.only:
        return False
    return deed.told is None or deed.told.issuperset(row.recipients)


def owing_unit(obligations: Iterable[Obligation], kinds: Iterable[str]) -> str | None:
    """Name the unit that owes the first open duty of these kinds; an act is its where none is."""
    wanted = frozenset(kinds)
    return next(
        (
            row.owner.code
            for row in obligations
            if row.kind in wanted and row.state is ObligationState.OPEN
        ),
        None,
    )


def checked_evidence(given: Evidence, path: str) -> Evidence:
    """Check what proves an act; raises Refusal TOO_LONG, BAD_TEXT, BAD_URL or BAD_CHECKSUM."""
    return Evidence(
        document=optional(given.document, f"{path}.document", LONGEST_NUMBER),
        url=url(f"{path}.url")(given.url) if given.url else None,
        sha256=checksum(given.sha256, f"{path}.sha256"),
    )


def checksum(given: str | None, field: str) -> str | None:
    """Check a SHA-256 in hex; raises Refusal BAD_CHECKSUM."""
    if not given:
        return None
    found = given.strip().lower()
    if not _SHA256.fullmatch(found):
        raise chain_refusals.bad_checksum(field)
    return found


def wanted(given: str | None, field: str, what: str, longest: int = LONGEST_NAME) -> str:
    """Check a text that must be given; raises Refusal MISSING, TOO_LONG or BAD_TEXT."""
    found = optional(given, field, longest)
    if found is None:
        raise refusals.missing(field, what)
    return found


def optional(given: str | None, field: str, longest: int = LONGEST_NAME) -> str | None:
    """Check a text that may be left out; raises Refusal TOO_LONG or BAD_TEXT."""
    return text(field, longest)(given or "") or None
