"""Rows of 专家 and 渠道: who joins and leaves a pool, which channels open, change and close."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import channels as channels_domain
from services.registry.domain import experts as experts_domain
from services.registry.domain.channels import Channel, ChannelPatch, CloseChannel, NewChannel
from services.registry.domain.experts import Expert, ExpertPatch, NewExpert, RemoveExpert
from services.registry.domain.imports.cells import same, words
from services.registry.domain.imports.known import Book
from services.registry.domain.imports.outcomes import (
    Changed,
    NotTaken,
    Outcome,
    Plan,
    RowResult,
    phrase,
)
from services.registry.domain.imports.people_plan import People
from services.registry.domain.imports.rows import KIND_OF, ChannelRow, ExpertRow
from services.registry.domain.imports.words import CHANNEL_KINDS
from services.registry.domain.units import Unit

R = TypeVar("R", ExpertRow, ChannelRow)
E = TypeVar("E", Expert, Channel)
Decided = tuple[UUID, Outcome, tuple[str, ...]]


def plan_experts(rows: Iterable[ExpertRow], book: Book, plan: Plan) -> None:
    """Decide the rows of expert pools."""
    decided = _Experts(book, plan)
    _decide(rows, book, plan, decided.row, lambda row: f"专家 {row.person}")


def plan_channels(rows: Iterable[ChannelRow], book: Book, plan: Plan) -> None:
    """Decide the rows of channels; a monitor is found among the people of the channel's unit."""
    decided = _Channels(book, plan)
    _decide(rows, book, plan, decided.row, lambda row: f"{CHANNEL_KINDS.term(row.kind)} {row.name}")


def _decide(
    rows: Iterable[R],
    book: Book,
    plan: Plan,
    decide: Callable[[R, Unit], Decided],
    label: Callable[[R], str],
) -> None:
    for row in rows:
        where = (row.unit_name or row.unit_code or "")[:100]
        told: dict[str, Any] = {"outcome": Outcome.REJECTED}
        try:
            unit = book.unit_of(row.unit_code, row.unit_name, row.parent, row.credit_code)
            where = unit.name
            subject, outcome, changed = decide(row, unit)
            told = {"outcome": outcome, "subject": subject, "changed": changed}
        except NotTaken as bad:
            told |= {"code": bad.code, "reason": bad.reason}
        except Refusal as refusal:
            told |= {"code": refusal.code, "reason": phrase(refusal).reason}
        shown = f"{where} {label(row)}"[:200]
        kind = KIND_OF[type(row)]
        plan.results.append(RowResult(source=row.source, kind=kind, label=shown, **told))


def _first_version(made: E) -> E:
    """Return what was decided in two steps as the one thing that is written."""
    return replace(made, version=1)


def _next_version(before: E, after: E) -> E:
    return after if after.version == before.version else replace(after, version=before.version + 1)


def _one_of(found: list[E], what: str) -> E | None:
    if len(found) > 1:
        raise NotTaken("AMBIGUOUS_ROW", f"登记了 {len(found)} 个同名的{what}，请先在系统中区分")
    return found[0] if found else None


@dataclass(slots=True)
class _Experts:
    book: Book
    plan: Plan
    held: dict[tuple[str, str], list[Expert]] = field(init=False)
    seen: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.held = defaultdict(list)
        for one in self.book.known.experts:
            self.held[one.unit, same(one.name)].append(one)

    def row(self, row: ExpertRow, unit: Unit) -> Decided:
        held = self.held[unit.code, same(row.person)]
        existing = self._existing(held, row)
        if existing is None:
            if not unit.is_active(row.added_on or self.book.today):
                raise NotTaken("UNIT_NOT_ACTIVE", f"{unit.name}当日尚未成立或已撤销")
            made = self._new(row, unit)
            self.plan.experts.append(made)
            held.append(made)
            self.seen[made.id] = row.source.line
            return made.id, Outcome.NEW, ()
        if existing.id in self.seen:
            line = self.seen[existing.id]
            raise NotTaken("ROW_TWICE", f"与第 {line} 行说的是同一位专家")
        self.seen[existing.id] = row.source.line
        after, changed = _changed_expert(existing, row)
        if not changed:
            return existing.id, Outcome.UNCHANGED, ()
        self.plan.changed_experts.append(Changed(before=existing, after=after))
        held[held.index(existing)] = after
        return existing.id, Outcome.CHANGED, changed

    def _existing(self, held: list[Expert], row: ExpertRow) -> Expert | None:
        if row.removed_on is not None:
            gone = [one for one in held if one.removed_on == row.removed_on]
            if gone:
                return gone[0]
        serving = [one for one in held if one.removed_on is None]
        if len(serving) > 1 and row.affiliation:
            serving = [one for one in serving if same(one.affiliation) == same(row.affiliation)]
        return _one_of(serving, "专家")

    def _new(self, row: ExpertRow, unit: Unit) -> Expert:
        command = NewExpert(
            unit=unit.code,
            name=row.person,
            fields=row.fields,
            affiliation=row.affiliation,
            added_on=row.added_on,
        )
        made = experts_domain.add_expert(command, self.book.new_id(), self.book.today)
        if row.removed_on is None:
            return made
        removed = experts_domain.remove_expert(
            made, RemoveExpert(id=made.id, removed_on=row.removed_on)
        )
        return _first_version(removed)


def _changed_expert(one: Expert, row: ExpertRow) -> tuple[Expert, tuple[str, ...]]:
    if row.added_on and row.added_on != one.added_on:
        raise NotTaken("FIXED_COLUMN", f"调入日期与登记的 {one.added_on} 不同，导入不改")
    told: dict[str, Any] = {}
    changed: list[str] = []
    if {same(text) for text in row.fields} != {same(text) for text in words("、".join(one.fields))}:
        told["fields"] = row.fields
        changed.append("领域")
    if row.affiliation and same(row.affiliation) != same(one.affiliation):
        told["affiliation"] = row.affiliation
        changed.append("专家单位")
    after = experts_domain.update_expert(one, ExpertPatch(id=one.id, **told)) if told else one
    if row.removed_on is not None and row.removed_on != one.removed_on:
        command = RemoveExpert(id=one.id, removed_on=row.removed_on)
        after = experts_domain.remove_expert(after, command)
        changed.append("调出日期")
    return _next_version(one, after), tuple(changed)


@dataclass(slots=True)
class _Channels:
    book: Book
    plan: Plan
    people: People = field(init=False)
    held: dict[tuple[str, str, str], list[Channel]] = field(init=False)
    seen: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.book, self.plan)
        self.held = defaultdict(list)
        for one in self.book.known.channels:
            self.held[one.unit, one.kind, same(one.name)].append(one)

    def row(self, row: ChannelRow, unit: Unit) -> Decided:
        held = self.held[unit.code, row.kind, same(row.name)]
        monitor = self._monitor(row, unit)
        existing = self._existing(held, row)
        if existing is None:
            made = self._new(row, unit, monitor)
            self.plan.channels.append(made)
            held.append(made)
            self.seen[made.id] = row.source.line
            return made.id, Outcome.NEW, ()
        if existing.id in self.seen:
            line = self.seen[existing.id]
            raise NotTaken("ROW_TWICE", f"与第 {line} 行说的是同一渠道")
        self.seen[existing.id] = row.source.line
        after, changed = _changed_channel(existing, row, monitor)
        if not changed:
            return existing.id, Outcome.UNCHANGED, ()
        self.plan.changed_channels.append(Changed(before=existing, after=after))
        held[held.index(existing)] = after
        return existing.id, Outcome.CHANGED, changed

    def _monitor(self, row: ChannelRow, unit: Unit) -> UUID | None:
        if row.monitor is None:
            return None
        person = self.people.find(unit, row.monitor, None)
        if person is None:
            raise NotTaken("UNKNOWN_PERSON", f"{unit.name}没有登记“{row.monitor[:20]}”，请先登记")
        return person.person.id

    def _existing(self, held: list[Channel], row: ChannelRow) -> Channel | None:
        if row.opened_on is not None:
            dated = [one for one in held if one.opened_on == row.opened_on]
            if dated:
                return _one_of(dated, "渠道")
        return _one_of([one for one in held if one.closed_on is None], "渠道")

    def _new(self, row: ChannelRow, unit: Unit, monitor: UUID | None) -> Channel:
        if row.opened_on is None:
            raise NotTaken("MISSING_VALUE", "新渠道须填开通日期")
        if not unit.is_active(row.opened_on):
            raise NotTaken("UNIT_NOT_ACTIVE", f"{unit.name}在开通日期尚未成立或已撤销")
        command = NewChannel(
            unit=unit.code,
            kind=row.kind,
            platform=row.platform or CHANNEL_KINDS.term(row.kind),
            name=row.name,
            url=row.url,
            owner=row.owner,
            monitor=monitor,
            group=row.group,
            reach=row.reach,
            reach_source=row.reach_source,
            opened_on=row.opened_on,
        )
        made = channels_domain.open_channel(command, self.book.new_id())
        if row.closed_on is None:
            return made
        closing = CloseChannel(id=made.id, closed_on=row.closed_on)
        return _first_version(channels_domain.close_channel(made, closing))


def _changed_channel(
    one: Channel, row: ChannelRow, monitor: UUID | None
) -> tuple[Channel, tuple[str, ...]]:
    if row.opened_on and row.opened_on != one.opened_on:
        raise NotTaken("FIXED_COLUMN", f"开通日期与登记的 {one.opened_on} 不同，导入不改")
    pairs = (
        ("platform", "平台", row.platform, one.platform),
        ("url", "网址", row.url, one.url),
        ("owner", "运营主体", row.owner, one.owner),
        ("monitor", "监测人", monitor, one.monitor),
        ("group", "所属群", row.group, one.group),
        ("reach", "覆盖人数", row.reach, one.reach),
        ("reach_source", "覆盖人数出处", row.reach_source, one.reach_source),
    )
    told: dict[str, Any] = {}
    changed: list[str] = []
    for key, title, new, old in pairs:
        if new is not None and same(str(new)) != same("" if old is None else str(old)):
            told[key] = new
            changed.append(title)
    after = channels_domain.update_channel(one, ChannelPatch(id=one.id, **told)) if told else one
    if row.closed_on is not None and row.closed_on != one.closed_on:
        command = CloseChannel(id=one.id, closed_on=row.closed_on)
        after = channels_domain.close_channel(after, command)
        changed.append("关闭日期")
    return _next_version(one, after), tuple(changed)
