"""Recording a release (记回应): what the desk's form sends, what it would end shown before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clients.cli.acts import Act, print_json, print_lines, width
from clients.cli.choices import NUMBER, code_of, duty_of, incident_file
from clients.cli.ending import DECLINED, bad_option, fail
from clients.cli.locale import in_own_words, t
from clients.cli.times import moment_or_now
from clients.tui import locale as desk
from clients.tui.models import decode
from clients.tui.models_gates import GatesAnswer
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.views.attendees import who_may_attend
from clients.tui.views.gates import gate_lines
from clients.tui.views.menus import menu
from clients.tui.views.pieces import BLANK
from clients.tui.views.release import Effect, Intended, effect_lines, effects, releasing_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options as typed."""

    form: str | None
    conclusive: bool | None
    title: str | None
    at: str | None
    channel: str | None
    url: str | None
    platform: str | None
    attendees: tuple[str, ...]
    unit: str | None
    statement: int | None
    late_reason: str | None
    checked: tuple[str, ...]


def released(act: Act, ref: str, given: Given, *, dry_run: bool) -> None:
    """Record a release of an incident; the duty it was named by suggests form and sort."""
    file, duty = _subject(act, ref)
    intended = _intended(act, file, duty, given)
    rows = effects(file, intended)
    gates = _gates(act, file, intended)
    if dry_run:
        _would(act, rows, intended, gates)
        return
    wanting = next((row for row in rows if row.wants_reason), None)
    if wanting and not intended.late_reason.strip():
        bad_option("late_reason", desk.t("release.reason_missing", title=wanting.duty.title))
    drill = desk.t("board.drill") if file.drill else ""
    sent = {
        "incident": file.id,
        "form": intended.form,
        "conclusive": intended.conclusive,
        "title": given.title or drill + file.title,
        "unit": intended.unit or None,
        "releasedAt": intended.at.isoformat(),
        "publications": _publications(act, given, intended.at),
        "attendees": _attendees(file, given.attendees),
        "lateReason": given.late_reason,
        "statement": given.statement or gates.line(),
        "checks": list(given.checked),
    }
    payload = act.send(OPERATIONS.record_release, sent)
    act.finish(payload, _said(payload))


def _subject(act: Act, ref: str) -> tuple[IncidentFile, Duty | None]:
    if NUMBER.fullmatch(ref):
        return incident_file(act.services, ref), None
    found = duty_of(act.services, ref)
    if found.file is None:
        fail(t("release.no_incident"), DECLINED)
    return found.file, found.duty if isinstance(found.duty, Duty) else None


def _intended(act: Act, file: IncidentFile, duty: Duty | None, given: Given) -> Intended:
    offered = duty.fulfilled_by if duty else []
    suggested = offered[0] if offered and "STATEMENT" not in offered else "STATEMENT"
    conclusive = given.conclusive
    if conclusive is None:
        conclusive = duty is not None and duty.kind == "FINAL_OUTCOME"
    units = releasing_units(file, duty.id if duty else None)
    unit = given.unit or next((one.code for one in units), "")
    named = [one.code for one in units if unit in (one.code, one.name)]
    return Intended(
        form=code_of(act.services, "form", given.form, "form") or suggested,
        conclusive=conclusive,
        at=moment_or_now(act, "at", given.at),
        unit=named[0] if named else unit,
        platform=given.platform or "",
        late_reason=given.late_reason or "",
    )


def _gates(act: Act, file: IncidentFile, intended: Intended) -> GatesAnswer:
    asked = {"id": file.id, "form": intended.form, "unit": intended.unit or None}
    return decode(act.services.ask(OPERATIONS.release_gates, asked), GatesAnswer)


def _would(act: Act, rows: list[Effect], intended: Intended, gates: GatesAnswer) -> None:
    if act.as_json:
        told = [
            {
                "id": row.duty.id,
                "title": row.duty.title,
                "fulfilled": row.fulfilled,
                "late": row.late,
                "why": _why(row),
            }
            for row in rows
        ]
        print_json(
            {"dryRun": True, "form": intended.form, "ready": gates.gates.ready, "effects": told}
        )
        return
    lines = effect_lines(rows, intended, menu("form"), act.now, width())
    print_lines([*gate_lines(gates.gates, act.now, width()), BLANK, *lines])


def _why(row: Effect) -> str | None:
    """Return why a duty stays open, in words."""
    if not row.why:
        return None
    forms = desk.t("intake.comma").join(menu("form").title(code) for code in row.duty.fulfilled_by)
    return desk.t(row.why, forms=forms, owner=row.duty.owner.name if row.duty.owner else "")


def _publications(act: Act, given: Given, at: datetime) -> list[dict[str, Any]]:
    if given.channel is None and given.url is None:
        return []
    channel = code_of(act.services, "channel", given.channel, "channel") or "WEBSITE"
    place = {"channelKind": channel, "platform": given.platform, "url": given.url}
    return [{**place, "publishedAt": at.isoformat()}]


def _attendees(file: IncidentFile, names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return who attended: `unit:name`, or the name of a head or speaker of a party."""
    said = []
    for text in names:
        unit, colon, person = text.partition(":")
        known = [one for one in who_may_attend(file) if one.person == text]
        if not colon and not known:
            people = t("act.comma").join(one.person for one in who_may_attend(file))
            bad_option("attendee", t("release.attendee_unknown", name=text, people=people))
        said.append(
            {"unit": unit, "person": person}
            if colon
            else {"unit": known[0].unit, "person": known[0].person}
        )
    return said


def _said(answer: dict[str, Any]) -> list[str]:
    """Return what the release ended, in the desk's words, a warning a line."""
    payload = in_own_words(answer)
    titles = [
        desk.t("aside", what=row["title"], more=desk.t(f"outcome.{row['outcome']}"))
        if row["outcome"]
        else row["title"]
        for row in payload["fulfilled"]
    ]
    joined = desk.t("intake.comma").join(titles)
    first = desk.t("release.done", n=len(titles), titles=joined)
    if not titles:
        first = desk.t("release.done.none")
    return [first, *(warning["message"] for warning in payload["warnings"])]
