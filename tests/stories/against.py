"""A bulletin's parts held against what was counted again from the change log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from tests.deadlines.histories import LATE, class_of
from tests.stories import recount
from tests.stories.recount import Recount

CITY = "1301"


def close(value: float) -> Any:
    return pytest.approx(value, abs=0.06)


def table(section: dict[str, Any]) -> dict[tuple[str, str], dict[str, float | None]]:
    return {
        (row["code"], row["limitClass"]): {f["indicator"]: f["value"] for f in row["figures"]}
        for row in section["rows"]
    }


def same(found: Any, counted: Any, where: Sequence[str]) -> None:
    assert found.keys() == counted.keys(), where
    for which, figures in found.items():
        for name, value in figures.items():
            wanted = counted[which][name]
            assert value == (wanted if wanted is None else close(wanted)), (where, which, name)


def lists(sections: dict[str, Any], rows: list[dict[str, Any]], now: datetime) -> None:
    for key, standings, classes in (
        ("MISSED", ("MISSED",), ("STATUTORY",)),
        ("LATE", LATE, ("STATUTORY",)),
        ("WAIVED", ("WAIVED",), ("STATUTORY", "PROVISIONAL", "INTERNAL", "UNTIMED")),
    ):
        wanted = [
            recount.standing_of(row, now)
            for row in rows
            if recount.standing_of(row, now) in standings and class_of(row) in classes
        ]
        lines = [line["standing"] for line in sections[key]["lines"]]
        assert sorted(lines) == sorted(wanted), key
        assert sections[key]["more"] == 0


def upgraded(section: dict[str, Any], log: Recount, begins: datetime, ends: datetime) -> None:
    rises = [(number, len(missed)) for at, number, missed in log.rises if begins <= at < ends]
    found = [(one["number"], len(one["breaches"])) for one in section["upgrades"]]
    assert found == rises


def releases(section: dict[str, Any], log: Recount, begins: datetime, ends: datetime) -> None:
    mine = [
        one
        for one in log.releases
        if begins <= one["at"] < ends
        and one["unit"].startswith(CITY)
        and not log.incidents[one["incident"]]["drill"]
    ]
    forms = {one["form"] for one in mine}
    assert {row["code"] for row in section["rows"]} == forms
    for row in section["rows"]:
        of_form = [one for one in mine if one["form"] == row["code"]]
        proven = sum(one["proven"] for one in of_form)
        values = {f["indicator"]: f["value"] for f in row["figures"]}
        assert values == {
            "RELEASES": len(of_form),
            "CONCLUSIVE": sum(one["conclusive"] for one in of_form),
            "PROVEN": proven,
            "PROVEN_RATE": close(100 * proven / len(of_form)),
            "UNGATED": sum(one["ungated"] for one in of_form),
        }


def judged(sections: dict[str, Any], log: Recount, begins: datetime, ends: datetime) -> None:
    for key, rows, words, marked in (
        ("REVIEWS", log.reviews.values(), "outcomes", "tolerated"),
        ("ACCOUNTABILITY", log.accounts.values(), "taken", "rectified"),
    ):
        found = {r["code"]: [f["value"] for f in r["figures"]] for r in sections[key]["rows"]}
        assert found == recount.by_word(rows, words, marked, CITY, begins, ends), key


def the_best(
    sections: dict[str, Any], rows: list[dict[str, Any]], log: Recount, now: datetime
) -> None:
    units = recount.best(rows, lambda row: (row["owner"],), now)
    found = {(row["code"],): row["figures"][0]["value"] for row in sections["BEST_UNITS"]["rows"]}
    assert found == units
    persons = recount.best(
        [row for row in rows if not log.borne(row)],
        lambda row: (row["owner"], row["person"]) if row["person"] else None,
        now,
    )
    assert {
        (row["code"], row["title"]): row["figures"][0]["value"]
        for row in sections["BEST_PERSONS"]["rows"]
    } == persons
