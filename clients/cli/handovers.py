"""What ``huiying shift`` asks about handing the desk over."""

import base64
import shutil
import sys
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from clients.cli.config import Config
from clients.cli.locale import t
from clients.cli.session import token
from clients.cli.shifts import ask, clock, nearest, own

TEXT = """
query Sheet($shift: ID!, $number: Int, $width: Int!) {
  handover(shift: $shift, number: $number) { text(width: $width) }
}
"""
JSON = """
query SheetJson($shift: ID!, $number: Int) {
  handover(shift: $shift, number: $number) { json }
}
"""
DOCX = """
query SheetDocx($shift: ID!, $number: Int) {
  handover(shift: $shift, number: $number) { docx }
}
"""
WAITING = """
query WaitingSheet($shift: ID!) { handover(shift: $shift) { id stateTitle } }
"""
HAND_OVER = """
mutation HandOver($input: HandOverInput!) {
  handOver(input: $input) {
    __typename
    ... on HandOverPayload {
      handover { number stateTitle madeAt sha256 incomingShift { roleTitle person } }
    }
    ... on Refusal { code message field }
  }
}
"""
SIGN = """
mutation SignHandover($input: SignHandoverInput!) {
  signHandover(input: $input) {
    __typename
    ... on SignHandoverPayload {
      handover { stateTitle incoming { at } changes { kindTitle what } }
    }
    ... on Refusal { code message field }
  }
}
"""
USUAL_WIDTH, NARROWEST, WIDEST = 78, 60, 120


def printed(
    config: Config,
    shift: str | None,
    unit: str | None,
    number: int | None,
    width: int | None,
    *,
    as_json: bool,
) -> str:
    """Return a sheet as text as wide as the terminal, or as the JSON that was signed."""
    asked = {"shift": _sheet_of(config, shift, unit), "number": number}
    if as_json:
        return f"{ask(config, JSON, asked)['json']}\n"
    text: str = ask(config, TEXT, {**asked, "width": width or _width()})["text"]
    return text


def as_docx(config: Config, shift: str | None, unit: str | None, number: int | None) -> bytes:
    """Return a sheet as a docx file."""
    asked = {"shift": _sheet_of(config, shift, unit), "number": number}
    return base64.b64decode(ask(config, DOCX, asked)["docx"])


def handed_over(
    config: Config,
    shift: str | None,
    unit: str | None,
    to: str | None,
    note: str | None,
    key: str | None,
) -> list[str]:
    """Sign the sheet as the outgoing officer."""
    chosen = shift or own(config, unit, _BEGUN, t("shift.on_duty"))["id"]
    given = {"shift": chosen, "to": to, "note": note, "idempotencyKey": key or str(uuid4())}
    sheet = ask(config, HAND_OVER, {"input": given})["handover"]
    incoming = sheet["incomingShift"]
    return [
        t(
            "shift.handed",
            number=sheet["number"],
            at=clock(sheet["madeAt"]),
            role=incoming["roleTitle"],
            person=incoming["person"],
        ),
        t("shift.checksum", sum=sheet["sha256"]),
    ]


def signed(
    config: Config,
    shift: str | None,
    unit: str | None,
    remark: str | None,
    key: str | None,
    *,
    accept: bool,
) -> list[str]:
    """Sign, or refuse, as the incoming officer; tell what changed since the other signature."""
    chosen = shift or _waiting(config, unit)
    sheet = ask(config, WAITING, {"shift": chosen})["id"]
    given = {"handover": sheet, "accept": accept, "remark": remark}
    answer = ask(config, SIGN, {"input": {**given, "idempotencyKey": key or str(uuid4())}})
    done: dict[str, Any] = answer["handover"]
    changes = [f"  {each['kindTitle']}  {each['what']}" for each in done["changes"]]
    return [
        t("shift.signed", state=done["stateTitle"], at=clock(done["incoming"]["at"])),
        t("shift.changed") if changes else t("shift.unchanged"),
        *changes,
    ]


_BEGUN = ("ON_DUTY", "NOT_HANDED_OVER")
_WAITS = "HANDING_OVER"


def _sheet_of(config: Config, shift: str | None, unit: str | None) -> str:
    """Choose the caller's own shift, else one that waits for a signature, else one that runs."""
    if shift is not None:
        return shift
    name = token(config).who

    def mine(row: Mapping[str, Any]) -> bool:
        return row["person"] == name and row["state"] in (*_BEGUN, _WAITS)

    def begun(row: Mapping[str, Any]) -> bool:
        return bool(row["state"] in _BEGUN)

    chosen = nearest(config, unit, [mine, _waits, begun], t("shift.nobody_on"))
    return str(chosen["id"])


def _waiting(config: Config, unit: str | None) -> str:
    return str(nearest(config, unit, [_waits], t("shift.none_waits"))["id"])


def _waits(row: Mapping[str, Any]) -> bool:
    return bool(row["state"] == _WAITS)


def _width() -> int:
    if not sys.stdout.isatty():
        return USUAL_WIDTH
    return min(max(shutil.get_terminal_size((USUAL_WIDTH, 24)).columns - 1, NARROWEST), WIDEST)
