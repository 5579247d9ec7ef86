"""The pane beside the list: one duty, its limit and clause, who speaks, its incident's limits."""

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from rich.cells import cell_len
from textual.renderables.digits import DIGITS, DIGITS3X3

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import (
    Basis,
    BriefDuty,
    Called,
    DueClass,
    IncidentGlance,
    Obligation,
    ObligationState,
    PersonRef,
)
from clients.tui.models_speaks import Someone, SpeakerAnswer
from clients.tui.views.bands import Band, band, order_key, time_band
from clients.tui.views.lines import Line, Pen, width_of
from clients.tui.views.texts import (
    HOUR,
    cited,
    clause_text,
    clock_text,
    countdown,
    due_text,
    grade_text,
    hours_minutes,
    incident_title,
    phone_text,
    seconds_left,
    severity_tone,
)
from clients.tui.views.wrap import fit, wrap_zh

WIDTH = 43
INNER = 38
LABEL = "     "
GIST_LINES = 5
EVENTS = 3
LEAST_DUTIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The selected duty, its incident (None until it has been read), and the registry's answer
    to who speaks for its owner (None: what the deadlines service mirrored stands)."""

    row: Obligation
    glance: IncidentGlance | None
    now: datetime
    answer: SpeakerAnswer | None = None


def detail_lines(palette: str, height: int, subject: Subject | None) -> list[Line]:
    """Return exactly `height` lines of WIDTH cells, the rule at their left included."""
    pen = Pen(palette, "bg")
    body = _body(pen, height, subject) if subject else [[pen(t("detail.nothing"), "muted")]]
    body += [[pen("")]] * (height - len(body))
    return [[pen("│ ", "rule"), pen(" "), *line] for line in body[:height]]


def _body(pen: Pen, height: int, subject: Subject) -> list[Line]:
    top = [
        *_heading(pen, subject),
        *_countdown(pen, subject),
        *_limit(pen, subject),
        *_basis(pen, subject.row),
        *_people(pen, subject),
    ]
    return top + _surroundings(pen, subject, height - len(top))


def _heading(pen: Pen, subject: Subject) -> list[Line]:
    incident = subject.row.matter
    titles = wrap_zh(incident_title(incident), INNER)[:2]
    facts = [
        pen(grade_text(subject.row), *_grave(incident.severity_title)),
        pen(f"  {_kind(subject.row)}  {incident.number}", "muted"),
    ]
    return [*([pen(title, "fg", True)] for title in titles), facts]


def _kind(row: Obligation) -> str:
    return row.incident.kind_title or "" if row.incident else ""


def _grave(title: str | None) -> tuple[str, bool]:
    tone = severity_tone(title)
    return tone, tone in ("severity1", "severity2")


def _countdown(pen: Pen, subject: Subject) -> list[Line]:
    step = band(subject.row, subject.now)
    if step is Band.DONE:
        return [[pen("")], [pen(t("help.done"), "done", True)], [pen("")]]
    figures = [[pen(text, step.value, True)] for text in _digits(_figure(subject))]
    return [[pen("")], *figures, _bar(pen, subject, step)]


def _figure(subject: Subject) -> str:
    row, now = subject.row, subject.now
    if row.due_at is None:
        return hours_minutes(max(0, int((now - row.start_at).total_seconds())))
    left = seconds_left(row.due_at, now)
    sign = "+" if left < 0 else ""
    return sign + (clock_text(abs(left)) if abs(left) < HOUR else hours_minutes(abs(left)))


def _digits(text: str) -> list[str]:
    rows = ["", "", ""]
    for char in text:
        at = DIGITS.index(char) * 3
        for y in range(3):
            rows[y] += DIGITS3X3[at + y].ljust(3)
    return rows


def _bar(pen: Pen, subject: Subject, step: Band) -> Line:
    """The part of the time that is gone; a duty without limit has none."""
    row = subject.row
    if row.due_at is None:
        return [pen(countdown(row, subject.now) + "  " + t("due.none"), "muted")]
    whole = (row.due_at - row.start_at).total_seconds()
    gone = (subject.now - row.start_at).total_seconds()
    share = 1.0 if whole <= 0 else max(0.0, min(1.0, gone / whole))
    filled = int(INNER * share)
    return [pen("━" * filled, step.value), pen("━" * (INNER - filled), "rule")]


def _limit(pen: Pen, subject: Subject) -> list[Line]:
    row = subject.row
    acting = row.basis[0] if row.basis else None
    limit = acting.offset_title if acting and acting.offset_title else ""
    title = [pen(row.title, "fg", True)]
    if limit:
        title += [pen(f"  {t('detail.limit')} ", "muted"), pen(f"{row.modality_title} {limit}")]
    else:
        title.append(pen(f"  {row.modality_title}", "muted"))
    times = [pen(f"{t('detail.known')} ", "muted"), pen(f"{local(row.start_at):%H:%M:%S}")]
    if row.due_at is not None:
        times += [pen(f"   {t('detail.due')} ", "muted")]
        times += [pen(_due_long(row.due_at, subject), "fg", True)]
    notes = [
        t(key)
        for key, holds in (
            ("detail.internal", row.due_class is DueClass.INTERNAL_TARGET),
            ("detail.provisional", row.provisional),
            ("detail.intake", row.late_at_intake),
        )
        if holds
    ]
    marks = [[pen("  ".join(notes), "near", True)]] if notes else []
    return [title, times, *marks, [pen("")]]


def _due_long(due_at: datetime, subject: Subject) -> str:
    due, today = local(due_at), local(subject.now).date()
    if due.date() == today:
        return f"{due:%H:%M:%S}"
    return (
        due_text(subject.row, subject.now)
        if abs((due.date() - today).days) == 1
        else (f"{due:%m-%d %H:%M}")
    )


def _basis(pen: Pen, row: Obligation) -> list[Line]:
    if not row.basis:
        return []
    acting = row.basis[0]
    texts = [
        *_source(acting, INNER - len(LABEL)),
        *_cut(wrap_zh(acting.gist, INNER - len(LABEL)), GIST_LINES),
    ]
    lines: list[Line] = [
        [pen(fit(t("detail.basis"), 4) + " " if n == 0 else LABEL, "muted"), pen(text)]
        for n, text in enumerate(texts)
    ]
    lines += [[pen(LABEL + text, "muted")] for text in _remarks(acting, len(row.basis) - 1)]
    return [*lines, [pen("")]]


def _source(acting: Basis, room: int) -> list[str]:
    """Name document and clause; a clause that does not fit beside goes whole to the next line."""
    *above, last = wrap_zh(acting.document, room)[:2]
    both = cited(last, acting.clause)
    below = [both] if cell_len(both) <= room else [last, fit(clause_text(acting.clause), room)]
    return [*above, *below]


def _remarks(acting: Basis, others: int) -> list[str]:
    remarks = []
    if acting.assumption:
        text = t("incident.assumed", text=acting.assumption)
        remarks += _cut(wrap_zh(text, INNER - len(LABEL)), 2)
    if not acting.verified:
        remarks.append(t("detail.unverified"))
    if others > 0:
        remarks.append(t("detail.more_basis", count=others))
    return remarks


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit(lines[most - 1] + "....", INNER - len(LABEL)).rstrip()]


def _people(pen: Pen, subject: Subject) -> list[Line]:
    row = subject.row
    lines = [_owner(pen, row)]
    if row.recipients:
        to = fit("、".join(row.recipients), INNER - len(LABEL)).rstrip()
        lines.append([pen(f"{t('detail.recipients')} ", "muted"), pen(to)])
    for label, person in people(subject):
        lines += _person(pen, t(label), person)
    if row.matter.contacts_pending:
        lines.append([pen(LABEL + t("detail.pending"), "near", True)])
    return [*lines, [pen("")]]


def people(subject: Subject) -> list[tuple[str, PersonRef]]:
    """Return whom to call, by label: responsible person, tonight's spokesperson, the deputy.

    The list has their numbers with the middle hidden; the whole ones come with the glance.
    """
    row, answer = subject.row, subject.answer
    duties = subject.glance.obligations if subject.glance else []
    duty = next((one for one in duties if one.id == row.id), None)
    found = [("detail.person", _reached(row.person, duty.person if duty else None))]
    if answer is None or answer.speaker is None:
        found.append(("detail.speaker", _reached(row.speaker, duty.speaker if duty else None)))
    else:
        found.append(("detail.speaker", _tonight(answer, answer.speaker)))
        if answer.deputy is not None and answer.deputy != answer.speaker:
            deputy = PersonRef(name=answer.deputy.name, post_title="", phone=answer.deputy.phone)
            found.append(("detail.deputy", deputy))
    return [(label, person) for label, person in found if person is not None]


def _reached(person: PersonRef | None, called: Called | None) -> PersonRef | None:
    if person is None or called is None or called.name != person.name:
        return person
    return replace(person, phone=called.phone)


def _tonight(answer: SpeakerAnswer, speaker: Someone) -> PersonRef:
    role = t("detail.stand_in") if answer.stand_in else ""
    note = answer.reason if answer.stand_in else None
    return PersonRef(name=speaker.name, post_title=role, phone=speaker.phone, note=note)


def _owner(pen: Pen, row: Obligation) -> Line:
    line = [pen(f"{t('detail.owner')} ", "muted")]
    if row.owner is None:
        line.append(pen(t("detail.unknown_owner"), "near", True))
    else:
        line.append(pen(row.owner.name))
        if not row.owner.known:
            line.append(pen(f" {t('detail.unknown_unit')}", "near"))
    if row.acknowledged_by:
        line += [pen(f"  {t('detail.accepted')} ", "muted"), pen(row.acknowledged_by)]
    elif row.open:
        line.append(pen(f"  {t('detail.unaccepted')}", "near"))
    return line


def _person(pen: Pen, label: str, person: PersonRef) -> list[Line]:
    phone = phone_text(person.phone) if person.phone else t("detail.no_phone")
    away = [] if person.present is not False else [pen(f" {t('detail.absent')}", "over", True)]
    call = [pen(phone, "keys" if person.phone else "muted", bool(person.phone)), *away]
    name = [pen(f"{fit(label, 6)} ", "muted"), pen(person.name + "  ")]
    post = [pen(person.post_title + "  ", "muted")] if person.post_title else []
    room = INNER - width_of(name) - width_of(call)
    first = [*name, *call] if width_of(post) > room else [*name, *post, *call]
    notes = wrap_zh(person.note or "", INNER - 7)[:2]
    return [first, *([pen(" " * 7 + note, "muted")] for note in notes if note)]


def _surroundings(pen: Pen, subject: Subject, room: int) -> list[Line]:
    """The incident's limits and last events, as many as there is room for."""
    glance = subject.glance
    if glance is None or room < 3:
        return []
    most = max(LEAST_DUTIES, room - 4)
    duties = _duties(pen, glance, subject, min(most, room - 1))
    left = room - 1 - len(duties) - 2
    lines: list[Line] = [[pen(t("detail.duties"), "muted")], *duties]
    if left > 0 and glance.timeline:
        events = _events(pen, glance, subject.now)[:left]
        lines += [[pen("")], [pen(t("detail.events"), "muted")], *events]
    return lines


def _duties(pen: Pen, glance: IncidentGlance, subject: Subject, room: int) -> list[Line]:
    now = subject.now
    duties = sorted(glance.obligations, key=lambda duty: _place(duty, now))
    at = next((n for n, duty in enumerate(duties) if duty.id == subject.row.id), 0)
    start = max(0, min(at - room // 2, len(duties) - room))
    return [_duty(pen, duty, subject.row.id, now) for duty in duties[start : start + room]]


def _place(duty: BriefDuty, now: datetime) -> tuple[int, tuple[int, datetime, str, str]]:
    """Closed ones first, then as on the board, then those that are not owed yet."""
    if duty.state is not ObligationState.OPEN:
        return 0, (0, duty.closed_at or duty.start_at, duty.title, duty.id)
    return (1 if duty.owed else 2), order_key(duty, now)


def _duty(pen: Pen, duty: BriefDuty, selected: str, now: datetime) -> Line:
    step = band(duty, now)
    sign, mine = t(f"tile.{step.value}"), duty.id == selected
    if step is Band.DONE:
        time = f"{local(duty.closed_at):%H:%M}" if duty.closed_at else ""
    elif not duty.owed:
        time, sign = t("detail.waiting"), t("dues.waiting")
    else:
        time = due_text(duty, now)
    tone = step.value if mine or step is Band.DONE else "fg"
    text = f" {fit(time, 7)} {duty.title}"
    return [
        pen(f" {sign}", time_band(duty, now).value if mine else tone, mine),
        pen(fit(text, INNER - 3), tone if mine else "fg", mine),
    ]


def _events(pen: Pen, glance: IncidentGlance, now: datetime) -> list[Line]:
    lines: list[Line] = []
    for entry in glance.timeline[:EVENTS]:
        here = local(entry.at)
        time = f"{here:%H:%M}" if here.date() == local(now).date() else f"{here:%m-%d}"
        text = fit(f" {time} {entry.text or entry.kind_title}", INNER).rstrip()
        lines.append([pen(text)])
    return lines


def strip_lines(palette: str, width: int, subject: Subject | None) -> list[Line]:
    """Return the three lines that stand for the pane below width 100."""
    pen = Pen(palette, "bg")
    rule: Line = [pen("─" * width, "rule")]
    if subject is None:
        return [rule, [pen(" " + t("detail.nothing"), "muted")], [pen("")]]
    return [rule, _strip_incident(pen, width, subject.row), _strip_people(pen, width, subject)]


def _strip_incident(pen: Pen, width: int, row: Obligation) -> Line:
    acting = row.basis[0] if row.basis else None
    line = [
        pen(" " + incident_title(row.matter), "fg", True),
        pen("  "),
        pen(grade_text(row),
            *_grave(row.matter.severity_title)),
    ]  # fmt: skip
    if acting:
        limit = f"{t('detail.limit')} {row.modality_title} {acting.offset_title or ''}"
        limit = limit if acting.offset_title else row.modality_title
        text = f"  {limit}  {clause_text(acting.clause)} {acting.document}"
        line.append(pen(fit(text, max(0, width - width_of(line))).rstrip(), "muted"))
    return line


def _strip_people(pen: Pen, width: int, subject: Subject) -> Line:
    row = subject.row
    line = [pen(f" {t('detail.owner')} ", "muted")]
    line.append(pen(row.owner.name if row.owner else t("detail.unknown_owner")))
    called = people(subject)
    if called:
        label, person = called[min(1, len(called) - 1)]
        line += [pen(f"  {t(label)} ", "muted"), pen(person.name + " ")]
        line.append(pen(phone_text(person.phone or t("detail.no_phone")), "keys", True))
    if subject.glance is not None and subject.glance.timeline:
        entry = subject.glance.timeline[0]
        said = [pen(f"  {local(entry.at):%H:%M} ", "muted"), pen(entry.text or entry.kind_title)]
        line += said if width_of(line) + width_of(said) <= width else []
    return line
