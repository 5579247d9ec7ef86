"""Every table of speed: `python -m tests.bench [board] [depth] [preview] [desk] [china] [import]
[alerts] [leads] [bulletin] [audit]`.

Ratios are taken side by side in one run. Nothing here passes or fails: what can be guarded without
a clock is guarded by the tests. One million rows take some minutes more to make.
"""

import argparse
import asyncio
import os
import time

from tests.bench import (
    alerts,
    audit,
    board,
    bulletin,
    china,
    depth,
    desk,
    imports,
    leads,
    preview,
)
from tests.bench.processes import leave_core_0
from tests.bench.rows import fill
from tests.support.cluster import Cluster, shared_cluster

PARTS = (
    "board",
    "depth",
    "preview",
    "desk",
    "china",
    "import",
    "alerts",
    "leads",
    "bulletin",
    "audit",
)
UNPINNED = ("preview", "china", "import")
"""Measured as they run: in seconds of all cores, or in the CPU of one call that waits for its
database, where a wake-up across pinned cores would be charged to it."""
SMALL = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; default: all")
    parser.add_argument("--rows", type=int, default=200_000, help="obligations; default 200,000")
    parser.add_argument("--rounds", type=int, default=9, help="rounds a table; default 9")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    parts = chosen.parts or list(PARTS)
    cores = os.sched_getaffinity(0)
    where = "servers on core 0, the rest on core 1" if leave_core_0() else "nothing pinned"
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{where}; load before: {load}; median [lowest-highest] of the rounds")
    if {*parts} - {"desk", "leads", *UNPINNED}:
        with shared_cluster() as cluster:
            _with_database(cluster, parts, chosen.rows, chosen.rounds)
    if "leads" in parts:
        leads.measure()
    if "desk" in parts:
        print("\ndesk: in a terminal, from the cached snapshot, both services away")
        desk.main()
    if {*parts} & {*UNPINNED}:
        os.sched_setaffinity(0, cores)
        print("\nnothing pinned from here on")
        with shared_cluster() as cluster:
            if "preview" in parts:
                preview.measure(cluster.clone("deadlines"), chosen.rounds)
            if "china" in parts:
                china.measure(cluster.clone("registry"))
            if "import" in parts:
                imports.measure(cluster, 100_000)


def _with_database(cluster: Cluster, parts: list[str], rows: int, rounds: int) -> None:
    large = ""
    if {"board", "depth"} & {*parts}:
        begun = time.monotonic()
        large = cluster.clone("deadlines")
        asyncio.run(fill(large, rows))
        print(f"{rows:,} obligations made in {time.monotonic() - begun:.0f} s")
    if "board" in parts:
        board.measure(large, rows, rounds)
    if "depth" in parts:
        small = cluster.clone("deadlines")
        asyncio.run(fill(small, SMALL))
        depth.measure(small, large, (SMALL, rows), rounds)
    if "alerts" in parts:
        alerts.measure(cluster)
    if "bulletin" in parts:
        bulletin.measure(cluster.clone("deadlines"), rows, rounds)
    if "audit" in parts:
        audit.measure(cluster)


if __name__ == "__main__":
    main()
