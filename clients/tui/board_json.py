"""The board as JSON: one document, or with --follow one object a line.

The document: `format`, `at` (this machine's clock), `asOf` (the service's, of the data), `fresh`,
`source` (service or cache), `reason`, `complete`, `services`, `tally`, `duties` (as they stand on
the board). A duty holds the fields of `RowFields` in the schema of the deadlines service, with
`band` and `secondsLeft` beside them. With --follow each object has `event` and `at`: `board` (the
document above), `opened`, `accepted`, `moved`, `changed`, `closed`, `gone`, `turned` (each with
`duty`), `stale` (`asOf`, `reason`), `current` (`asOf`). Every key is always there; what is unknown
is null. Times are RFC 3339. Keys may be added, never renamed without another `format`.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from clients.tui.board_tale import Change, Reading, Trouble
from clients.tui.config import Config
from clients.tui.models import BoardAnswer, Obligation
from clients.tui.views.bands import band, board_key
from clients.tui.views.texts import seconds_left

FORMAT = "huiying.board/1"


class JsonTale:
    """Tells the board to programs."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def board(self, reading: Reading, now: datetime, *, follow: bool) -> str:
        document = self._document(reading.board, now) | {
            "asOf": stamp(reading.as_of),
            "fresh": reading.fresh,
            "source": "service" if reading.fresh else "cache",
            "reason": reading.reason or None,
        }
        return _line({"event": "board", **document}) if follow else _line(document)

    def failed(self, trouble: Trouble, now: datetime) -> str:
        """Return a document without a single duty, which is not the same as none being due."""
        empty = {"asOf": None, "fresh": False, "source": None, "reason": trouble.reason}
        return _line(self._document(None, now) | empty)

    def change(self, change: Change, now: datetime) -> str:
        return _line({"event": change.kind, "at": stamp(now), "duty": duty_json(change.duty, now)})

    def stale(self, trouble: Trouble, now: datetime) -> str:
        as_of = stamp(trouble.as_of) if trouble.as_of else None
        told = {"event": "stale", "at": stamp(now), "asOf": as_of, "reason": trouble.reason}
        return _line(told)

    def current(self, as_of: datetime, now: datetime) -> str:
        return _line({"event": "current", "at": stamp(now), "asOf": stamp(as_of)})

    def _document(self, board: BoardAnswer | None, now: datetime) -> dict[str, Any]:
        pages = (board.timed, board.untimed) if board else ()
        rows = sorted((r for page in pages for r in page.rows), key=lambda r: board_key(r, now))
        urls = {"deadlines": self._config.deadlines_url, "registry": self._config.registry_url}
        whole = board is not None and not any(page.page_info.has_next_page for page in pages)
        return {
            "format": FORMAT,
            "at": stamp(now),
            "asOf": None,
            "fresh": None,
            "source": None,
            "reason": None,
            "complete": whole,
            "services": urls,
            "tally": msgspec.to_builtins(board.board_tally) if board else None,
            "duties": [duty_json(row, now) for row in rows] if board else None,
        }


def duty_json(row: Obligation, now: datetime) -> dict[str, Any]:
    """Return a duty with every field of its struct, null where unknown."""
    held: dict[str, Any] = msgspec.to_builtins(row)
    left = seconds_left(row.due_at, now) if row.due_at is not None else None
    return {**held, "band": str(band(row, now)), "secondsLeft": left}


def stamp(moment: datetime) -> str:
    """Return RFC 3339 in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _line(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode() + "\n"
