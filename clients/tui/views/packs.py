"""Rule packs as lists: each rule with its clause and what is assumed; compared, replayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_packs import (
    Adoption,
    AdoptionPage,
    Dated,
    Disagreement,
    FieldAnswer,
    Pack,
    PackDifference,
    RebasePreview,
    ReplayedDue,
    ReplayedIncident,
)
from clients.tui.views.evidence import say_day_clock
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pack_places import place, value
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, muted, prose
from clients.tui.views.texts import cited, clause_text

LABEL_CELLS = 10
_HEADS = {
    "loaded": (("verified", 9), ("timed", 6), ("from", 10), ("title", 0)),
    "adopted": (("state", 6), ("from", 10), ("unit", 16), ("title", 0)),
    "compare": (("id", 4), ("same", 6), ("question", 0)),
    "replay": (("number", 10), ("changes", 4), ("incident", 0)),
    "diff": (("table", 14), ("path", 30), ("after", 0)),
    "fields": (("field", 18), ("department", 20), ("note", 0)),
    "duties": (("clause", 16), ("limit", 10), ("modality", 12), ("duty", 0)),
    "others": (("clause", 16), ("gist", 0)),
}


def columns(tab: str) -> tuple[Column, ...]:
    return tuple(Column(title=t(f"packs.head.{key}"), cells=cells) for key, cells in _HEADS[tab])


def verified_piece(verified: bool) -> Piece:
    return Piece(t(f"packs.verified.{'yes' if verified else 'no'}"), "ok" if verified else "near")


def timed(pack: Pack) -> int:
    return sum(duty.due_class == "STATUTORY_TIMED" for duty in pack.duties)


def pack_entries(packs: Sequence[Pack]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=f"{pack.id}@{pack.version}",
            cells=(
                verified_piece(pack.verified),
                f"{timed(pack)}/{len(pack.duties)}",
                muted(f"{pack.effective_from}"),
                f"{pack.title} {pack.document}",
            ),
            item=pack,
            words=pack.id,
        )
        for pack in packs
    )


def pack_lines(pack: Pack, width: int, hint: str = "packs.open_hint") -> list[Line]:
    """Return what a pack is, whom it binds, and how many of its answers are assumed.

    `hint` names what tells the keys, "" for nothing.
    """
    rows = prose(pack.title, width, "fg")
    until = f" ~ {pack.effective_to}" if pack.effective_to else ""
    where = t("intake.comma").join([*pack.divisions, *pack.units])
    for key, text in (
        ("document", pack.document),
        ("issuer", pack.issuer),
        ("version", f"{pack.id}@{pack.version}"),
        ("from", f"{pack.effective_from}{until}"),
        ("where", where or t("packs.nowhere")),
        ("scope", pack.text_scope or ""),
        ("derives", t("intake.comma").join(pack.derives_from)),
    ):
        rows += labelled(t(f"packs.head.{key}"), [Piece(text)], width, LABEL_CELLS) if text else []
    if not pack.verified:
        rows += prose(t("packs.unverified"), width, "near")
    assumed = [duty for duty in pack.duties if duty.assumption]
    rows += prose(t("packs.assumed", n=len(assumed), q=len(pack.questions)), width, "near")
    for note in pack.notes:
        rows += prose(note, width)
    return [*rows, BLANK, *prose(t(hint), width, "keys")] if hint else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule with the clause it stands on; `limit` and `binds` are a duty's."""

    title: str
    clause: str
    gist: str
    limit: str = ""
    binds: str = ""
    opens: str = ""
    assumption: str | None = None
    by_hand: bool = False


def rules(pack: Pack, tab: str) -> list[Rule]:
    """Return the rules of a part of a pack."""
    if tab == "duties":
        return [
            Rule(
                title=duty.title,
                clause=duty.clause,
                gist=duty.gist,
                limit=duty.offset_title or t("packs.untimed"),
                binds=t(f"modality.{duty.modality}"),
                opens=duty.trigger_title,
                assumption=duty.assumption,
                by_hand=not duty.opened_by_system,
            )
            for duty in pack.duties
        ]
    if tab == "gates":
        return [
            Rule(title=g.title, clause=g.clause, gist=g.gist, assumption=g.assumption)
            for g in pack.gates
        ]
    if tab == "questions":
        return [Rule(title=q.question, clause="", gist=q.answer) for q in pack.questions]
    listed = pack.responsibility_rules if tab == "who" else pack.checks
    return [Rule(title=one.gist, clause=one.clause, gist=one.gist) for one in listed]


def rule_entries(pack: Pack, tab: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(id=f"{tab}:{at}", cells=_rule_cells(rule, tab), item=rule, words=rule.gist)
        for at, rule in enumerate(rules(pack, tab))
    )


def _rule_cells(rule: Rule, tab: str) -> tuple[Piece | str, ...]:
    mark = t("packs.assumption_mark") if rule.assumption else ""
    if tab == "duties":
        return (muted(clause_text(rule.clause)), rule.limit, rule.binds, f"{rule.title}{mark}")
    return (muted(clause_text(rule.clause)), f"{rule.title}{mark}")


def rule_lines(rule: Rule, pack: Pack, width: int) -> list[Line]:
    """Return a rule beside the text it stands on; what we assume is said to be that."""
    rows = prose(rule.title, width, "fg")
    for key, text in (("limit", rule.limit), ("modality", rule.binds), ("opens", rule.opens)):
        rows += labelled(t(f"packs.head.{key}"), [Piece(text)], width, LABEL_CELLS) if text else []
    rows += [BLANK, heading(cited(pack.document, rule.clause).strip())]
    rows += prose(rule.gist, width, "fg") if rule.gist != rule.title else []
    if rule.assumption:
        rows += [BLANK, *prose(t("packs.assumption", text=rule.assumption), width, "near")]
    if rule.by_hand:
        rows += prose(t("packs.by_hand"), width, "near")
    rows += prose(t("packs.unverified"), width, "near") if not pack.verified else []
    return rows


def listed_adoptions(page: AdoptionPage, today: datetime) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    entries = tuple(_adoption(edge.node, today) for edge in page.edges)
    return Listed(entries=entries, after=after or "")


def _adoption(one: Adoption, now: datetime) -> Entry:
    today = local(now).date()
    ended = one.effective_to is not None and one.effective_to <= today
    state = "ended" if ended else "coming" if one.effective_from > today else "binds"
    tone = {"ended": "muted", "coming": "near", "binds": "ok"}[state]
    return Entry(
        id=one.id,
        cells=(
            Piece(t(f"packs.state.{state}"), tone),
            muted(f"{one.effective_from}"),
            one.unit_name,
            f"{one.pack}@{one.pack_version}",
        ),
        item=one,
    )


def adoption_lines(one: Adoption, width: int, hint: str = "packs.withdraw_hint") -> list[Line]:
    rows = prose(one.told, width, "fg")
    until = f" ~ {one.effective_to}" if one.effective_to else ""
    for key, text in (
        ("unit", f"{one.unit_name} {one.unit}"),
        ("from", f"{one.effective_from}{until}"),
        ("document", one.document or ""),
        ("reason", one.reason or ""),
        ("decided", f"{say_day_clock(one.decided_at)} {one.decided_by}"),
        ("withdrawn", _withdrawn(one)),
    ):
        rows += labelled(t(f"packs.head.{key}"), [Piece(text)], width, LABEL_CELLS) if text else []
    return [*rows, BLANK, *prose(t(hint), width, "keys")] if hint else rows


def _withdrawn(one: Adoption) -> str:
    if one.withdrawn_at is None:
        return ""
    return f"{say_day_clock(one.withdrawn_at)} {one.withdrawn_by} {one.withdrawal_reason}"


def disagreement_entries(found: Sequence[Disagreement]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=one.id,
            cells=(
                muted(one.id),
                Piece(t(f"packs.same.{'yes' if one.same else 'no'}"), "ok" if one.same else "near"),
                one.question,
            ),
            item=one,
        )
        for one in found
    )


def disagreement_lines(one: Disagreement, width: int) -> list[Line]:
    """Return what each text answers; one that is silent says so."""
    rows = prose(f"{one.id} {one.question}", width, "fg")
    for pack in one.packs:
        rows += [BLANK, heading(pack.title + ("" if pack.verified else t("packs.unverified_mark")))]
        rows += [] if pack.answers else prose(t("packs.silent"), width)
        for answer in pack.answers:
            rows += prose(f"{clause_text(answer.clause or '')} {answer.text}".strip(), width, "fg")
    return rows


def difference_entries(found: Sequence[PackDifference]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=f"{at}",
            cells=(
                one.table,
                muted(place(one.path)),
                Piece(t("packs.gone"), "over") if one.after is None else value(one.after),
            ),
            item=one,
        )
        for at, one in enumerate(found)
    )


def difference_lines(one: PackDifference, width: int) -> list[Line]:
    rows = prose(f"{one.table} {place(one.path)}", width, "fg")
    for key, text in (("before", one.before), ("after", one.after)):
        said = Piece(value(text)) if text is not None else muted(t("packs.not_there"))
        rows += labelled(t(f"packs.head.{key}"), [said], width, LABEL_CELLS)
    return rows


def replay_entries(changed: Sequence[ReplayedIncident]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=one.id,
            cells=(one.number, str(len(one.changes)), _drilled(one)),
            item=one,
        )
        for one in changed
    )


def _drilled(one: ReplayedIncident) -> str:
    return f"{t('board.drill') if one.drill else ''}{one.title}"


def replay_lines(one: ReplayedIncident, width: int) -> list[Line]:
    """Return each due as it was and as it would be."""
    rows = prose(f"{one.number} {_drilled(one)}", width, "fg")
    for change in one.changes:
        named = change.after or change.before
        rows += [BLANK, heading(named.title if named else "")]
        for key, due in (("before", change.before), ("after", change.after)):
            rows += labelled(t(f"packs.head.{key}"), [_due(due, key)], width, LABEL_CELLS)
    return [*rows, BLANK, *prose(t("evidence.open_hint"), width, "keys")]


def _due(due: ReplayedDue | None, key: str) -> Piece:
    if due is None:
        return Piece(t(f"packs.no_due.{key}"), "near")
    at = say_day_clock(due.due_at) if due.due_at else t("packs.untimed")
    doubt = t("packs.provisional") if due.provisional else ""
    return Piece(f"{at} {due.modality_title} {due.owner_name}{doubt}")


def field_entries(found: Sequence[FieldAnswer]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=one.id,
            cells=(one.title, one.department_name or t("packs.nobody"), muted(one.note or "")),
            item=one,
            words=one.field,
        )
        for one in found
    )


def field_lines(one: FieldAnswer, width: int) -> list[Line]:
    rows = prose(f"{one.title} {one.field}", width, "fg")
    for key, text in (
        ("department", one.department_name or t("packs.nobody")),
        ("note", one.note or ""),
        ("version", str(one.version)),
        ("decided", f"{say_day_clock(one.set_at)} {one.set_by}"),
    ):
        rows += labelled(t(f"packs.head.{key}"), [Piece(text)], width, LABEL_CELLS) if text else []
    return rows


def rebase_lines(preview: RebasePreview, width: int) -> list[Line]:
    """Return what the law of today would change, the unchanged left out."""
    rows = [heading(t("packs.rebase.packs"))]
    before, after = " ".join(preview.before), " ".join(preview.after)
    rows += prose(before if before == after else f"{before} > {after}", width, "fg")
    parts: list[tuple[str, list[tuple[str, str]]]] = [
        ("opened", [(one.title, _at(one)) for one in preview.opened]),
        (
            "moved",
            [
                (m.after.title, f"{_at(m.before)} > {_at(m.after)} {m.reason}")
                for m in preview.moved
            ],
        ),
        ("lapsed", [(gone.obligation.title, gone.reason) for gone in preview.lapsed]),
        ("late", [(one.title, _at(one)) for one in preview.late]),
    ]
    if not any(found for _, found in parts):
        rows += [BLANK, *prose(t("packs.rebase.nothing"), width, "ok")]
        parts = []
    for key, found in parts:
        tone = "over" if key == "late" and found else "fg"
        rows += [BLANK, heading(t(f"packs.rebase.{key}", n=len(found)))]
        for title, told in found:
            rows += prose(f"{title}  {told}", width, tone)
    for note in preview.notes:
        rows += prose(note, width)
    return rows


def _at(due: Dated) -> str:
    return say_day_clock(due.due_at) if due.due_at else t("packs.untimed")
