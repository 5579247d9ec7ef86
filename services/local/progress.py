"""Tell how far the start has come: a bar on a terminal, a line for each step elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)


class Steps(Protocol):
    """Told by the start at each step."""

    def step(self, title: str) -> None:
        """Say that ``title`` begins; what went before is done."""
        ...


@contextmanager
def shown_steps(total: int) -> Iterator[Steps]:
    """Show ``total`` steps on standard error; the last is done when the block ends."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    bar = Progress(
        SpinnerColumn(),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    with bar:
        yield _Bar(bar, total)


@contextmanager
def shown_count(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how many of how many are done; elsewhere nothing."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task(title, total=None)
    with bar:
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Bar:
    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total)
        self._begun = False

    def step(self, title: str) -> None:
        self._bar.update(self._task, description=title, advance=1 if self._begun else 0)
        self._begun = True


class _Lines:
    def __init__(self) -> None:
        self._start = time.monotonic()

    def step(self, title: str) -> None:
        sys.stderr.write(f"{time.monotonic() - self._start:5.1f} s  {title}\n")
        sys.stderr.flush()
