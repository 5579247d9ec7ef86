"""The menus that digits choose from. They stand without a service; its own codes come on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from clients.tui.locale import in_chinese, t
from clients.tui.models_preview import Code

SEVERITIES = ("PARTICULARLY_MAJOR", "MAJOR", "LARGER", "GENERAL")  # the gravest first
_CODES = {
    "severity": SEVERITIES,
    "kind": (
        "NATURAL_DISASTER",
        "ACCIDENT",
        "PUBLIC_HEALTH",
        "SOCIAL_SECURITY",
        "POLICY",
        "SERVICE",
        "OPINION",
        "OTHER",
    ),
    "categories": (
        "POLICY_MISREAD",
        "PUBLIC_INTEREST",
        "LIVELIHOOD_MORAL_LINE",
        "RUMOUR",
        "EMERGENCY_OR_DISASTER",
        "DIRECTED_FROM_ABOVE",
        "SOCIAL_HOTSPOT",
    ),
    "veracity": ("TRUE", "PARTLY_TRUE", "FALSE", "HYPE"),
    # the fields are those of the rule packs in force, and known by the service alone
    "fields": (),
    "value": ("RESPOND", "WATCH", "NONE"),
    "flags": (
        "emergency",
        "majorCasualties",
        "largeSocialImpact",
        "majorPolicy",
        "severeRumour",
        "drill",
    ),
    "form": (
        "STATEMENT",
        "BRIEFING",
        "PRESS_CONFERENCE",
        "INTERVIEW",
        "EXPERT_INTERPRETATION",
        "ONLINE_INTERVIEW",
        "ONLINE_REPLY",
    ),
    "channel": (
        "WEBSITE",
        "WEIBO",
        "WECHAT",
        "APP",
        "PRESS_CONFERENCE",
        "NEWSPAPER",
        "NEWS_SITE",
        "COMMERCIAL_SITE",
        "BROADCAST",
    ),
    "verdict": ("APPROVED", "CONDITIONAL", "REFUSED", "OVERRIDE"),
    "basis": ("PHONE", "PAPER", "MEETING", "MESSAGE"),
    "purpose": ("INTERPRETATION", "ANSWER_TO_DOUBTS", "CLARIFICATION", "AUTHORITATIVE_RELEASE"),
    "topic": ("MEETING", "KEY_WORK", "PUBLIC_CONCERN"),
    "yesno": ("YES", "NO"),
    "measure": ("SUMMONS", "NOTICE", "PURSUE", "HAND_OVER"),
    "shortfall": ("SLOW", "PASSIVE", "INCOMPLETE", "INEFFECTIVE"),
    "ticket": ("COMPLAINT", "REPORT", "QUESTION", "HELP"),
    "means": ("PHONE", "IN_PERSON", "MESSAGE", "OTHER"),
}

# menu -> list of the service's codeLists
OFFERED = {
    "severity": "severities",
    "kind": "incidentKinds",
    "categories": "categories",
    "veracity": "veracities",
    "fields": "fields",
    "value": "responseValues",
}


@dataclass(frozen=True, slots=True)
class Menu:
    """Choices in the order of their digits 1 to 9; digit 0 takes a choice back."""

    name: str
    choices: tuple[Code, ...]

    def by_digit(self, digit: str) -> str | None:
        """Return the code behind a digit, None where there is none."""
        return next((c.code for c in self.choices if c.digit == digit), None)

    def title(self, code: str | None) -> str:
        """Return the title of a code; a code of a newer service shows as it is."""
        return next((c.title for c in self.choices if c.code == code), code or t("menu.unknown"))

    def extended(self, offered: Sequence[Code]) -> "Menu":
        """Return the menu with the service's titles, and its further codes on the free digits.

        A digit never changes its meaning: the officer may be pressing it. The services name things
        in Chinese; in another language the desk's own titles stand where it has them.
        """
        titles = {item.code: item.title for item in offered} if in_chinese() else {}
        known = tuple(
            Code(digit=c.digit, code=c.code, title=titles.get(c.code, c.title))
            for c in self.choices
        )
        free = (str(n) for n in range(len(known) + 1, 10))
        more = (item for item in offered if item.code not in {c.code for c in known})
        added = tuple(
            Code(digit=digit, code=item.code, title=item.title)
            for digit, item in zip(free, more, strict=False)
        )
        return Menu(self.name, known + added)


def menu(name: str) -> Menu:
    """Return a menu of this desk's own catalogue."""
    return Menu(
        name,
        tuple(
            Code(digit=str(n), code=code, title=t(f"menu.{name}.{code}"))
            for n, code in enumerate(_CODES[name], start=1)
        ),
    )
