"""What the lists of the registry have in common: words for its codes, days, facts by label."""

from collections.abc import Iterable
from datetime import date

from clients.tui.locale import optional, t
from clients.tui.models_preview import Code
from clients.tui.models_rosters import Who
from clients.tui.views.fields import numbered
from clients.tui.views.listed import Column
from clients.tui.views.pieces import Line, Piece, labelled, muted

TITLES = {
    "post": ("HEAD", "DEPUTY", "SPOKESPERSON", "LIAISON", "COLLECTOR", "MONITOR"),
    "management": ("TERRITORIAL", "VERTICAL", "DUAL"),
    "employment": ("FULL_TIME", "PART_TIME"),
    "subject": ("SPOKESPERSONS", "EXPERT_POOL", "CHANNELS"),
    "document": (
        "RESPONSE_RULES",
        "ROUTINE_RELEASE_PLAN",
        "CHANNEL_PROCEDURE",
        "LEADER_RELEASE_RULES",
    ),
    "staff": (
        "SPOKESPERSON",
        "DEPUTY_IN_CHARGE",
        "DISCLOSURE_STAFF",
        "WEBSITE_STAFF",
        "SOCIAL_MEDIA_STAFF",
        "RELEASE_STAFF",
        "COLLECTION_STAFF",
        "RESPONSE_STAFF",
    ),
    "unit": (
        "DEPARTMENT",
        "AFFILIATE",
        "DIVISION",
        "GOVERNMENT",
        "GOVERNMENT_OFFICE",
        "COMMITTEE",
        "AUTHORISED_BODY",
        "MEDIA",
        "LEADING_GROUP",
        "PUBLICITY",
        "NEWS_OFFICE",
        "CYBERSPACE",
        "PUBLIC_SECURITY",
        "STATE_SECURITY",
        "SECRECY",
        "SUPERVISION",
    ),
    "channel": (
        "GOVERNMENT_WEBSITE",
        "WEIBO",
        "WECHAT",
        "CLIENT",
        "SHORT_VIDEO",
        "HOTLINE_12345",
        "HOTLINE",
        "MAYOR_MAILBOX",
        "ONLINE_PETITION",
        "ONLINE_INQUIRY",
        "ONLINE_INTERVIEW",
        "OPINION_COLLECTION",
        "ONLINE_SURVEY",
        "SMART_ANSWERS",
        "COMPLAINT",
        "NEWSPAPER",
        "NEWS_WEBSITE",
        "COMMERCIAL_WEBSITE",
        "BROADCAST",
    ),
    "role": (
        "OFFICER",
        "DUTY_CHIEF",
        "ROSTER_ADMIN",
        "APPROVER",
        "LEADER",
        "VENDOR",
        "JOB",
        "SYSTEM",
    ),
    "yes": ("YES", "NO"),
    "absence": ("AWAY", "BACK"),
    "operations": ("BOARD", "INCIDENTS", "LEADS", "ROSTER"),
}
"""The registry's codes in the order of their digits; the menus of its forms choose from them."""


def word(group: str, code: str | None) -> str:
    """Return the title of a code; one of a newer service shows as it is."""
    return optional(f"rosters.{group}.{code}") or code or ""


def titles(group: str) -> tuple[Code, ...]:
    """Return the choices of a group; those after the ninth have no digit of their own."""
    return numbered([(code, word(group, code)) for code in TITLES[group]])


def named(people: Iterable[Who]) -> tuple[Code, ...]:
    """Return people as choices, each once, in their order."""
    return numbered([*{one.id: one.name for one in people}.items()])


def say(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def facts(said: Iterable[tuple[str, str | None]], width: int) -> list[Line]:
    """Return what is known by label; what is not known says so."""
    rows: list[Line] = []
    for key, text in said:
        known = Piece(text) if text else muted(t("rosters.none"))
        rows += labelled(t(f"rosters.label.{key}"), [known], width, int(t("rosters.label.cells")))
    return rows


def head(key: str, cells: int = 0, narrow: bool = True) -> Column:
    return Column(title=t(f"rosters.head.{key}"), cells=cells, narrow=narrow)
