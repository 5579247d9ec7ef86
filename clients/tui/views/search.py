"""The board's filter: text as typed, or pinyin initials (`xf` finds 消防)."""

from functools import lru_cache

from clients.tui.models import Obligation


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """Return the first letters of each character's sound; Latin and digits stay themselves."""
    # 60 ms of tables that the first paint does not need
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def haystack(row: Obligation) -> tuple[str, ...]:
    """Return the texts of a row that a filter looks into."""
    incident = row.matter
    owner = row.owner.name if row.owner else ""
    words = (incident.title, row.title, owner, incident.severity_title or "")
    return (*words, incident.number, *row.recipients)


def matches(row: Obligation, query: str) -> bool:
    """Tell whether every blank-separated word of the query occurs in one of the row's texts."""
    return all(_contains(row, word) for word in query.lower().split())


def _contains(row: Obligation, word: str) -> bool:
    texts = haystack(row)
    if any(word in text.lower() for text in texts):
        return True
    return word.isascii() and any(word in initials(text) for text in texts)
