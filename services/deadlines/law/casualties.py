"""The severity that casualties suggest; a help at intake, never a decision."""

from dataclasses import dataclass
from typing import Final

DOCUMENT: Final = "生产安全事故报告和调查处理条例"
CLAUSE: Final = "第三条"

# (severity, deaths, seriously injured, direct loss in yuan): "以上" includes the figure itself,
# "以下" does not, so each row holds from its own figures up to the row above.
_SCALE: Final = (
    ("PARTICULARLY_MAJOR", 30, 100, 100_000_000),
    ("MAJOR", 10, 50, 50_000_000),
    ("LARGER", 3, 10, 10_000_000),
    ("GENERAL", 1, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A severity (事故等级建议) with the text that gives the scale."""

    severity: str
    document: str = DOCUMENT
    clause: str = CLAUSE


def suggest_severity(
    deaths: int | None, seriously_injured: int | None, direct_loss: float | None
) -> Suggestion | None:
    """Grade by the worst of the three figures; None when nothing is known to have been lost.

    The scale is that of work-safety accidents (条例第三条); other kinds of incident have their
    own, so it is offered, not applied.
    """
    figures = (deaths or 0, seriously_injured or 0, direct_loss or 0)
    if not any(figures):
        return None
    for severity, *bounds in _SCALE:
        if any(have >= bound for have, bound in zip(figures, bounds, strict=True)):
            return Suggestion(severity)
    return None
