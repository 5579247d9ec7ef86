"""From what a caller states about an incident to facts the law can work with, or a refusal.

What is given is a mapping by the names of `Facts`; a name that is absent was not stated. Every
fault is refused with its code and the field as the schema spells it; nothing is repaired but the
writing of division codes (130100 and 130102001000 are 1301 and 130102001).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from msgspec.structs import replace

from services.deadlines.domain import refusals
from services.deadlines.domain.obligations import TOLERANCE
from services.deadlines.domain.packs import Words
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.words import Precision

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_LIST: Final = 50
LONGEST_WORD: Final = 100
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
LONGEST_URL: Final = 2000
LARGEST_COUNT: Final = 10_000_000
LARGEST_LOSS: Final = 1e15

_DIVISION: Final = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3})?)?)?")
_UNIT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_URL: Final = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The surroundings of a statement: the moment, the words allowed, the desk that states."""

    now: datetime
    words: Words
    desk: str


def stated_facts(given: Mapping[str, Any], asking: Asking, base: Facts | None = None) -> Facts:
    """Check what is given and lay it over ``base``, or over knowing nothing.

    ``known_at`` absent or null is now when there is no base, and the base's otherwise; it may be
    corrected to an earlier time only, for a later one would undo breaches and turn the desk's own
    lateness into one before the report. Raises Refusal with the field at fault: TIME_IN_FUTURE,
    TIME_TOO_EARLY, KNOWN_LATER, OCCURRED_AFTER_KNOWN,
    UNKNOWN_SEVERITY, UNKNOWN_KIND, UNKNOWN_CATEGORY, UNKNOWN_VERACITY, UNKNOWN_RESPONSE_VALUE,
    UNKNOWN_FIELD,
    BAD_LOCALITY, UNKNOWN_UNIT (not even a code), TOO_LONG, TOO_MANY, BAD_TEXT, BAD_URL, NEGATIVE,
    TOO_LARGE, MISSING (who gave an order), DUE_BEFORE_ORDER.
    """
    facts = base or Facts(known_at=asking.now, desk=asking.desk)
    values = {name: _CHECKS[name](value, asking) for name, value in given.items()}
    if values.get("known_at") is None:
        values["known_at"] = facts.known_at
    if "drill" in values:
        values["drill"] = bool(values["drill"])
    if base is not None and values["known_at"] > base.known_at:
        raise refusals.known_later()
    if _another_order(values, base):
        # 交办另有其人或撤回: nothing of the order before is taken for the new one's
        values = {"directed_at": None, "directed_due_at": None, **values}
    facts = replace(facts, **values)
    _check_order(values, facts)
    facts = _derived(facts, base, asking.now)
    if facts.occurred_at is not None and facts.occurred_at > facts.known_at:
        raise refusals.occurred_after_known()
    return facts


def check_known(
    facts: Facts, directory: Directory, *, fresh: bool, before: Facts | None = None
) -> None:
    """Refuse codes that the registry does not have, as far as that can be told.

    Only a mirror that was fed lately (``fresh``) is a witness: with the registry away, or before
    the first feeding, an unknown code is kept and shown as not in the registry, because an
    incident must never wait for the registry. Codes that stood ``before`` are not asked about
    again: a unit dissolved since must not keep anybody from assessing. Raises Refusal
    BAD_LOCALITY or UNKNOWN_UNIT.
    """
    if not fresh:
        return
    old = before or Facts(known_at=facts.known_at)
    for code in _added(facts.localities, old.localities):
        if directory.government(code) is None:
            raise refusals.bad_locality(code, "facts.localities")
    for code in _added(facts.units, old.units):
        if directory.unit(code) is None:
            raise refusals.unknown_unit(code, "facts.units")
    for code in _added(facts.mentioned_units, old.mentioned_units):
        if directory.unit(code) is None:
            raise refusals.unknown_unit(code, "facts.mentionedUnits")


def _added(now: tuple[str, ...] | None, before: tuple[str, ...] | None) -> list[str]:
    return [code for code in now or () if code not in (before or ())]


def _check_order(values: Mapping[str, Any], facts: Facts) -> None:
    """Refuse an order that nobody gave, or whose due time lies before it was given."""
    directed_at, due_at = values.get("directed_at"), facts.directed_due_at
    stated = directed_at or values.get("directed_due_at")
    if stated is not None and facts.directed_by is None:
        raise refusals.missing("facts.directedBy", "交办单位")
    if directed_at is not None and due_at is not None and due_at < directed_at:
        raise refusals.due_before_order()


def _another_order(values: Mapping[str, Any], base: Facts | None) -> bool:
    if base is None or "directed_by" not in values:
        return False
    return bool(values["directed_by"] != base.directed_by)


def _derived(facts: Facts, base: Facts | None, now: datetime) -> Facts:
    """Date the order from above and the assessment by when the desk first stated them."""
    same_order = base is not None and base.directed_by == facts.directed_by
    directed_at = facts.directed_at
    if facts.directed_by is None:
        directed_at = None
    elif not same_order and directed_at is None:
        directed_at = now if base else facts.known_at
    assessed_at = facts.assessed_at
    if facts.severity is not None and assessed_at is None:
        assessed_at = now
    return replace(facts, directed_at=directed_at, assessed_at=assessed_at)


Check = Callable[[Any, Asking], Any]


def _optional(check: Check) -> Check:
    return lambda value, asking: None if value is None else check(value, asking)


def _past(field: str) -> Check:
    def check(value: datetime, asking: Asking) -> datetime:
        if value > asking.now + TOLERANCE:
            raise refusals.time_in_future(field)
        if value < EARLIEST:
            raise refusals.time_too_early(field)
        return value.astimezone(UTC)

    return check


def _any_time(field: str) -> Check:
    def check(value: datetime, asking: Asking) -> datetime:
        if value < EARLIEST:
            raise refusals.time_too_early(field)
        return value.astimezone(UTC)

    return check


def _word(field: str, code: str, what: str, of: Callable[[Words], Mapping[str, str]]) -> Check:
    def check(value: str, asking: Asking) -> str:
        if value not in of(asking.words):
            raise refusals.unknown_word(code, what, value, field)
        return value

    return check


def text(field: str, longest: int) -> Callable[[str], str]:
    """Make a check of a text: trimmed, at most ``longest`` characters, no control characters.

    It raises Refusal TOO_LONG or BAD_TEXT.
    """

    def check(value: str) -> str:
        trimmed = value.strip()
        if len(trimmed) > longest:
            raise refusals.too_long(field, longest)
        if _CONTROL.search(trimmed):
            raise refusals.bad_text(field)
        return trimmed

    return check


def url(field: str) -> Callable[[str], str]:
    """Make a check of a web address; it raises Refusal BAD_URL, TOO_LONG or BAD_TEXT."""

    def check(value: str) -> str:
        trimmed = text(field, LONGEST_URL)(value)
        if not _URL.fullmatch(trimmed):
            raise refusals.bad_url(field)
        return trimmed

    return check


def _text(field: str, longest: int) -> Check:
    inner = text(field, longest)
    return lambda value, asking: inner(value) or None


def _list(field: str, each: Callable[[str, Asking], str]) -> Check:
    def check(value: list[str], asking: Asking) -> tuple[str, ...]:
        if len(value) > LONGEST_LIST:
            raise refusals.too_many(field, LONGEST_LIST)
        return tuple(dict.fromkeys(each(item, asking) for item in value))

    return check


def division(field: str) -> Callable[[str], str]:
    """Make a check of a division code in any of its writings; it raises Refusal BAD_LOCALITY."""

    def check(value: str) -> str:
        code = value.strip()
        if len(code) == 12 and code.isdigit():
            code = code[:9] if not code.startswith("000", 6) else code[:6]
        if len(code) == 6:
            code = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
        if not code.isascii() or not _DIVISION.fullmatch(code):
            raise refusals.bad_locality(value, field)
        return code

    return check


def _locality(value: str, asking: Asking) -> str:
    return division("facts.localities")(value)


def unit_code(field: str) -> Callable[[str], str]:
    """Make a check that a text can be a unit's code at all; it raises Refusal UNKNOWN_UNIT."""

    def check(value: str) -> str:
        if not _UNIT.fullmatch(value.strip()):
            raise refusals.unknown_unit(value, field)
        return value.strip()

    return check


def _unit(field: str) -> Callable[[str, Asking], str]:
    inner = unit_code(field)
    return lambda value, asking: inner(value)


def _figure(field: str, largest: float) -> Check:
    def check(value: float, asking: Asking) -> float:
        if math.isnan(value) or value < 0:
            raise refusals.negative(field)
        if value > largest:
            raise refusals.too_large(field)
        return value

    return check


def _as_it_is(value: Any, asking: Asking) -> Any:
    return value


def _precision(value: Any, asking: Asking) -> Precision:
    return Precision(value)


_places: Final = _list("facts.localities", _locality)

_CHECKS: Final[Mapping[str, Check]] = {
    name: _optional(check)
    for name, check in {
        "known_at": _past("facts.knownAt"),
        "occurred_at": _past("facts.occurredAt"),
        "occurred_precision": _precision,
        "emergency": _as_it_is,
        "kind": _word("facts.kind", "UNKNOWN_KIND", "事件类型", lambda w: w.incident_kinds),
        "severity": _word("facts.severity", "UNKNOWN_SEVERITY", "级别", lambda w: w.severities),
        "categories": _list(
            "facts.categories",
            _word("facts.categories", "UNKNOWN_CATEGORY", "类别", lambda w: w.categories),
        ),
        # an incident happens somewhere: a place that is not named is not known
        "localities": lambda value, asking: _places(value, asking) or None,
        "units": _list("facts.units", _unit("facts.units")),
        "major_policy": _as_it_is,
        "fields": _list(
            "facts.fields",
            _word("facts.fields", "UNKNOWN_FIELD", "领域", lambda w: w.fields),
        ),
        "deaths": _figure("facts.deaths", LARGEST_COUNT),
        "seriously_injured": _figure("facts.seriouslyInjured", LARGEST_COUNT),
        "direct_loss": _figure("facts.directLoss", LARGEST_LOSS),
        "major_casualties": _as_it_is,
        "large_social_impact": _as_it_is,
        "severe_rumour": _as_it_is,
        "veracity": _word("facts.veracity", "UNKNOWN_VERACITY", "真实性", lambda w: w.veracities),
        "response_value": _word(
            "facts.responseValue", "UNKNOWN_RESPONSE_VALUE", "回应价值", lambda w: w.response_values
        ),
        "source_platform": _text("facts.sourcePlatform", LONGEST_WORD),
        "source_url": lambda value, asking: url("facts.sourceUrl")(value),
        "directed_by": _text("facts.directedBy", LONGEST_WORD),
        "directed_at": _past("facts.directedAt"),
        "directed_due_at": _any_time("facts.directedDueAt"),
        "mentioned_units": _list("facts.mentionedUnits", _unit("facts.mentionedUnits")),
        "drill": _as_it_is,
    }.items()
}
