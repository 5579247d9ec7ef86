"""Which rows of docs/requirements.tsv are claimed by tests: `python -m tests.support.requirements`.

A test claims rows by `@pytest.mark.requirement(25, 93)`. The collected suite is asked, so a marker
on a test that does not exist counts for nothing.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROWS = Path(__file__).parents[2] / "docs" / "requirements.tsv"


class Claims:
    """A plugin of pytest that gathers the markers of everything collected."""

    def __init__(self) -> None:
        self.by_row: dict[int, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("requirement"):
                for row in mark.args:
                    self.by_row[row].add(item.nodeid.partition("[")[0])


def rows() -> dict[int, tuple[str, str, str]]:
    """Read the table: number to (text and clause, type, what the product must do)."""
    with ROWS.open(encoding="utf-8") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader)
        return {int(n): (clause, sort, what) for n, clause, sort, what in reader}


def collect() -> dict[int, set[str]]:
    """Collect the suite without running it and return the claiming tests by row."""
    claims = Claims()
    code = pytest.main(["--collect-only", "-qq", "--no-header", "--no-summary"], plugins=[claims])
    if code != pytest.ExitCode.OK:
        sys.exit(f"the suite cannot be collected ({code!r})")
    return claims.by_row


def main() -> None:
    """Print each row with the first of its tests, then the totals by type."""
    table, claims = rows(), collect()
    out = ["", "row  text·clause        type    claimed by"]
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, (clause, sort, _) in table.items():
        tests = sorted(claims.get(row, ()))
        more = f" (+{len(tests) - 1})" if len(tests) > 1 else ""
        out.append(f"{row:>3}  {clause:<16}  {sort:<6}  {tests[0] + more if tests else '-'}")
        totals[sort][0] += bool(tests)
        totals[sort][1] += 1
    out.append("")
    out += [f"{sort:<6} {have:>3} of {all_:>3}" for sort, (have, all_) in sorted(totals.items())]
    out.append(f"claimed: {sum(t[0] for t in totals.values())} of {len(table)} rows")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
