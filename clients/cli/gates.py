"""What the gate commands ask and print."""

from dataclasses import dataclass
from typing import Any

from clients.cli.acts import Act, Services, confirm, print_json, print_lines, width
from clients.cli.choices import code_of, fitting, incident_file, incident_id
from clients.cli.ending import DECLINED, bad_option, fail
from clients.cli.locale import in_own_words, t
from clients.cli.times import moment_or_now
from clients.tui import locale as desk
from clients.tui.clock import system_clock
from clients.tui.models import decode
from clients.tui.models_gates import GatesAnswer
from clients.tui.models_incident import IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.views.gates import gate_lines
from clients.tui.views.owed_gates import Asked, asked, owed_lines, version_lines
from clients.tui.views.pieces import BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which release the gates are asked of; `mention`: organs that it speaks of, by code."""

    form: str
    unit: str | None
    mention: tuple[str, ...] = ()


def listed(services: Services, ref: str, about: About, *, as_json: bool) -> None:
    """Print every gate of a form of release with where it stands, what is owed, the line."""
    file = incident_file(services, ref)
    answer = _gates(services, file.id, about)
    if as_json:
        print_json(answer)
        return
    found, now, cells = decode(answer, GatesAnswer), system_clock(), width()
    rows = _rows(found, file)
    versions = found.incident.statements if found.incident else []
    parts = (
        gate_lines(found.gates, now, cells),
        owed_lines(rows, now, cells),
        version_lines(versions, now, cells),
    )
    print_lines([one for part in parts if part for one in (*part, BLANK)][:-1])


def _gates(services: Services, incident: str, about: About) -> dict[str, Any]:
    code = code_of(services, "form", about.form, "form")
    asked = {"id": incident, "form": code, "unit": about.unit, "with": list(about.mention) or None}
    return services.ask(OPERATIONS.release_gates, asked)


def _rows(found: GatesAnswer, file: IncidentFile) -> list[Asked]:
    decided = found.incident.gate_decisions if found.incident else []
    return asked(found.gates, decided, file.obligations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an office said, as the options say it."""

    name: str | None
    approver: str
    verdict: str
    basis: str
    note: str | None
    at: str | None
    about: About
    statement: int | None


def decided(act: Act, ref: str, given: Decision) -> None:
    """Record what an office decided; without a name it is the only thing that is missing."""
    file = incident_file(act.services, ref)
    answer = decode(_gates(act.services, file.id, given.about), GatesAnswer)
    chosen = _gate(_rows(answer, file), given.name)
    if not given.approver.strip():
        bad_option("approver", desk.t("gates.approver_missing", office=chosen.office.name))
    verdict = code_of(act.services, "verdict", given.verdict, "verdict")
    if verdict == "OVERRIDE":
        bad_option("verdict", t("gate.use_override"))
    sent = {
        "incident": file.id,
        "gate": chosen.gate,
        "verdict": verdict,
        "unit": given.about.unit,
        "mentionedUnits": list(given.about.mention) or None,
        "approverUnit": chosen.office.code,
        "approver": given.approver,
        "basis": code_of(act.services, "basis", given.basis, "basis"),
        "note": given.note,
        "statement": given.statement,
        "decidedAt": moment_or_now(act, "at", given.at).isoformat(),
        "obligation": chosen.duty.id if chosen.duty else None,
    }
    payload = act.send(OPERATIONS.decide_gate, sent)
    act.finish(payload, _said(payload))


def _gate(known: list[Asked], name: str | None) -> Asked:
    missing = [row for row in known if not row.passed]
    found = missing if name is None else _named(known, name)
    if len(found) != 1:
        rows = found or missing or known
        said = t("act.comma").join(f"{one.gate}@{one.office.code} {one.title}" for one in rows)
        key = "gate.unsure" if found else "gate.none"
        fail(t(key, name=name or "", choices=said or t("act.none")), DECLINED)
    return found[0]


def _named(rows: list[Asked], name: str) -> list[Asked]:
    kind, _, office = name.partition("@")
    known = [(str(at), ("", one.title, one.gate)) for at, one in enumerate(rows)]
    found = [rows[int(at)] for at in fitting(known, kind)]
    return [one for one in found if not office or office in (one.office.code, one.office.name)]


def _said(answer: dict[str, Any]) -> list[str]:
    payload = in_own_words(answer)
    said = [
        desk.t("gates.done", title=d["title"], verdict=d["verdictTitle"], person=d["person"])
        + (desk.t("gates.paper") if d["paperFollows"] else "")
        for d in payload["decisions"]
    ]
    closed = [t("gate.closed", title=one["title"]) for one in payload.get("fulfilled", ())]
    return [*said, *closed, *(w for d in payload["decisions"] for w in d["warnings"])]


def overridden(act: Act, ref: str, about: About, reason: str, *, yes: bool) -> None:
    """Go past all missing gates in an emergency; an after-approval becomes due."""
    if not reason.strip():
        bad_option("reason", desk.t("gates.reason_missing"))
    sent = {
        "incident": incident_id(act.services, ref),
        "form": code_of(act.services, "form", about.form, "form"),
        "unit": about.unit,
        "mentionedUnits": list(about.mention) or None,
        "reason": reason,
    }
    confirm(t("gate.override_sure", ref=ref, reason=reason), yes=yes)
    payload = act.send(OPERATIONS.override_gate, sent)
    act.finish(payload, _said(payload))


def drafted(act: Act, ref: str, text: str) -> None:
    """Enter a version of the line to take (口径)."""
    sent = {"incident": incident_id(act.services, ref), "text": text}
    payload = act.send(OPERATIONS.draft_statement, sent)
    act.finish(payload, [t("gate.drafted", version=payload["statement"]["version"])])
