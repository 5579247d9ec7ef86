"""What is wrong with the officer's settings, in sentences; and all of them in a table."""

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from clients.tui.locale import t
from clients.tui.settings import Problem, Settings
from clients.tui.views.wrap import fit


def problem_text(problem: Problem) -> str:
    """Return where, which field, and what is allowed there."""
    line = "" if problem.line is None else t("config.line", line=problem.line)
    what = t(f"config.{problem.kind}", about=problem.about)
    if problem.kind == "value":
        what = t(f"config.allowed.{problem.name}")
    field = f" {problem.name}" if problem.name else ""
    return t("config.problem", where=problem.where, line=line, field=field, what=what)


def opened_with(problems: Sequence[Problem]) -> str:
    """Return what the state row says of settings that were not taken."""
    return t("config.opened", count=len(problems))


def settings_lines(settings: Settings) -> list[str]:
    """Return each setting with its value and where that comes from."""
    values = msgspec.structs.asdict(settings.values)
    keys = values.pop("keys")
    rows = [(name, _said(value), _source(settings, name)) for name, value in values.items()]
    rows += [(f"keys.{name}", " ".join(words), _source(settings, "keys"))
             for name, words in keys.items()]  # fmt: skip
    wide = [max(cell_len(row[at]) for row in rows) for at in (0, 1)]
    return [
        f"{fit(name, wide[0])}  {fit(value, wide[1])}  {source}" for name, value, source in rows
    ]


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _source(settings: Settings, name: str) -> str:
    return t(f"config.source.{settings.source(name)}")
