"""The snapshot on disk."""

import stat
from pathlib import Path

from clients.tui.cache import Snapshot, read_snapshot, write_snapshot
from tests.support.desk_rows import NOW, make_board, night_rows


def snapshot() -> Snapshot:
    board = make_board(night_rows())
    return Snapshot(as_of=NOW, board=board, unit_name="市政府办公室", officer="虚构子")


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new" / "board.json"
    write_snapshot(path, snapshot())
    assert read_snapshot(path) == snapshot()


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    write_snapshot(path, snapshot())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["board.json"]


def test_a_torn_foreign_or_missing_file_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    assert read_snapshot(path) is None
    write_snapshot(path, snapshot())
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", b'{"version": 1}', b'{"version": 99}'):
        path.write_bytes(broken)
        assert read_snapshot(path) is None


def test_a_disk_that_refuses_is_no_alarm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    write_snapshot(blocked / "board.json", snapshot())
