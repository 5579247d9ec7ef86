"""Side by side in one run: A B C, then C B A, and so on; medians with their ranges."""

import statistics
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def alternate(variants: dict[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Run each variant once a round, the order reversed each round; returns results by round."""
    names = list(variants)
    found: dict[str, list[T]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            found[name].append(variants[name]())
    return found


def ratios(values: Sequence[float], floor: Sequence[float]) -> list[float]:
    """Divide round by round: what disturbs one variant of a round disturbs the other too."""
    return [value / base for value, base in zip(values, floor, strict=True)]


def span(values: Sequence[float], digits: int = 2) -> str:
    """Write the median and, in brackets, the range."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} [{low:.{digits}f}-{high:.{digits}f}]"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, its columns as wide as they need be."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
