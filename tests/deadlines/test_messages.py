"""The sentences of the timeline, as an officer reads them."""

from typing import Any

import pytest

from services.deadlines.domain import messages

DUE = "2026-11-20T19:40:00+00:00"  # 11-21 03:40 in China


@pytest.mark.parametrize(
    ("rung_at", "said"),
    [
        ("2026-11-20T18:40:00+00:00", "首次发布：到期前1小时提醒，11-21 03:40到期"),
        ("2026-11-20T19:25:00+00:00", "首次发布：到期前15分钟提醒，11-21 03:40到期"),
        ("2026-11-20T19:40:00.000001+00:00", "首次发布：已超期，11-21 03:40到期"),
        ("2026-11-20T20:10:00+00:00", "首次发布：已超期30分钟，11-21 03:40到期"),
    ],
)
def test_a_reminder_says_how_far_the_limit_is(rung_at: str, said: str) -> None:
    body: dict[str, Any] = {"title": "首次发布", "rung": "近", "rung_at": rung_at, "due_at": DUE}
    assert messages.text("obligation", "ALERTED", body) == said


def test_an_assessment_is_named_as_a_cause_with_its_reason() -> None:
    assert messages.assessed("现场核实为较大。") == "研判（现场核实为较大）"
    assert messages.assessed() == "按此研判"


def test_a_clause_is_cited_as_officials_do() -> None:
    assert messages.cited("石政办发〔2019〕5号", "二¶12") == "石政办发〔2019〕5号 二第12段"
    assert messages.cited("内部规定", "") == "内部规定"
