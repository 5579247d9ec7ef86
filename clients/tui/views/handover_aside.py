"""What stands beside a handover sheet: who signed, its figures, what more a line has to say."""

from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_handover import Handover, ListedShift, Signed
from clients.tui.models_sheet import DutyLine, NoticeLine, Sheet, SourceLine
from clients.tui.views.handover import say_heard
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line, Piece, heading, labelled, line, muted, prose
from clients.tui.views.texts import cited

_STATE_TONES = {"DRAFT": "muted", "SIGNED": "near", "TAKEN": "ok", "DECLINED": "over"}


def state_piece(handover: Handover) -> Piece:
    """Return where the sheet stands."""
    words = t(f"handover.state.{handover.state}")
    number = t("handover.number", n=handover.number) if handover.number else ""
    return Piece(f"{number}{words}", _STATE_TONES.get(handover.state, "fg"), bold=True)


def whose(handover: Handover) -> str:
    """Return in one line who hands over to whom."""
    incoming = handover.incoming_shift
    return t(
        "handover.whose",
        outgoing=shift_text(handover.shift, handover.made_at),
        incoming=shift_text(incoming, handover.made_at) if incoming else t("handover.nobody_next"),
    )


def shift_text(shift: ListedShift, now: datetime) -> str:
    """Return a shift in a few words: role, person, from when to when."""
    begins, ends = say_clock(shift.begins_at, now), local(shift.ends_at)
    return t(
        "handover.shift",
        role=shift.role_title,
        person=shift.person,
        begins=begins,
        ends=f"{ends:%H:%M}",
    )


def signatures(handover: Handover, now: datetime, width: int) -> list[Line]:
    """Return who has signed and when, and who is still to sign."""
    incoming = handover.incoming_shift
    rows = [heading(t("handover.signatures"))]
    rows += _signature("outgoing", handover.outgoing, handover.shift.person, now, width)
    next_one = incoming.person if incoming else t("handover.nobody")
    rows += _signature("incoming", handover.incoming, next_one, now, width)
    if handover.outgoing and not handover.intact:
        rows += prose(t("handover.broken"), width, "over")
    return rows


def _signature(
    side: str, signed: Signed | None, person: str, now: datetime, width: int
) -> list[Line]:
    label = t(f"handover.{side}")
    if signed is None:
        waits = [Piece(f"{person} "), muted(t("handover.unsigned"))]
        return labelled(label, waits, width)
    word = "handover.signed" if signed.accepted else "handover.declined"
    tone = "ok" if signed.accepted else "over"
    said = [Piece(f"{signed.person} "), Piece(f"{say_clock(signed.at, now)} {t(word)}", tone)]
    rows = labelled(label, said, width)
    return rows + (prose(signed.remark, width, "near", 2) if signed.remark else [])


def summary(sheet: Sheet, width: int) -> list[Line]:
    """Return the sheet's figures in words."""
    tally = sheet.tally
    said = [t("handover.tally", **{name: getattr(tally, name) for name in tally.__struct_fields__})]
    if tally.drills:
        said.append(t("handover.drills", n=tally.drills))
    if tally.more:
        said.append(t("handover.more", n=tally.more))
    rows = [heading(t("handover.summary"))]
    rows += [row for sentence in said for row in prose(sentence, width, "fg")]
    rows += prose(t("handover.since", at=say_clock(sheet.since, sheet.made_at)), width)
    return rows


def item_lines(item: object, made: datetime, width: int) -> list[Line]:
    """Return what more the sheet says of a line than its columns have room for."""
    rows: list[Line] = []
    title = next(
        (text for name in ("title", "subject", "what") if (text := getattr(item, name, ""))), ""
    )
    if title:
        rows += prose(title, width, "fg")
    for name in ("matter", "unit", "person", "gate", "approver", "by", "reason"):
        text = getattr(item, name, None)
        if text:
            text = f"{getattr(item, 'number', '')} {text}" if name == "matter" else text
            rows += labelled(t(f"handover.of.{name}"), [Piece(text)], width)
    if isinstance(item, DutyLine):
        clause = [Piece(cited(item.document, item.clause))]
        rows += labelled(t("handover.of.basis"), [Piece(f"{item.modality} "), *clause], width)
        rows += prose(item.assumption, width) if item.assumption else []
        rows += [] if item.acknowledged else [line(Piece(t("help.mark.new"), "near"))]
    if isinstance(item, SourceLine):
        rows += prose(say_heard(item, made), width)
    if isinstance(item, NoticeLine):
        if item.unrouted:
            rows += prose(t("handover.call"), width, "over")
        elif item.climb_at:
            climbs = t("handover.climbs", at=say_clock(item.climb_at, made))
            rows += prose(climbs, width, "near")
    return rows
