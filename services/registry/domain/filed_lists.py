"""Lists that are filed: what stands on one, and how far the filed copy is behind."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.registry.domain.appointments import Appointment, Employment, Post
from services.registry.domain.channels import Channel, ChannelKind
from services.registry.domain.experts import Expert

FILED_CHANNELS = {ChannelKind.WEIBO: "政务微博", ChannelKind.WECHAT: "政务微信"}
_EMPLOYMENT = {Employment.FULL_TIME: "专职", Employment.PART_TIME: "兼职"}
FACTS = {
    "name": "姓名或名称",
    "title": "职务",
    "rank": "职级",
    "qualification": "任职条件",
    "employment": "专兼职",
    "from": "任职起始",
    "to": "任职截止",
    "fields": "领域",
    "affiliation": "所在单位",
    "kind": "类别",
    "platform": "平台",
    "url": "网址",
    "owner": "运营主体",
    "opened_on": "开通日期",
    "closed_on": "关闭日期",
}


class FiledListState(StrEnum):
    """How the filed copy of a list stands to the list (备案状况)."""

    CURRENT = "CURRENT"
    BEHIND = "BEHIND"
    NEVER_FILED = "NEVER_FILED"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """An entry 名单条目 in words for people; a fact that is not known is left out."""

    entity: str
    id: UUID
    name: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry:
    """An entry that is on the filed copy with other facts; ``facts`` names which."""

    before: ListEntry
    after: ListEntry
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDifference:
    """What the filed copy lacks, has too much, and tells otherwise than the list."""

    state: FiledListState
    added: tuple[ListEntry, ...]
    removed: tuple[ListEntry, ...]
    changed: tuple[ChangedEntry, ...]

    @property
    def behind(self) -> int:
        """In how many places the filed copy is behind (落后几处)."""
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCopy:
    """The last copy filed by a day, ``filed_on`` None where nothing was ever filed.

    ``marked`` are entries that bear a day of filing of their own, from before or beside the copies
    that the registry keeps.
    """

    filed_on: date | None
    entries: tuple[ListEntry, ...]
    marked: frozenset[UUID]


def spokesperson_entries(appointments: Sequence[Appointment], day: date) -> tuple[ListEntry, ...]:
    """Return those on the list of spokespersons on a day: also who is to begin later."""
    return _sorted(
        _entry(
            "appointment",
            one.id,
            one.person,
            {
                "title": one.title,
                "rank": one.rank,
                "qualification": one.qualification,
                "employment": _EMPLOYMENT[one.employment] if one.employment else None,
                "from": one.starts_on.isoformat(),
                "to": _day(one.ends_on),
            },
        )
        for one in appointments
        if one.post is Post.SPOKESPERSON and (one.ends_on is None or day <= one.ends_on)
    )


def expert_entries(experts: Sequence[Expert], day: date) -> tuple[ListEntry, ...]:
    """Return the pool on a day; whether an expert may be asked just now is not filed."""
    return _sorted(
        _entry(
            "expert",
            one.id,
            one.name,
            {"fields": "、".join(one.fields), "affiliation": one.affiliation},
        )
        for one in experts
        if one.removed_on is None or day < one.removed_on
    )


def channel_entries(channels: Sequence[Channel], day: date) -> tuple[ListEntry, ...]:
    """Return a unit's 政务微博 and 政务微信 on a day; other kinds are not filed (某省 2013 七)."""
    return _sorted(
        _entry(
            "channel",
            one.id,
            one.name,
            {
                "kind": FILED_CHANNELS[one.kind],
                "platform": one.platform,
                "url": one.url,
                "owner": one.owner,
                "opened_on": one.opened_on.isoformat(),
                "closed_on": _day(one.closed_on),
            },
        )
        for one in channels
        if one.kind in FILED_CHANNELS and (one.closed_on is None or day < one.closed_on)
    )


def marked_copy(appointments: Sequence[Appointment], day: date) -> FiledCopy:
    """Return the copy that the days of filing on the appointments themselves tell of.

    For lists filed before the registry kept copies: what stood on one when it was last filed.
    """
    marked = {one.id: one.filed_on for one in appointments if one.filed_on and one.filed_on <= day}
    if not marked:
        return FiledCopy(filed_on=None, entries=(), marked=frozenset())
    last = max(marked.values())
    filed = [one for one in appointments if one.id in marked]
    entries = spokesperson_entries(filed, last)
    return FiledCopy(filed_on=last, entries=entries, marked=frozenset(marked))


def list_digest(unit: str, subject: str, entries: Sequence[ListEntry]) -> str:
    """Return the SHA-256, in hexadecimal, of the list as canonical JSON.

    Canonical: UTF-8, keys sorted, no blanks, entries by entity and id; so that anybody can compute
    it again from the frozen list.
    """
    told = {
        "unit": unit,
        "subject": str(subject),
        "entries": [
            {"entity": one.entity, "id": str(one.id), "name": one.name, "facts": dict(one.facts)}
            for one in sorted(entries, key=_place)
        ],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def difference(entries: Sequence[ListEntry], copy: FiledCopy) -> ListDifference:
    """Compare a list with its filed copy."""
    filed = {one.id: one for one in copy.entries}
    listed = {one.id for one in entries}
    added = tuple(one for one in entries if one.id not in filed and one.id not in copy.marked)
    removed = tuple(one for one in copy.entries if one.id not in listed)
    pairs = [(filed[one.id], one) for one in entries if one.id in filed]
    changed = tuple(
        ChangedEntry(before=before, after=after, facts=facts)
        for before, after in pairs
        if (facts := _differing(before, after))
    )
    return ListDifference(
        state=_state(entries, copy, bool(added or removed or changed)),
        added=added,
        removed=removed,
        changed=changed,
    )


def sentence(found: ListDifference, filed_on: date | None) -> str:
    """Say in a sentence how the filed copy stands."""
    if found.state is FiledListState.NEVER_FILED:
        return f"名单从未备案，现有 {len(found.added)} 项待报送。"
    if found.state is FiledListState.EMPTY:
        return "名单为空，无需备案。"
    if found.state is FiledListState.CURRENT:
        return "已备案版本与现行名单一致。"
    parts = {
        "新增": len(found.added),
        "调出": len(found.removed),
        "变更": len(found.changed),
    }
    told = "、".join(f"{word} {count}" for word, count in parts.items() if count)
    version = f"已备案版本（{filed_on}）" if filed_on else "已备案版本"
    return f"{version}落后 {found.behind} 处：{told}。"


def _state(entries: Sequence[ListEntry], copy: FiledCopy, differs: bool) -> FiledListState:
    if copy.filed_on is None:
        return FiledListState.NEVER_FILED if entries else FiledListState.EMPTY
    return FiledListState.BEHIND if differs else FiledListState.CURRENT


def _differing(before: ListEntry, after: ListEntry) -> tuple[str, ...]:
    names = ("name",) if before.name != after.name else ()
    keys = [key for key in FACTS if before.facts.get(key) != after.facts.get(key)]
    return (*names, *keys)


def _entry(
    entity: str,
    id: UUID,  # noqa: A002 - the row's own word
    name: str,
    facts: Mapping[str, str | None],
) -> ListEntry:
    known = {key: value for key, value in facts.items() if value}
    return ListEntry(entity=entity, id=id, name=name, facts=known)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sorted(entries: Iterable[ListEntry]) -> tuple[ListEntry, ...]:
    return tuple(sorted(entries, key=_place))


def _place(entry: ListEntry) -> tuple[str, str]:
    return entry.entity, str(entry.id)
