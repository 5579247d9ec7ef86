"""What a log line looks like outside."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from services.kit.telemetry import configure_logging


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, processors = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**processors)


@pytest.mark.usefixtures("restored")
def test_every_event_is_one_line_of_json_with_the_bound_request_id() -> None:
    stream = io.StringIO()
    configure_logging("json", "info", stream)
    with structlog.contextvars.bound_contextvars(request_id="trace-1"):
        structlog.get_logger("ours").info("完成", count=3)
        logging.getLogger("theirs").warning("from %s", "a library")
        logging.getLogger("theirs").debug("not this")
    ours, theirs = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (ours["event"], ours["count"], ours["level"]) == ("完成", 3, "info")
    assert (theirs["event"], theirs["level"]) == ("from a library", "warning")
    assert ours["request_id"] == theirs["request_id"] == "trace-1"
    assert ours["at"].endswith("Z")


@pytest.mark.usefixtures("restored")
def test_an_exception_is_told_in_the_same_line() -> None:
    stream = io.StringIO()
    configure_logging("json", "info", stream)
    try:
        raise LookupError("nothing there")
    except LookupError:
        structlog.get_logger("ours").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["exception"][0]["exc_type"] == "LookupError"
    assert "locals" not in line


@pytest.mark.usefixtures("restored")
def test_the_console_format_is_for_people() -> None:
    stream = io.StringIO()
    configure_logging("console", "info", stream)
    structlog.get_logger("ours").info("done", count=3)
    assert "done" in stream.getvalue()
    assert "count=3" in stream.getvalue()


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_failure_is_logged_without_what_the_variables_held(log_format: str) -> None:
    stream = io.StringIO()
    configure_logging(log_format, "info", stream)
    try:
        raise LookupError
    except LookupError:
        structlog.get_logger("ours").exception("failed")
    assert "LookupError" in stream.getvalue()
    assert "locals" not in stream.getvalue()
