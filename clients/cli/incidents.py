"""What the incident commands ask and print: the desk's documents, the desk's own panes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typer

from clients.cli.acts import Act, Services, confirm, print_json, print_lines, width
from clients.cli.choices import code_of, fitting, incident_file, incident_id, incident_raw
from clients.cli.ending import DECLINED, bad_option, fail, say
from clients.cli.exchange import Refused, Unreachable
from clients.cli.facts import changed_facts, opening_facts
from clients.cli.locale import t
from clients.tui import locale as desk
from clients.tui.clock import local, system_clock
from clients.tui.models import ObligationState, decode
from clients.tui.models_chain import EMPTY
from clients.tui.models_incident import IncidentFile, Party
from clients.tui.models_preview import AssessmentPreview, Preview
from clients.tui.operations import OPERATIONS
from clients.tui.views.dues import closed_line
from clients.tui.views.incident import (
    head_lines,
    party_page,
    sorted_duties,
    timeline_page,
    trace_page,
)
from clients.tui.views.menus import menu
from clients.tui.views.pieces import BLANK, Line, heading
from clients.tui.views.preview import duties_lines, preview_lines, unit_text
from clients.tui.views.released import release_page
from clients.tui.views.whatif import diff_lines, weighed


def listed(services: Services, asked: Mapping[str, Any], first: int, *, as_json: bool) -> None:
    """Print the newest incidents that fit, one a line."""
    state = asked["state"]
    wanted = {
        **asked,
        "state": state and state.upper(),
        "severity": code_of(services, "severity", asked["severity"], "severity"),
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    rows, more = _pages(services, given, first)
    if as_json:
        print_json({"incidents": rows, "complete": not more})
        return
    for row in rows:
        typer.echo(_row(row))
    if not rows:
        typer.echo(t("incident.none"))
    if more:
        say(t("incident.more"))


def _pages(
    services: Services, given: Mapping[str, Any], first: int
) -> tuple[list[dict[str, Any]], bool]:
    """Return the first so many, and whether there are more."""
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        asked = {"filter": given or None, "after": after}
        page = services.ask(OPERATIONS.incidents, asked)["incidents"]
        rows += [edge["node"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        if len(rows) >= first or not more:
            return rows[:first], more or len(rows) > first


def _row(row: Mapping[str, Any]) -> str:
    at = local(datetime.fromisoformat(row["openedAt"]))
    parts = (
        row["number"],
        t(f"incident.state.{row['state']}"),
        f"{at:%m-%d %H:%M}",
        row["severityTitle"] or desk.t("severity.unknown"),
        (desk.t("board.drill") if row["drill"] else "") + row["title"],
        t("act.comma").join(row["facts"]["localityNames"]),
    )
    return "  ".join(part for part in parts if part)


def shown(services: Services, ref: str, *, as_json: bool) -> None:
    """Print all of an incident: duties with their clauses, parties, releases, history, reasons."""
    raw = incident_raw(services, ref)
    if as_json:
        print_json(raw)
        return
    print_lines(file_lines(decode(raw, IncidentFile), width()))


def file_lines(file: IncidentFile, cells: int) -> list[Line]:
    """Return the file's pages below each other, as the desk draws each of them."""
    now = system_clock()
    pages: dict[str, list[Line]] = {
        "parties": party_page(file.parties, now, cells),
        "releases": release_page(file.releases, EMPTY, now, cells),
        "timeline": timeline_page(file, now, cells),
        "trace": trace_page(file, cells),
    }
    rows = [heading(f"{file.number}  {file.id}"), *head_lines(file, now), BLANK]
    duties = sorted_duties(file, now)
    rows += duties_lines([d for d in duties if d.state is ObligationState.OPEN], now, cells)
    rows += [closed_line(d, now) for d in duties if d.state is not ObligationState.OPEN]
    for page, lines in pages.items():
        rows += [BLANK, heading(desk.t(f"incident.page.{page}")), *lines]
    return rows


def previewed(act: Act, stated: Mapping[str, Any]) -> None:
    """Print what the law would ask, with clauses and assumptions; nothing is written."""
    facts = opening_facts(act, stated)
    answer = act.services.ask(OPERATIONS.preview_incident, {"facts": facts})["previewIncident"]
    if act.as_json:
        print_json({"dryRun": True, "facts": facts, **answer})
        return
    preview = decode(answer, Preview)
    print_lines(preview_lines(preview, act.now, width()))
    suggested = preview.suggested_severity
    if suggested is not None and facts.get("severity") != suggested.severity:
        basis = f"{suggested.document} {suggested.clause}"
        say(t("incident.suggested", title=suggested.title, basis=basis))


def opened(act: Act, stated: Mapping[str, Any], **given: str | None) -> None:
    """Open an incident and print its duties."""
    facts = opening_facts(act, stated)
    payload = act.send(OPERATIONS.open_incident, {"facts": facts, **given})
    one = payload["incident"]
    act.finish(payload, [t("incident.opened", number=one["number"], title=one["title"])])
    if not act.as_json:
        _print_duties(act, one["id"])


def _print_duties(act: Act, id_: str) -> None:
    """Print what is due now; the act stands whether or not this can be read."""
    try:
        file = incident_file(act.services, id_)
    except (Refused, Unreachable):
        say(t("incident.unread", id=id_))
        return
    print_lines(duties_lines(file.open_duties(), act.now, width()))


def changes(act: Act, stated: Mapping[str, Any], unknown: list[str]) -> dict[str, Any]:
    """Return the facts to change; ends the command when there are none."""
    facts = changed_facts(act, stated, unknown)
    if not facts:
        fail(t("facts.nothing"), DECLINED)
    return facts


def assessment_previewed(act: Act, ref: str, facts: dict[str, Any]) -> None:
    """Print what these facts would open, move, keep and lapse; nothing is written."""
    file = incident_file(act.services, ref)
    asked = {"incident": file.id, "facts": facts}
    answer = act.services.ask(OPERATIONS.preview_assessment, asked)["previewAssessment"]
    if act.as_json:
        print_json({"dryRun": True, "facts": facts, **answer})
        return
    preview = decode(answer, AssessmentPreview)
    print_lines(diff_lines(preview, file.obligations, act.now, width()))


def assessed(
    act: Act,
    ref: str,
    facts: dict[str, Any],
    reason: str,
    decided_by: str | None,
    factors: Mapping[str, str | None],
) -> None:
    """Make the facts those of the incident, for a reason that is kept with them."""
    if not reason.strip():
        bad_option("reason", t("incident.reason_missing"))
    sent = {
        "incident": incident_id(act.services, ref),
        "facts": facts,
        "reason": reason,
        "factors": weighed({row: text or "" for row, text in factors.items()}),
        "decidedBy": decided_by,
    }
    payload = act.send(OPERATIONS.assess_incident, sent)
    one = payload["incident"]
    act.finish(payload, [t("incident.assessed", number=one["number"])])
    if not act.as_json:
        _print_duties(act, one["id"])


def closed(act: Act, ref: str, note: str | None, *, yes: bool) -> None:
    """Close an incident after a confirmation; the service refuses while duties are open."""
    id_ = incident_id(act.services, ref)
    confirm(t("incident.close_sure", ref=ref), yes=yes)
    payload = act.send(OPERATIONS.close_incident, {"incident": id_, "note": note})
    act.finish(payload, [t("incident.closed", number=payload["incident"]["number"])])


def reached(act: Act, ref: str, party: str | None, by: str | None, means: str) -> None:
    """Record that a party was told; the first respondent's person where nobody is named."""
    file = incident_file(act.services, ref)
    chosen = _party(file, party)
    person = chosen.person or chosen.speaker
    who = by or (person.name if person else "")
    if not who:
        bad_option("by", desk.t("contact.by_missing"))
    code = code_of(act.services, "means", means, "means")
    sent = {"party": chosen.id, "by": who, "means": menu("means").title(code)}
    payload = act.send(OPERATIONS.acknowledge_party, sent)
    done = desk.t("contact.done", name=who, unit=unit_text(chosen.unit))
    act.finish(payload, [done])


def _party(file: IncidentFile, text: str | None) -> Party:
    waiting = [party for party in file.parties if party.acknowledged_at is None]
    if text is None and waiting:
        return waiting[0]
    known = [(party.id, ("", party.unit.code, party.unit.name)) for party in file.parties]
    ids = fitting(known, text or "")
    if len(ids) != 1:
        said = t("act.comma").join(f"{one.unit.code} {one.unit.name}" for one in file.parties)
        key = "act.codes_unsure" if ids else "act.codes"
        bad_option("party", t(key, text=text or "", choices=said or t("act.none")))
    return next(party for party in file.parties if party.id == ids[0])
