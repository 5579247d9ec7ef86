"""The menu of further acts (更多办理) in two columns, and why one cannot be done just now."""

from clients.tui.incident_acts import INCIDENT_ACTS, IncidentAct
from clients.tui.locale import t
from clients.tui.models_chain import IncidentChain
from clients.tui.models_incident import IncidentFile
from clients.tui.views.pieces import BLANK, Line, Piece, muted, prose, width_of

_ROWS = (len(INCIDENT_ACTS) + 1) // 2


def wanting(act: IncidentAct, file: IncidentFile, chain: IncidentChain) -> str:
    """Return why an act cannot be done, "" where it can."""
    if file.state == "CLOSED" and not act.even_closed:
        return t("incident.already_closed")
    return "" if act.needs(file, chain) else t(act.wanting_key)


def menu_lines(
    file: IncidentFile, chain: IncidentChain, at: int, said: str, width: int
) -> list[Line]:
    """Return the acts down two columns, the one at `at` marked, and what is said of a choice."""
    half = width // 2
    rows: list[Line] = []
    for place in range(_ROWS):
        left = _cell(place, file, chain, at)
        right = _cell(place + _ROWS, file, chain, at) if place + _ROWS < len(INCIDENT_ACTS) else ()
        rows.append((*left, Piece(" " * max(1, half - width_of(left))), *right))
    hint = prose(said, width, "near") if said else prose(t("more.hint"), width)
    return [*rows, BLANK, *hint]


def _cell(place: int, file: IncidentFile, chain: IncidentChain, at: int) -> Line:
    act = INCIDENT_ACTS[place]
    here, able = place == at, not wanting(act, file, chain)
    digit = str(place + 1) if place < 9 else " "
    return (
        Piece("> " if here else "  ", "keys", bold=True),
        Piece(f"{digit} ", "keys", bold=True),
        Piece(f"{act.letter} ", "keys" if able else "muted", bold=True),
        Piece(f" {t(act.title_key)} ", "fg", here, "selection" if here else "")
        if able
        else muted(f" {t(act.title_key)} "),
    )
