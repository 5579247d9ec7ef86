"""One incident, whole: its duties in every state, their clauses, who is in it, what happened."""

from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import Basis, ObligationState
from clients.tui.models_chain import EMPTY, IncidentChain, UnitTask
from clients.tui.models_incident import Duty, IncidentFile, Party
from clients.tui.views.calls import calls_page
from clients.tui.views.chain import chain_page
from clients.tui.views.dues import closed_line, duty_line, rank
from clients.tui.views.gate_page import gate_page
from clients.tui.views.moments import Moment, say_clock, say_moment
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    heading,
    labelled,
    line,
    muted,
    prose,
    strong,
)
from clients.tui.views.preview import person_lines, trace_lines, unit_text
from clients.tui.views.released import release_page
from clients.tui.views.tabs import Tab, tabs_line
from clients.tui.views.texts import cited, place_name, severity_name, severity_tone
from clients.tui.views.wrap import fit

PAGES = ("basis", "parties", "releases", "timeline", "trace", "gates", "chain", "calls")
CHAINED = ("gates", "chain", "calls")


def sorted_duties(file: IncidentFile, now: datetime) -> list[Duty]:
    """Return owed duties as on the board, then those not owed yet, then the closed ones."""
    opened = [d for d in file.obligations if d.state is ObligationState.OPEN]
    closed = [d for d in file.obligations if d.state is not ObligationState.OPEN]
    closed.sort(key=lambda d: (d.closed_at or d.start_at, d.title), reverse=True)
    return sorted(opened, key=lambda d: (*rank(d, now), d.id)) + closed


def head_lines(file: IncidentFile, now: datetime) -> list[Line]:
    """Return two lines: what it is, and the facts that set the clocks."""
    facts = file.facts
    places = t("intake.comma").join(place_name(name) for name in facts.locality_names)
    occurred = t("incident.occurred.unknown")
    if facts.occurred_at:
        at = Moment(facts.occurred_at, facts.occurred_precision or "MINUTE")
        occurred = t("incident.occurred", at=say_moment(at, now))
    known = say_clock(facts.known_at, now)
    closed = file.state == "CLOSED"
    return [
        line(
            *((Piece(t("board.drill"), "near", True),) if file.drill else ()),
            strong(f"{file.title}  "),
            strong(severity_name(file.severity_title), severity_tone(file.severity_title)),
            muted(f"  {file.kind_title or ''}"),
            Piece(f"  {t('incident.pending')}" if file.contacts_pending else "", "near", True),
            Piece(t("incident.closed") if closed else "", "done", True),
        ),
        line(
            muted(f"{places}  " if places else t("incident.place.unknown")),
            Piece(f"{occurred}  "),
            muted(t("incident.known", at=known)),
            muted(t("incident.by", name=file.opened_by)),
        ),
    ]


def list_line(duty: Duty, now: datetime, chosen: bool, twin: bool = False) -> Line:
    """Return a duty as a row of the incident's list; a closed one tells how it ended."""
    cursor = Piece(">" if chosen else " ", "keys", bold=True)
    if duty.state is ObligationState.OPEN:
        new = duty.acknowledged_at is None
        return (cursor, *duty_line(duty, now, new=new, twin=twin))
    return (cursor, *closed_line(duty, now))


def basis_lines(duty: Duty | None, now: datetime, width: int) -> list[Line]:
    """Return every clause behind a duty, the acting one first, and its earlier due times."""
    if duty is None:
        return [line(muted(t("incident.no_duty")))]
    rows: list[Line] = [line(strong(duty.title), muted(f"  {duty.modality_title}"))]
    rows += labelled(t("incident.owner"), [strong(_owner(duty))], width)
    rows += person_lines(t("preview.person"), duty.person, width)
    if duty.recipients:
        words = [Piece(f"{name} ") for name in duty.recipients]
        rows += labelled(t("incident.to"), words, width)
    if duty.update_owed_since is not None:
        since = t("incident.update_owed", at=say_clock(duty.update_owed_since, now))
        rows += prose(since, width, "near")
    rows += labelled(t("incident.accepted"), [_accepted(duty, now)], width)
    if duty.state is not ObligationState.OPEN:
        rows += labelled(t("incident.ended"), [_ended(duty, now)], width)
    for basis in duty.basis:
        rows += [BLANK, *one_basis(basis, now, width)]
    if len(duty.versions) > 1:
        rows += [BLANK, heading(t("incident.versions"))]
        for version in duty.versions:
            due = say_clock(version.due_at, now) if version.due_at else t("due.none")
            rows.append(
                line(muted(f"{version.version}  "), Piece(f"{due}  "), muted(version.actor))
            )
            rows += prose(version.reason, width, "muted", 3)
    return rows


def _owner(duty: Duty) -> str:
    return unit_text(duty.owner) if duty.owner else t("incident.no_owner")


def _accepted(duty: Duty, now: datetime) -> Piece:
    if duty.acknowledged_at is None:
        return Piece(t("incident.unaccepted"), "near")
    return Piece(f"{duty.acknowledged_by or ''} {say_clock(duty.acknowledged_at, now)}")


def _ended(duty: Duty, now: datetime) -> Piece:
    how = t(f"outcome.{duty.outcome}") if duty.outcome else t(f"closed.{duty.state}")
    at = say_clock(duty.closed_at, now) if duty.closed_at else ""
    return Piece(f"{how} {at} {duty.closed_by or ''} {duty.close_reason or ''}".strip())


def one_basis(basis: Basis, now: datetime, width: int) -> list[Line]:
    """Return `start + limit = due`, the clause, what it says, what is assumed."""
    mark = t("incident.acting") if basis.acting else t("incident.also")
    rows = [
        line(
            Piece(f"{mark} ", "keys" if basis.acting else "muted", bold=True),
            strong(cited(basis.document, basis.clause)),
        )
    ]
    if basis.due_at and basis.start_at:
        start = t(f"start.{basis.start}") if basis.start else ""
        due = strong(say_clock(basis.due_at, now))
        limit = basis.offset_title or basis.offset or ""
        begun = f"{start} {say_clock(basis.start_at, now)}"
        summed = f"{begun} + {limit} = " if limit else t("plain.until", start=begun, due="")
        rows.append(line("   ", Piece(summed), due))
    rows += prose(basis.gist, width, "fg", 3)
    if basis.assumption:
        rows += prose(t("incident.assumed", text=basis.assumption), width, "near", 3)
    if not basis.verified:
        rows += prose(t("incident.unverified"), width, "near", 3)
    return rows


def party_page(parties: list[Party], now: datetime, width: int) -> list[Line]:
    """Return every party with its people, their numbers and whether they were reached."""
    rows: list[Line] = []
    for party in parties:
        rows.append(line(muted(f"{party.role_title} "), strong(unit_text(party.unit))))
        if party.person:
            rows += person_lines(t("preview.person"), party.person, width)
        if party.speaker:
            rows += person_lines(t("preview.speaker"), party.speaker, width)
        rows.append(reached_line(party, now))
        rows.append(BLANK)
    return rows or [line(muted(t("incident.no_parties")))]


def task_lines(tasks: list[UnitTask], width: int) -> list[Line]:
    """Return how far each unit has come with its part."""
    rows = [heading(t("incident.tasks"))] if tasks else []
    for task in tasks:
        counted = t("incident.task", open=task.open, fulfilled=task.fulfilled)
        late = Piece(f" {t('incident.task.late', n=task.overdue)}" if task.overdue else "", "over")
        rows.append(line(strong(unit_text(task.unit)), muted(f"  {counted}"), late))
    return rows


def reached_line(party: Party, now: datetime) -> Line:
    label = muted(fit(t("incident.reached"), int(t("label.cells"))))
    if party.acknowledged_at is None:
        return line(label, Piece(t("incident.not_reached"), "near"))
    at = say_clock(party.acknowledged_at, now)
    return line(label, Piece(f"{at} {party.acknowledged_by or ''}", "ok"))


def timeline_page(file: IncidentFile, now: datetime, width: int) -> list[Line]:
    """Return the history, newest first, then the assessments with their reasons."""
    rows: list[Line] = []
    for entry in file.timeline:
        here = local(entry.at)
        day = "" if here.date() == local(now).date() else f"{here:%m-%d} "
        rows.append(
            line(
                muted(f"{day}{here:%H:%M:%S} "), strong(entry.kind_title), muted(f" {entry.actor}")
            )
        )
        rows += prose(entry.text, width, "fg", 3)
    if len(file.assessments) > 1:
        rows += [BLANK, heading(t("incident.assessments"))]
        for made in file.assessments:
            at = say_clock(made.at, now)
            rows.append(line(muted(f"{made.version}  {at} "), Piece(made.actor)))
            rows += prose(made.reason, width, "muted", 3)
    return rows


def trace_page(file: IncidentFile, width: int) -> list[Line]:
    rows = [row for entry in file.responsibility for row in trace_lines(entry, width)]
    names = t("intake.comma").join(pack_names(file))
    return [*rows, BLANK, *prose(t("incident.packs", names=names), width)]


def pack_names(file: IncidentFile) -> list[str]:
    """Return the rule packs by their documents; by its id one that no duty rests on."""
    known = {basis.pack: basis.document for duty in file.obligations for basis in duty.basis}
    return [known.get(pack.partition("@")[0], pack) for pack in file.packs]


def page_lines(
    page: str,
    file: IncidentFile,
    chain: IncidentChain | None,
    duty: Duty | None,
    now: datetime,
    width: int,
) -> list[Line]:
    """Return one of the incident's pages; `chain` is None until it has been read."""
    if chain is None and page in CHAINED:
        return prose(t("chain.reading"), width)
    chain = chain or EMPTY
    if page == "basis":
        return basis_lines(duty, now, width)
    if page == "parties":
        return [*party_page(file.parties, now, width), *task_lines(chain.unit_tasks, width)]
    if page == "releases":
        return release_page(file.releases, chain, now, width)
    if page == "timeline":
        return timeline_page(file, now, width)
    if page == "gates":
        return gate_page(chain, file.obligations, now, width)
    if page == "chain":
        return chain_page(chain, now, width)
    if page == "calls":
        return calls_page(chain, now, width)
    return trace_page(file, width)


def page_tabs(page: str, width: int) -> Line:
    """Return the pages with their digits, the open one bright."""
    tabs = [
        Tab(digit=str(digit), name=t(f"incident.page.{name}"), here=name == page)
        for digit, name in enumerate(PAGES, start=1)
    ]
    return tabs_line(tabs, width)
