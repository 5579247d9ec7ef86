"""The words of the loaded packs: what a fact may say, and the menus of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from services.deadlines.law.pack import RulePack
from services.deadlines.law.words import (
    CATEGORIES,
    FORM_TITLES,
    INCIDENT_KINDS,
    RESPONSE_VALUES,
    SEVERITIES,
    VERACITIES,
)

CHANNEL_KINDS: Mapping[str, str] = {
    "WEBSITE": "政府网站",
    "WEIBO": "政务微博",
    "WECHAT": "政务微信",
    "APP": "客户端",
    "PRESS_CONFERENCE": "发布会现场",
    "NEWSPAPER": "报刊",
    "NEWS_SITE": "新闻网站",
    "COMMERCIAL_SITE": "商业网站",
    "BROADCAST": "广播电视",
    "HOTLINE": "热线电话",
}

OWN_CHANNELS = frozenset({"WEBSITE", "WEIBO", "WECHAT", "APP"})
MEDIA = frozenset({"NEWSPAPER", "NEWS_SITE", "COMMERCIAL_SITE", "BROADCAST"})


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a menu: the digit that picks it ("" beyond nine), its code, its title."""

    digit: str
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Code to Chinese title for every open vocabulary (代码表): ours and the loaded packs'."""

    severities: Mapping[str, str]
    incident_kinds: Mapping[str, str]
    categories: Mapping[str, str]
    fields: Mapping[str, str]
    veracities: Mapping[str, str]
    response_values: Mapping[str, str]
    release_forms: Mapping[str, str]
    channel_kinds: Mapping[str, str]

    @classmethod
    def of(cls, packs: Iterable[RulePack]) -> Self:
        """Join our words with those that packs add; ours keep their titles."""
        lists = [pack.code_lists for pack in packs]

        def joined(name: str, own: Mapping[str, str]) -> Mapping[str, str]:
            added = {code: title for each in lists for code, title in each.get(name, {}).items()}
            return {**own, **{code: title for code, title in added.items() if code not in own}}

        return cls(
            severities=joined("severities", SEVERITIES),
            incident_kinds=joined("incident_kinds", INCIDENT_KINDS),
            categories=joined("categories", CATEGORIES),
            fields=joined("fields", {}),
            veracities=VERACITIES,
            response_values=RESPONSE_VALUES,
            release_forms={form.value: title for form, title in FORM_TITLES.items()},
            channel_kinds=joined("channel_kinds", CHANNEL_KINDS),
        )


def menu(words: Mapping[str, str]) -> tuple[Word, ...]:
    """Number a vocabulary for a keyboard: 1 to 9, then without a digit."""
    return tuple(
        Word(str(number) if number <= 9 else "", code, title)
        for number, (code, title) in enumerate(words.items(), start=1)
    )
