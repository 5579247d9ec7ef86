"""The intake form as filled in, and the facts it amounts to. Pure: asks no service."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from clients.tui.locale import t
from clients.tui.models_preview import Place
from clients.tui.views.intake_values import read_count, read_yuan
from clients.tui.views.moments import BadTime, Moment, due_and_rest, parse_due, parse_moment

# What the service's own kinds say of themselves: the four classes of 突发事件.
EMERGENCY_KINDS = frozenset({"NATURAL_DISASTER", "ACCIDENT", "PUBLIC_HEALTH", "SOCIAL_SECURITY"})

FLAGS = (
    "emergency",
    "majorCasualties",
    "largeSocialImpact",
    "majorPolicy",
    "severeRumour",
    "drill",
)

# The row of the form at which a refusal of the service is shown.
_ROWS = {
    "occurredAt": "occurred",
    "occurredPrecision": "occurred",
    "knownAt": "known",
    "kind": "kind",
    "severity": "severity",
    "localities": "place",
    "units": "units",
    "fields": "fields",
    "responseValue": "value",
    "title": "title",
    "deaths": "deaths",
    "seriouslyInjured": "injured",
    "directLoss": "loss",
    "categories": "categories",
    "veracity": "veracity",
    "sourcePlatform": "source",
    "sourceUrl": "source",
    "directedBy": "directed",
    "directedDueAt": "directed",
    **dict.fromkeys(FLAGS, "flags"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form, texts as typed. `opened_at` is when the call came: the clock of 接报 starts there.

    `key` makes a repeated commit the same commit. `flags` holds only what was decided, True or
    False; a missing flag is unknown. `typed` tells when a time was typed: `-22` means 22 minutes
    before that, however long the rest of the form takes.
    """

    opened_at: datetime
    key: str
    typed: dict[str, datetime] = field(default_factory=dict)
    occurred: str = ""
    kind: str | None = None
    severity: str | None = None
    places: tuple[Place, ...] = ()
    title: str = ""
    deaths: str = ""
    injured: str = ""
    loss: str = ""
    flags: dict[str, bool] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    veracity: str | None = None
    source: str = ""
    known: str = ""
    directed: str = ""
    units: tuple[Place, ...] = ()
    fields: tuple[str, ...] = ()
    value: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing was filled in."""
        return self == Draft(opened_at=self.opened_at, key=self.key, typed=self.typed)

    def moment(self, row: str) -> Moment | None:
        """Read the time typed in a row (`occurred`, `known`); raise BadTime."""
        return parse_moment(getattr(self, row), self.typed.get(row, self.opened_at))

    def flag(self, name: str) -> bool | None:
        """Return a flag as decided; an emergency kind decides 突发事件 unless a hand did."""
        if name == "emergency" and name not in self.flags and self.kind is not None:
            return self.kind in EMERGENCY_KINDS
        return self.flags.get(name)

    def turned(self, name: str) -> "Draft":
        """Return the draft with a flag one step on: unknown, yes, no, unknown; 演练 only yes/no."""
        now = self.flag(name)
        flags = {key: value for key, value in self.flags.items() if key != name}
        if name == "drill":
            return replace(self, flags=flags if now else {**flags, name: True})
        if now is None or (now is False and name == "emergency" and name not in self.flags):
            return replace(self, flags={**flags, name: True})
        return replace(self, flags={**flags, name: False} if now else flags)


@dataclass(frozen=True, slots=True)
class Reading:
    """`facts` as the service takes them; `faults`: row of the form -> sentence."""

    facts: dict[str, Any]
    faults: dict[str, str]


def read_draft(draft: Draft) -> Reading:
    """Return what is known so far; a field that cannot be read is left out and named."""
    faults: dict[str, str] = {}
    occurred = _moment(draft, "occurred", faults)
    known = _moment(draft, "known", faults)
    facts: dict[str, Any] = {
        "knownAt": _known_at(draft, known, occurred),
        "kind": draft.kind,
        "severity": draft.severity,
        "localities": [place.code for place in draft.places] or None,
        "deaths": read_count(draft.deaths, "deaths", faults),
        "seriouslyInjured": read_count(draft.injured, "injured", faults),
        "directLoss": read_yuan(draft.loss, "loss", faults),
        "categories": list(draft.categories) or None,
        "veracity": draft.veracity,
        **source_facts(draft.source),
        **directed_facts(draft.directed, draft.typed.get("directed", draft.opened_at), faults),
        "units": [unit.code for unit in draft.units] or None,
        "fields": list(draft.fields) or None,
        "responseValue": draft.value,
        **{name: draft.flag(name) for name in FLAGS},
    }
    if occurred:
        facts |= {"occurredAt": occurred.at, "occurredPrecision": occurred.precision}
    return Reading({k: _wire(v) for k, v in facts.items() if v is not None}, faults)


def _known_at(draft: Draft, known: Moment | None, occurred: Moment | None) -> datetime:
    if known:
        return known.at
    # An event typed to the minute may lie some seconds after the call; nothing precedes itself.
    return max(draft.opened_at, occurred.at) if occurred else draft.opened_at


def _moment(draft: Draft, row: str, faults: dict[str, str]) -> Moment | None:
    try:
        return draft.moment(row)
    except BadTime as bad:
        faults[row] = t(bad.key)
        return None


def source_facts(text: str) -> dict[str, str | None]:
    """Split `平台 https://…` into platform and address; either may stand alone."""
    words = text.split()
    url = next((word for word in words if "://" in word), None)
    platform = " ".join(word for word in words if word != url) or None
    return {"sourcePlatform": platform, "sourceUrl": url}


def directed_facts(text: str, typed_at: datetime, faults: dict[str, str]) -> dict[str, Any]:
    """Read `时限 [单位]` of an order from above."""
    when, unit = due_and_rest(text)
    if not when:
        return {}
    try:
        due = parse_due(when, typed_at)
    except BadTime as bad:
        faults["directed"] = t(bad.key)
        return {}
    return {"directedDueAt": due, "directedBy": unit or t("intake.directed.superior")}


def _wire(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def row_of(path: str | None) -> str:
    """Return the form's row for a field path of the service (`facts.severity`), else `commit`."""
    last = (path or "").replace("input.", "").split(".")
    name = last[1] if len(last) > 1 and last[0] == "facts" else last[0]
    return _ROWS.get(re.sub(r"\[\d+\]$", "", name), "commit")


def encode_draft(draft: Draft) -> bytes:
    """Return the draft for the disk of this machine."""
    return msgspec.json.encode(draft)


def decode_draft(stored: bytes) -> Draft:
    """Raise msgspec.DecodeError or ValidationError when the file is not a draft of this version."""
    return msgspec.json.decode(stored, type=Draft)
