"""What differs between two packs, or two versions of one, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.deadlines.law.pack import RulePack

_NAMED_BY: Final = ("id", "name")
_TITLES: Final = {
    "pack": "规则包",
    "duty": "应办事项",
    "responsibility": "责任规则",
    "gate": "审批",
    "check": "核对",
    "ladder": "提醒",
    "question": "待定问题",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that differs: where it stands and what each of the two says (None: nothing).

    ``path`` is the file's own, with rows by their id instead of their number:
    "duty.first-release.due.within". ``table`` names the table in Chinese.
    """

    path: str
    table: str
    before: str | None
    after: str | None


def differences(before: RulePack, after: RulePack) -> tuple[Difference, ...]:
    """List what differs, in the order of the newer file; what it lacks comes last."""
    old, new = dict(_leaves(before.tables)), dict(_leaves(after.tables))
    return tuple(
        Difference(
            path=path,
            table=_TITLES.get(path.partition(".")[0], path.partition(".")[0]),
            before=old.get(path),
            after=new.get(path),
        )
        for path in dict.fromkeys((*new, *old))
        if old.get(path) != new.get(path)
    )


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value by its path; a list of plain words is one value."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
        for place, row in enumerate(value):
            yield from _leaves(row, f"{path}.{_name(row, place)}")
    elif isinstance(value, list):
        yield path, "、".join(map(_word, value))
    else:
        yield path, _word(value)


def _name(row: Any, place: int) -> str:
    if isinstance(row, Mapping):
        for key in _NAMED_BY:
            if isinstance(row.get(key), str):
                return str(row[key])
    return str(place + 1)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
