"""``huiying roster``: import, export, undo, and the list of imports."""

import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from clients.cli.config import Config
from clients.cli.locale import in_own_words, t
from clients.cli.locale.headings import KINDS
from clients.cli.progress import Bar
from clients.cli.session import signed_call, token
from clients.cli.transfer import keep_file, send_file
from clients.tui.operations import load

IMPORT = load("import_roster").text
UNDO = load("undo_import").text
WATCH = """
query RosterImport($id: ID!) {
  rosterImport(id: $id) {
    id dryRun state problemCode problem newRows changedRows unchangedRows rejectedRows
    progress { phase rowsDone rowsTotal }
    sheets { title kind unknown }
    rows(outcome: REJECTED, first: 20) { edges { node { sheet line label reason } } }
  }
}
"""
LIST = """
query RosterImports($first: Int!) {
  rosterImports(first: $first) {
    edges {
      node {
        id fileName dryRun state startedAt startedBy
        newRows changedRows unchangedRows rejectedRows
      }
    }
  }
}
"""
PHASES = {
    "WAITING": t("roster.phase.WAITING"),
    "READING": t("roster.phase.READING"),
    "MATCHING": t("roster.phase.MATCHING"),
    "WRITING": t("roster.phase.WRITING"),
    "FINISHED": t("roster.phase.FINISHED"),
}
STATES = {
    "RUNNING": t("roster.state.RUNNING"),
    "DONE": t("roster.state.DONE"),
    "FAILED": t("roster.state.FAILED"),
    "UNDOING": t("roster.state.UNDOING"),
    "UNDONE": t("roster.state.UNDONE"),
}
RUNNING = ("RUNNING", "UNDOING")
_PAUSE = 0.4

Call = Callable[[str, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An import that is over, as the service tells it."""

    told: Mapping[str, Any]

    @property
    def failed(self) -> bool:
        """Whether nothing of it was taken."""
        return bool(self.told["state"] == "FAILED")

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return int(self.told["rejectedRows"])


def run_import(config: Config, path: Path, *, dry_run: bool, unit: str | None) -> Ended:
    """Upload and import a file, drawing a bar meanwhile. Raises OSError, Refused, Unreachable."""
    call = signed_call(config, config.registry_url)
    call(LIST, {"first": 1})  # a token that is no longer accepted is renewed before the upload
    with Bar(sys.stderr) as bar:
        file_id = send_file(
            config.registry_url,
            path,
            token(config).text,
            lambda done, size: bar.draw(t("roster.uploading"), done, size),
        )
        asked = {"file": file_id, "dryRun": dry_run, "unit": unit}
        begun = call(IMPORT, {"input": {**asked, "idempotencyKey": f"cli:{uuid.uuid4()}"}})
        return _watched(call, begun["import"]["id"], bar)


def run_undo(config: Config, import_id: str) -> Ended:
    """Undo an import, drawing a bar meanwhile. Raises Refused, Unreachable."""
    call = signed_call(config, config.registry_url)
    with Bar(sys.stderr) as bar:
        begun = call(UNDO, {"input": {"id": import_id, "idempotencyKey": f"cli:{uuid.uuid4()}"}})
        return _watched(call, begun["import"]["id"], bar)


def run_list(config: Config) -> list[str]:
    """Return a line for each of the last imports, newest first. Raises Refused, Unreachable."""
    call = signed_call(config, config.registry_url)
    edges = call(LIST, {"first": 20})["edges"]
    return [_line(edge["node"]) for edge in edges]


def run_export(config: Config, target: Path, *, unit: str | None, kind: str | None) -> None:
    """Write the roster into a file, csv by its name's end, else xlsx. ``-`` is standard output.

    Raises OSError, Refused, Unreachable.
    """
    call = signed_call(config, config.registry_url)
    call(LIST, {"first": 1})
    form = "csv" if target.suffix.lower() == ".csv" or str(target) == "-" else "xlsx"
    given = {"unit": unit, "kind": KINDS.get(kind or "", kind)}
    query = urlencode({key: value for key, value in given.items() if value})
    address = f"/exports/roster.{form}" + (f"?{query}" if query else "")
    _fetch(config, address, target)


def save_rejected(config: Config, ended: Ended, target: Path) -> None:
    """Write the rejected rows with their reasons. Raises OSError, Refused, Unreachable."""
    form = "csv" if target.suffix.lower() == ".csv" else "xlsx"
    _fetch(config, f"/imports/{ended.told['id']}/rejected.{form}", target)


def report(ended: Ended) -> list[str]:
    """Return what a clerk wants to know about an import that is over, line by line."""
    told = ended.told
    word = t("roster.tried") if told["dryRun"] else t("roster.done")
    lines = [
        t(
            "roster.counts",
            word=word,
            new=told["newRows"],
            changed=told["changedRows"],
            unchanged=told["unchangedRows"],
            rejected=told["rejectedRows"],
        )
    ]
    for sheet in told["sheets"]:
        if sheet["kind"] is None:
            lines.append(t("roster.unread", title=sheet["title"]))
        elif sheet["unknown"]:
            lines.append(
                t(
                    "roster.unused",
                    title=sheet["title"],
                    columns=t("act.comma").join(sheet["unknown"]),
                )
            )
    for edge in told["rows"]["edges"]:
        row = in_own_words(edge["node"])
        lines.append(
            t(
                "roster.row",
                sheet=row["sheet"],
                line=row["line"],
                label=row["label"],
                reason=row["reason"],
            )
        )
    if ended.rejected > len(told["rows"]["edges"]):
        lines.append(t("roster.more", n=ended.rejected))
    if not told["dryRun"]:
        lines.append(t("roster.import_id", id=told["id"]))
    return lines


def _watched(call: Call, import_id: str, bar: Bar) -> Ended:
    while True:
        told = call(WATCH, {"id": import_id})
        if told["state"] not in RUNNING:
            return Ended(told=told)
        progress = told["progress"]
        word = PHASES.get(progress["phase"], t("roster.busy"))
        bar.draw(word, progress["rowsDone"], progress["rowsTotal"])
        time.sleep(_PAUSE)


def _line(node: Mapping[str, Any]) -> str:
    state = t("roster.trial") if node["dryRun"] else STATES.get(node["state"], node["state"])
    counts = t(
        "roster.short",
        new=node["newRows"],
        changed=node["changedRows"],
        unchanged=node["unchangedRows"],
        rejected=node["rejectedRows"],
    )
    day = node["startedAt"][:16].replace("T", " ")
    return f"{node['id']}  {day}Z  {state}  {counts}  {node['fileName']}  {node['startedBy']}"


def _fetch(config: Config, address: str, target: Path) -> None:
    keep_file(config.registry_url, address, token(config).text, target)
