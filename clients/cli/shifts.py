"""What ``huiying shift`` asks of the roster, and how it tells the answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeAlias
from uuid import uuid4

from clients.cli.config import Config
from clients.cli.exchange import Refused
from clients.cli.locale import in_own_words, t
from clients.cli.session import signed_call, token, wall_clock

CHINA = timezone(timedelta(hours=8))

LIST = """
query Roster($unit: String!, $from: DateTime!, $to: DateTime!) {
  shifts(unit: $unit, from: $from, to: $to) {
    shifts {
      id roleTitle person account beginsAt endsAt state stateTitle unhanded unplanned reason
    }
    gaps { beginsAt endsAt }
  }
}
"""
ON_DUTY = """
query OnDuty($unit: String!) { onDuty(unit: $unit) { text } }
"""
START = """
mutation StartShift($input: StartShiftInput!) {
  startShift(input: $input) {
    __typename
    ... on StartShiftPayload { replayed shifts { roleTitle person endsAt } }
    ... on Refusal { code message field }
  }
}
"""
PATROL = """
mutation RecordPatrol($input: RecordPatrolInput!) {
  recordPatrol(input: $input) {
    __typename
    ... on RecordPatrolPayload { patrol { at person channels resultTitle } }
    ... on Refusal { code message field }
  }
}
"""
Fits: TypeAlias = Callable[[Mapping[str, Any]], bool]
_GONE = ("REPLACED", "CANCELLED")
_AROUND = timedelta(hours=36)


def listed(
    config: Config, unit: str | None, since: datetime | None, days: int, *, everything: bool
) -> list[str]:
    """Tell who is on duty now, the shifts of some days, and where nobody keeps the desk."""
    code = unit or own_unit(config)
    today = datetime.fromtimestamp(wall_clock(), CHINA)
    begins = (since or today).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=CHINA)
    found = in_own_words(roster(config, code, begins, begins + timedelta(days=days)))
    lines = [t("shift.now", text=ask(config, ON_DUTY, {"unit": code})["text"])]
    shown = (row for row in found["shifts"] if everything or row["state"] not in _GONE)
    return [*lines, *map(_line, shown), *gap_lines(found["gaps"])]


def _line(row: Mapping[str, Any]) -> str:
    marks = [row["stateTitle"]]
    if row["unplanned"]:
        marks.append(t("shift.unplanned"))
    if row["unhanded"] and row["state"] != "NOT_HANDED_OVER":
        marks.append(t("shift.unhanded"))
    if row["reason"]:
        marks.append(row["reason"])
    return "  ".join(
        (span(row), row["roleTitle"], row["person"], t("shift.list_comma").join(marks), row["id"])
    )


def span(row: Mapping[str, Any]) -> str:
    """Write from when to when."""
    return t("shift.span", begins=clock(row["beginsAt"]), ends=clock(row["endsAt"]))


def gap_lines(gaps: Sequence[Mapping[str, str]]) -> list[str]:
    """Tell where nobody keeps the desk, or that it is kept throughout."""
    if not gaps:
        return [t("shift.no_gap")]
    return [t("shift.gap", span=span(gap)) for gap in gaps]


def begun(config: Config, shift: str | None, unit: str | None, until: datetime | None) -> list[str]:
    """Begin one's own shift, or one that is in no roster."""
    if until is not None:
        ends = until.replace(tzinfo=CHINA).isoformat()
        given = {
            "unit": unit or own_unit(config),
            "endsAt": ends,
            "idempotencyKey": f"until {ends}",
        }
    else:
        chosen = shift or own(config, unit, ("PLANNED", "ABSENT"), t("shift.expected"))["id"]
        given = {"shift": chosen, "idempotencyKey": f"start {chosen}"}
    (row,) = ask(config, START, {"input": given})["shifts"]
    return [
        t("shift.begun", role=row["roleTitle"], person=row["person"], until=clock(row["endsAt"]))
    ]


def patrolled(
    config: Config,
    unit: str | None,
    channels: Sequence[str],
    found: str | None,
    at: datetime | None,
) -> str:
    """Write a patrol down."""
    given = {
        "unit": unit or own_unit(config),
        "channels": list(channels),
        "result": "FOUND" if found else "NOTHING_FOUND",
        "note": found,
        "at": at.replace(tzinfo=CHINA).isoformat() if at else None,
        "idempotencyKey": str(uuid4()),
    }
    done = ask(config, PATROL, {"input": given})["patrol"]
    seen = t("act.comma").join(done["channels"])
    return t(
        "shift.patrolled",
        at=clock(done["at"]),
        person=done["person"],
        seen=seen,
        result=done["resultTitle"],
    )


def own(config: Config, unit: str | None, states: Sequence[str], what: str) -> Any:
    """Find the caller's own shift of one of these states, the nearest by its beginning.

    Raises Refused where there is none.
    """
    name = token(config).who

    def mine(row: Mapping[str, Any]) -> bool:
        return row["state"] in states and row["person"] == name

    return nearest(config, unit, [mine], t("shift.not_found", name=name, what=what))


def nearest(config: Config, unit: str | None, wanted: Sequence[Fits], else_say: str) -> Any:
    """Find the shift nearest to now of the first sort wanted that there is, 36 hours around.

    Raises Refused where there is none.
    """
    now = datetime.fromtimestamp(wall_clock(), UTC)
    found = roster(config, unit or own_unit(config), now - _AROUND, now + _AROUND)["shifts"]
    for fits in wanted:
        if fitting := [row for row in found if fits(row)]:
            return min(fitting, key=lambda r: abs(datetime.fromisoformat(r["beginsAt"]) - now))
    raise Refused("NOT_FOUND", else_say, "shift")


def roster(config: Config, unit: str, begins: datetime, ends: datetime) -> Any:
    """Ask for the shifts of a desk that touch a time."""
    span = {"from": begins.isoformat(), "to": ends.isoformat()}
    return ask(config, LIST, {"unit": unit, **span})


def own_unit(config: Config) -> str:
    """Tell the unit of whoever calls."""
    return token(config).unit


def ask(config: Config, document: str, variables: Mapping[str, Any]) -> Any:
    """Ask the deadlines service."""
    return signed_call(config, config.deadlines_url)(document, variables)


def clock(text: str) -> str:
    """Write a moment in China's time: 11-22 08:00."""
    return f"{datetime.fromisoformat(text).astimezone(CHINA):%m-%d %H:%M}"
