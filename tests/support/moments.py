"""The moment at which the stories begin."""

from datetime import UTC, datetime

AT_THREE_IN_THE_MORNING = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)  # 03:02 on the 21st in China
