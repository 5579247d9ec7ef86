"""Rows of 任职名单: who is appointed, whose term ends, whose number changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import appointments as domain
from services.registry.domain.appointments import (
    Appointment,
    EndAppointment,
    NewAppointment,
    Post,
)
from services.registry.domain.imports.cells import same
from services.registry.domain.imports.known import Book, KnownPerson
from services.registry.domain.imports.outcomes import (
    Changed,
    NotTaken,
    Outcome,
    Plan,
    RowResult,
    phrase,
)
from services.registry.domain.imports.people_plan import People
from services.registry.domain.imports.rows import PostRow
from services.registry.domain.imports.words import EMPLOYMENTS, POSTS, SheetKind
from services.registry.domain.units import Unit

_REASON = "导入名单"


def plan_posts(rows: Iterable[PostRow], book: Book, plan: Plan) -> None:
    """Decide the rows of posts: first those that are known, so that ends make room for the new."""
    _PostPlan(book, plan).decide(rows)


@dataclass(slots=True)
class _Waiting:
    row: PostRow
    unit: Unit
    person: KnownPerson | None


@dataclass(slots=True)
class _PostPlan:
    book: Book
    plan: Plan
    people: People = field(init=False)
    held: dict[tuple[str, Post], list[Appointment]] = field(init=False)
    seen: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.book, self.plan)
        self.held = defaultdict(list)
        for one in self.book.known.appointments:
            self.held[one.unit, one.post].append(one)
            if one.ends_on is None:
                self.people.posts[one.person_id].append(one.title)

    def decide(self, rows: Iterable[PostRow]) -> None:
        waiting = [found for row in rows if (found := self._known(row))]
        for later in self._without_two_heads(waiting):
            try:
                self._appoint(later)
            except NotTaken as bad:
                self._reject(later.row, bad)
            except Refusal as refusal:
                self._reject(later.row, phrase(refusal))

    def _known(self, row: PostRow) -> _Waiting | None:
        """Decide a row that speaks of an appointment there is; return any other."""
        try:
            unit = self.book.unit_of(row.unit_code, row.unit_name, row.parent, row.credit_code)
            person = self.people.find(unit, row.person, row.phone)
            found = self._held(unit, person, row) if person else None
            if person is None or found is None:
                return _Waiting(row, unit, person)
            self._continue(row, unit, person, found)
        except NotTaken as bad:
            self._reject(row, bad)
        except Refusal as refusal:
            self._reject(row, phrase(refusal))
        return None

    def _held(self, unit: Unit, person: KnownPerson, row: PostRow) -> Appointment | None:
        """Return the appointment a row means: that of its first day, without one the open one."""
        ids = person.person.id
        mine = [one for one in self.held[unit.code, row.post] if one.person_id == ids]
        if row.starts_on is not None:
            return next((one for one in mine if one.starts_on == row.starts_on), None)
        open_ones = [one for one in mine if one.ends_on is None] or mine
        if len(open_ones) > 1:
            starts = "、".join(str(one.starts_on) for one in open_ones)
            reason = f"此人在此岗位有多段任职（{starts} 起），请填任职日期"
            raise NotTaken("AMBIGUOUS_APPOINTMENT", reason)
        return open_ones[0] if open_ones else None

    def _continue(self, row: PostRow, unit: Unit, person: KnownPerson, one: Appointment) -> None:
        line = row.source.line
        if one.id in self.seen:
            raise NotTaken("ROW_TWICE", f"与第 {self.seen[one.id]} 行说的是同一任职")
        _refuse_rewriting(row, one)
        phone = self.people.checked_phone(person, row.phone, line)
        changed: list[str] = []
        if row.ends_on is not None and row.ends_on != one.ends_on:
            ended = domain.end_appointment(
                one, EndAppointment(id=one.id, ends_on=row.ends_on, reason=_REASON)
            )
            self.plan.ended.append(Changed(before=one, after=ended))
            held = self.held[unit.code, row.post]
            held[held.index(one)] = ended
            changed.append("离任日期")
        if phone:
            self.people.change_phone(person, phone, line)
            changed.append("手机")
        self.seen[one.id] = line
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        self._note(row, unit, outcome, one.id, tuple(changed))

    def _without_two_heads(self, waiting: Sequence[_Waiting]) -> list[_Waiting]:
        """Take out new heads of one unit whose terms overlap: which of them is meant, is unsaid."""
        heads: dict[str, list[_Waiting]] = defaultdict(list)
        for one in waiting:
            if one.row.post is Post.HEAD and one.row.starts_on:
                heads[one.unit.code].append(one)
        rejected: set[int] = set()
        for rivals in heads.values():
            for one in rivals:
                other = next((two for two in rivals if two is not one and _overlap(one, two)), None)
                if other is not None:
                    reason = f"与第 {other.row.source.line} 行的主要负责人任期重叠，请核对"
                    self._reject(one.row, NotTaken("OVERLAPPING_HEAD", reason))
                    rejected.add(id(one))
        return [one for one in waiting if id(one) not in rejected]

    def _appoint(self, later: _Waiting) -> None:
        row, unit, line = later.row, later.unit, later.row.source.line
        if row.starts_on is None:
            raise NotTaken("MISSING_VALUE", "新任职须填任职日期")
        if not unit.is_active(row.starts_on):
            raise NotTaken("UNIT_NOT_ACTIVE", f"{unit.name}在任职日期尚未成立或已撤销")
        person = later.person or self.people.find(unit, row.person, row.phone)
        phone = self.people.checked_phone(person, row.phone, line) if person else None
        found = self._held(unit, person, row) if person else None
        if found is not None:
            raise NotTaken("ROW_TWICE", f"与第 {self.seen.get(found.id, line)} 行说的是同一任职")
        who = person or self.people.somebody_new(unit, row.person, row.phone)
        made = self._made(row, unit, row.starts_on, who)
        if person is None:
            self.people.register(who, line)
        elif phone:
            self.people.change_phone(who, phone, line)
        self.plan.appointments.append(made)
        self.held[unit.code, row.post].append(made)
        self.people.posts[made.person_id].append(made.title)
        self.seen[made.id] = line
        self._note(row, unit, Outcome.NEW, made.id, ("手机",) if phone else ())

    def _made(self, row: PostRow, unit: Unit, starts_on: date, who: KnownPerson) -> Appointment:
        command = NewAppointment(
            unit=unit.code,
            person_id=who.person.id,
            post=row.post,
            title=row.title or POSTS.term(row.post),
            rank=row.rank,
            qualification=row.qualification,
            employment=row.employment,
            starts_on=starts_on,
            ends_on=row.ends_on,
            filed_on=row.filed_on,
        )
        others = self.held[unit.code, row.post]
        return domain.appoint(command, who.person.name, others, self.book.new_id())

    def _note(
        self, row: PostRow, unit: Unit, outcome: Outcome, id_: UUID, changed: tuple[str, ...]
    ) -> None:
        self.plan.results.append(
            RowResult(
                source=row.source,
                kind=SheetKind.POSTS,
                outcome=outcome,
                label=f"{unit.name} {POSTS.term(row.post)} {row.person}",
                subject=id_,
                changed=changed,
            )
        )

    def _reject(self, row: PostRow, bad: NotTaken) -> None:
        unit = row.unit_name or row.unit_code or ""
        self.plan.results.append(
            RowResult(
                source=row.source,
                kind=SheetKind.POSTS,
                outcome=Outcome.REJECTED,
                label=f"{unit[:100]} {POSTS.term(row.post)} {row.person[:50]}",
                code=bad.code,
                reason=bad.reason,
            )
        )


def _overlap(one: _Waiting, two: _Waiting) -> bool:
    first, second = one.row, two.row
    if first.starts_on is None or second.starts_on is None:
        return False
    return (first.ends_on is None or second.starts_on <= first.ends_on) and (
        second.ends_on is None or first.starts_on <= second.ends_on
    )


def _refuse_rewriting(row: PostRow, one: Appointment) -> None:
    """Refuse other words about an appointment there is: it is never overwritten but for its end."""
    pairs = (
        ("职务", row.title, one.title),
        ("职级", row.rank, one.rank),
        ("资格", row.qualification, one.qualification),
        ("专兼职", EMPLOYMENTS.term(row.employment), EMPLOYMENTS.term(one.employment)),
        ("备案日期", str(row.filed_on or ""), str(one.filed_on or "")),
    )
    for title, told, kept in pairs:
        if told and same(told) != same(kept):
            reason = (
                f"{title}与登记的“{kept or '空'}”不同；任职不可改写，请填离任日期结束后另起一行"
            )
            raise NotTaken("NEVER_OVERWRITTEN", reason)
