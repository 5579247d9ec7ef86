"""Policies (政策): for when each is planned, what is owed before and after it is out."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_calendar import Policy, PolicyFile
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, line, muted, prose
from clients.tui.views.preview import duties_lines


def policy_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("policies.head.planned"), cells=11),
        Column(title=t("policies.head.state"), cells=int(t("policies.cells.state"))),
        Column(title=t("policies.head.risk"), cells=int(t("policies.cells.risk"))),
        Column(title=t("policies.head.open"), cells=int(t("policies.cells.open")), right=True),
        Column(title=t("policies.head.unit"), cells=14, narrow=False),
        Column(title=t("policies.head.title")),
    )


def policy_entry(file: PolicyFile, policy: Policy, now: datetime) -> Entry:
    at = policy.published_at or policy.planned_at
    state = "published" if policy.published_at else "planned"
    owed = len(file.open_duties)
    return Entry(
        id=file.id,
        cells=(
            Piece(say_clock(at, now) if at else t("policies.no_time"), "fg" if at else "muted"),
            Piece(t(f"policies.state.{state}"), "done" if policy.published_at else "fg"),
            _risk(file, policy),
            Piece(str(owed) if owed else "", "near", bold=True),
            Piece(file.unit.name, "muted"),
            policy.title,
        ),
        item=file,
        words=" ".join(policy.fields),
    )


def policy_detail(file: PolicyFile, now: datetime, width: int) -> list[Line]:
    """Return a policy whole: its times, its marks, the risk found, its duties."""
    policy = file.policy
    if policy is None:
        return []
    rows = [line(Piece(part.text, "fg", bold=True)) for (part,) in prose(policy.title, width)]
    rows += labelled(t("policies.unit"), [Piece(file.unit.name)], width)
    if policy.drafting_unit != file.unit.code:
        rows += labelled(t("policies.drafting"), [Piece(policy.drafting_unit)], width)
    planned = say_clock(policy.planned_at, now) if policy.planned_at else t("policies.no_time")
    rows += labelled(t("policies.planned"), [Piece(planned)], width)
    if policy.published_at:
        out = Piece(say_clock(policy.published_at, now), "done")
        rows += labelled(t("policies.published"), [out], width)
    marks = [t(f"policies.mark.{name}") for name in ("major", "vital") if _is(policy, name)]
    rows += labelled(t("policies.marks"), [Piece(t("intake.comma").join(marks) or "-")], width)
    rows += [*risk_lines(file, policy, now, width), BLANK]
    if not file.obligations:
        return [*rows, *prose(t("policies.nothing_owed"), width)]
    return [*rows, heading(t("policies.owed")), *duties_lines(file.obligations, now, width)]


def _is(policy: Policy, name: str) -> bool:
    return policy.major if name == "major" else policy.vital_interests


def _risk(file: PolicyFile, policy: Policy) -> Piece:
    if policy.risk:
        return Piece(policy.risk.level_title, "fg")
    return Piece(t("policies.no_risk") if file.risk_wanted else "", "near")


def risk_lines(file: PolicyFile, policy: Policy, now: datetime, width: int) -> list[Line]:
    """Return the risk found; where the rules ask for one that is not made, that."""
    if policy.risk is None:
        return prose(t("policies.risk_wanted"), width, "near") if file.risk_wanted else []
    risk = policy.risk
    said = [Piece(f"{risk.level_title} "), muted(say_clock(risk.done_at, now))]
    rows = labelled(t("policies.risk"), said, width)
    return [*rows, *labelled(t("policies.plan"), [Piece(risk.plan_title)], width)]
